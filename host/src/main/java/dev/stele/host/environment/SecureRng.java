package dev.stele.host.environment;

import java.security.SecureRandom;

/** Random bits that nobody can foresee. */
public final class SecureRng implements Rng {

    private final SecureRandom random = new SecureRandom();

    @Override
    public long nextLong() {
        return random.nextLong();
    }

    @Override
    public void nextBytes(byte[] into) {
        random.nextBytes(into);
    }
}
