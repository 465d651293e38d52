package dev.spinel.tools.server;

import java.util.function.Consumer;
import sun.misc.Signal;

/** SIGTERM and SIGINT as requests to end. */
final class Signals {
    private Signals() {}

    /** Hands the name of each signal, {@code TERM} or {@code INT}, to {@code onSignal}, on a thread of the JVM. */
    static void onTermination(Consumer<String> onSignal) {
        for (String name : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(name), signal -> onSignal.accept(signal.getName()));
        }
    }
}
