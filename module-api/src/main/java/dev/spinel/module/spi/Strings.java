package dev.spinel.module.spi;

import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;
import dev.spinel.module.api.LoadedModule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Strings of the server as functions of the API take and give them: addresses, counted as the module's. Any thread that
 * holds the lock; outlives the callback it came from.
 */
record Strings(LoadedModule module) {
    /** A string with one reference, which the caller drops or hands on. */
    long create(byte[] bytes) {
        return StringCell.create(module.memory().strings(), bytes);
    }

    long create(String text) {
        return StringCell.create(module.memory().strings(), text);
    }

    /** What {@code use} answers about a string that lives as long as that takes. */
    <T> T with(byte[] bytes, LongFunction<T> use) {
        long string = create(bytes);
        try {
            return use.apply(string);
        } finally {
            StringCell.release(string);
        }
    }

    /** As {@link #with(byte[], LongFunction)}, of a text. */
    <T> T with(String text, LongFunction<T> use) {
        return with(text.getBytes(StandardCharsets.UTF_8), use);
    }

    /** What {@code use} answers about an argument vector: an address of as many strings as there are words. */
    <T> T withVector(List<byte[]> words, LongFunction<T> use) {
        long[] strings = words.stream().mapToLong(this::create).toArray();
        try {
            return with(new byte[strings.length * Long.BYTES], block -> {
                long vector = StringCell.bytes(block);
                for (int i = 0; i < strings.length; i++) {
                    Native.putLong(vector + (long) i * Long.BYTES, strings[i]);
                }
                return use.apply(vector);
            });
        } finally {
            for (long string : strings) {
                StringCell.release(string);
            }
        }
    }

    /** The bytes of a string, of which the caller's reference is dropped; 0 is null. */
    static byte[] taken(long string) {
        if (string == 0) {
            return null;
        }
        byte[] bytes = StringCell.toBytes(string);
        StringCell.release(string);
        return bytes;
    }

    /** As {@link #taken}, in UTF-8. */
    static String takenText(long string) {
        byte[] bytes = taken(string);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
