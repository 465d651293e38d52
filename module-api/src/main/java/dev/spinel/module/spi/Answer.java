package dev.spinel.module.spi;

import dev.spinel.engine.memory.Mem;
import dev.spinel.module.api.CallReply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a called command answered, copied to the heap: a tree.
 *
 * @param bytes    payload of a scalar, an error's text with its code; null for nil and aggregates
 * @param elements elements in order, a map as key, value, key, value; empty for scalars
 */
public record Answer(Kind kind, byte[] bytes, List<Answer> elements) {
    /** The RESP kinds. */
    public enum Kind { STRING, ERROR, INTEGER, NIL, BOOL, REAL, BIG_NUMBER, ARRAY, MAP, SET }

    /** Of a command that answers nothing. */
    static final Answer NOTHING = new Answer(Kind.NIL, null, List.of());

    public boolean isError() {
        return kind == Kind.ERROR;
    }

    public boolean isNil() {
        return kind == Kind.NIL;
    }

    /** The payload as UTF-8 text; null for nil and aggregates. */
    public String text() {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /** The payload as a number. Fails when it is none. */
    public long integer() {
        return Long.parseLong(text());
    }

    static Answer of(CallReply reply) {
        if (reply == null) {
            return NOTHING;
        }
        if (!reply.isAggregate()) {
            Kind kind = scalarKind(reply.type());
            return new Answer(kind, kind == Kind.NIL ? null : Mem.toBytes(reply.bytes(), reply.byteCount()), List.of());
        }
        List<Answer> elements = new ArrayList<>();
        long count = reply.isPairs() ? 2 * reply.length() : reply.length();
        for (long i = 0; i < count; i++) {
            elements.add(of(reply.element(i)));
        }
        return new Answer(aggregateKind(reply.type()), null, List.copyOf(elements));
    }

    private static Kind scalarKind(int type) {
        return switch (type) {
            case CallReply.STRING, CallReply.VERBATIM -> Kind.STRING;
            case CallReply.ERROR -> Kind.ERROR;
            case CallReply.INTEGER -> Kind.INTEGER;
            case CallReply.BOOL -> Kind.BOOL;
            case CallReply.DOUBLE -> Kind.REAL;
            case CallReply.BIG_NUMBER -> Kind.BIG_NUMBER;
            default -> Kind.NIL;
        };
    }

    private static Kind aggregateKind(int type) {
        return switch (type) {
            case CallReply.MAP -> Kind.MAP;
            case CallReply.SET -> Kind.SET;
            default -> Kind.ARRAY;
        };
    }
}
