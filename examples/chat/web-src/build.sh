#!/usr/bin/env bash
# Builds the page into ../web, or into the folder that is given. Needs node and npm.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
out=${1:-../web}
[ -d node_modules/esbuild ] || npm install --no-audit --no-fund --no-package-lock --silent
npx tsc --noEmit
mkdir -p "$out"
npx esbuild main.ts --bundle --minify --format=esm --target=es2022 --legal-comments=none --log-level=warning \
    --banner:js='/* Contains the npm package spacetimedb 2.10.1, ISC licence, see LICENSES.txt. */' --outfile="$out/app.js"
cp index.html style.css "$out/"
{ echo "app.js contains the npm package spacetimedb 2.10.1:"; echo; cat node_modules/spacetimedb/LICENSE.txt; } >"$out/LICENSES.txt"
