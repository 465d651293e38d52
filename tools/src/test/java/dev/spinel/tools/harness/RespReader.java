package dev.spinel.tools.harness;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts a stream of bytes into replies of RESP2 and RESP3. For one thread; it borrows the stream. */
public final class RespReader {
    private final InputStream in;
    private byte[] seen = new byte[256];
    private int seenCount;

    /** Reads from {@code in}, taking no byte beyond the reply that was asked for. */
    public RespReader(InputStream in) {
        this.in = in;
    }

    /** All replies that {@code bytes} spell; fails when the last one is cut short. */
    public static List<Reply> parse(byte[] bytes) {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        RespReader reader = new RespReader(in);
        List<Reply> replies = new ArrayList<>();
        try {
            while (in.available() > 0) replies.add(reader.read());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return replies;
    }

    /** The next reply. Throws {@link EOFException} at the end of the stream. */
    public Reply read() throws IOException {
        seenCount = 0;
        return readReply();
    }

    private Reply readReply() throws IOException {
        int start = seenCount;
        char kind = (char) next();
        String line = readLine();
        return switch (kind) {
            case '+', '-', ':', ',', '#', '(' -> new Reply(kind, line, null, bytesSince(start));
            case '_' -> new Reply(kind, null, null, bytesSince(start));
            case '$', '!', '=' -> readBulk(kind, Integer.parseInt(line), start);
            case '*', '~', '>' -> readElements(kind, Integer.parseInt(line), start);
            case '%' -> readElements(kind, 2 * Integer.parseInt(line), start);
            case '|' -> readAttributed(2 * Integer.parseInt(line), start);
            default -> throw new IOException("not a reply: '" + kind + line + "'");
        };
    }

    private Reply readBulk(char kind, int length, int start) throws IOException {
        if (length < 0) return new Reply(kind, null, null, bytesSince(start));
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) text.append((char) next());
        if (next() != '\r' || next() != '\n') throw new IOException("bulk reply without its line end");
        return new Reply(kind, text.toString(), null, bytesSince(start));
    }

    private Reply readElements(char kind, int count, int start) throws IOException {
        if (count < 0) return new Reply(kind, null, null, bytesSince(start));
        List<Reply> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) elements.add(readReply());
        return new Reply(kind, null, elements, bytesSince(start));
    }

    private Reply readAttributed(int count, int start) throws IOException {
        for (int i = 0; i < count; i++) readReply();
        Reply reply = readReply();
        return new Reply(reply.kind(), reply.text(), reply.elements(), bytesSince(start));
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = next(); next != '\r'; next = next()) line.append((char) next);
        if (next() != '\n') throw new IOException("line end of a reply is broken after '" + line + "'");
        return line.toString();
    }

    private int next() throws IOException {
        int next = in.read();
        if (next < 0) throw new EOFException("connection closed by the server");
        if (seenCount == seen.length) seen = Arrays.copyOf(seen, 2 * seenCount);
        seen[seenCount++] = (byte) next;
        return next;
    }

    private byte[] bytesSince(int start) {
        return Arrays.copyOfRange(seen, start, seenCount);
    }
}
