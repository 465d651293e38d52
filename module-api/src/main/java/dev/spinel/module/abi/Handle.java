package dev.spinel.module.abi;

/**
 * A server object that C holds by pointer: a context, a key, a dictionary, a timer's blocked client. The pointer is a
 * native cell owned by {@link HandleTable}; a method that declares a subclass as parameter gets the object, or the
 * call is refused when the pointer is stale, foreign or of another kind.
 *
 * <p>Open it with {@link HandleTable#open} before C can see it and close it when C may no longer use it.
 */
public abstract class Handle {
    private long address;

    /** The pointer C holds, 0 while closed. */
    public final long address() {
        return address;
    }

    final void address(long address) {
        this.address = address;
    }

    /** The pointer for C of a handle that may be absent. */
    public static long addressOf(Handle handle) {
        return handle == null ? 0 : handle.address;
    }
}
