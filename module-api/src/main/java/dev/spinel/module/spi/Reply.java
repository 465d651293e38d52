package dev.spinel.module.spi;

import dev.spinel.module.api.ReplyApi;
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
}
