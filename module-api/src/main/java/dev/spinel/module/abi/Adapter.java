package dev.spinel.module.abi;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a declared method into the method handle of an upcall, from the inside out: bind the caller, convert
 * parameters, convert the result, store errno, forget the opened key, catch everything, arrange for registers. What the
 * JIT sees is one straight method; a method of raw longs costs nothing extra.
 */
final class Adapter {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodHandle FIND_HANDLE = find(HandleTable.class, "find", Handle.class, long.class,
            Class.class);
    private static final MethodHandle ADDRESS_OF = find(Handle.class, "addressOf", long.class, Handle.class);
    private static final MethodHandle TEXT = find(Native.class, "text", String.class, long.class);
    private static final MethodHandle IS_TRUE = find(Adapter.class, "isTrue", boolean.class, int.class);
    private static final MethodHandle TRUTH = find(Adapter.class, "truth", int.class, boolean.class);
    private static final MethodHandle LOW_BYTE = find(Adapter.class, "lowByte", int.class, int.class);
    private static final MethodHandle ENTER = find(Errno.class, "enter", int.class);
    private static final MethodHandle LEAVE_INT = find(Errno.class, "leave", int.class, int.class, int.class);
    private static final MethodHandle LEAVE_LONG = find(Errno.class, "leave", long.class, long.class, int.class);
    private static final MethodHandle LEAVE_VOID = find(Errno.class, "leaveVoid", void.class, int.class);
    private static final MethodHandle REPORT = find(Adapter.class, "report", void.class, ModuleInstance.class,
            String.class, Throwable.class);

    private static final MethodHandle CHECK = find(Adapter.class, "check", void.class, ModuleInstance.class,
            FunctionDeclaration.class);
    private static final MethodHandle FORGET = OpenedKey.after(void.class);
    /** REDISMODULE_ERR. */
    private static final int ERR = 1;

    private Adapter() {}

    /** The handle to make an upcall of; its type is the one {@link #descriptor} describes. */
    static MethodHandle of(FunctionDeclaration function, ModuleInstance caller) {
        MethodHandle handle;
        try {
            handle = LOOKUP.unreflect(function.method());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(function + ": its method cannot be reached", e);
        }
        if (function.takesCaller()) {
            handle = MethodHandles.insertArguments(handle, 0, function.method().getParameterTypes()[0].cast(caller));
        }
        handle = convertParameters(function, handle);
        handle = convertResult(handle);
        if (function.setsErrno()) {
            handle = storeErrno(handle);
        }
        if (caller.isStrict()) {
            handle = MethodHandles.foldArguments(handle, MethodHandles.insertArguments(CHECK, 0, caller, function));
        }
        if (!function.keepsKeys()) {
            handle = MethodHandles.foldArguments(handle, FORGET);
        }
        handle = widen(fence(function, caller, handle));
        return function.takesLongDouble() ? arrangeLongDoubles(function, handle) : handle;
    }

    /**
     * Every integer becomes a long: a register or stack slot holds 64 bits whatever the C type, and each further shape
     * would cost milliseconds when it is first met.
     */
    private static MethodHandle widen(MethodHandle handle) {
        MethodType type = handle.type();
        for (int i = 0; i < type.parameterCount(); i++) {
            if (type.parameterType(i) == int.class) {
                type = type.changeParameterType(i, long.class);
            }
        }
        if (type.returnType() == int.class) {
            type = type.changeReturnType(long.class);
        }
        return MethodHandles.explicitCastArguments(handle, type);
    }

    /** How C calls a handle made by {@link #of}. */
    static FunctionDescriptor descriptor(MethodHandle handle) {
        MethodType type = handle.type();
        MemoryLayout[] parameters = new MemoryLayout[type.parameterCount()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = layout(type.parameterType(i));
        }
        return type.returnType() == void.class ? FunctionDescriptor.ofVoid(parameters)
                : FunctionDescriptor.of(layout(type.returnType()), parameters);
    }

    private static MemoryLayout layout(Class<?> type) {
        if (type == long.class) {
            return JAVA_LONG;
        }
        return type == double.class ? JAVA_DOUBLE : JAVA_FLOAT;
    }

    private static MethodHandle convertParameters(FunctionDeclaration function, MethodHandle target) {
        MethodHandle handle = target;
        int at = 0;
        for (CPrototype.Parameter parameter : function.prototype().parameters()) {
            CKind kind = parameter.type().kind();
            MethodHandle filter = parameterFilter(kind, handle.type().parameterType(at));
            if (filter != null) {
                handle = MethodHandles.filterArguments(handle, at, filter);
            }
            at += kind == CKind.EVENT || kind == CKind.LONG_DOUBLE ? 2 : 1;
        }
        return handle;
    }

    private static MethodHandle parameterFilter(CKind kind, Class<?> type) {
        if (kind == CKind.BYTE) {
            return LOW_BYTE;
        }
        if (type == boolean.class) {
            return IS_TRUE;
        }
        if (type == String.class) {
            return TEXT;
        }
        if (Handle.class.isAssignableFrom(type)) {
            return MethodHandles.insertArguments(FIND_HANDLE, 1, type)
                    .asType(MethodType.methodType(type, long.class));
        }
        return null;
    }

    private static MethodHandle convertResult(MethodHandle handle) {
        Class<?> type = handle.type().returnType();
        if (type == boolean.class) {
            return MethodHandles.filterReturnValue(handle, TRUTH);
        }
        if (Handle.class.isAssignableFrom(type)) {
            MethodHandle filter = ADDRESS_OF.asType(MethodType.methodType(long.class, type));
            return MethodHandles.filterReturnValue(handle, filter);
        }
        return handle;
    }

    /** Around the call: {@code outer = enter(); return leave(call(...), outer)}. */
    private static MethodHandle storeErrno(MethodHandle handle) {
        MethodType type = handle.type();
        MethodHandle leave;
        if (type.returnType() == int.class) {
            leave = LEAVE_INT;
        } else if (type.returnType() == long.class) {
            leave = LEAVE_LONG;
        } else if (type.returnType() == void.class) {
            leave = LEAVE_VOID;
        } else {
            throw new IllegalArgumentException("no function of this result sets errno: " + type);
        }
        MethodHandle outerLast = MethodHandles.collectArguments(leave, 0, handle);
        int count = type.parameterCount();
        int[] order = new int[count + 1];
        for (int i = 0; i < count; i++) {
            order[i] = i + 1;
        }
        MethodHandle outerFirst = MethodHandles.permuteArguments(outerLast,
                type.insertParameterTypes(0, int.class), order);
        return MethodHandles.foldArguments(outerFirst, ENTER);
    }

    /**
     * An exception that left an upcall would end the JVM: it becomes a report and a result of zero, in debug mode the
     * error of functions that have one.
     */
    private static MethodHandle fence(FunctionDeclaration function, ModuleInstance caller, MethodHandle handle) {
        Class<?> result = handle.type().returnType();
        MethodHandle report = MethodHandles.insertArguments(REPORT, 0, caller, function.name());
        MethodHandle handler = report;
        if (result != void.class) {
            MethodHandle answer = caller.isStrict() && function.returnsStatus()
                    ? MethodHandles.constant(int.class, ERR) : MethodHandles.zero(result);
            handler = MethodHandles.foldArguments(MethodHandles.dropArguments(answer, 0, Throwable.class), report);
        }
        return MethodHandles.catchException(handle, Throwable.class, handler);
    }

    /**
     * A long double argument lies on the stack, behind the registers: the upcall declares all six general registers,
     * used or not, and then the two words of each long double.
     */
    private static MethodHandle arrangeLongDoubles(FunctionDeclaration function, MethodHandle handle) {
        List<Class<?>> outer = new ArrayList<>();
        List<Integer> stackWords = new ArrayList<>();
        int[] order = new int[handle.type().parameterCount()];
        int general = 0;
        int at = 0;
        for (CPrototype.Parameter parameter : function.prototype().parameters()) {
            CKind kind = parameter.type().kind();
            if (kind == CKind.LONG_DOUBLE) {
                stackWords.add(at++);
                stackWords.add(at++);
                continue;
            }
            for (int words = kind == CKind.EVENT ? 2 : 1; words > 0; words--) {
                order[at] = outer.size();
                outer.add(handle.type().parameterType(at++));
                general += kind == CKind.DOUBLE || kind == CKind.FLOAT ? 0 : 1;
            }
        }
        for (; general < FunctionDeclaration.GENERAL_REGISTERS; general++) {
            outer.add(long.class);
        }
        for (int word : stackWords) {
            order[word] = outer.size();
            outer.add(long.class);
        }
        return MethodHandles.permuteArguments(handle, MethodType.methodType(handle.type().returnType(), outer), order);
    }

    private static void report(ModuleInstance caller, String function, Throwable cause) {
        caller.report(function, cause);
    }

    /** What debug mode asks before a call. */
    private static void check(ModuleInstance caller, FunctionDeclaration function) {
        caller.entering(function.name());
        if (function.needsLock() && !caller.holdsLock()) {
            throw new MisuseException("called without the lock over all data (ThreadSafeContextLock)");
        }
    }

    private static boolean isTrue(int value) {
        return value != 0;
    }

    private static int truth(boolean value) {
        return value ? 1 : 0;
    }

    private static int lowByte(int value) {
        return value & 0xFF;
    }

    private static MethodHandle find(Class<?> type, String name, Class<?> result, Class<?>... parameters) {
        try {
            return LOOKUP.findStatic(type, name, MethodType.methodType(result, parameters));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
