package dev.spinel.bench.load;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A command that the generator repeats; only the number inside the key changes from request to request. */
enum Workload {
    PING(""),
    SET("key:"),
    GET("key:"),
    INCR("ctr:"),
    LPUSH("lst:"),
    HSET("hsh:");

    /** Digits of the number in a key; with the four bytes before it a key has 16 bytes. */
    static final int KEY_DIGITS = 12;

    private final String keyPrefix;

    Workload(String keyPrefix) {
        this.keyPrefix = keyPrefix;
    }

    /** Does the command read or overwrite keys that should exist before the clock starts? */
    boolean wantsFilledKeyspace() {
        return this == SET || this == GET;
    }

    /** The words of one request on key number {@code key}. */
    List<String> words(long key, int valueLength) {
        String name = keyPrefix + String.format("%0" + KEY_DIGITS + "d", key);
        return switch (this) {
            case PING -> List.of("PING");
            case GET, INCR -> List.of(name(), name);
            case SET, LPUSH -> List.of(name(), name, value(valueLength));
            case HSET -> List.of(name(), name, "field", value(valueLength));
        };
    }

    /** One encoded request whose key number is zero. */
    byte[] template(int valueLength) {
        return encode(words(0, valueLength));
    }

    /** Where the digits of the key begin in {@link #template}, or -1 for a command without a key. */
    int keyDigitsOffset(int valueLength) {
        if (keyPrefix.isEmpty()) return -1;
        String text = new String(template(valueLength), StandardCharsets.US_ASCII);
        return text.indexOf(keyPrefix) + keyPrefix.length();
    }

    /** Text that is no number, so that no server stores it as one. */
    static String value(int length) {
        return "x".repeat(length);
    }

    /** A request as the protocol wants it: an array of bulk strings. */
    static byte[] encode(List<String> words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("*" + words.size() + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(bytes);
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }
}
