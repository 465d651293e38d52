package dev.spinel.module.abi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Calls into modules: one method per shape, the function's address first. A name lists the result and then each
 * parameter: P for 64 bits (pointers, sizes, times), I for 32, B for 8; an event by value is two P.
 *
 * <p>Module code may call back, block and take locks, so no call here is ever {@code critical}: an upcall out of a
 * critical call ends the JVM.
 */
public final class Callbacks {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle INT_P = of(JAVA_INT, JAVA_LONG);
    private static final MethodHandle INT_PP = of(JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle INT_PPI = of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle INT_PIPP = of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle INT_PII = of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle INT_PPP = of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle INT_PPPP = of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle LONG_P = of(JAVA_LONG, JAVA_LONG);
    private static final MethodHandle LONG_PI = of(JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle LONG_PP = of(JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle LONG_PPP = of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle VOID_P = ofVoid(JAVA_LONG);
    private static final MethodHandle VOID_PI = ofVoid(JAVA_LONG, JAVA_INT);
    private static final MethodHandle VOID_PP = ofVoid(JAVA_LONG, JAVA_LONG);
    private static final MethodHandle VOID_PPP = ofVoid(JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle VOID_PPPP = ofVoid(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle VOID_PPPPP = ofVoid(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle VOID_PPBPI = ofVoid(JAVA_LONG, JAVA_LONG, JAVA_BYTE, JAVA_LONG, JAVA_INT);
    private static final MethodHandle VOID_IIP = ofVoid(JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle VOID_IPI = ofVoid(JAVA_INT, JAVA_LONG, JAVA_INT);

    private Callbacks() {}

    private static MethodHandle of(MemoryLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(FunctionDescriptor.of(result, parameters));
    }

    private static MethodHandle ofVoid(MemoryLayout... parameters) {
        return LINKER.downcallHandle(FunctionDescriptor.ofVoid(parameters));
    }

    /** OnUnload. */
    public static int intP(long function, long a) {
        try {
            return (int) INT_P.invokeExact(MemorySegment.ofAddress(function), a);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleConfigGetBoolFunc, RedisModuleConfigGetEnumFunc. */
    public static int intPp(long function, long a, long b) {
        try {
            return (int) INT_PP.invokeExact(MemorySegment.ofAddress(function), a, b);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModule_OnLoad, RedisModuleCmdFunc. */
    public static int intPpi(long function, long a, long b, int c) {
        try {
            return (int) INT_PPI.invokeExact(MemorySegment.ofAddress(function), a, b, c);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleNotificationFunc, RedisModuleConfigSetBoolFunc, RedisModuleConfigSetEnumFunc. */
    public static int intPipp(long function, long a, int b, long c, long d) {
        try {
            return (int) INT_PIPP.invokeExact(MemorySegment.ofAddress(function), a, b, c, d);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleTypeAuxLoadFunc. */
    public static int intPii(long function, long a, int b, int c) {
        try {
            return (int) INT_PII.invokeExact(MemorySegment.ofAddress(function), a, b, c);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleTypeDefragFunc, RedisModuleConfigApplyFunc. */
    public static int intPpp(long function, long a, long b, long c) {
        try {
            return (int) INT_PPP.invokeExact(MemorySegment.ofAddress(function), a, b, c);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleConfigSetStringFunc, RedisModuleConfigSetNumericFunc, RedisModuleAuthCallback. */
    public static int intPppp(long function, long a, long b, long c, long d) {
        try {
            return (int) INT_PPPP.invokeExact(MemorySegment.ofAddress(function), a, b, c, d);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleTypeMemUsageFunc. */
    public static long longP(long function, long a) {
        try {
            return (long) LONG_P.invokeExact(MemorySegment.ofAddress(function), a);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleTypeLoadFunc. */
    public static long longPi(long function, long a, int b) {
        try {
            return (long) LONG_PI.invokeExact(MemorySegment.ofAddress(function), a, b);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /**
     * RedisModuleTypeFreeEffortFunc and Func2, RedisModuleTypeCopyFunc2, RedisModuleConfigGetStringFunc,
     * RedisModuleConfigGetNumericFunc.
     */
    public static long longPp(long function, long a, long b) {
        try {
            return (long) LONG_PP.invokeExact(MemorySegment.ofAddress(function), a, b);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleTypeMemUsageFunc2, RedisModuleTypeCopyFunc. */
    public static long longPpp(long function, long a, long b, long c) {
        try {
            return (long) LONG_PPP.invokeExact(MemorySegment.ofAddress(function), a, b, c);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /**
     * RedisModuleTypeFreeFunc, RedisModuleCommandFilterFunc, RedisModuleDefragFunc,
     * RedisModuleEventLoopOneShotFunc, free_pd.
     */
    public static void voidP(long function, long a) {
        try {
            VOID_P.invokeExact(MemorySegment.ofAddress(function), a);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleTypeAuxSaveFunc, RedisModuleInfoFunc. */
    public static void voidPi(long function, long a, int b) {
        try {
            VOID_PI.invokeExact(MemorySegment.ofAddress(function), a, b);
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
        try {
            VOID_PP.invokeExact(MemorySegment.ofAddress(function), a, b);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleTypeRewriteFunc, RedisModuleOnUnblocked. */
    public static void voidPpp(long function, long a, long b, long c) {
        try {
            VOID_PPP.invokeExact(MemorySegment.ofAddress(function), a, b, c);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleScanCB, RedisModuleScanKeyCB. */
    public static void voidPppp(long function, long a, long b, long c, long d) {
        try {
            VOID_PPPP.invokeExact(MemorySegment.ofAddress(function), a, b, c, d);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleEventCallback: context, event id, event data version, subevent, data. */
    public static void voidPpppp(long function, long a, long b, long c, long d, long e) {
        try {
            VOID_PPPPP.invokeExact(MemorySegment.ofAddress(function), a, b, c, d, e);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleClusterMessageReceiver: context, sender, type, payload, length. */
    public static void voidPpbpi(long function, long a, long b, byte c, long d, int e) {
        try {
            VOID_PPBPI.invokeExact(MemorySegment.ofAddress(function), a, b, c, d, e);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleForkDoneHandler. */
    public static void voidIip(long function, int a, int b, long c) {
        try {
            VOID_IIP.invokeExact(MemorySegment.ofAddress(function), a, b, c);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** RedisModuleEventLoopFunc. */
    public static void voidIpi(long function, int a, long b, int c) {
        try {
            VOID_IPI.invokeExact(MemorySegment.ofAddress(function), a, b, c);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }
}
