package dev.spinel.module.abi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/**
 * Calls into modules: one method per shape, the function's address first; the address may be that of a
 * {@link JavaFunction}. What it knew of an {@link OpenedKey} is forgotten when it returns. A name lists the result and
 * then each parameter: P for 64 bits (pointers, sizes, times), I for 32, B for 8; an event by value is two P.
 *
 * <p>Module code may call back, block and take locks, so no call here is ever {@code critical}: an upcall out of a
 * critical call ends the JVM.
 */
public final class Callbacks {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle AFTER = OpenedKey.after(void.class);
    private static final MethodHandle AFTER_INT = OpenedKey.after(int.class);
    private static final MethodHandle AFTER_LONG = OpenedKey.after(long.class);

    private Callbacks() {}

    private static MethodHandle of(MemoryLayout result, MemoryLayout... parameters) {
        MethodHandle handle = LINKER.downcallHandle(FunctionDescriptor.of(result, parameters));
        return MethodHandles.filterReturnValue(handle, result == JAVA_INT ? AFTER_INT : AFTER_LONG);
    }

    private static MethodHandle ofVoid(MemoryLayout... parameters) {
        return MethodHandles.filterReturnValue(LINKER.downcallHandle(FunctionDescriptor.ofVoid(parameters)), AFTER);
    }

    /** OnUnload. */
    public static int intP(long function, long a) {
        if (JavaFunction.is(function)) {
            return (int) JavaFunction.call(function, a, 0, 0, 0, 0);
        }
        try {
            return (int) IntP.HANDLE.invokeExact(MemorySegment.ofAddress(function), a);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleConfigGetBoolFunc, RedisModuleConfigGetEnumFunc. */
    public static int intPp(long function, long a, long b) {
        if (JavaFunction.is(function)) {
            return (int) JavaFunction.call(function, a, b, 0, 0, 0);
        }
        try {
            return (int) IntPp.HANDLE.invokeExact(MemorySegment.ofAddress(function), a, b);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModule_OnLoad, RedisModuleCmdFunc. */
    public static int intPpi(long function, long a, long b, int c) {
        if (JavaFunction.is(function)) {
            return (int) JavaFunction.call(function, a, b, c, 0, 0);
        }
        try {
            return (int) IntPpi.HANDLE.invokeExact(MemorySegment.ofAddress(function), a, b, c);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleNotificationFunc, RedisModuleConfigSetBoolFunc, RedisModuleConfigSetEnumFunc. */
    public static int intPipp(long function, long a, int b, long c, long d) {
        if (JavaFunction.is(function)) {
            return (int) JavaFunction.call(function, a, b, c, d, 0);
        }
        try {
            return (int) IntPipp.HANDLE.invokeExact(MemorySegment.ofAddress(function), a, b, c, d);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleTypeAuxLoadFunc. */
    public static int intPii(long function, long a, int b, int c) {
        if (JavaFunction.is(function)) {
            return (int) JavaFunction.call(function, a, b, c, 0, 0);
        }
        try {
            return (int) IntPii.HANDLE.invokeExact(MemorySegment.ofAddress(function), a, b, c);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleTypeDefragFunc, RedisModuleConfigApplyFunc. */
    public static int intPpp(long function, long a, long b, long c) {
        if (JavaFunction.is(function)) {
            return (int) JavaFunction.call(function, a, b, c, 0, 0);
        }
        try {
            return (int) IntPpp.HANDLE.invokeExact(MemorySegment.ofAddress(function), a, b, c);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleConfigSetStringFunc, RedisModuleConfigSetNumericFunc, RedisModuleAuthCallback. */
    public static int intPppp(long function, long a, long b, long c, long d) {
        if (JavaFunction.is(function)) {
            return (int) JavaFunction.call(function, a, b, c, d, 0);
        }
        try {
            return (int) IntPppp.HANDLE.invokeExact(MemorySegment.ofAddress(function), a, b, c, d);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleTypeMemUsageFunc. */
    public static long longP(long function, long a) {
        if (JavaFunction.is(function)) {
            return JavaFunction.call(function, a, 0, 0, 0, 0);
        }
        try {
            return (long) LongP.HANDLE.invokeExact(MemorySegment.ofAddress(function), a);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleTypeLoadFunc. */
    public static long longPi(long function, long a, int b) {
        if (JavaFunction.is(function)) {
            return JavaFunction.call(function, a, b, 0, 0, 0);
        }
        try {
            return (long) LongPi.HANDLE.invokeExact(MemorySegment.ofAddress(function), a, b);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /**
     * RedisModuleTypeFreeEffortFunc and Func2, RedisModuleTypeCopyFunc2, RedisModuleConfigGetStringFunc,
     * RedisModuleConfigGetNumericFunc.
     */
    public static long longPp(long function, long a, long b) {
        if (JavaFunction.is(function)) {
            return JavaFunction.call(function, a, b, 0, 0, 0);
        }
        try {
            return (long) LongPp.HANDLE.invokeExact(MemorySegment.ofAddress(function), a, b);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleTypeMemUsageFunc2, RedisModuleTypeCopyFunc. */
    public static long longPpp(long function, long a, long b, long c) {
        if (JavaFunction.is(function)) {
            return JavaFunction.call(function, a, b, c, 0, 0);
        }
        try {
            return (long) LongPpp.HANDLE.invokeExact(MemorySegment.ofAddress(function), a, b, c);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleDefragDictValueCallback. */
    public static long longPppp(long function, long a, long b, long c, long d) {
        if (JavaFunction.is(function)) {
            return JavaFunction.call(function, a, b, c, d, 0);
        }
        try {
            return (long) LongPppp.HANDLE.invokeExact(MemorySegment.ofAddress(function), a, b, c, d);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /**
     * RedisModuleTypeFreeFunc, RedisModuleCommandFilterFunc, RedisModuleDefragFunc,
     * RedisModuleEventLoopOneShotFunc, free_pd.
     */
    public static void voidP(long function, long a) {
        if (JavaFunction.is(function)) {
            JavaFunction.call(function, a, 0, 0, 0, 0);
            return;
        }
        try {
            VoidP.HANDLE.invokeExact(MemorySegment.ofAddress(function), a);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleTypeAuxSaveFunc, RedisModuleInfoFunc. */
    public static void voidPi(long function, long a, int b) {
        if (JavaFunction.is(function)) {
            JavaFunction.call(function, a, b, 0, 0, 0);
            return;
        }
        try {
            VoidPi.HANDLE.invokeExact(MemorySegment.ofAddress(function), a, b);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /**
     * RedisModuleDisconnectFunc, RedisModulePostNotificationJobFunc, RedisModuleTypeSaveFunc,
     * RedisModuleTypeDigestFunc, RedisModuleTypeUnlinkFunc and Func2, RedisModuleTimerProc, RedisModuleUserChangedFunc,
     * free_privdata.
     */
    public static void voidPp(long function, long a, long b) {
        if (JavaFunction.is(function)) {
            JavaFunction.call(function, a, b, 0, 0, 0);
            return;
        }
        try {
            VoidPp.HANDLE.invokeExact(MemorySegment.ofAddress(function), a, b);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleTypeRewriteFunc, RedisModuleOnUnblocked. */
    public static void voidPpp(long function, long a, long b, long c) {
        if (JavaFunction.is(function)) {
            JavaFunction.call(function, a, b, c, 0, 0);
            return;
        }
        try {
            VoidPpp.HANDLE.invokeExact(MemorySegment.ofAddress(function), a, b, c);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleScanCB, RedisModuleScanKeyCB. */
    public static void voidPppp(long function, long a, long b, long c, long d) {
        if (JavaFunction.is(function)) {
            JavaFunction.call(function, a, b, c, d, 0);
            return;
        }
        try {
            VoidPppp.HANDLE.invokeExact(MemorySegment.ofAddress(function), a, b, c, d);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleEventCallback: context, event id, event data version, subevent, data. */
    public static void voidPpppp(long function, long a, long b, long c, long d, long e) {
        if (JavaFunction.is(function)) {
            JavaFunction.call(function, a, b, c, d, e);
            return;
        }
        try {
            VoidPpppp.HANDLE.invokeExact(MemorySegment.ofAddress(function), a, b, c, d, e);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleClusterMessageReceiver: context, sender, type, payload, length. */
    public static void voidPpbpi(long function, long a, long b, byte c, long d, int e) {
        if (JavaFunction.is(function)) {
            JavaFunction.call(function, a, b, c, d, e);
            return;
        }
        try {
            VoidPpbpi.HANDLE.invokeExact(MemorySegment.ofAddress(function), a, b, c, d, e);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleForkDoneHandler. */
    public static void voidIip(long function, int a, int b, long c) {
        if (JavaFunction.is(function)) {
            JavaFunction.call(function, a, b, c, 0, 0);
            return;
        }
        try {
            VoidIip.HANDLE.invokeExact(MemorySegment.ofAddress(function), a, b, c);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleEventLoopFunc. */
    public static void voidIpi(long function, int a, long b, int c) {
        if (JavaFunction.is(function)) {
            JavaFunction.call(function, a, b, c, 0, 0);
            return;
        }
        try {
            VoidIpi.HANDLE.invokeExact(MemorySegment.ofAddress(function), a, b, c);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    // One class per shape: a handle is linked when a shape is first called, not before.

    private static final class IntP {
        static final MethodHandle HANDLE = of(JAVA_INT, JAVA_LONG);
    }

    private static final class IntPp {
        static final MethodHandle HANDLE = of(JAVA_INT, JAVA_LONG, JAVA_LONG);
    }

    private static final class IntPpi {
        static final MethodHandle HANDLE = of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    }

    private static final class IntPipp {
        static final MethodHandle HANDLE = of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    }

    private static final class IntPii {
        static final MethodHandle HANDLE = of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    }

    private static final class IntPpp {
        static final MethodHandle HANDLE = of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    }

    private static final class IntPppp {
        static final MethodHandle HANDLE = of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    }

    private static final class LongP {
        static final MethodHandle HANDLE = of(JAVA_LONG, JAVA_LONG);
    }

    private static final class LongPi {
        static final MethodHandle HANDLE = of(JAVA_LONG, JAVA_LONG, JAVA_INT);
    }

    private static final class LongPp {
        static final MethodHandle HANDLE = of(JAVA_LONG, JAVA_LONG, JAVA_LONG);
    }

    private static final class LongPppp {
        static final MethodHandle HANDLE = of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    }

    private static final class LongPpp {
        static final MethodHandle HANDLE = of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    }

    private static final class VoidP {
        static final MethodHandle HANDLE = ofVoid(JAVA_LONG);
    }

    private static final class VoidPi {
        static final MethodHandle HANDLE = ofVoid(JAVA_LONG, JAVA_INT);
    }

    private static final class VoidPp {
        static final MethodHandle HANDLE = ofVoid(JAVA_LONG, JAVA_LONG);
    }

    private static final class VoidPpp {
        static final MethodHandle HANDLE = ofVoid(JAVA_LONG, JAVA_LONG, JAVA_LONG);
    }

    private static final class VoidPppp {
        static final MethodHandle HANDLE = ofVoid(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    }

    private static final class VoidPpppp {
        static final MethodHandle HANDLE = ofVoid(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    }

    private static final class VoidPpbpi {
        static final MethodHandle HANDLE = ofVoid(JAVA_LONG, JAVA_LONG, JAVA_BYTE, JAVA_LONG, JAVA_INT);
    }

    private static final class VoidIip {
        static final MethodHandle HANDLE = ofVoid(JAVA_INT, JAVA_INT, JAVA_LONG);
    }

    private static final class VoidIpi {
        static final MethodHandle HANDLE = ofVoid(JAVA_INT, JAVA_LONG, JAVA_INT);
    }
}
