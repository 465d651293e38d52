package dev.spinel.persistence.rdb;

import dev.spinel.engine.config.Settings;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.Scratch;
import dev.spinel.engine.port.LoadedModules;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.rdb.LoadFailure;
import dev.spinel.engine.rdb.RdbFormat;
import dev.spinel.engine.rdb.RdbReader;
import java.nio.charset.StandardCharsets;

/**
 * Reads a whole RDB file of any version into the keyspace. Reactor; one file at a time. Source: rdbLoadRio in rdb.c.
 */
public final class RdbLoader {
    private static final int MAGIC_BYTES = 5;
    private static final int HEADER_BYTES = 9;
    private static final int TYPE_CODES = 256;
    private static final int MODULE_VALUE = 7;
    private static final int MODULE_NAME_BITS = 6;
    private static final String MODULE_NAME_CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    /** Type, empty name, empty value. */
    private static final int SHORTEST_KEY = 3;
    private static final long UNSET = -1;

    private final Keyspace keyspace;
    private final Settings settings;
    private final OperatorLog log;
    private final LoadedModules modules;
    private final FunctionSources functions;
    private final ValueType[] types = new ValueType[TYPE_CODES];
    private RdbReader reader;
    private RdbLoad load;
    private Database database;
    private Key key;
    private long expireAt = UNSET;
    private long idleSeconds = UNSET;
    private long frequency = UNSET;
    private final LoadDelay delay;

    public RdbLoader(Keyspace keyspace, Settings settings, OperatorLog log, LoadedModules modules,
            FunctionSources functions) {
        this.keyspace = keyspace;
        this.settings = settings;
        this.log = log;
        this.modules = modules;
        this.functions = functions;
        delay = new LoadDelay(settings.keyLoadDelay);
        for (int code = 0; code < TYPE_CODES; code++) {
            types[code] = ValueType.ofRdbType(code);
        }
    }

    /**
     * Adds what {@code source} holds to the keyspace, from its first byte to the checksum, behind which the reader
     * stands then. Clients are answered while {@code how} is asked.
     *
     * @throws RdbException when the file makes no sense; what was read until then is in the keyspace
     */
    public void load(RdbReader source, RdbLoad how) throws RdbException {
        reader = source;
        load = how;
        database = database(0);
        key = keyspace.newKey();
        int version = readHeader();
        try {
            loadBody();
        } finally {
            unreserve();
        }
        if (version >= RdbFormat.CHECKSUM_SINCE) {
            verify();
        }
    }

    private void loadBody() throws RdbException {
        try (Scratch name = new Scratch()) {
            for (int code = reader.readByte(); code != RdbFormat.END; code = reader.readByte()) {
                check();
                if (!isOpcode(code)) {
                    loadKey(code, name);
                    pause();
                }
            }
        }
        check();
    }

    private int readHeader() throws RdbException {
        long header = reader.readBytes(HEADER_BYTES);
        check();
        String text = new String(Mem.toBytes(header, HEADER_BYTES), StandardCharsets.ISO_8859_1);
        if (!text.startsWith("REDIS")) {
            throw broken("Wrong signature trying to load DB from file");
        }
        String digits = text.substring(MAGIC_BYTES);
        int version = digits.matches("[0-9]+") ? Integer.parseInt(digits) : 0;
        if (version < 1 || version > RdbFormat.NEWEST_READ) {
            throw broken("Can't handle RDB format version " + digits);
        }
        return version;
    }

    private boolean isOpcode(int code) throws RdbException {
        switch (code) {
            case RdbFormat.EXPIRE_SECONDS -> expireAt = littleInt() * 1000L;
            case RdbFormat.EXPIRE_MS -> expireAt = reader.readLong();
            case RdbFormat.FREQ -> frequency = reader.readByte();
            case RdbFormat.IDLE -> idleSeconds = reader.readLength();
            case RdbFormat.SELECT_DB -> select();
            case RdbFormat.RESIZE_DB -> reserve();
            case RdbFormat.SLOT_INFO -> skipLengths(3);
            case RdbFormat.AUX -> loadAux();
            case RdbFormat.FUNCTION_2 -> loadFunction();
            case RdbFormat.FUNCTION_PRE_GA -> throw broken("Pre-release function format not supported.");
            case RdbFormat.MODULE_AUX -> loadModuleAux();
            default -> {
                return false;
            }
        }
        check();
        return true;
    }

    private int littleInt() {
        long at = reader.readBytes(Integer.BYTES);
        return reader.failed() ? 0 : Mem.getInt(at);
    }

    private void skipLengths(int count) {
        for (int i = 0; i < count; i++) {
            reader.readLength();
        }
    }

    private void select() throws RdbException {
        long index = reader.readLength();
        if (index < 0 || index >= keyspace.databaseCount()) {
            throw broken("FATAL: Data file was created with a Redis server configured to handle more than "
                    + keyspace.databaseCount() + " databases. Exiting");
        }
        database = database((int) index);
    }

    private Database database(int index) {
        return load.target == null ? keyspace.database(index) : load.target.database(index);
    }

    /** Makes room for the keys the file promises, as far as it is long enough for them. */
    private void reserve() {
        long keys = reader.readLength();
        reader.readLength();
        long most = reader.remaining() / SHORTEST_KEY;
        if (keys > 0 && !reader.failed()) {
            database.table().reserve(database.count() + Math.min(keys, most));
        }
    }

    private void unreserve() {
        for (int i = 0; i < keyspace.databaseCount(); i++) {
            database(i).table().unreserve();
        }
    }

    private String text() {
        reader.readString();
        return reader.failed() ? "" : new String(bytes(), StandardCharsets.ISO_8859_1);
    }

    private byte[] bytes() {
        return Mem.toBytes(reader.address(), reader.length());
    }

    private void loadAux() {
        String name = text();
        String value = text();
        if (name.startsWith("%")) {
            log.log(OperatorLog.NOTICE, "RDB '" + name + "': " + value);
        }
        switch (name) {
            case "redis-ver" -> log.log(OperatorLog.NOTICE, "Loading RDB produced by version " + value);
            case "ctime" -> log.log(OperatorLog.NOTICE, "RDB age "
                    + Math.max(0, keyspace.nowMs() / 1000 - number(value)) + " seconds");
            case "used-mem" -> {
                load.usedMemory = number(value);
                log.log(OperatorLog.NOTICE, String.format("RDB memory usage when created %.2f Mb",
                        number(value) / (1024.0 * 1024)));
            }
            case "repl-id" -> load.streamId = value;
            case "repl-offset" -> load.streamOffset = number(value);
            case "repl-stream-db" -> load.streamDatabase = (int) number(value);
            case "aof-preamble" -> log.log(OperatorLog.NOTICE, "RDB has an AOF tail");
            case "aof-base" -> logBase(value);
            default -> { }
        }
    }

    private void logBase(String value) {
        if (!value.equals("0")) {
            log.log(OperatorLog.NOTICE, "RDB is base AOF");
        }
    }

    private static long number(String text) {
        return text.matches("-?[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    private void loadFunction() {
        reader.readString();
        if (!reader.failed()) {
            functions.add(bytes());
        }
    }

    private void loadModuleAux() throws RdbException {
        if (!modules.loadAux(reader)) {
            throw broken(reader.reason() == null ? "The RDB file contains AUX module data I can't load"
                    : reader.reason());
        }
    }

    private void loadKey(int rdbType, Scratch name) throws RdbException {
        reader.readString();
        check();
        long length = reader.length();
        long address = name.reserve(Math.max(length, 1));
        Mem.initCopy(reader.address(), address, length);
        keyspace.peek(key, database, address, length);
        if (key.exists()) {
            replace();
        }
        ValueType type = types[rdbType];
        if (type == null) {
            throw broken(rdbType == MODULE_VALUE
                    ? "The RDB file contains module data I can't load: no matching module type '"
                            + moduleTypeName(reader.readLength()) + "'"
                    : "Unknown RDB encoding type " + rdbType);
        }
        if (type.load(key, rdbType, reader)) {
            settle();
            keyspace.sizes().settle(key);
        } else if (reader.takeEmptyValue()) {
            skipEmpty(address, length);
        } else {
            throw broken(LoadFailure.reason(reader, rdbType));
        }
        expireAt = UNSET;
        idleSeconds = UNSET;
        frequency = UNSET;
        name.trim();
    }

    /** The nine characters of six bits that an id begins with. */
    private static String moduleTypeName(long id) {
        StringBuilder name = new StringBuilder();
        for (int shift = Long.SIZE - MODULE_NAME_BITS; shift > MODULE_NAME_BITS; shift -= MODULE_NAME_BITS) {
            name.append(MODULE_NAME_CHARACTERS.charAt((int) (id >>> shift & (1 << MODULE_NAME_BITS) - 1)));
        }
        return name.toString();
    }

    private void replace() throws RdbException {
        if (!load.merges) {
            throw broken("RDB has duplicated key '" + new String(key.name(), StandardCharsets.ISO_8859_1) + "' in DB "
                    + database.index());
        }
        key.delete();
    }

    /** Old versions could leave collections without elements behind. */
    private void skipEmpty(long address, long length) {
        if (load.emptyCount++ < RdbLoad.LOGGED_EMPTY) {
            log.log(OperatorLog.NOTICE, "rdbLoadObject skipping empty key: "
                    + new String(Mem.toBytes(address, length), StandardCharsets.ISO_8859_1));
        }
    }

    /** Gives the key its expiry and access time, or drops it when its time has come. */
    private void settle() {
        if (expireAt != UNSET && !load.isPreamble && !keyspace.isFollowing() && expireAt < keyspace.nowMs()) {
            load.addExpired(key);
            key.delete();
            return;
        }
        if (expireAt != UNSET) {
            key.expireAt(expireAt);
        }
        if (keyspace.clock().isFrequency()) {
            if (frequency != UNSET) {
                keyspace.clock().counter(key.entry(), (int) frequency);
            }
        } else if (idleSeconds != UNSET) {
            keyspace.clock().idleSeconds(key.entry(), idleSeconds);
        }
        load.keyCount++;
        keyspace.event(KeyEvent.LOADED, KeyEvent.LOADED_NAME, key);
    }

    private void pause() throws RdbException {
        delay.afterKey();
        long position = reader.position();
        if (position - load.loadedBytes >= settings.loadingProcessEventsIntervalBytes.value()) {
            load.loadedBytes = position;
            if (!load.observer.onProgress(position)) {
                throw broken("Received shutdown signal during loading, exiting now.");
            }
        }
    }

    private void verify() throws RdbException {
        long computed = reader.checksum();
        long stored = reader.readLong();
        check();
        if (stored == 0) {
            log.log(OperatorLog.NOTICE, "RDB file was saved with checksum disabled: no check performed.");
        } else if (settings.rdbchecksum.value() && stored != computed) {
            log.log(OperatorLog.WARNING, "Wrong RDB checksum expected: (" + Long.toHexString(stored) + ") but got ("
                    + Long.toHexString(computed) + "). Aborting now.");
            throw broken("RDB CRC error");
        }
    }

    private void check() throws RdbException {
        if (reader.failed()) {
            throw broken(reader.reason() == null ? "Unexpected EOF reading RDB file" : reader.reason());
        }
    }

    private RdbException broken(String reason) {
        return new RdbException(reader.position(), reason);
    }
}
