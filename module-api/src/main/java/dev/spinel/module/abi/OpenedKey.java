package dev.spinel.module.abi;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * What machine code may answer about one open key: the last one a method looked at, as long as no other function was
 * called since. All that could change the key between two calls of a module is a function of the API, or the server
 * when a callback has returned: {@link Adapter} and {@link Callbacks} make it forgotten. Process-wide; only keys of
 * modules in C; {@link #tell} with the lock over all data.
 *
 * <pre>
 *   0              8      16             24
 *   | handle or -1 | type | module type  | value |
 * </pre>
 */
public final class OpenedKey {
    static final int TYPE_OFFSET = Long.BYTES;
    static final int MODULE_TYPE_OFFSET = TYPE_OFFSET + Long.BYTES;
    static final int VALUE_OFFSET = MODULE_TYPE_OFFSET + Long.BYTES;
    private static final int BYTES = VALUE_OFFSET + Long.BYTES;
    private static final long NONE = -1;
    static final long RECORD = Libc.reserve(BYTES);

    static {
        forget();
    }

    private OpenedKey() {}

    /**
     * Tells what an open key holds.
     *
     * @param type       what {@code KeyType} answers
     * @param moduleType what {@code ModuleTypeGetType} answers
     * @param value      what {@code ModuleTypeGetValue} answers
     */
    public static void tell(Handle key, int type, Handle moduleType, long value) {
        Native.putLong(RECORD + TYPE_OFFSET, type);
        Native.putLong(RECORD + MODULE_TYPE_OFFSET, Handle.addressOf(moduleType));
        Native.putLong(RECORD + VALUE_OFFSET, value);
        Native.putLong(RECORD, key.address());
    }

    /** From now on methods are asked. Any thread. */
    static void forget() {
        Native.putLong(RECORD, NONE);
    }

    /** What forgets it once a call has returned {@code result}, which it hands on. */
    static MethodHandle after(Class<?> result) {
        MethodHandle forget;
        try {
            forget = MethodHandles.lookup().findStatic(OpenedKey.class, "forget", MethodType.methodType(void.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return result == void.class ? forget : MethodHandles.foldArguments(MethodHandles.identity(result), forget);
    }
}
