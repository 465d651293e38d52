package dev.spinel.module.abi;

/**
 * The C {@code errno} of the calling thread. A method declared with {@code errno = true} calls {@link #set} whenever
 * it likes; the stub stores the value after the method has returned, because anything the JVM does in between may
 * call libc and spoil it. Each call has its own value, so one that calls back into a module keeps what it has set.
 */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EIO = 5;
    public static final int EBADF = 9;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int EINVAL = 22;
    public static final int EFBIG = 27;
    public static final int ENOSPC = 28;
    public static final int ESPIPE = 29;
    public static final int EROFS = 30;
    public static final int EDOM = 33;
    public static final int ERANGE = 34;
    public static final int ENOTSUP = 95;
    public static final int ENETDOWN = 100;
    public static final int EALREADY = 114;
    public static final int ECANCELED = 125;

    private static final int UNSET = -1;
    private static final ThreadLocal<Errno> CURRENT = ThreadLocal.withInitial(Errno::new);

    private final long address = Libc.errnoAddress();
    private int pending = UNSET;

    private Errno() {}

    /** The value C will see once this call has returned; 0 is a value too. */
    public static void set(int value) {
        CURRENT.get().pending = value;
    }

    /** What C left in errno: of use right after a callback returned. */
    public static int get() {
        return Native.getInt(CURRENT.get().address);
    }

    /** A call begins that has its own errno; returns what the call around it has set so far. */
    static int enter() {
        Errno errno = CURRENT.get();
        int outer = errno.pending;
        errno.pending = UNSET;
        return outer;
    }

    /** The call that {@link #enter} began is over: what it set is stored, as the last thing that happens. */
    private static void leave(int outer) {
        Errno errno = CURRENT.get();
        int value = errno.pending;
        errno.pending = outer;
        if (value != UNSET) {
            Native.putInt(errno.address, value);
        }
    }

    static int leave(int result, int outer) {
        leave(outer);
        return result;
    }

    static long leave(long result, int outer) {
        leave(outer);
        return result;
    }

    static void leaveVoid(int outer) {
        leave(outer);
    }
}
