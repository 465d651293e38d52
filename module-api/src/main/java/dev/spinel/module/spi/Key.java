package dev.spinel.module.spi;

import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.JavaFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;
import dev.spinel.module.api.DataTypeApi;
import dev.spinel.module.api.KeyApi;
import dev.spinel.module.api.ModuleKey;
import dev.spinel.module.api.ReplyApi;
import dev.spinel.module.api.ScanApi;
import dev.spinel.module.api.ScanCursor;
import dev.spinel.module.api.StringKeyApi;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.LongToIntFunction;

/** One key, open until it is closed; every use sees it as it is then. Changing one opened to read fails. */
public final class Key implements AutoCloseable {
    private static final String WRONG_TYPE = "WRONGTYPE Operation against a key holding the wrong kind of value";

    private final ModuleContext context;
    private final ModuleKey key;

    /** What a key holds, by the numbers of {@code REDISMODULE_KEYTYPE_*}. */
    public enum Type { EMPTY, STRING, LIST, HASH, SET, SORTED_SET, MODULE, STREAM }

    /** @param key null for an absent key opened to read */
    Key(ModuleContext context, ModuleKey key) {
        this.context = context;
        this.key = key;
    }

    public Type type() {
        return Type.values()[KeyApi.keyType(key)];
    }

    public boolean exists() {
        return type() != Type.EMPTY;
    }

    /** Bytes of a string, elements of a collection. */
    public long length() {
        return KeyApi.valueLength(key);
    }

    /** A copy of a string; null when the key is absent. Answers WRONGTYPE for another type. */
    public byte[] bytes() {
        MemorySegment memory = memory(ModuleKey.READ);
        return exists() ? memory.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE) : null;
    }

    /** As {@link #bytes}, read as UTF-8. */
    public String text() {
        byte[] bytes = bytes();
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /** Stores a string in place of whatever was there, without expiry. */
    public void set(byte[] value) {
        check(context.strings().with(value, string -> StringKeyApi.stringSet(key, string)));
    }

    public void set(String value) {
        set(value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The bytes of a string where they lie, to read and to change in place; valid until the key is closed or something
     * else changes it. Answers WRONGTYPE for another type.
     */
    public MemorySegment edit() {
        return memory(ModuleKey.READ | ModuleKey.WRITE);
    }

    /** Makes a string so many bytes long; new ones are zero. An absent key comes into being. */
    public void resize(long bytes) {
        check(StringKeyApi.stringTruncate(key, bytes));
    }

    private MemorySegment memory(int mode) {
        if (!exists()) {
            return MemorySegment.NULL;
        }
        long length = context.scratch(new byte[Long.BYTES]);
        long address = StringKeyApi.stringDma(context.functions().module(), key, length, mode);
        if (address == 0) {
            throw new CommandError(WRONG_TYPE);
        }
        return Native.segment(address, Native.getLong(length));
    }

    /** This key as a list. */
    public ListView list() {
        return new ListView(context, key);
    }

    /** This key as a hash. */
    public HashView hash() {
        return new HashView(context, key);
    }

    /** This key as a stream. */
    public StreamView stream() {
        return new StreamView(context, key);
    }

    /**
     * Visits the fields of a hash with their values, the members of a sorted set with their scores as text, or the
     * members of a set with null. Visits nothing of anything else.
     */
    public void forEach(BiConsumer<byte[], byte[]> visitor) {
        Functions functions = context.functions();
        JavaFunction function = functions.raw("scan of a key", 0, (open, name, value, data) -> {
            visitor.accept(StringCell.toBytes(name), value == 0 ? null : StringCell.toBytes(value));
            return 0;
        });
        ScanCursor cursor = ScanApi.scanCursorCreate();
        try {
            while (key != null && ScanApi.scanKey(key, cursor, function.address(), 0) != 0) {
                // What is visited is told to the function.
            }
        } finally {
            ScanApi.scanCursorDestroy(cursor);
            functions.close(function);
        }
    }

    /** This key as a sorted set. */
    public SortedSetView sortedSet() {
        return new SortedSetView(context, key);
    }

    public void delete() {
        check(KeyApi.deleteKey(key));
    }

    /** Time left; empty when the key never expires. */
    public Optional<Duration> expiry() {
        long ms = key == null ? -1 : KeyApi.getExpire(key);
        return ms < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(ms));
    }

    /** Lets the key expire in a while. */
    public void expireIn(Duration time) {
        check(KeyApi.setExpire(key, time.toMillis()));
    }

    /** Keeps the key for ever. */
    public void persist() {
        check(KeyApi.setExpire(key, -1));
    }

    /** How long ago the key was used; empty when it is absent, or uses are counted instead. */
    public Optional<Duration> idle() {
        long ms = read(address -> KeyApi.getLru(key, address));
        return ms < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(ms));
    }

    /** Sets how long ago the key was used; false when uses are counted instead. */
    public boolean idle(Duration time) {
        return key != null && KeyApi.setLru(key, time.toMillis()) == ReplyApi.OK;
    }

    /** How often the key was used, on the scale of LFU; empty when it is absent, or only the last use is known. */
    public OptionalInt frequency() {
        long frequency = read(address -> KeyApi.getLfu(key, address));
        return frequency < 0 ? OptionalInt.empty() : OptionalInt.of((int) frequency);
    }

    /** Sets how often the key was used, 0 to 255; false when only the last use is known. */
    public boolean frequency(int uses) {
        return key != null && KeyApi.setLfu(key, uses) == ReplyApi.OK;
    }

    /** The number a function of the API leaves at an address; -1 for an absent key. */
    private long read(LongToIntFunction function) {
        if (key == null) {
            return -1;
        }
        long address = context.scratch(new byte[Long.BYTES]);
        function.applyAsInt(address);
        return Native.getLong(address);
    }

    /** The value of a type of this module; null when the key is absent. Answers WRONGTYPE for anything else. */
    public <T> T value(DataType<T> type) {
        if (!exists()) {
            return null;
        }
        if (DataTypeApi.moduleTypeGetType(key) != type.api()) {
            throw new CommandError(WRONG_TYPE);
        }
        return type.valueAt(DataTypeApi.moduleTypeGetValue(key));
    }

    /** Stores a value, which the key owns from now on, in place of whatever was there. */
    public <T> void setValue(DataType<T> type, T value) {
        JavaValue held = JavaValue.open(value);
        if (DataTypeApi.moduleTypeSetValue(key, type.api(), held.address()) != ReplyApi.OK) {
            HandleTable.close(held);
            throw new IllegalStateException("the key is not open for writing");
        }
    }

    /** Exchanges the value for another, and keeps expiry and idle time; the old one belongs to nobody then. */
    public <T> T replaceValue(DataType<T> type, T value) {
        JavaValue held = JavaValue.open(value);
        long old = context.scratch(new byte[Long.BYTES]);
        if (key == null || DataTypeApi.moduleTypeReplaceValue(key, type.api(), held.address(), old) != ReplyApi.OK) {
            HandleTable.close(held);
            throw new IllegalStateException("the key holds no value of this type, or is not open for writing");
        }
        return type.taken(Native.getLong(old));
    }

    static void check(int status) {
        if (status != ReplyApi.OK) {
            throw new IllegalStateException("the key is absent or not open for writing");
        }
    }

    @Override
    public void close() {
        KeyApi.closeKey(key);
    }
}
