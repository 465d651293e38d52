package dev.spinel.module.abi;

/**
 * A function of a Java module where the API expects the address of a C function: its cell's address stands for it, and
 * {@link Callbacks} calls the body instead of jumping there. So a Java module registers its commands, timers and types
 * through the very functions that C modules call. Closed by its module, never while it may still be called.
 */
public final class JavaFunction extends Handle {
    private final Body body;

    /** What runs. Arguments are those of the C shape, widened to 64 bits; missing ones are 0. It never throws. */
    @FunctionalInterface
    public interface Body {
        /** The result, of which the shape takes the bits it has; 0 where it is void. */
        long call(long a, long b, long c, long d, long e);
    }

    private JavaFunction(Body body) {
        this.body = body;
    }

    /** Opens a function; end it with {@link HandleTable#close}. */
    public static JavaFunction open(Body body) {
        JavaFunction function = new JavaFunction(body);
        HandleTable.open(function, 0);
        return function;
    }

    /** Whether an address is one of ours: no C code lies there. */
    static boolean is(long function) {
        return HandleTable.isCell(function);
    }

    static long call(long function, long a, long b, long c, long d, long e) {
        return ((JavaFunction) HandleTable.find(function, JavaFunction.class)).body.call(a, b, c, d, e);
    }
}
