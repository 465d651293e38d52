package dev.spinel.module.spi;

import dev.spinel.module.api.IoApi;
import dev.spinel.module.api.ModuleIo;
import java.nio.charset.StandardCharsets;

/** Writes the parts of a value to a dump, in an order its reader knows. */
public final class ValueWriter {
    private final Strings strings;
    private final ModuleIo io;

    ValueWriter(Strings strings, ModuleIo io) {
        this.strings = strings;
        this.io = io;
    }

    public void integer(long value) {
        IoApi.saveSigned(io, value);
    }

    public void real(double value) {
        IoApi.saveDouble(io, value);
    }

    /** Half as long as {@link #real}. */
    public void real32(float value) {
        IoApi.saveFloat(io, value);
    }

    public void text(String value) {
        bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Which key holds the value; nameless when no key does. */
    public ValuePlace place() {
        return ValuePlace.of(io);
    }

    public void bytes(byte[] value) {
        strings.with(value, string -> {
            IoApi.saveString(io, string);
            return null;
        });
    }
}
