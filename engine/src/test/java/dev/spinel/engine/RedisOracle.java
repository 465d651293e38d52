package dev.spinel.engine;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real redis-server of the test's own, on a free loopback port, empty and without persistence; closed with the test.
 *
 * <p>Replies come as String (simple, bulk), Long, List or null; an error reply as a String that keeps its {@code -}.
 */
public final class RedisOracle implements AutoCloseable {
    private static final String SERVER = "redis-server";
    private static final String CONFIG_FILE = "redis.conf";
    private static final int CONNECT_ATTEMPTS = 2_000;

    private final Path directory;
    private final Process process;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private RedisOracle(String configText, String... options) throws IOException {
        directory = Files.createTempDirectory("oracle");
        int port = freePort();
        process = start(port, configText, options);
        socket = connect(port);
        in = new BufferedInputStream(socket.getInputStream());
        out = new BufferedOutputStream(socket.getOutputStream());
    }

    /** Skips the calling test where no redis-server of this major.minor version is installed. */
    public static RedisOracle open(String version, String... options) throws IOException {
        Requirement.of(isInstalled(version), "redis-server " + version);
        return new RedisOracle(null, options);
    }

    /** As {@link #open}, with a configuration file of this content; {@link #configText} reads it back. */
    public static RedisOracle openWithConfig(String version, String configText) throws IOException {
        Requirement.of(isInstalled(version), "redis-server " + version);
        return new RedisOracle(configText);
    }

    public String configText() throws IOException {
        return Files.readString(directory.resolve(CONFIG_FILE), StandardCharsets.ISO_8859_1);
    }

    public Object run(String... words) throws IOException {
        StringBuilder request = new StringBuilder("*").append(words.length).append("\r\n");
        for (String word : words) {
            request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        out.write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return reply();
    }

    public List<?> list(String... words) throws IOException {
        return (List<?>) run(words);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        process.destroy();
        process.onExit().join();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static boolean isInstalled(String version) throws IOException {
        boolean found = Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, SERVER)));
        if (!found) {
            return false;
        }
        Process process = new ProcessBuilder(SERVER, "--version").redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        return text.contains("v=" + version + ".");
    }

    private Process start(int port, String configText, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(SERVER));
        if (configText != null) {
            Path file = directory.resolve(CONFIG_FILE);
            command.add(Files.writeString(file, configText, StandardCharsets.ISO_8859_1).toString());
        }
        command.addAll(List.of("--port", String.valueOf(port), "--bind", "127.0.0.1", "--save", "", "--dir",
            directory.toString()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    private Socket connect(int port) throws IOException {
        IOException last = null;
        for (int i = 0; i < CONNECT_ATTEMPTS && process.isAlive(); i++) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException e) {
                last = e;
                Thread.onSpinWait();
                Thread.yield();
            }
        }
        throw new IOException("redis-server did not start", last);
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private Object reply() throws IOException {
        String line = line();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> rest;
            case '-' -> line;
            case ':' -> Long.parseLong(rest);
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> array(Integer.parseInt(rest));
            default -> throw new IOException("unexpected reply " + line);
        };
    }

    private String bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        String text = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        in.readNBytes(2);
        return text;
    }

    private List<Object> array(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        List<Object> items = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            items.add(reply());
        }
        return items;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) throw new IOException("redis-server closed the connection");
            line.append((char) next);
        }
        in.read();
        return line.toString();
    }
}
