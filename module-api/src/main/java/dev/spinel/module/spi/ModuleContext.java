package dev.spinel.module.spi;

import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.module.abi.Native;
import dev.spinel.module.api.MemoryApi;
import dev.spinel.module.api.ReplyApi;
import java.nio.charset.StandardCharsets;

/**
 * On whose behalf a module acts; everything a Java module does starts here. Valid until the callback that got it
 * returns, on its thread only.
 */
public final class ModuleContext {
    private final dev.spinel.module.api.ModuleContext api;
    private final Functions functions;

    ModuleContext(dev.spinel.module.api.ModuleContext api, Functions functions) {
        this.api = api;
        this.functions = functions;
    }

    /** Commands of this module. */
    public Commands commands() {
        return new Commands(this);
    }

    /** The answer being written. */
    public Reply reply() {
        return new Reply(this);
    }

    dev.spinel.module.api.ModuleContext api() {
        return api;
    }

    Functions functions() {
        return functions;
    }

    /** Runs a handler; what it throws becomes the whole answer. */
    void answer(String command, CommandHandler handler, Arguments args) {
        ReplyBuilder reply = api.reply();
        long start = reply == null ? 0 : reply.position();
        try {
            handler.run(this, args);
            return;
        } catch (WrongArity wrong) {
            api.dropReply(start);
            ReplyApi.wrongArity(api);
        } catch (CommandError error) {
            api.dropReply(start);
            reply().error(error.getMessage());
        } catch (Throwable failure) {
            functions.log("command '" + command + "'", failure);
            api.dropReply(start);
            reply().error("ERR module '" + functions.module().name() + "' failed in command '" + command + "': "
                    + firstLine(failure));
        }
    }

    private static String firstLine(Throwable failure) {
        return failure.toString().lines().findFirst().orElse("");
    }

    /** A copy of bytes in native memory, gone with this context. */
    long scratch(byte[] bytes) {
        long address = MemoryApi.poolAlloc(api, bytes.length);
        Native.copyIn(bytes, 0, address, bytes.length);
        return address;
    }

    /** As {@link #scratch}, with a NUL behind. */
    long scratchText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long address = MemoryApi.poolAlloc(api, bytes.length + 1L);
        Native.copyIn(bytes, 0, address, bytes.length);
        Native.putByte(address + bytes.length, (byte) 0);
        return address;
    }
}
