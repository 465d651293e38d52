package dev.spinel.module.spi;

import dev.spinel.module.api.ReplyApi;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Writes the answer of a command, or of a callback that answers a blocked client. Ignored where nobody waits. */
public final class Reply {
    private final ModuleContext context;
    private final dev.spinel.module.api.ModuleContext api;

    Reply(ModuleContext context) {
        this.context = context;
        this.api = context.api();
    }

    public void ok() {
        simple("OK");
    }

    public void simple(String text) {
        ReplyApi.replyWithSimpleString(api, context.scratchText(text));
    }

    /** An error, its code in front: {@code ERR no such thing}. */
    public void error(String text) {
        ReplyApi.replyWithError(api, context.scratchText(text));
    }

    public void integer(long value) {
        ReplyApi.replyWithLongLong(api, value);
    }

    public void real(double value) {
        ReplyApi.replyWithDouble(api, value);
    }

    public void bool(boolean value) {
        ReplyApi.replyWithBool(api, value);
    }

    public void nil() {
        ReplyApi.replyWithNull(api);
    }

    public void bulk(String text) {
        bulk(text.getBytes(StandardCharsets.UTF_8));
    }

    public void bulk(byte[] bytes) {
        ReplyApi.replyWithStringBuffer(api, context.scratch(bytes), bytes.length);
    }

    /** Announces so many elements; they follow. */
    public void array(long elements) {
        ReplyApi.replyWithArray(api, elements);
    }

    /** Announces so many pairs; keys and values follow. A flat array for RESP2. */
    public void map(long pairs) {
        ReplyApi.replyWithMap(api, pairs);
    }

    /** Announces so many members; they follow. An array for RESP2. */
    public void set(long members) {
        ReplyApi.replyWithSet(api, members);
    }

    /** Announces so many pairs that are no part of the answer; they follow, and the answer behind them. RESP3 only. */
    public void attribute(long pairs) {
        ReplyApi.replyWithAttribute(api, pairs);
    }

    /** Text that is shown as it is. {@code format} has three letters: {@code txt}, {@code mkd}. A bulk for RESP2. */
    public void verbatim(String format, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ReplyApi.replyWithVerbatimStringType(api, context.scratch(bytes), bytes.length, context.scratchText(format));
    }

    /** A bulk for RESP2. */
    public void bigNumber(BigInteger value) {
        byte[] digits = value.toString().getBytes(StandardCharsets.US_ASCII);
        ReplyApi.replyWithBigNumber(api, context.scratch(digits), digits.length);
    }

    public void nilArray() {
        ReplyApi.replyWithNullArray(api);
    }

    /** Begins an array whose length is told behind its elements. Such arrays may be nested. */
    public OpenArray array() {
        ReplyApi.replyWithArray(api, ReplyApi.POSTPONED);
        return length -> ReplyApi.replySetArrayLength(api, length);
    }

    /** Begins a map whose number of pairs is told behind them. */
    public OpenArray map() {
        ReplyApi.replyWithMap(api, ReplyApi.POSTPONED);
        return length -> ReplyApi.replySetMapLength(api, length);
    }

    /** Begins a set whose length is told behind its members. */
    public OpenArray set() {
        ReplyApi.replyWithSet(api, ReplyApi.POSTPONED);
        return length -> ReplyApi.replySetSetLength(api, length);
    }

    /** An array, a map or a set that is being written; the one begun last ends first. */
    @FunctionalInterface
    public interface OpenArray {
        /** Tells how many elements, pairs or members it got. */
        void end(long length);
    }
}
