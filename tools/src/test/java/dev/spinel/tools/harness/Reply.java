package dev.spinel.tools.harness;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One reply: the bytes as they came and the tree they spell. Text is read as Latin-1, so every byte is one character.
 *
 * @param kind the first byte: {@code + - : $ *} and, in RESP3, {@code _ # , ( ! = % ~ > |}
 * @param text payload of a reply without elements; null for the nulls of both protocols
 * @param elements elements in order, a map as key, value, key, value…; null for replies that have none
 * @param raw exact bytes, the protocol's framing included
 */
public record Reply(char kind, String text, List<Reply> elements, byte[] raw) {
    public boolean isError() {
        return kind == '-' || kind == '!';
    }

    public boolean isNull() {
        return text == null && elements == null;
    }

    public boolean isAggregate() {
        return elements != null;
    }

    /** The exact bytes as Latin-1 text. */
    public String rawText() {
        return new String(raw, StandardCharsets.ISO_8859_1);
    }

    /** Payload as a number. Fails when the reply is none. */
    public long number() {
        return Long.parseLong(text);
    }

    /** Element {@code index} of an aggregate. */
    public Reply at(int index) {
        return elements.get(index);
    }

    @Override
    public String toString() {
        return rawText();
    }
}
