package dev.stele.host.environment;

/** A source of random bits. */
public interface Rng {

    long nextLong();

    /** Fills {@code into}. */
    void nextBytes(byte[] into);
}
