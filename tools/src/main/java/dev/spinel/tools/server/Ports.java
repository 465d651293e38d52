package dev.spinel.tools.server;

import dev.spinel.engine.config.Settings;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.io.net.Listener;
import dev.spinel.io.reactor.Reactor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Where the server listens: {@code bind}, {@code port}, {@code unixsocket}. */
final class Ports {
    private static final String[] RWX = {"---", "--x", "-w-", "-wx", "r--", "r-x", "rw-", "rwx"};

    private final Settings settings;
    private final Reactor reactor;
    private final OperatorLog log;
    private final WorkingDirectory directory;
    private List<Listener> tcp = List.of();

    Ports(Settings settings, Reactor reactor, OperatorLog log, WorkingDirectory directory) {
        this.settings = settings;
        this.reactor = reactor;
        this.log = log;
        this.directory = directory;
    }

    /** Opens everything; false, with the reason in the log, when an address is not to be had. */
    boolean open() {
        if (settings.port.value() != 0 && !openTcp()) {
            log.log(OperatorLog.WARNING, "Failed listening on port " + settings.port.value() + " (tcp), aborting.");
            return false;
        }
        if (settings.unixsocket.isSet() && !openUnix()) {
            return false;
        }
        if (settings.port.value() == 0 && !settings.unixsocket.isSet()) {
            log.log(OperatorLog.WARNING, "Configured to not listen anywhere, exiting.");
            return false;
        }
        return true;
    }

    /** One line per kind of listener, as tools wait for it. */
    void announce() {
        if (settings.port.value() != 0) {
            log.log(OperatorLog.NOTICE, "Ready to accept connections tcp");
        }
        if (settings.unixsocket.isSet()) {
            log.log(OperatorLog.NOTICE, "Ready to accept connections unix");
        }
    }

    /** Moves to the present {@code bind} and {@code port}; null when done, otherwise what CONFIG SET replies. */
    String reopenTcp() {
        List<Listener> old = tcp;
        tcp = List.of();
        if (settings.port.value() != 0 && !openTcp()) {
            tcp = old;
            return "Unable to listen on this port. Check server logs.";
        }
        old.forEach(reactor::close);
        return null;
    }

    private boolean openTcp() {
        List<Listener> opened = new ArrayList<>();
        List<String> addresses = settings.bind.addresses();
        boolean bothWildcards = addresses.contains("*") && addresses.contains("-::*");
        for (String word : addresses) {
            if (bothWildcards && word.equals("*")) {
                continue;
            }
            boolean optional = word.startsWith("-");
            String host = optional ? word.substring(1) : word;
            try {
                opened.add(reactor.listen(address(host), settings.tcpBacklog.intValue()));
            } catch (IOException failure) {
                log.log(OperatorLog.WARNING, "Warning: Could not create server TCP listening socket " + host + ":"
                        + settings.port.value() + ": bind: " + failure.getMessage());
                if (!optional) {
                    opened.forEach(reactor::close);
                    return false;
                }
            }
        }
        tcp = opened;
        return true;
    }

    /**
     * The star stands for all IPv4 addresses, {@code ::*} for all IPv6 ones; the JDK's wildcard listens to both, so one
     * listener serves the two.
     */
    private InetSocketAddress address(String host) throws IOException {
        if (host.equals("::*")) {
            return new InetSocketAddress(settings.port.intValue());
        }
        String name = host.equals("*") ? "0.0.0.0" : host;
        return new InetSocketAddress(InetAddress.getByName(name), settings.port.intValue());
    }

    private boolean openUnix() {
        Path path = directory.resolve(settings.unixsocket.value());
        try {
            reactor.listen(UnixDomainSocketAddress.of(path), settings.tcpBacklog.intValue());
            if (settings.unixsocketperm.value() != 0) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions()));
            }
            return true;
        } catch (IOException | IllegalArgumentException failure) {
            log.log(OperatorLog.WARNING, "Failed opening Unix socket: bind: " + failure.getMessage());
            return false;
        }
    }

    private String permissions() {
        int bits = settings.unixsocketperm.intValue();
        return RWX[bits >>> 6 & 7] + RWX[bits >>> 3 & 7] + RWX[bits & 7];
    }
}
