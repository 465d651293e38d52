package dev.spinel.bench.micro;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** A run of encoded requests of equal length in one arena block, as a query buffer would hold it. */
final class RequestBytes {
    private static final long SEED = 42;

    private final long address;
    private final int stride;

    private RequestBytes(byte[] bytes, int requestCount) {
        this.address = Arena.allocate(MemoryTag.QUERY_BUFFER, bytes.length);
        this.stride = bytes.length / requestCount;
        Mem.initCopyIn(bytes, 0, address, bytes.length);
    }

    /**
     * {@code requestCount} requests on random keys below {@code keyCount}; a command of three words gets {@code value}.
     */
    static RequestBytes onRandomKeys(String command, int requestCount, int keyCount, String value) {
        Random random = new Random(SEED);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < requestCount; i++) writeRequest(out, command, random.nextInt(keyCount), value);
        return new RequestBytes(out.toByteArray(), requestCount);
    }

    /** One request on each of {@code keyCount} keys, in order. */
    static RequestBytes onEachKey(String command, int firstKey, int keyCount, String value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < keyCount; i++) writeRequest(out, command, firstKey + i, value);
        return new RequestBytes(out.toByteArray(), keyCount);
    }

    long addressOf(int request) {
        return address + (long) request * stride;
    }

    void free() {
        Arena.free(address);
    }

    /** The 16 bytes that name key number {@code key}. */
    static byte[] key(int key) {
        return "key:%012d".formatted(key).getBytes(StandardCharsets.US_ASCII);
    }

    private static void writeRequest(ByteArrayOutputStream out, String command, int key, String value) {
        writeLine(out, value.isEmpty() ? "*2" : "*3");
        writeBulk(out, command.getBytes(StandardCharsets.US_ASCII));
        writeBulk(out, key(key));
        if (!value.isEmpty()) writeBulk(out, value.getBytes(StandardCharsets.US_ASCII));
    }

    private static void writeBulk(ByteArrayOutputStream out, byte[] bytes) {
        writeLine(out, "$" + bytes.length);
        out.writeBytes(bytes);
        writeLine(out, "");
    }

    private static void writeLine(ByteArrayOutputStream out, String line) {
        out.writeBytes((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
