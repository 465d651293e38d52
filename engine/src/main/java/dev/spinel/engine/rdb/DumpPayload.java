package dev.spinel.engine.rdb;

import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Mem;

/**
 * One value as DUMP answers it.
 *
 * <pre>
 *   0      1                    n-10          n-8            n
 *   | type | object …           | version 2   | CRC-64 8     |   little-endian
 * </pre>
 *
 * Source: createDumpPayload and verifyDumpPayload in cluster.c.
 */
public final class DumpPayload {
    private static final int FOOTER_BYTES = Short.BYTES + Long.BYTES;

    private static boolean skipsChecksum;

    private DumpPayload() {}

    /** Takes payloads whatever their checksum, so that tests can hand in broken ones. Reactor. */
    public static void skipChecksum(boolean skips) {
        skipsChecksum = skips;
    }

    /** Writes the value of {@code key} with its frame. */
    public static void write(Key key, RdbWriter writer) {
        ValueType type = key.valueType();
        writer.writeByte(type.rdbType(key.entry()));
        type.save(key, writer);
        seal(writer);
    }

    /** Appends version and checksum to what was written. */
    public static void seal(RdbWriter writer) {
        writer.writeShort(writer.version());
        writer.writeLong(Crc64.update(0, writer.address(), writer.length()));
    }

    /** Whether the frame is one of ours: a version we know and the right checksum. */
    public static boolean isIntact(long address, long length) {
        if (length < FOOTER_BYTES) {
            return false;
        }
        long footer = address + length - FOOTER_BYTES;
        return Mem.getUnsignedShort(footer) <= RdbFormat.NEWEST_READ
            && (skipsChecksum
                || Mem.getLong(footer + Short.BYTES) == Crc64.update(0, address, length - Long.BYTES));
    }

    /**
     * Stores the value of an intact payload at an absent key; false, and the key stays absent, when it makes no sense.
     */
    public static boolean read(Key key, long address, long length, RdbReader reader) {
        reader.begin(address, length - FOOTER_BYTES);
        int rdbType = reader.readByte();
        ValueType type = reader.failed() ? null : ValueType.ofRdbType(rdbType);
        return type != null && type.load(key, rdbType, reader);
    }
}
