package dev.spinel.bench.load;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server started as a child on a free port, in a temporary directory of its own, without persistence. Closing ends
 * the process and removes the directory.
 */
final class ServerProcess implements AutoCloseable {
    /** Long enough for a launcher that has to build first. */
    private static final long START_LIMIT_NS = TimeUnit.MINUTES.toNanos(5);
    private static final long POLL_NS = 200_000;
    private static final long LOADING_POLL_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Pattern LOADED = Pattern.compile("DB loaded from disk: ([0-9.]+) seconds");
    /** Of Spinel and of redis-server. */
    private static final List<String> REACTOR_NAMES = List.of("reactor", "redis-server");
    private static final long STOP_LIMIT_SECONDS = 10;

    private final String name;
    private final Path directory;
    private final Process process;
    private final InetSocketAddress address;
    private final Thread stopAtExit;
    private final long firstPongNs;

    private ServerProcess(String name, String command) throws IOException {
        this.name = name;
        this.directory = Files.createTempDirectory("spinel-bench");
        this.address = freeAddress();
        List<String> words = new ArrayList<>(List.of(command.trim().split("\\s+")));
        words.addAll(List.of("--port", Integer.toString(address.getPort()), "--bind", "127.0.0.1", "--save", "",
                "--appendonly", "no", "--enable-debug-command", "yes"));
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true);
        builder.redirectOutput(log().toFile());
        long startNs = System.nanoTime();
        this.process = builder.start();
        this.stopAtExit = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(stopAtExit);
        this.firstPongNs = awaitPong(startNs) - startNs;
    }

    /**
     * Starts {@code command}, a path or a name on the PATH with optional words after it, and waits for its first PONG.
     */
    static ServerProcess start(String name, String command) throws IOException {
        return new ServerProcess(name, command);
    }

    String name() {
        return name;
    }

    InetSocketAddress address() {
        return address;
    }

    /** From the start of the process to its first PONG. */
    long firstPongNs() {
        return firstPongNs;
    }

    long cpuNs() throws IOException {
        return ProcessCost.cpuNs(process.pid());
    }

    /** The clock of the thread that executes commands. */
    ThreadClock reactorClock() throws IOException {
        return ThreadClock.of(process.pid(), REACTOR_NAMES);
    }

    long residentBytes() throws IOException {
        return ProcessCost.residentBytes(process.pid());
    }

    RespClient connect() throws IOException {
        return new RespClient(address);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        if (!Thread.currentThread().isInterrupted()) Runtime.getRuntime().removeShutdownHook(stopAtExit);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(file);
        }
    }

    /** How long loading the file took when it started, as its log says. */
    double loadSeconds() throws IOException {
        return loadSeconds(Files.readString(log()));
    }

    static double loadSeconds(String log) throws IOException {
        Matcher line = LOADED.matcher(log);
        if (!line.find()) throw new IOException("no file was loaded");
        return Double.parseDouble(line.group(1));
    }

    private Path log() {
        return directory.resolve("server.log");
    }

    private long awaitPong(long startNs) throws IOException {
        while (System.nanoTime() - startNs < START_LIMIT_NS) {
            try (RespClient client = new RespClient(address)) {
                String reply = client.call("PING");
                long now = System.nanoTime();
                if (reply.equals("PONG")) return now;
                throw failedStart("answered PING with " + reply);
            } catch (RespClient.ErrorReplyException e) {
                if (!e.getMessage().startsWith("LOADING")) throw failedStart("answered PING with " + e.getMessage());
                LockSupport.parkNanos(LOADING_POLL_NS);
            } catch (ConnectException e) {
                if (!process.isAlive()) throw failedStart("ended with status " + process.exitValue());
                LockSupport.parkNanos(POLL_NS);
            }
        }
        throw failedStart("did not listen in time");
    }

    private IOException failedStart(String what) throws IOException {
        String said = Files.readString(log()).strip();
        close();
        return new IOException(name + " " + what + (said.isEmpty() ? "" : ":\n" + said));
    }

    private static InetSocketAddress freeAddress() throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
            return new InetSocketAddress(loopback, socket.getLocalPort());
        }
    }
}
