/**
 * Who is asking: tokens, the identities in them, and the key that signs them. Spec 08.
 *
 * <p>Only tokens signed with this server's own ES256 key are accepted; the algorithm is fixed, so a
 * token cannot choose another. Tokens of other issuers (OIDC) are not fetched keys for.
 */
@NullMarked
package dev.stele.server.auth;

import org.jspecify.annotations.NullMarked;
