package dev.stele.server.auth;

import dev.stele.host.environment.LogStore;
import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/** The ECDSA P-256 key pair that signs tokens, kept as PEM: PKCS#8 and SPKI. */
public record TokenKeys(ECPrivateKey signing, ECPublicKey verifying) {

    private static final String PRIVATE_FILE = "id_ecdsa";
    private static final String PUBLIC_FILE = "id_ecdsa.pub";
    private static final int PEM_LINE_CHARS = 64;

    /**
     * The pair in {@code folder}, made when neither half is there.
     *
     * @throws HostException STORAGE_FAILED when only one half is there, or one is unreadable
     */
    public static TokenKeys load(LogStore folder) {
        Optional<byte[]> signing = folder.read(PRIVATE_FILE);
        Optional<byte[]> verifying = folder.read(PUBLIC_FILE);
        try {
            if (signing.isEmpty() && verifying.isEmpty()) {
                return create(folder);
            }
            KeyFactory keys = KeyFactory.getInstance("EC");
            return new TokenKeys(
                    (ECPrivateKey)
                            keys.generatePrivate(
                                    new PKCS8EncodedKeySpec(
                                            der(signing, "private key for JWT token signing"))),
                    (ECPublicKey)
                            keys.generatePublic(
                                    new X509EncodedKeySpec(
                                            der(
                                                    verifying,
                                                    "public key for JWT token verification"))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new HostException(
                    ErrorCode.STORAGE_FAILED,
                    "the token keys in " + PRIVATE_FILE + " and " + PUBLIC_FILE + " are unreadable",
                    e);
        }
    }

    private static TokenKeys create(LogStore folder) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        folder.replace(
                PRIVATE_FILE,
                pem("PRIVATE KEY", pair.getPrivate().getEncoded())
                        .getBytes(StandardCharsets.US_ASCII));
        TokenKeys keys =
                new TokenKeys((ECPrivateKey) pair.getPrivate(), (ECPublicKey) pair.getPublic());
        folder.replace(PUBLIC_FILE, keys.publicPem().getBytes(StandardCharsets.US_ASCII));
        return keys;
    }

    private static byte[] der(Optional<byte[]> pem, String what) {
        String text =
                new String(
                        pem.orElseThrow(() ->
                                new HostException(
                                        ErrorCode.STORAGE_FAILED, "Unable to read " + what)),
                        StandardCharsets.US_ASCII);
        return Base64.getMimeDecoder().decode(text.replaceAll("-----[^-]+-----", ""));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getMimeEncoder(PEM_LINE_CHARS, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END "
                + label
                + "-----\n";
    }

    /** The verifying key as PEM. */
    public String publicPem() {
        return pem("PUBLIC KEY", verifying.getEncoded());
    }
}
