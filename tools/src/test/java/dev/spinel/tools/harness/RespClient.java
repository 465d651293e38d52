package dev.spinel.tools.harness;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One connection to a server that shows every byte. Blocking, for one thread; whoever connects closes it. A read that takes longer
 * than {@link #READ_LIMIT_MS} fails with a {@link java.net.SocketTimeoutException} as cause.
 */
public final class RespClient implements AutoCloseable {
    /** Limit for one read, in milliseconds. */
    public static final int READ_LIMIT_MS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final RespReader reader;

    private RespClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_LIMIT_MS);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        reader = new RespReader(in);
    }

    /** Connects to a server on the loopback address. */
    public static RespClient connect(int port) {
        try {
            return new RespClient(new Socket(InetAddress.getByName("127.0.0.1"), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one command and reads its reply. */
    public Reply command(String... words) {
        sendCommand(words);
        return read();
    }

    /** Sends one command, reading nothing. Words are Latin-1. */
    public void sendCommand(String... words) {
        send(encode(List.of(words)));
    }

    /** The bytes of one command: an array of bulk strings. Words are Latin-1. */
    public static byte[] encode(List<String> words) {
        StringBuilder command = new StringBuilder().append('*').append(words.size()).append("\r\n");
        for (String word : words) command.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        return command.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Sends bytes as they are. */
    public void send(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one reply, a push included; an attribute is kept in the bytes of the reply it belongs to. */
    public Reply read() {
        try {
            return reader.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads until the server closes the connection and returns what came before; a reset counts as closing. */
    public byte[] readToEnd() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) rest.write(next);
        } catch (SocketException e) {
            return rest.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rest.toByteArray();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
