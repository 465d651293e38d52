package dev.spinel.module.api;

import dev.spinel.engine.keyspace.ValueSink;

/** Data of a type beside its keys: what stands in front of it is written with the first item. For one callback. */
final class AuxSink implements ValueSink {
    static final int OPCODE = 247;

    private final ValueSink out;
    private final long typeId;
    private final int when;
    private boolean hasBegun;

    AuxSink(ValueSink out, long typeId, int when) {
        this.out = out;
        this.typeId = typeId;
        this.when = when;
    }

    void begin() {
        if (!hasBegun) {
            hasBegun = true;
            out.writeByte(OPCODE);
            out.writeLength(typeId);
            out.writeLength(ModuleIo.UNSIGNED);
            out.writeLength(when);
        }
    }

    void end() {
        if (hasBegun) {
            out.writeLength(ModuleIo.END);
        }
    }

    @Override
    public int version() {
        return out.version();
    }

    @Override
    public void writeByte(int value) {
        begin();
        out.writeByte(value);
    }

    @Override
    public void writeLength(long value) {
        begin();
        out.writeLength(value);
    }

    @Override
    public void writeString(long address, long length) {
        begin();
        out.writeString(address, length);
    }

    @Override
    public void writeIntegerString(long value) {
        begin();
        out.writeIntegerString(value);
    }

    @Override
    public void writeDouble(double value) {
        begin();
        out.writeDouble(value);
    }

    @Override
    public void writeLong(long value) {
        begin();
        out.writeLong(value);
    }

    @Override
    public void writeBytes(long address, long length) {
        begin();
        out.writeBytes(address, length);
    }
}
