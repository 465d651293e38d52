package dev.spinel.engine.feature.server;

import dev.spinel.engine.Engine;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.config.Numerals;
import dev.spinel.engine.keyspace.AccessClock;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Invariant;
import dev.spinel.engine.port.Crash;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.port.Snapshotter;
import dev.spinel.engine.rdb.DumpPayload;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Glob;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.stats.ServerVersion;
import dev.spinel.engine.struct.table.TableStatistics;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** DEBUG: what tests and engineers need, gated by {@code enable-debug-command}. Source: debugCommand in debug.c. */
final class DebugCommands {
    private static final byte[] NOT_SDS = Errors.bytes("ERR Not an sds encoded string.");
    private static final byte[] NOT_QUICKLIST = Errors.bytes("ERR Not a quicklist encoded object.");
    private static final byte[] NOT_LISTPACK = Errors.bytes("ERR Not a listpack encoded object.");
    private static final byte[] PUSH_NEEDS_RESP3 = Errors.bytes("ERR RESP2 is not supported by this command");
    private static final byte[] RELOAD_OPTIONS =
            Errors.bytes("ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.");
    private static final byte[] PROTOCOL_ERROR = Errors.bytes(
            "ERR Wrong protocol type name. Please use one of the following:"
                    + " string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false");
    private static final byte[] THRESHOLD_INVALID = Errors.bytes(
            "ERR argument must be a memory value bigger than 1 and smaller than 4gb");
    private static final long MAX_PACKED_THRESHOLD = (1L << 32) - (1L << 20);
    private static final int MATCHES = 10_000;
    private static final int MATCHED_LENGTH_MASK = 15;
    private static final String[] HELP = {
        "DEBUG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "ASSERT",
        "    Break an invariant: the server reports and stops.",
        "CHANGE-REPL-ID, DICT-RESIZING <0|1>, QUICKLIST-PACKED-THRESHOLD <size>, REPLYBUFFER <sub> <arg>",
        "    Accepted for the sake of test suites; nothing depends on them here.",
        "DIGEST, DIGEST-VALUE <key> [<key> ...]",
        "    Digest of all data, or of some values.",
        "ERROR <text>",
        "    Answer an error.",
        "HTSTATS <database> [full], HTSTATS-KEY <key>",
        "    Shape of a table.",
        "LOG <text>",
        "    Add a line to the log.",
        "OBJECT <key>",
        "    Encoding and size of a value.",
        "PAUSE-CRON <0|1>",
        "    Stop background work.",
        "KEYSIZES-HIST-ASSERT <0|1>",
        "    Whether every command is followed by a check of INFO keysizes.",
        "POPULATE <count> [<prefix>] [<size>]",
        "    Make keys that do not exist yet.",
        "PROTOCOL <type>",
        "    Answer a value of a RESP type.",
        "RELOAD [MERGE] [NOFLUSH] [NOSAVE]",
        "    Save all data and load it again; or merge what was saved before into it.",
        "SET-ACTIVE-EXPIRE <0|1>",
        "    Whether expired keys go before they are asked for.",
        "SLEEP <seconds>",
        "    Hold the server up.",
        "STRINGMATCH-TEST",
        "    Match random texts with random patterns.",
        "HELP",
        "    This text."
    };

    private static final byte[] LOADAOF_FAILED =
            Errors.bytes("ERR Error trying to load the AOF files, check server logs.");

    /** {@code si_code} of a signal that a process sent. */
    private static final int USER_SIGNAL = 0;

    private final Engine engine;
    private final ServerRoom room;
    private final KeySizesCheck sizesCheck;

    DebugCommands(Engine engine, ServerRoom room) {
        this.engine = engine;
        this.room = room;
        sizesCheck = new KeySizesCheck(engine.keyspace(), engine.executor());
    }

    void register(CommandTable table) {
        table.add("DEBUG", this::run);
    }

    private void run(Call call) {
        int extra = call.argCount() - 2;
        String name = call.args().text(1).toLowerCase(Locale.ROOT);
        switch (name) {
            case "help" -> call.reply().help(HELP);
            case "sleep" -> need(call, extra == 1, this::sleep);
            case "set-active-expire" -> need(call, extra == 1, this::setActiveExpire);
            case "pause-cron" -> need(call, extra == 1, this::pauseCron);
            case "keysizes-hist-assert" -> need(call, extra == 1, this::assertSizes);
            case "object" -> need(call, extra >= 1, this::object);
            case "digest" -> need(call, extra == 0, this::digest);
            case "digest-value" -> digestValues(call);
            case "reload" -> reload(call);
            case "sdslen" -> need(call, extra == 1, c -> mustBe(c, ValueType.STRING, Entry.RAW, NOT_SDS));
            case "quicklist" -> need(call, extra >= 1, c -> mustBe(c, ValueType.LIST, Entry.QUICKLIST, NOT_QUICKLIST));
            case "listpack" -> need(call, extra == 1, DebugCommands::mustBeListpack);
            case "client-eviction" -> call.fail(Errors.bytes("ERR maxmemory-clients is disabled."));
            case "replybuffer" -> need(call, extra == 2, c -> c.reply().ok());
            case "populate" -> need(call, extra >= 1 && extra <= 3, this::populate);
            case "protocol" -> need(call, extra == 1, this::protocol);
            case "error" -> need(call, extra == 1, c -> c.fail(c.args().bytes(2)));
            case "log" -> need(call, extra == 1, this::log);
            case "htstats" -> need(call, extra >= 1 && extra <= 2, this::tableStats);
            case "htstats-key" -> need(call, extra >= 1 && extra <= 2, this::keyTableStats);
            case "stringmatch-test" -> need(call, extra == 0, this::stringMatchTest);
            case "quicklist-packed-threshold" -> need(call, extra == 1, DebugCommands::packedThreshold);
            case "assert" -> room.control().crash(Crash.assertion(Invariant.broken("DEBUG ASSERT was called")));
            case "panic" -> room.control().crash(Crash.panic(Invariant.broken("DEBUG PANIC was called")));
            case "segfault" -> room.control().crash(
                    Crash.signal(ServerVersion.REDIS, Crash.SIGSEGV, USER_SIGNAL, List.of(), List.of()));
            case "set-skip-checksum-validation" -> need(call, extra == 1, DebugCommands::skipChecksum);
            case "change-repl-id", "dict-resizing", "set-disable-deny-scripts",
                    "config-rewrite-force-all", "replicate" -> call.reply().ok();
            case "aof-flush-sleep" -> need(call, extra == 1, this::delayWrites);
            case "loadaof" -> need(call, extra == 0, this::loadAppendOnly);
            default -> call.fail(Errors.subcommandSyntax(call.args()));
        }
    }

    /** Saves and loads again, so that tests see what survives a restart. */
    private void reload(Call call) {
        boolean saves = true;
        boolean empties = true;
        boolean merges = false;
        for (int i = 2; i < call.argCount(); i++) {
            switch (call.args().text(i).toLowerCase(Locale.ROOT)) {
                case "merge" -> merges = true;
                case "noflush" -> empties = false;
                case "nosave" -> saves = false;
                default -> call.fail(RELOAD_OPTIONS);
            }
        }
        if (call.failed()) {
            return;
        }
        String error = engine.snapshotter().reload(new Snapshotter.Reload(saves, empties, merges));
        if (error == null) {
            call.reply().ok();
        } else {
            call.fail(Errors.bytes(error));
        }
    }

    private interface Body {
        void run(Call call);
    }

    private static void need(Call call, boolean fits, Body body) {
        if (fits) {
            body.run(call);
        } else {
            call.fail(Errors.subcommandSyntax(call.args()));
        }
    }

    private void sleep(Call call) {
        double seconds;
        try {
            seconds = Double.parseDouble(call.args().text(2));
        } catch (NumberFormatException notANumber) {
            seconds = 0;
        }
        room.control().sleepMicros((long) (seconds * 1e6));
        call.reply().ok();
    }

    private void delayWrites(Call call) {
        engine.appendOnly().writeDelayMicros(call.integer(2));
        if (!call.failed()) {
            call.reply().ok();
        }
    }

    private void loadAppendOnly(Call call) {
        if (engine.appendOnly().reload()) {
            engine.executor().dirty(0);
            room.control().log(OperatorLog.WARNING, "Append Only File loaded by DEBUG LOADAOF");
            call.reply().ok();
        } else {
            call.fail(LOADAOF_FAILED);
        }
    }

    private void setActiveExpire(Call call) {
        engine.activeExpiry(!call.args().text(2).equals("0"));
        call.reply().ok();
    }

    private void pauseCron(Call call) {
        engine.cronPaused(!call.args().text(2).equals("0"));
        call.reply().ok();
    }

    private void assertSizes(Call call) {
        sizesCheck.turn(!call.args().text(2).equals("0"));
        call.reply().ok();
    }

    /** Large elements find their own place here; only what is said wrongly is told. */
    private static void packedThreshold(Call call) {
        Long bytes = Numerals.memory(call.args().text(2));
        if (bytes == null || bytes < 0 || bytes > MAX_PACKED_THRESHOLD) {
            call.fail(THRESHOLD_INVALID);
        } else {
            call.reply().ok();
        }
    }

    private static void skipChecksum(Call call) {
        DumpPayload.skipChecksum(!call.args().text(2).equals("0"));
        call.reply().ok();
    }

    private void log(Call call) {
        room.control().log(OperatorLog.WARNING, "DEBUG LOG: " + call.args().text(2));
        call.reply().ok();
    }

    private void object(Call call) {
        Key key = call.read(2, Keyspace.PEEK);
        if (!key.exists()) {
            call.fail(Errors.NO_SUCH_KEY);
            return;
        }
        AccessClock clock = call.keyspace().clock();
        ValueType type = key.valueType();
        call.reply().simple("Value at:0x" + Long.toHexString(key.entry()) + " refcount:" + key.referenceCount()
                + " encoding:" + type.encoding(key.entry()) + " serializedlength:" + key.memoryBytes() + " lru:"
                + Entry.clock(key.entry()) + " lru_seconds_idle:"
                + clock.idleSeconds(key.entry()) + type.debugDetails(key.entry()));
    }

    /** Replies the sizes of a value that has a certain type and encoding. */
    private static void mustBe(Call call, int type, int encoding, byte[] error) {
        Key key = call.read(2, Keyspace.PEEK);
        if (!key.exists()) {
            call.fail(Errors.NO_SUCH_KEY);
        } else if (type >= 0 && key.type() != type || key.encoding() != encoding && !isText(key, encoding)) {
            call.fail(error);
        } else {
            call.reply().simple("bytes:" + key.memoryBytes() + " key_bytes:" + key.length());
        }
    }

    private static void mustBeListpack(Call call) {
        Key key = call.read(2, Keyspace.PEEK);
        boolean hasExpiries = key.exists() && key.encoding() == Entry.LISTPACK_EX;
        mustBe(call, -1, hasExpiries ? Entry.LISTPACK_EX : Entry.LISTPACK, NOT_LISTPACK);
    }

    private static boolean isText(Key key, int encoding) {
        return encoding == Entry.RAW && !key.isInteger();
    }

    private void digest(Call call) {
        Digest whole = new Digest();
        for (int i = 0; i < call.keyspace().databaseCount(); i++) {
            Database database = call.keyspace().database(i);
            if (database.count() > 0) {
                whole.mixInt(i);
                Key key = call.newKey();
                database.table().forEach(slot -> {
                    call.keyspace().bindSlot(key, database, slot);
                    Digest one = new Digest();
                    one.mix(key.address(), key.length());
                    one.value(key);
                    whole.xor(one.bytes());
                });
            }
        }
        call.reply().simple(whole.hex());
    }

    private void digestValues(Call call) {
        call.reply().array(call.argCount() - 2);
        for (int i = 2; i < call.argCount(); i++) {
            Key key = call.read(i, Keyspace.PEEK);
            Digest digest = new Digest();
            if (key.exists()) {
                digest.value(key);
            }
            call.reply().simple(digest.hex());
        }
    }

    private void populate(Call call) {
        long count = call.integer(2, Errors.MUST_BE_POSITIVE);
        String prefix = call.argCount() > 3 ? call.args().text(3) : "key";
        long size = call.argCount() > 4 ? call.integer(4, Errors.MUST_BE_POSITIVE) : 0;
        if (call.failed()) {
            return;
        }
        Args names = new Args();
        int mark = call.keyMark();
        for (long i = 0; i < count; i++) {
            names.addCopy(Text.bytes(prefix + ":" + i));
            Key key = call.keyspace().peek(call.newKey(), call.database(), names.address(0), names.length(0));
            if (!key.exists()) {
                key.putBytes(ValueType.STRING, Entry.RAW, value(i, size), Key.NEVER);
                call.keyspace().modified(key);
            }
            names.clear();
            call.releaseKeys(mark);
        }
        call.reply().ok();
    }

    /** The value of a populated key: {@code value:i}, cut or filled with zeros to a size. */
    private static byte[] value(long index, long size) {
        byte[] text = Text.bytes("value:" + index);
        return size == 0 ? text : Arrays.copyOf(text, Math.toIntExact(size));
    }

    private void protocol(Call call) {
        ReplyBuilder reply = call.reply();
        switch (call.args().text(2).toLowerCase(Locale.ROOT)) {
            case "string" -> reply.bulk("Hello World");
            case "integer" -> reply.integer(12345);
            case "double" -> reply.number(3.141);
            case "null" -> reply.nil();
            case "array" -> {
                reply.array(3);
                numbers(reply);
            }
            case "set" -> {
                reply.set(3);
                numbers(reply);
            }
            case "map" -> {
                reply.map(3);
                for (int i = 0; i < 3; i++) {
                    reply.integer(i);
                    reply.bool(i == 1);
                }
            }
            case "attrib" -> {
                if (reply.version() >= 3) {
                    reply.attribute(1);
                    reply.bulk("key-popularity");
                    reply.array(2);
                    reply.bulk("key:123");
                    reply.integer(90);
                }
                reply.bulk("Some real reply following the attribute");
            }
            case "push" -> {
                if (reply.version() < 3) {
                    call.fail(PUSH_NEEDS_RESP3);
                    return;
                }
                reply.push(2);
                reply.bulk("server-cpu-usage");
                reply.integer(42);
                reply.bulk("Some real reply following the push message");
            }
            case "verbatim" -> reply.verbatim("txt", Text.bytes("This is a verbatim\nstring"));
            case "true" -> reply.bool(true);
            case "false" -> reply.bool(false);
            case "bignum" -> reply.bigNumber(Text.bytes("1234567999999999999999999999999999999"));
            default -> call.fail(PROTOCOL_ERROR);
        }
    }

    private static void numbers(ReplyBuilder reply) {
        for (int i = 0; i < 3; i++) {
            reply.integer(i);
        }
    }

    private void tableStats(Call call) {
        long index = call.integer(2);
        if (!call.failed() && (index < 0 || index >= call.keyspace().databaseCount())) {
            call.fail(Errors.bytes("ERR Out of range database"));
        }
        if (!call.failed()) {
            TableStatistics stats = call.keyspace().database((int) index).table().statistics();
            call.reply().verbatim("txt", Text.bytes("[Dictionary HT]\n" + text(stats)
                    + "[Expires HT]\nNo stats available for empty dictionaries\n"));
        }
    }

    private static String text(TableStatistics stats) {
        if (stats.entries() == 0) {
            return "No stats available for empty dictionaries\n";
        }
        StringBuilder text = new StringBuilder("Hash table 0 stats (main hash table):\n table size: " + stats.buckets()
                + "\n number of elements: " + stats.entries() + "\n different slots: "
                + (stats.buckets() - stats.chainLengths()[0]) + "\n overflow blocks: " + stats.overflowBlocks()
                + "\n max chain length: " + stats.longestChain() + "\n bytes: " + stats.memoryBytes()
                + "\n Chain length distribution:\n");
        for (int i = 0; i < stats.chainLengths().length; i++) {
            if (stats.chainLengths()[i] > 0) {
                text.append("   ").append(i).append(": ").append(stats.chainLengths()[i]).append('\n');
            }
        }
        return text.toString();
    }

    private void keyTableStats(Call call) {
        Key key = call.read(2, Keyspace.PEEK);
        if (!key.exists()) {
            call.fail(Errors.NO_SUCH_KEY);
            return;
        }
        TableStatistics stats = key.valueType().tableStatistics(key.entry());
        if (stats == null) {
            call.fail(Errors.bytes("ERR The value stored at the specified key is not represented using an hash table"));
        } else {
            call.reply().verbatim("txt", Text.bytes(text(stats)));
        }
    }

    /** Matches random texts with random patterns; a matcher that reads past its ends is found by the memory checks. */
    private void stringMatchTest(Call call) {
        for (int i = 0; i < MATCHES; i++) {
            Glob.matches(randomText(), randomText(), (i & 1) == 0);
        }
        call.reply().simple("Apparently the server did not crash: test passed");
    }

    private byte[] randomText() {
        byte[] text = new byte[(int) (engine.entropy().nextLong() & MATCHED_LENGTH_MASK)];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) "*?[]^-\\abc".charAt((int) (engine.entropy().nextLong() & 0x7FFF_FFFF) % 10);
        }
        return text;
    }
}
