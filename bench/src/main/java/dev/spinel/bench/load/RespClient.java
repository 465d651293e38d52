package dev.spinel.bench.load;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A plain blocking RESP2 client for everything that is not measured: questions to the server, and filling it. */
final class RespClient implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    /** Requests sent before their replies are read; their replies fit into the socket buffers. */
    private static final int PIPELINE = 512;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private int unread;

    RespClient(InetSocketAddress server) throws IOException {
        this.socket = new Socket(server.getAddress(), server.getPort());
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
        this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
    }

    /** Sends one request and reads its reply as text; the lines of an aggregate are joined by blanks. */
    String call(String... words) throws IOException {
        drain();
        out.write(Workload.encode(List.of(words)));
        out.flush();
        return read();
    }

    /** Sends a request without waiting; {@link #drain} reads the reply. */
    void send(String... words) throws IOException {
        out.write(Workload.encode(List.of(words)));
        if (++unread == PIPELINE) drain();
    }

    /** Reads every reply still owed. */
    void drain() throws IOException {
        out.flush();
        for (; unread > 0; unread--) read();
    }

    /** The number behind {@code field:} in the reply of INFO. */
    long info(String section, String field) throws IOException {
        for (String line : call("INFO", section).split("\r\n")) {
            if (line.startsWith(field + ":")) return Long.parseLong(line.substring(field.length() + 1).trim());
        }
        throw new IOException("INFO " + section + " has no " + field);
    }

    private String read() throws IOException {
        String line = readLine();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+', ':' -> rest;
            case '-' -> throw new ErrorReplyException(rest);
            case '$' -> readBulk(Integer.parseInt(rest));
            case '*' -> readArray(Integer.parseInt(rest));
            default -> throw new IOException("not a reply: " + line);
        };
    }

    private String readArray(int length) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) text.append(i == 0 ? "" : " ").append(read());
        return text.toString();
    }

    private String readBulk(int length) throws IOException {
        if (length < 0) return "(nil)";
        byte[] bytes = in.readNBytes(length);
        readLine();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) throw new EOFException("the server closed the connection");
            if (b != '\r') line.append((char) b);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The server answered an error; the message is its text. */
    static final class ErrorReplyException extends IOException {
        private static final long serialVersionUID = 1;

        ErrorReplyException(String text) {
            super(text);
        }
    }
}
