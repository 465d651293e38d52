package dev.spinel.tools.server;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;

/**
 * Signals from outside: requests to end, to tell where we are, to crash. The JVM's own handling of the first would
 * exit with a code of its own; {@code sun.misc.Signal} of jdk.unsupported is the only way round, and is reached by
 * reflection because javac warns of it. SIGSEGV and its like belong to the JVM, which cannot be asked for them.
 */
final class Signals {
    private Signals() {}

    /** Hands the name of each of these signals, such as {@code TERM}, to {@code onSignal}, on a thread of the JVM. */
    static void on(List<String> names, Consumer<String> onSignal) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Method handle = signalType.getMethod("handle", signalType, handlerType);
            for (String name : names) {
                Object handler = Proxy.newProxyInstance(handlerType.getClassLoader(), new Class<?>[] {handlerType},
                        (proxy, method, arguments) -> onCall(onSignal, name, method));
                handle.invoke(null, signalType.getConstructor(String.class).newInstance(name), handler);
            }
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException("this JVM does not let us handle signals", failure);
        }
    }

    private static Object onCall(Consumer<String> onSignal, String name, Method method) {
        switch (method.getName()) {
            case "handle" -> onSignal.accept(name);
            case "hashCode" -> {
                return name.hashCode();
            }
            case "equals" -> {
                return false;
            }
            default -> {
                return name;
            }
        }
        return null;
    }
}
