package dev.spinel.engine.resp;

import dev.spinel.engine.memory.Mem;
import java.nio.charset.StandardCharsets;

/** Words on the wire: bytes to strings and back, and comparison without either. One char is one byte. */
public final class Text {
    private Text() {}

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static String string(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    public static String string(long address, long length) {
        return string(Mem.toBytes(address, length));
    }

    /** Whether the bytes in memory, put in lower case, equal {@code lowerCaseWord}. ASCII only. */
    public static boolean equalsIgnoreCase(long address, long length, byte[] lowerCaseWord) {
        if (length != lowerCaseWord.length) {
            return false;
        }
        for (int i = 0; i < lowerCaseWord.length; i++) {
            if (toLower(Mem.getByte(address + i)) != lowerCaseWord[i]) {
                return false;
            }
        }
        return true;
    }

    public static boolean equals(long address, long length, byte[] word) {
        if (length != word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (Mem.getByte(address + i) != word[i]) {
                return false;
            }
        }
        return true;
    }

    public static byte toLower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }
}
