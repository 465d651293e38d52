package dev.spinel.module.abi;

/** Writes x86-64 machine code into mapped memory, front to back. */
final class CodeBuffer {
    private final long end;
    private long at;

    CodeBuffer(long start, long bytes) {
        this.at = start;
        this.end = start + bytes;
    }

    /** Goes to the next multiple of {@code bytes}; what is skipped stays zero and is never run. */
    long align(int bytes) {
        at = at + bytes - 1 & -bytes;
        return at;
    }

    /** The bytes of one instruction, or its opcode before an operand. */
    CodeBuffer emit(int... code) {
        for (int value : code) {
            ensure(1);
            Native.putByte(at++, (byte) value);
        }
        return this;
    }

    CodeBuffer int32(int value) {
        ensure(Integer.BYTES);
        Native.putInt(at, value);
        at += Integer.BYTES;
        return this;
    }

    CodeBuffer int64(long value) {
        ensure(Long.BYTES);
        Native.putLong(at, value);
        at += Long.BYTES;
        return this;
    }

    /** The distance from the end of this operand to {@code target}, as jumps, calls and rip-relative loads want it. */
    CodeBuffer relative(long target) {
        return int32(Math.toIntExact(target - (at + Integer.BYTES)));
    }

    /** Where the next instruction goes. */
    long position() {
        return at;
    }

    /** A short jump to a place before. */
    void jumpBack(long target) {
        jumpBack(0xEB, target);
    }

    /** A short jump of the given opcode to a place before. */
    void jumpBack(int opcode, long target) {
        emit(opcode, Math.toIntExact(target - (at + 2)));
    }

    /** A short jump of the given opcode to a place that {@link #here} names later; returns what to pass there. */
    long jumpShort(int opcode) {
        emit(opcode, 0);
        return at;
    }

    /** Makes a short jump land on the next instruction. */
    void here(long jump) {
        Native.putByte(jump - 1, (byte) Math.toIntExact(at - jump));
    }

    private void ensure(int bytes) {
        if (at + bytes > end) {
            throw new IllegalStateException("code outgrew its region");
        }
    }
}
