package dev.spinel.tools.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One server process on the loopback address, with a free port and a directory of its own. Whoever starts it closes it; closing
 * stops the process by its pid and deletes the directory, and fails with the log when the process had ended in an error
 * nobody waited for. Its methods may be called from any one thread; a reader thread collects the log.
 */
public final class ServerProcess implements AutoCloseable {
    /** How long a server may take until it accepts connections, and until it has ended. */
    public static final long PATIENCE_MS = 30_000;
    private static final String READY = "Ready to accept connections";
    private static final int PORT_ATTEMPTS = 5;
    private static final int LOG_TAIL_CHARS = 100_000;

    private final ServerTarget target;
    private final List<String> configLines;
    private final Path directory;
    private final StringBuilder log = new StringBuilder();
    private int port;
    private int readyFrom;
    private Process process;
    private Thread reader;
    private boolean isEndExpected;

    private ServerProcess(ServerTarget target, List<String> configLines, Path directory) {
        this.target = target;
        this.configLines = List.copyOf(configLines);
        this.directory = directory;
    }

    /**
     * Starts a server and waits until it accepts connections.
     *
     * @param configLines lines of redis.conf, added after port, bind and dir
     * @throws IllegalStateException when it ends or stays silent; the message holds its log
     */
    public static ServerProcess start(ServerTarget target, List<String> configLines) {
        try {
            Path directory = Files.createTempDirectory("spinel-" + target.name() + "-");
            ServerProcess server = new ServerProcess(target, configLines, directory);
            server.launchOnFreePort();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The TCP port it listens on. */
    public int port() {
        return port;
    }

    /** The process id of the server itself. */
    public long pid() {
        return process.pid();
    }

    /** The short name of what runs here. */
    public String name() {
        return target.name();
    }

    /** Its working directory, where dumps and append-only files go; deleted by {@link #close}. */
    public Path directory() {
        return directory;
    }

    /** Everything printed so far on both output streams, all starts of this object together. */
    public String log() {
        synchronized (log) {
            return log.toString();
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The exit code once the process has ended; fails when it does not end in time. */
    public int awaitExit() {
        isEndExpected = true;
        try {
            if (!process.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS)) throw failure("does not end");
            reader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the log of the present run holds {@code text}; fails when the process ends before that. */
    public void awaitLog(String text) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        synchronized (log) {
            while (log.indexOf(text, readyFrom) < 0) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (leftMs <= 0 || !process.isAlive() && !reader.isAlive()) throw failure("never said '" + text + "'");
                waitForLog(Math.min(leftMs, 100));
            }
        }
    }

    /** Opens a RESP2 connection; the caller closes it. */
    public RespClient connect() {
        return RespClient.connect(port);
    }

    /** Asks the process to end (SIGTERM) and waits; after the time limit it is killed and the call fails. */
    public void stop() {
        process.destroy();
        try {
            awaitExit();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Ends the process at once (SIGKILL), as a crash of the machine would. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Starts it again after {@link #stop} or {@link #kill}: same port, directory and configuration. */
    public void restart() {
        if (process.isAlive()) throw new IllegalStateException(target.name() + " still runs");
        launch();
        awaitLog(READY);
    }

    /** @throws IllegalStateException when it had ended by itself with an error status; the message holds its log */
    @Override
    public void close() {
        boolean isCrashed = !isEndExpected && !process.isAlive() && process.exitValue() != 0;
        endNow();
        if (isCrashed) throw failure("ended by itself with status " + process.exitValue());
    }

    /** A failure of a test that used it, with the end of its log. */
    public IllegalStateException failure(String what) {
        String text = log();
        String tail = text.substring(Math.max(0, text.length() - LOG_TAIL_CHARS));
        return new IllegalStateException(target.name() + " on port " + port + " " + what + "; its log:\n" + tail);
    }

    private void endNow() {
        if (process.isAlive()) process.destroy();
        endWithin(PATIENCE_MS / 3);
        deleteDirectory();
    }

    private void endWithin(long limitMs) {
        try {
            if (!process.waitFor(limitMs, TimeUnit.MILLISECONDS)) process.destroyForcibly().waitFor();
            reader.join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void launchOnFreePort() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = probe.getLocalPort();
            }
            launch();
            try {
                awaitLog(READY);
                return;
            } catch (IllegalStateException e) {
                endNow();
                if (attempt == PORT_ATTEMPTS || !log().contains("in use")) throw e;
                Files.createDirectories(directory);
            }
        }
    }

    private void launch() {
        try {
            List<String> command = new ArrayList<>(target.command());
            command.add(writeConfig().toString());
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
            synchronized (log) {
                readyFrom = log.length();
            }
            isEndExpected = false;
            process = builder.start();
            process.getOutputStream().close();
            reader = Thread.ofPlatform().daemon().name("log of " + target.name()).start(this::collectLog);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path writeConfig() throws IOException {
        List<String> lines = new ArrayList<>(List.of("port " + port, "bind 127.0.0.1", "dir " + directory));
        lines.addAll(configLines);
        return Files.write(directory.resolve("redis.conf"), lines);
    }

    private void collectLog() {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (log) {
                    log.append(line).append('\n');
                    log.notifyAll();
                }
            }
        } catch (IOException e) {
            synchronized (log) {
                log.append("(log broke off: ").append(e.getMessage()).append(")\n");
            }
        }
    }

    private void waitForLog(long limitMs) {
        try {
            log.wait(limitMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void deleteDirectory() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
