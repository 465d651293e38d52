package dev.spinel.module.spi;

import dev.spinel.module.api.IoApi;
import dev.spinel.module.api.ModuleIo;

/** Writes commands to an append-only file that is rewritten. Valid until the callback that got it returns. */
public final class CommandWriter {
    private final ModuleIo io;

    CommandWriter(ModuleIo io) {
        this.io = io;
    }

    /** Writes one command. Arguments are {@code byte[]}, or anything by its text. */
    public void command(String name, Object... arguments) {
        IoApi.emitAof(io, ModuleContext.words(name, arguments));
    }

    /** Which key is rewritten. */
    public ValuePlace place() {
        return ValuePlace.of(io);
    }
}
