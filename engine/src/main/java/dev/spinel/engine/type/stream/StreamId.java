package dev.spinel.engine.type.stream;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.resp.UnsignedText;

/**
 * The id of an entry: milliseconds and a sequence number, both unsigned, in this order. Mutable and reused; the ids
 * inside a stream are pairs of longs. As text it is {@code ms-seq}.
 */
public final class StreamId {
    /** Bytes of the longest text. */
    public static final int MAX_TEXT_BYTES = 41;

    static final byte[] INVALID =
        Errors.bytes("ERR Invalid stream ID specified as stream command argument");
    private static final byte[] INVALID_START = Errors.bytes("ERR invalid start ID for the interval");
    private static final byte[] INVALID_END = Errors.bytes("ERR invalid end ID for the interval");
    private static final int MAX_PARSED_BYTES = 127;
    private static final long ALL_BITS = -1;

    private final UnsignedText number = new UnsignedText();
    private long ms;
    private long seq;
    private boolean hasSeq;

    public long ms() {
        return ms;
    }

    public long seq() {
        return seq;
    }

    /** Whether the text read last gave a sequence number, and not a star in its place. */
    boolean hasSeq() {
        return hasSeq;
    }

    public StreamId set(long newMs, long newSeq) {
        ms = newMs;
        seq = newSeq;
        hasSeq = true;
        return this;
    }

    StreamId set(StreamId other) {
        return set(other.ms, other.seq);
    }

    /** The largest id. */
    public StreamId setMax() {
        return set(ALL_BITS, ALL_BITS);
    }

    public boolean isZero() {
        return (ms | seq) == 0;
    }

    public boolean isMax() {
        return (ms & seq) == ALL_BITS;
    }

    /** Goes to the next id; false, and 0-0, behind the largest one. */
    public boolean increment() {
        seq++;
        if (seq == 0) {
            ms++;
        }
        return !isZero();
    }

    /** Goes to the previous id; false, and the largest one, before 0-0. */
    public boolean decrement() {
        seq--;
        if (seq == ALL_BITS) {
            ms--;
        }
        return !isMax();
    }

    public int compareTo(long otherMs, long otherSeq) {
        return compare(ms, seq, otherMs, otherSeq);
    }

    /** Orders two ids. */
    public static int compare(long ms, long seq, long otherMs, long otherSeq) {
        int order = Long.compareUnsigned(ms, otherMs);
        return order != 0 ? order : Long.compareUnsigned(seq, otherSeq);
    }

    // Text

    /** Writes the text of an id to scratch memory; answers its length. */
    public static int write(long address, long ms, long seq) {
        int length = writeUnsigned(address, ms);
        Mem.initByte(address + length, (byte) '-');
        return length + 1 + writeUnsigned(address + length + 1, seq);
    }

    /** Writes this id to scratch memory; answers the length of the text. */
    int write(long address) {
        return write(address, ms, seq);
    }

    private static int writeUnsigned(long address, long value) {
        if (value >= 0) {
            return Numbers.write(address, value);
        }
        int length = Numbers.write(address, Long.divideUnsigned(value, 10));
        Mem.initByte(address + length, (byte) ('0' + Long.remainderUnsigned(value, 10)));
        return length + 1;
    }

    /** The text, for the slow lane. */
    @Override
    public String toString() {
        return Long.toUnsignedString(ms) + '-' + Long.toUnsignedString(seq);
    }

    /** Reads an argument; {@code -} and {@code +} are no ids. Latches an error. */
    StreamId parseStrict(Call call, int index, long missingSeq) {
        Args args = call.args();
        if (!parse(args.address(index), args.length(index), missingSeq, false) || !hasSeq) {
            call.fail(INVALID);
        }
        return this;
    }

    /** Reads an argument in which {@code ms-*} is good, too. Latches an error. */
    void parseNew(Call call, int index) {
        Args args = call.args();
        if (!parse(args.address(index), args.length(index), 0, false)) {
            call.fail(INVALID);
        }
    }

    /** Reads an argument; {@code -} and {@code +} are the smallest and the largest id. Latches an error. */
    StreamId parse(Call call, int index, long missingSeq) {
        Args args = call.args();
        if (!parse(args.address(index), args.length(index), missingSeq, true) || !hasSeq) {
            call.fail(INVALID);
        }
        return this;
    }

    /** Reads where an interval starts; an opening parenthesis excludes the id behind it. Latches an error. */
    void parseStart(Call call, int index) {
        if (parseBound(call, index, 0) && !increment()) {
            call.fail(INVALID_START);
        }
    }

    /** Reads where an interval ends; an opening parenthesis excludes the id behind it. Latches an error. */
    void parseEnd(Call call, int index) {
        if (parseBound(call, index, ALL_BITS) && !decrement()) {
            call.fail(INVALID_END);
        }
    }

    /** Reads a bound; whether it is excluded. */
    private boolean parseBound(Call call, int index, long missingSeq) {
        if (call.failed()) {
            return false;
        }
        Args args = call.args();
        long address = args.address(index);
        int length = args.length(index);
        boolean isExcluded = length > 1 && Mem.getByte(address) == '(';
        int skipped = isExcluded ? 1 : 0;
        if (!parse(address + skipped, length - skipped, missingSeq, !isExcluded) || !hasSeq) {
            call.fail(INVALID);
            return false;
        }
        return isExcluded;
    }

    /**
     * Reads text; false when it is no id. Without a sequence number that is {@code missingSeq}.
     *
     * @param allowsEnds whether {@code -} and {@code +} stand for the smallest and the largest id
     */
    public boolean parse(long address, long length, long missingSeq, boolean allowsEnds) {
        if (length > MAX_PARSED_BYTES) {
            return false;
        }
        set(0, missingSeq);
        int first = length == 1 ? Mem.getByte(address) : 0;
        if (first == '-' || first == '+') {
            set(first == '-' ? 0 : ALL_BITS, first == '-' ? 0 : ALL_BITS);
            return allowsEnds;
        }
        int dash = 0;
        while (dash < length && Mem.getByte(address + dash) != '-') {
            dash++;
        }
        if (!number.parse(address, dash)) {
            return false;
        }
        ms = number.value();
        return dash == length || parseSeq(address + dash + 1, length - dash - 1);
    }

    private boolean parseSeq(long address, long length) {
        if (length == 1 && Mem.getByte(address) == '*') {
            seq = 0;
            hasSeq = false;
            return true;
        }
        boolean isGood = number.parse(address, length);
        seq = number.value();
        return isGood;
    }
}
