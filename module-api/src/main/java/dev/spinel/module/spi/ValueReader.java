package dev.spinel.module.spi;

import dev.spinel.module.abi.StringCell;
import dev.spinel.module.api.IoApi;
import dev.spinel.module.api.LoadedModule;
import dev.spinel.module.api.ModuleIo;
import java.nio.charset.StandardCharsets;

/** Reads the parts of a value in the order they were written. A dump that breaks off makes the load fail afterwards. */
public final class ValueReader {
    private final LoadedModule module;
    private final ModuleIo io;

    ValueReader(LoadedModule module, ModuleIo io) {
        this.module = module;
        this.io = io;
    }

    public long integer() {
        return IoApi.loadSigned(io);
    }

    public double real() {
        return IoApi.loadDouble(io);
    }

    /** What {@link ValueWriter#real32} wrote. */
    public float real32() {
        return IoApi.loadFloat(io);
    }

    /** What {@link ValueWriter#text} wrote. */
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** Whether the dump broke off, or holds something else than was asked for; everything reads as zero then. */
    public boolean hasFailed() {
        return IoApi.isIoError(io);
    }

    /** Which key will hold the value; nameless when no key will. */
    public ValuePlace place() {
        return ValuePlace.of(io);
    }

    /** Empty when the dump breaks off. */
    public byte[] bytes() {
        long string = IoApi.loadString(module, io);
        if (string == 0) {
            return new byte[0];
        }
        byte[] bytes = StringCell.toBytes(string);
        StringCell.release(string);
        return bytes;
    }
}
