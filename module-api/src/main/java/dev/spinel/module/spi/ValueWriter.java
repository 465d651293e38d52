package dev.spinel.module.spi;

import dev.spinel.module.abi.StringCell;
import dev.spinel.module.api.IoApi;
import dev.spinel.module.api.LoadedModule;
import dev.spinel.module.api.ModuleIo;

/** Writes the parts of a value to a dump, in an order its reader knows. */
public final class ValueWriter {
    private final LoadedModule module;
    private final ModuleIo io;

    ValueWriter(LoadedModule module, ModuleIo io) {
        this.module = module;
        this.io = io;
    }

    public void integer(long value) {
        IoApi.saveSigned(io, value);
    }

    public void real(double value) {
        IoApi.saveDouble(io, value);
    }

    public void bytes(byte[] value) {
        long string = StringCell.create(module.memory().strings(), value);
        IoApi.saveString(io, string);
        StringCell.release(string);
    }
}
