package dev.stele.host.environment;

/** Threads of this JVM. */
public final class SystemThreads implements Threads {

    @Override
    public Thread startPlatform(String name, long stackBytes, Runnable body) {
        return Thread.ofPlatform().name(name).stackSize(stackBytes).daemon().start(body);
    }

    @Override
    public Thread startVirtual(String name, Runnable body) {
        return Thread.ofVirtual().name(name).start(body);
    }
}
