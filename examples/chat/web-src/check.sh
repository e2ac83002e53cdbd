#!/usr/bin/env bash
# Proves that ../web is what build.sh makes of these sources.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
./build.sh "$built"
diff -r "$built" ../web && echo "the page is what its sources make"
