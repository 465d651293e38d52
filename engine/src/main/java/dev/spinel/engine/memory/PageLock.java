package dev.spinel.engine.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The one lock of the arena: a reentrant spin lock around chunks, spans and huge ranges, and around every operation
 * on shared tags. The reactor takes it once per slab, not per block; holders never wait for anything but the kernel.
 */
final class PageLock {
    private static final int SPINS_BEFORE_YIELD = 64;
    private static final VarHandle HOLDER;

    /** Written by the lock's protocol only; a thread can trust it only when it reads itself. */
    @SuppressWarnings("unused")
    private static volatile Thread holder;
    private static int depth;

    static {
        try {
            HOLDER = MethodHandles.lookup().findStaticVarHandle(PageLock.class, "holder", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private PageLock() {}

    static void lock() {
        Thread self = Thread.currentThread();
        if ((Thread) HOLDER.getOpaque() == self) {
            depth++;
            return;
        }
        int spins = 0;
        while (!HOLDER.compareAndSet((Thread) null, self)) {
            if (++spins % SPINS_BEFORE_YIELD == 0) Thread.yield();
            else Thread.onSpinWait();
        }
    }

    static void unlock() {
        if (depth > 0) depth--;
        else HOLDER.setRelease((Thread) null);
    }
}
