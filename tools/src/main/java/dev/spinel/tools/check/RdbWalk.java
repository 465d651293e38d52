package dev.spinel.tools.check;

import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.rdb.RdbFormat;
import dev.spinel.engine.rdb.RdbReader;
import dev.spinel.engine.struct.intset.Intset;
import dev.spinel.engine.struct.listpack.Listpack;
import java.nio.charset.StandardCharsets;

/**
 * Goes through an RDB file from its first byte to its checksum and tells what it meets, without a server: nothing is
 * kept. For one file. Source: redis-check-rdb.c.
 */
final class RdbWalk {
    private static final int HEADER_BYTES = 9;
    private static final int MAGIC_BYTES = 5;
    private static final int ID_BYTES = 16;
    private static final int EXPIRY_BYTES = 8;
    private static final int STREAM_2 = 19;
    private static final int STREAM_3 = 21;
    private static final int STREAM_4 = 26;
    private static final int STREAM_5 = 27;
    /** How often to tell about progress, in keys. */
    private static final int KEYS_PER_NOTE = 1024;

    private final RdbReader reader;
    private final Visitor visitor;
    private String step = "start";
    private String keyName = "";
    private int type = -1;

    /** What a walk tells. Offsets are those behind the item. */
    interface Visitor {
        default void onHeader(int version) {}

        default void onAux(long offset, String name, String value) {}

        default void onDatabase(long offset, long index) {}

        default void onFunction(long offset, long bytes) {}

        /** @param elements of a collection; 1 for others. {@code bytes} in the file, the name included */
        default void onKey(long offset, String name, int rdbType, long expireAtMs, long elements, long bytes) {}

        default void onChecksum(long offset, long stored, long computed) {}

        default void onProgress(long offset) {}
    }

    /** A file that makes no sense. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String reason) {
            super(reason);
        }
    }

    /** @param reader which has begun to read the file */
    RdbWalk(RdbReader reader, Visitor visitor) {
        this.reader = reader;
        this.visitor = visitor;
    }

    /** What is being done, for whoever tells of an error. */
    String step() {
        return step;
    }

    /** The key that is being read, empty when none is. */
    String keyName() {
        return keyName;
    }

    /** The RDB type that is being read, or -1. */
    int type() {
        return type;
    }

    void run() throws Malformed {
        int version = header();
        visitor.onHeader(version);
        long expireAt = -1;
        long start = reader.position();
        long keys = 0;
        for (int code = next(); code != RdbFormat.END; code = next()) {
            switch (code) {
                case RdbFormat.EXPIRE_MS -> expireAt = reader.readLong();
                case RdbFormat.EXPIRE_SECONDS -> expireAt = seconds();
                case RdbFormat.IDLE -> reader.readLength();
                case RdbFormat.FREQ -> reader.readByte();
                case RdbFormat.SELECT_DB -> database();
                case RdbFormat.RESIZE_DB -> lengths(2);
                case RdbFormat.SLOT_INFO -> lengths(3);
                case RdbFormat.AUX -> visitor.onAux(reader.position(), text(), text());
                case RdbFormat.FUNCTION_2 -> function();
                case RdbFormat.MODULE_AUX -> moduleAux();
                default -> {
                    key(code, expireAt, start);
                    expireAt = -1;
                    start = reader.position();
                    if (++keys % KEYS_PER_NOTE == 0) {
                        visitor.onProgress(reader.position());
                    }
                }
            }
            check();
        }
        checksum(version);
    }

    private int next() throws Malformed {
        step = "read-type";
        type = -1;
        int code = reader.readByte();
        check();
        return code;
    }

    private void check() throws Malformed {
        if (reader.failed()) {
            throw new Malformed("Unexpected EOF reading RDB file");
        }
    }

    private int header() throws Malformed {
        long header = reader.readBytes(HEADER_BYTES);
        check();
        String text = new String(Mem.toBytes(header, HEADER_BYTES), StandardCharsets.ISO_8859_1);
        if (!text.startsWith("REDIS")) {
            throw new Malformed("Wrong signature trying to load DB from file");
        }
        String digits = text.substring(MAGIC_BYTES);
        int version = digits.matches("[0-9]+") ? Integer.parseInt(digits) : 0;
        if (version < 1 || version > RdbFormat.NEWEST_READ) {
            throw new Malformed("Can't handle RDB format version " + digits);
        }
        return version;
    }

    private long seconds() {
        long at = reader.readBytes(Integer.BYTES);
        return reader.failed() ? -1 : Mem.getInt(at) * 1000L;
    }

    private void lengths(int count) {
        for (int i = 0; i < count; i++) {
            reader.readLength();
        }
    }

    private void database() {
        step = "select-db";
        visitor.onDatabase(reader.position(), reader.readLength());
    }

    private void function() {
        step = "read-function";
        reader.readString();
        visitor.onFunction(reader.position(), reader.length());
    }

    private void moduleAux() throws Malformed {
        step = "read-module-aux";
        lengths(3);
        moduleItems();
    }

    private String text() {
        reader.readString();
        return reader.failed() ? "" : new String(Mem.toBytes(reader.address(), reader.length()),
                StandardCharsets.ISO_8859_1);
    }

    private void key(int code, long expireAt, long start) throws Malformed {
        step = "read-key";
        type = code;
        keyName = text();
        check();
        step = "read-object-value";
        long elements = value(code);
        check();
        visitor.onKey(reader.position(), keyName, code, expireAt, elements, reader.position() - start);
        keyName = "";
    }

    /** Reads over a value; how many elements it has. */
    private long value(int code) throws Malformed {
        return switch (code) {
            case 0 -> strings(1, 1);
            case 1, 2 -> strings(reader.readLength(), 1);
            case 3 -> scores(false);
            case 4 -> strings(reader.readLength(), 2);
            case 5 -> scores(true);
            case 7 -> {
                reader.readLength();
                moduleItems();
                yield 1;
            }
            case 9 -> {
                reader.readZipmap();
                yield packed(2);
            }
            case 10 -> {
                reader.readZiplist();
                yield packed(1);
            }
            case 11 -> intset();
            case 12, 13 -> {
                reader.readZiplist();
                yield packed(2);
            }
            case 14 -> nodes(false);
            case 18 -> nodes(true);
            case 15, STREAM_2, STREAM_3, STREAM_4, STREAM_5 -> stream(code);
            case 16, 17 -> listpack(2);
            case 20 -> listpack(1);
            case 22 -> expiringFields();
            case 23 -> listpack(3);
            case 24 -> {
                reader.readLong();
                yield expiringFields();
            }
            case 25 -> {
                reader.readLong();
                yield listpack(3);
            }
            case 28 -> array();
            default -> throw new Malformed("Invalid object type: " + code);
        };
    }

    private long strings(long count, int perElement) {
        for (long i = 0; i < count && !reader.failed(); i++) {
            for (int j = 0; j < perElement; j++) {
                reader.readString();
            }
        }
        return count;
    }

    private long scores(boolean isBinary) {
        long count = reader.readLength();
        for (long i = 0; i < count && !reader.failed(); i++) {
            reader.readString();
            if (isBinary) {
                reader.readDouble();
            } else {
                reader.readDoubleText();
            }
        }
        return count;
    }

    private long expiringFields() {
        long count = reader.readLength();
        for (long i = 0; i < count && !reader.failed(); i++) {
            reader.readLength();
            strings(1, 2);
        }
        return count;
    }

    private long listpack(int perElement) throws Malformed {
        reader.readString();
        return packed(perElement);
    }

    /** Elements of the listpack that was read last. */
    private long packed(int perElement) throws Malformed {
        check();
        if (!Listpack.isValid(reader.address(), reader.length(), true)) {
            throw new Malformed("Listpack integrity check failed.");
        }
        return Listpack.count(reader.address()) / perElement;
    }

    private long intset() throws Malformed {
        reader.readString();
        check();
        if (!Intset.isValid(reader.address(), reader.length(), true)) {
            throw new Malformed("Intset integrity check failed.");
        }
        return Intset.count(reader.address());
    }

    private long nodes(boolean isSecond) throws Malformed {
        long elements = 0;
        for (long rest = reader.readLength(); rest > 0 && !reader.failed(); rest--) {
            long kind = isSecond ? reader.readLength() : 2;
            if (kind == 1) {
                reader.readString();
                elements++;
            } else if (isSecond) {
                elements += listpack(1);
            } else {
                reader.readZiplist();
                elements += packed(1);
            }
        }
        return elements;
    }

    private long array() throws Malformed {
        long count = reader.readLength();
        if (reader.readLength() != 0) {
            reader.readLength();
        }
        for (long rest = count; rest > 0 && !reader.failed(); rest--) {
            reader.readLength();
            switch ((int) reader.readLength()) {
                case 0, 3 -> reader.readString();
                case 1, 2 -> reader.readLong();
                default -> throw new Malformed("Unknown element of an array");
            }
        }
        return count;
    }

    private long stream(int code) throws Malformed {
        for (long rest = reader.readLength(); rest > 0 && !reader.failed(); rest--) {
            reader.readString();
            listpack(1);
        }
        long entries = reader.readLength();
        lengths(code >= STREAM_2 ? 7 : 2);
        for (long groups = reader.readLength(); groups > 0 && !reader.failed(); groups--) {
            reader.readString();
            lengths(code >= STREAM_2 ? 3 : 2);
            for (long pending = reader.readLength(); pending > 0 && !reader.failed(); pending--) {
                reader.readBytes(ID_BYTES + EXPIRY_BYTES);
                reader.readLength();
            }
            consumers(code);
            if (code >= STREAM_5) {
                ids();
            }
        }
        if (code >= STREAM_4) {
            producers();
        }
        return entries;
    }

    private void producers() {
        lengths(2);
        for (long rest = reader.readLength(); rest > 0 && !reader.failed(); rest--) {
            reader.readString();
            for (long messages = reader.readLength(); messages > 0 && !reader.failed(); messages--) {
                reader.readString();
                lengths(2);
            }
        }
        lengths(2);
    }

    private void ids() {
        for (long rest = reader.readLength(); rest > 0 && !reader.failed(); rest--) {
            reader.readBytes(ID_BYTES);
        }
    }

    private void consumers(int code) {
        for (long rest = reader.readLength(); rest > 0 && !reader.failed(); rest--) {
            reader.readString();
            reader.readBytes(code >= STREAM_3 ? 2 * EXPIRY_BYTES : EXPIRY_BYTES);
            ids();
        }
    }

    private void moduleItems() throws Malformed {
        for (long kind = reader.readLength(); kind != 0 && !reader.failed(); kind = reader.readLength()) {
            switch ((int) kind) {
                case 1, 2 -> reader.readLength();
                case 3 -> reader.readBytes(Float.BYTES);
                case 4 -> reader.readDouble();
                case 5 -> reader.readString();
                default -> throw new Malformed("Unknown item of a module: " + kind);
            }
        }
    }

    private void checksum(int version) throws Malformed {
        step = "check-sum";
        if (version < RdbFormat.CHECKSUM_SINCE) {
            return;
        }
        long computed = reader.checksum();
        long stored = reader.readLong();
        check();
        visitor.onChecksum(reader.position(), stored, computed);
        if (stored != 0 && stored != computed) {
            throw new Malformed("RDB CRC error");
        }
    }
}
