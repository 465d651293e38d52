package dev.spinel.engine.type.hyperloglog;

import dev.spinel.engine.keyspace.ValueSlot;
import dev.spinel.engine.memory.Mem;

/** Raises registers of a sparse HyperLogLog. Reused; owned by one. Source: hllSparseSet in hyperloglog.c. */
final class SparseRegisters {
    static final int SAME = 0;
    static final int CHANGED = 1;
    static final int CORRUPT = -1;
    /** The change does not fit: the registers must become dense first. */
    static final int TOO_LARGE = 2;

    private static final int MAX_VALUE = 32;
    private static final int MAX_VALUE_RUN = 4;
    /** A run is replaced by up to three, of which two may be long. */
    private static final int MAX_REPLACEMENT = 5;
    private static final int RUNS_TO_JOIN = 5;

    private final Runs runs = new Runs();
    private final byte[] replacement = new byte[MAX_REPLACEMENT];

    /** Raises a register; one of the constants above. {@code maxBytes} is for the whole value. */
    int raise(ValueSlot slot, int index, int value, long maxBytes) {
        if (value > MAX_VALUE) {
            return TOO_LARGE;
        }
        long start = slot.address();
        long previous = start + HyperLogLog.HEADER_BYTES;
        runs.open(previous, start + slot.bytes());
        boolean isThere = runs.next();
        while (isThere && runs.first() + runs.length() <= index) {
            previous = runs.at();
            isThere = runs.next();
        }
        if (!isThere || runs.isCut()) {
            return CORRUPT;
        }
        if (runs.value() >= value) {
            return SAME;
        }
        int bytes = split(index, value);
        int growth = bytes - runs.bytes();
        if (growth > 0 && slot.bytes() + growth > maxBytes) {
            return TOO_LARGE;
        }
        replace(slot, runs.at() - start, bytes, growth);
        join(slot, previous - start);
        return CHANGED;
    }

    /** Writes what replaces the run: its registers before the index, the raised one, those behind it. */
    private int split(int index, int value) {
        int before = index - runs.first();
        int behind = runs.length() - before - 1;
        int bytes = before == 0 ? 0 : Runs.write(replacement, 0, runs.value(), before);
        bytes += Runs.write(replacement, bytes, value, 1);
        return behind == 0 ? bytes : bytes + Runs.write(replacement, bytes, runs.value(), behind);
    }

    private void replace(ValueSlot slot, long offset, int bytes, int growth) {
        long tail = offset + bytes - growth;
        long tailBytes = slot.bytes() - tail;
        long start = growth > 0 ? slot.resize(slot.bytes() + growth) : slot.address();
        if (growth != 0) {
            Mem.copy(start + tail, start + tail + growth, tailBytes);
        }
        if (growth < 0) {
            start = slot.resize(slot.bytes() + growth);
        }
        for (int i = 0; i < bytes; i++) {
            Mem.putByte(start + offset + i, replacement[i]);
        }
    }

    /** Joins neighbouring runs of the same value, among the first few from an offset on. */
    private void join(ValueSlot slot, long offset) {
        long start = slot.address();
        long end = start + slot.bytes();
        long at = start + offset;
        for (int left = RUNS_TO_JOIN; left > 0 && at < end; left--) {
            runs.open(at, end).next();
            int value = runs.value();
            int length = runs.length();
            int bytes = runs.bytes();
            boolean isSame = value > 0 && runs.next() && runs.value() == value;
            if (isSame && length + runs.length() <= MAX_VALUE_RUN) {
                Runs.write(replacement, 0, value, length + runs.length());
                Mem.copy(at + 1, at, end - at - 1);
                Mem.putByte(at, replacement[0]);
                end--;
            } else {
                at += bytes;
            }
        }
        if (end - start != slot.bytes()) {
            slot.resize(end - start);
        }
    }
}
