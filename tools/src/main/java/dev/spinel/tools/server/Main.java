package dev.spinel.tools.server;

import dev.spinel.engine.Engine;
import dev.spinel.io.net.NetLimits;
import dev.spinel.io.reactor.Reactor;
import dev.spinel.module.load.ModuleHost;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Starts the server: reads the configuration, wires the modules together and runs the reactor. */
public final class Main {
    private Main() {}

    /** Runs the server until it is told to stop. */
    public static void main(String[] args) throws IOException {
        int port = 6379;
        List<String> modules = new ArrayList<>();
        for (int i = 0; i + 1 < args.length; i++) {
            if (args[i].equals("--port")) {
                port = Integer.parseInt(args[i + 1]);
            } else if (args[i].equals("--loadmodule")) {
                modules.add(args[i + 1]);
            }
        }
        try (Engine engine = new Engine(new SystemClock(), new SystemEntropy());
                Reactor reactor = new Reactor(engine, new NetLimits());
                ModuleHost host = ModuleHost.register(engine, reactor.lock(), reactor.handoff(), new ConsoleLog())) {
            if (!loadModules(host, modules)) {
                return;
            }
            reactor.listen(new InetSocketAddress("127.0.0.1", port), 511);
            System.out.println("Ready to accept connections tcp");
            reactor.run();
        }
    }

    private static boolean loadModules(ModuleHost host, List<String> paths) {
        host.server().starting(true);
        for (String path : paths) {
            if (!host.load(path, List.of())) {
                return false;
            }
        }
        host.server().starting(false);
        return true;
    }
}
