package dev.spinel.engine.type.hyperloglog;

import dev.spinel.engine.memory.Mem;

/** A walk over the runs of a sparse HyperLogLog. Reused; good until its bytes change. */
final class Runs {
    private static final int VALUE_BIT = 0x80;
    private static final int LONG_BIT = 0x40;
    private static final int MAX_SHORT = 64;

    private long at;
    private long end;
    private int bytes;
    private int first;
    private int length;
    private int value;

    /** Stands before the run at an address. */
    Runs open(long address, long endAddress) {
        at = address;
        end = endAddress;
        bytes = 0;
        first = 0;
        length = 0;
        return this;
    }

    /** Goes to the next run; false at the end. */
    boolean next() {
        at += bytes;
        first += length;
        if (at >= end) {
            return false;
        }
        int code = Mem.getUnsignedByte(at);
        bytes = 1;
        value = 0;
        if ((code & VALUE_BIT) != 0) {
            value = (code >>> 2 & 31) + 1;
            length = (code & 3) + 1;
        } else if ((code & LONG_BIT) != 0) {
            bytes = 2;
            length = ((code & 63) << Byte.SIZE | (at + 1 < end ? Mem.getUnsignedByte(at + 1) : 0)) + 1;
        } else {
            length = code + 1;
        }
        return true;
    }

    /** Address of the run. */
    long at() {
        return at;
    }

    /** Bytes the run takes. */
    int bytes() {
        return bytes;
    }

    /** Whether the run lacks its second byte. */
    boolean isCut() {
        return at + bytes > end;
    }

    /** Index of its first register. */
    int first() {
        return first;
    }

    /** Number of its registers. */
    int length() {
        return length;
    }

    /** Value of its registers. */
    int value() {
        return value;
    }

    /** Whether it stands for registers that do not exist. */
    boolean overflows() {
        return first + length > HyperLogLog.REGISTERS;
    }

    boolean isLong() {
        return bytes == 2;
    }

    /** Whether the walk is at the end and met all registers. */
    boolean isComplete() {
        return at >= end && first == HyperLogLog.REGISTERS;
    }

    /** Writes a run in its shortest form; answers how many bytes it took. A value has a length of up to 4. */
    static int write(byte[] target, int offset, int value, int length) {
        if (value > 0) {
            target[offset] = (byte) (VALUE_BIT | value - 1 << 2 | length - 1);
            return 1;
        }
        if (length <= MAX_SHORT) {
            target[offset] = (byte) (length - 1);
            return 1;
        }
        target[offset] = (byte) (LONG_BIT | length - 1 >>> Byte.SIZE);
        target[offset + 1] = (byte) (length - 1);
        return 2;
    }
}
