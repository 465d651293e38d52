package dev.spinel.module.abi;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One function of the module API: its C prototype beside the Java method that means it. Immutable; checked when made,
 * so a wrong declaration fails the scan, never a call.
 */
public final class FunctionDeclaration {
    private static final Set<String> COUNTS = Set.of("KeyExists", "KeyType", "CallReplyType", "CallReplyBool",
            "ZsetRangeNext", "ZsetRangePrev", "ZsetRangeEndReached", "HashSet", "PublishMessage", "PublishMessageShard",
            "AvoidReplicaTraffic", "StringCompare", "DictCompare", "DictCompareC", "BlockedClientDisconnected",
            "CommandFilterArgsCount", "Fork", "Scan", "ScanKey", "DefragShouldStop", "KillForkChild",
            "DeauthenticateAndCloseClient");
    private static final Set<String> NAMED_LIKE_COUNTS = Set.of("GetTimerInfo", "GetClientInfoById",
            "GetClusterNodeInfo");

    /** Registers that carry integer and pointer arguments on x86-64. */
    static final int GENERAL_REGISTERS = 6;

    private final CPrototype prototype;
    private final ModuleFunction annotation;
    private final Method method;
    private final boolean takesCaller;

    private FunctionDeclaration(Method method, ModuleFunction annotation) {
        this.method = method;
        this.annotation = annotation;
        this.prototype = CPrototype.parse(annotation.c());
        Class<?>[] types = method.getParameterTypes();
        this.takesCaller = types.length > 0 && ModuleInstance.class.isAssignableFrom(types[0]);
        checkMethod();
        checkTypes(types);
        checkRegisters();
    }

    /** @throws IllegalArgumentException naming the method and what does not fit */
    static FunctionDeclaration of(Method method, ModuleFunction annotation) {
        try {
            return new FunctionDeclaration(method, annotation);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(method.getDeclaringClass().getSimpleName() + "." + method.getName()
                    + ": " + e.getMessage(), e);
        }
    }

    public String name() {
        return prototype.name();
    }

    public String since() {
        return annotation.since();
    }

    public boolean setsErrno() {
        return annotation.errno();
    }

    /** Whether what machine code knows of an open key stays true. */
    boolean keepsKeys() {
        return annotation.keepsKeys();
    }

    /** Whether it may only be called with the lock over all data. */
    boolean needsLock() {
        NeedsLock own = method.getAnnotation(NeedsLock.class);
        NeedsLock ofClass = method.getDeclaringClass().getAnnotation(NeedsLock.class);
        return own == null ? ofClass != null && ofClass.value() : own.value();
    }

    /** Whether it answers REDISMODULE_OK or REDISMODULE_ERR, not a number or a truth. */
    boolean returnsStatus() {
        return prototype.returns().kind() == CKind.INT && !COUNTS.contains(name())
                && (!name().startsWith("Get") || NAMED_LIKE_COUNTS.contains(name())) && !name().startsWith("Is");
    }

    /** Whether its body is the answer of a server outside of a cluster, without certificates. */
    public boolean isStandAlone() {
        return annotation.standAlone();
    }

    public CPrototype prototype() {
        return prototype;
    }

    public Method method() {
        return method;
    }

    /** Whether the method's first parameter receives the calling {@link ModuleInstance}. */
    boolean takesCaller() {
        return takesCaller;
    }

    /** Named parameters of integer class before a {@code ...} or a long double result: registers already taken. */
    int generalArguments() {
        int count = 0;
        for (CPrototype.Parameter parameter : prototype.parameters()) {
            count += switch (parameter.type().kind()) {
                case POINTER, INT, LONG, BYTE -> 1;
                case EVENT -> 2;
                default -> 0;
            };
        }
        return count;
    }

    boolean takesLongDouble() {
        return prototype.parameters().stream().anyMatch(p -> p.type().kind() == CKind.LONG_DOUBLE);
    }

    boolean returnsLongDouble() {
        return prototype.returns().kind() == CKind.LONG_DOUBLE;
    }

    /**
     * Whether this is {@code Fork}, the one function that C enters through a thunk with a process in between. Its
     * method has a last {@code int pid}: see {@link ChildTable}.
     */
    boolean forks() {
        return prototype.name().equals("Fork");
    }

    private void checkMethod() {
        int modifiers = method.getModifiers();
        if (!Modifier.isPublic(modifiers) || !Modifier.isStatic(modifiers)
                || !Modifier.isPublic(method.getDeclaringClass().getModifiers())) {
            throw new IllegalArgumentException("a module function is a public static method of a public class");
        }
        String expected = prototype.name();
        if (expected.startsWith("_")) {
            expected = expected.substring(1);
        }
        if (!method.getName().equalsIgnoreCase(expected)) {
            throw new IllegalArgumentException("the method's name differs from the C name " + prototype.name());
        }
    }

    private void checkTypes(Class<?>[] types) {
        List<String> wanted = new ArrayList<>();
        int at = takesCaller ? 1 : 0;
        for (CPrototype.Parameter parameter : prototype.parameters()) {
            int words = isPair(parameter.type().kind()) ? 2 : 1;
            for (int i = 0; i < words; i++) {
                if (at >= types.length || !fits(parameter.type(), types[at])) {
                    wanted.add(parameter.text());
                }
                at++;
            }
        }
        if (prototype.isVariadic() && (at >= types.length || types[at++] != long.class)) {
            wanted.add("long, the va_list");
        }
        if (returnsLongDouble() && (at >= types.length || types[at++] != long.class)) {
            wanted.add("long, where the result goes");
        }
        if (forks() && (at >= types.length || types[at++] != int.class)) {
            wanted.add("int, the pid");
        }
        if (!wanted.isEmpty() || at != types.length) {
            throw new IllegalArgumentException("Java parameters do not match the C prototype " + wanted);
        }
        if (!fitsResult(method.getReturnType())) {
            throw new IllegalArgumentException("Java result " + method.getReturnType().getSimpleName()
                    + " does not match C " + prototype.returns().text());
        }
    }

    private static boolean isPair(CKind kind) {
        return kind == CKind.EVENT || kind == CKind.LONG_DOUBLE;
    }

    private static boolean fits(CType type, Class<?> java) {
        return switch (type.kind()) {
            case POINTER -> java == long.class || Handle.class.isAssignableFrom(java)
                    || java == String.class && type.isText();
            case INT -> java == int.class || java == boolean.class;
            case BYTE -> java == int.class;
            case LONG, EVENT, LONG_DOUBLE -> java == long.class;
            case DOUBLE -> java == double.class;
            case FLOAT -> java == float.class;
            case VOID -> false;
        };
    }

    private boolean fitsResult(Class<?> java) {
        return switch (prototype.returns().kind()) {
            case VOID, LONG_DOUBLE -> java == void.class;
            case POINTER -> java == long.class || Handle.class.isAssignableFrom(java);
            case INT -> java == int.class || java == boolean.class;
            case LONG -> java == long.class;
            case DOUBLE -> java == double.class;
            case FLOAT -> java == float.class;
            case BYTE, EVENT -> false;
        };
    }

    private void checkRegisters() {
        boolean needsAll = prototype.isVariadic() || takesLongDouble() || returnsLongDouble()
                || prototype.parameters().stream().anyMatch(p -> p.type().kind() == CKind.EVENT);
        int limit = takesLongDouble() ? GENERAL_REGISTERS : GENERAL_REGISTERS - 1;
        if (needsAll && generalArguments() > limit) {
            throw new IllegalArgumentException("too many integer parameters beside ..., an event or a long double");
        }
    }

    @Override
    public String toString() {
        return annotation.c();
    }
}
