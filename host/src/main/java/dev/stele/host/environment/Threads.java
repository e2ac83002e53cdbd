package dev.stele.host.environment;

/** Starts threads. */
public interface Threads {

    /** Starts a daemon platform thread with a stack of {@code stackBytes}. */
    Thread startPlatform(String name, long stackBytes, Runnable body);

    /** Starts a virtual thread. */
    Thread startVirtual(String name, Runnable body);
}
