package dev.spinel.engine.type.hyperloglog;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueSlot;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Errors;
import java.util.Arrays;

/** One HyperLogLog in either encoding, under a key or free. A flyweight; see the floor plan for its bytes. */
final class HyperLogLog {
    /** Number of registers. */
    static final int REGISTERS = 1 << 14;
    /** Highest value a hash gives: fifty bits, all of them zero. */
    static final int MAX_VALUE = 51;
    static final int HEADER_BYTES = 16;
    static final int CORRUPT = SparseRegisters.CORRUPT;

    private static final int DENSE_BYTES = HEADER_BYTES + DenseRegisters.BYTES;
    private static final int INDEX_BITS = 14;
    private static final int POSSIBLE_VALUES = 64;
    /** "HYLL". */
    private static final int MAGIC = 0x4C4C5948;
    private static final int ENCODING_OFFSET = Integer.BYTES;
    private static final int COUNT_OFFSET = 8;
    private static final int COUNT_END = HEADER_BYTES - 1;
    private static final int OUTDATED_BIT = 0x80;
    private static final int DENSE = 0;
    private static final int SPARSE = 1;
    private static final byte[] NOT_VALID =
        Errors.bytes("WRONGTYPE Key is not a valid HyperLogLog string value.");

    private final ValueSlot slot = new ValueSlot(ValueType.STRING);
    private final SparseRegisters sparse = new SparseRegisters();
    private final Runs runs = new Runs();
    private final byte[] emptyRun = new byte[2];
    private final int[] histogram = new int[POSSIBLE_VALUES];

    /** Lays the flyweight over a key; latches an error when it is there and holds something else. */
    HyperLogLog open(Call call, Key key) {
        slot.open(key);
        if (key.exists() && key.type() != ValueType.STRING) {
            call.fail(Errors.WRONG_TYPE);
        } else if (key.exists() && !isValid(key)) {
            call.fail(NOT_VALID);
        }
        return this;
    }

    private static boolean isValid(Key key) {
        if (key.isInteger() || key.bytesLength() < HEADER_BYTES || Mem.getInt(key.bytesAddress()) != MAGIC) {
            return false;
        }
        int encoding = Mem.getUnsignedByte(key.bytesAddress() + ENCODING_OFFSET);
        return encoding == SPARSE || encoding == DENSE && key.bytesLength() == DENSE_BYTES;
    }

    /** Starts an empty one without a key, to be {@link #discard}ed. */
    HyperLogLog openFree() {
        slot.openFree();
        create();
        return this;
    }

    void discard() {
        slot.discardBytes();
    }

    /** Puts an empty, sparse one in place. */
    void create() {
        int bytes = HEADER_BYTES + Runs.write(emptyRun, 0, 0, REGISTERS);
        long block = header(bytes, SPARSE);
        Mem.initCopyIn(emptyRun, 0, block + HEADER_BYTES, bytes - HEADER_BYTES);
        slot.putBytes(Entry.RAW, block, bytes);
    }

    /** A block of zeros but for magic and encoding. */
    private static long header(int bytes, int encoding) {
        long block = ValueSlot.allocate(bytes);
        Mem.initFill(block, bytes, (byte) 0);
        Mem.initInt(block, MAGIC);
        Mem.initByte(block + ENCODING_OFFSET, (byte) encoding);
        return block;
    }

    boolean isDense() {
        return Mem.getByte(slot.address() + ENCODING_OFFSET) == DENSE;
    }

    private long registers() {
        return slot.address() + HEADER_BYTES;
    }

    private Runs runs() {
        return runs.open(registers(), slot.address() + slot.bytes());
    }

    /** Adds an element; 1 when that raised a register, 0 when not, {@link #CORRUPT}. */
    int add(long address, long length, long maxSparseBytes) {
        long hash = Murmur.hash(address, length);
        int index = (int) hash & REGISTERS - 1;
        long rest = hash >>> INDEX_BITS | 1L << Long.SIZE - INDEX_BITS;
        return raise(index, Long.numberOfTrailingZeros(rest) + 1, maxSparseBytes);
    }

    /** Raises a register; answers as {@link #add} does. */
    int raise(int index, int value, long maxSparseBytes) {
        if (!isDense()) {
            int answer = sparse.raise(slot, index, value, maxSparseBytes);
            if (answer != SparseRegisters.TOO_LARGE) {
                return answer;
            }
            if (!toDense()) {
                return CORRUPT;
            }
        }
        return DenseRegisters.raise(registers(), index, value) ? 1 : 0;
    }

    /** Makes it dense; false when it is corrupt and stays as it is. */
    boolean toDense() {
        if (isDense()) {
            return true;
        }
        long block = header(DENSE_BYTES, DENSE);
        Mem.initCopy(slot.address() + ENCODING_OFFSET + 1, block + ENCODING_OFFSET + 1, COUNT_END - ENCODING_OFFSET);
        Runs walk = runs();
        while (walk.next() && !walk.overflows()) {
            for (int i = 0; i < walk.length() && walk.value() > 0; i++) {
                DenseRegisters.set(block + HEADER_BYTES, walk.first() + i, walk.value());
            }
        }
        if (!walk.isComplete()) {
            Arena.free(block);
            return false;
        }
        slot.putBytes(Entry.RAW, block, DENSE_BYTES);
        return true;
    }

    /** Raises each of {@code highest} to the register of this one; false when it is corrupt. */
    boolean mergeInto(byte[] highest) {
        if (isDense()) {
            for (int i = 0; i < REGISTERS; i++) {
                highest[i] = (byte) Math.max(highest[i], DenseRegisters.get(registers(), i));
            }
            return true;
        }
        Runs walk = runs();
        while (walk.next() && !walk.overflows()) {
            for (int i = walk.first(); walk.value() > 0 && i < walk.first() + walk.length(); i++) {
                highest[i] = (byte) Math.max(highest[i], walk.value());
            }
        }
        return walk.isComplete();
    }

    /** Estimates the number of different elements; {@link #CORRUPT} when it is. */
    long estimate() {
        Arrays.fill(histogram, 0);
        if (isDense()) {
            DenseRegisters.count(registers(), histogram);
            return Estimator.estimate(histogram);
        }
        Runs walk = runs();
        while (walk.next()) {
            histogram[walk.value()] += walk.length();
        }
        return walk.isComplete() ? Estimator.estimate(histogram) : CORRUPT;
    }

    /** Estimates the number of different elements from registers as {@link #mergeInto} left them. */
    long estimate(byte[] highest) {
        Arrays.fill(histogram, 0);
        for (byte value : highest) {
            histogram[value]++;
        }
        return Estimator.estimate(histogram);
    }

    /** The count found last; negative when it is outdated. */
    long knownCount() {
        return Mem.getLong(slot.address() + COUNT_OFFSET);
    }

    void knownCount(long count) {
        Mem.putLong(slot.address() + COUNT_OFFSET, count);
    }

    /** Marks the count found last as outdated. */
    void outdate() {
        long at = slot.address() + COUNT_END;
        Mem.putByte(at, (byte) (Mem.getByte(at) | OUTDATED_BIT));
    }

    int register(int index) {
        return DenseRegisters.get(registers(), index);
    }

    /** The runs of a sparse one as text: {@code z:} and {@code Z:} zeros, {@code v:} a value and how often. */
    String describeRuns() {
        StringBuilder text = new StringBuilder();
        for (Runs walk = runs(); walk.next();) {
            text.append(text.isEmpty() ? "" : " ");
            if (walk.value() > 0) {
                text.append("v:").append(walk.value()).append(',').append(walk.length());
            } else {
                text.append(walk.isLong() ? "Z:" : "z:").append(walk.length());
            }
        }
        return text.toString();
    }
}
