package dev.spinel.engine.memory;

import java.util.concurrent.locks.LockSupport;

/**
 * Chunks that are touched before they are taken. The first touch of a huge page costs the kernel a quarter of a
 * millisecond, and several where the machine is virtual and the host has no memory behind it yet: a side thread is to
 * wait for that, not the reactor. Taking a chunk wakes the thread, which keeps a few of the lowest free ones warm.
 *
 * <pre>
 *   | in use … | warm | warm | untouched …
 *              ^ taken next
 * </pre>
 */
final class WarmPool {
    private static final int MOST_CHUNKS = 8;
    /** One chunk is warm per so many that have memory. */
    private static final int COMMITTED_PER_WARM_SHIFT = 4;

    private static volatile Thread keeper;

    private WarmPool() {}

    /** The thread to wake when a chunk was taken. */
    static void keeper(Thread thread) {
        keeper = thread;
    }

    /** A chunk was taken. */
    static void onTaken() {
        Thread thread = keeper;
        if (thread != null) LockSupport.unpark(thread);
    }

    /** Warms one chunk; false when enough are warm or the kernel does not do it. Any thread. */
    static boolean warmOne() {
        int chunk = coldChunk();
        if (chunk < 0) return false;
        // Who takes the chunk meanwhile loses nothing: a touch leaves what is written there.
        if (!VirtualMemory.populate(AddressSpace.chunkAddress(chunk), AddressSpace.CHUNK)) return false;
        PageLock.lock();
        try {
            Chunks.warmed(chunk);
        } finally {
            PageLock.unlock();
        }
        return true;
    }

    private static int coldChunk() {
        PageLock.lock();
        try {
            int wanted = 1 + ((int) (Chunks.committedBytes() >>> AddressSpace.CHUNK_SHIFT) >> COMMITTED_PER_WARM_SHIFT);
            return Chunks.coldAhead(Math.min(wanted, MOST_CHUNKS));
        } finally {
            PageLock.unlock();
        }
    }
}
