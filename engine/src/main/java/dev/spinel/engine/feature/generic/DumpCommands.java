package dev.spinel.engine.feature.generic;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.config.BoolSetting;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.propagate.DeletionPropagator;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.rdb.DumpPayload;
import dev.spinel.engine.rdb.LoadFailure;
import dev.spinel.engine.rdb.RdbReader;
import dev.spinel.engine.rdb.RdbWriter;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;
import java.util.function.Supplier;

/** Values as bytes: rows and methods of DUMP and RESTORE. Source: cluster.c. */
final class DumpCommands {
    private static final byte[] REPLACE = Text.bytes("replace");
    private static final byte[] ABSTTL = Text.bytes("absttl");
    private static final byte[] IDLETIME = Text.bytes("idletime");
    private static final byte[] FREQ = Text.bytes("freq");
    private static final byte[] ABSTTL_WORD = Text.bytes("ABSTTL");
    private static final byte[] RESTORE = KeyEvent.name("restore");
    private static final byte[] TTL_INVALID = Errors.bytes("ERR Invalid TTL value, must be >= 0");
    private static final byte[] IDLETIME_INVALID = Errors.bytes("ERR Invalid IDLETIME value, must be >= 0");
    private static final byte[] FREQ_INVALID = Errors.bytes("ERR Invalid FREQ value, must be >= 0 and <= 255");
    private static final int MAX_FREQUENCY = 255;
    private static final long UNSET = -1;

    private final BoolSetting compresses;
    private final Supplier<OperatorLog> log;

    /** @param log learns why a payload was refused */
    DumpCommands(BoolSetting compresses, Supplier<OperatorLog> log) {
        this.compresses = compresses;
        this.log = log;
    }

    void register(CommandTable table) {
        table.add("DUMP", this::dump);
        table.add("RESTORE", this::restore);
        table.add("RESTORE-ASKING", this::restore);
    }

    /** Replies the value with version and checksum, or null. Redis: dumpCommand. */
    private void dump(Call call) {
        Key key = call.read(1);
        if (!key.exists()) {
            call.reply().nil();
            return;
        }
        try (RdbWriter writer = new RdbWriter(compresses.value())) {
            DumpPayload.write(key, writer);
            call.reply().bulk(writer.address(), writer.length());
        }
    }

    /** The words after the payload. */
    private record Options(boolean replaces, boolean isAbsolute, long idleSeconds, long frequency) {}

    /** Replies OK. Errors: BUSYKEY, a payload that is damaged, too new or senseless. Redis: restoreCommand. */
    private void restore(Call call) {
        Options options = parse(call);
        if (!call.failed() && !options.replaces() && call.write(1).exists()) {
            call.fail(Errors.BUSY_KEY);
        }
        long ttl = call.failed() ? 0 : call.integer(2);
        if (ttl < 0) {
            call.fail(TTL_INVALID);
        }
        Args args = call.args();
        if (!call.failed() && !DumpPayload.isIntact(args.address(3), args.length(3))) {
            call.fail(Errors.BAD_DUMP_PAYLOAD);
        }
        if (call.failed()) {
            return;
        }
        long expireAt = ttl == 0 ? Key.NEVER : options.isAbsolute() ? ttl : ttl + call.nowMs();
        replace(call, options, expireAt);
    }

    private static Options parse(Call call) {
        Args args = call.args();
        boolean replaces = false;
        boolean isAbsolute = false;
        long idleSeconds = UNSET;
        long frequency = UNSET;
        for (int i = 4; i < args.count() && !call.failed(); i++) {
            boolean hasOperand = i + 1 < args.count();
            if (args.is(i, REPLACE)) {
                replaces = true;
            } else if (args.is(i, ABSTTL)) {
                isAbsolute = true;
            } else if (args.is(i, IDLETIME) && hasOperand && frequency == UNSET) {
                idleSeconds = inRange(call, ++i, Long.MAX_VALUE, IDLETIME_INVALID);
            } else if (args.is(i, FREQ) && hasOperand && idleSeconds == UNSET) {
                frequency = inRange(call, ++i, MAX_FREQUENCY, FREQ_INVALID);
            } else {
                call.fail(Errors.SYNTAX);
            }
        }
        return new Options(replaces, isAbsolute, idleSeconds, frequency);
    }

    private static long inRange(Call call, int index, long max, byte[] error) {
        long value = call.integer(index);
        if (value < 0 || value > max) {
            call.fail(error);
        }
        return value;
    }

    /** Puts the value in place of an old one, which stays when the payload turns out to make no sense. */
    private void replace(Call call, Options options, long expireAt) {
        Args args = call.args();
        Key key = call.peek(1);
        boolean existed = key.exists();
        long oldExpireAt = key.expireAt();
        long old = existed ? key.unlink() : 0;
        boolean isLoaded;
        try (RdbReader reader = new RdbReader()) {
            isLoaded = DumpPayload.read(key, args.address(3), args.length(3), reader);
            if (!isLoaded) {
                log.get().log(OperatorLog.VERBOSE,
                    LoadFailure.line(reader, Mem.getUnsignedByte(args.address(3))));
            }
        }
        if (!isLoaded) {
            if (existed) {
                key.takeValue(old, oldExpireAt);
            }
            call.fail(Errors.BAD_DATA_FORMAT);
            return;
        }
        if (existed) {
            ValueType.of(Entry.type(old)).onLeave(old, key.database().index());
            call.keyspace().free(old);
        }
        if (expireAt != Key.NEVER && call.keyspace().isAlreadyExpired(expireAt)) {
            dropExpired(call, key, existed);
        } else {
            announce(call, key, options, expireAt);
        }
        call.reply().ok();
    }

    /** The value would be gone at once: only the removal of the old one is a change. */
    private static void dropExpired(Call call, Key key, boolean existed) {
        key.delete();
        if (existed) {
            Args args = call.args();
            byte[] word = DeletionPropagator.command(call.keyspace().lazyFree().onServerDelete());
            call.rewrite().begin(call.database(), 2).word(word).bytes(args.address(1), args.length(1));
            call.changed(key, KeyEvent.GENERIC, KeyEvent.DEL);
        }
    }

    private static void announce(Call call, Key key, Options options, long expireAt) {
        if (expireAt != Key.NEVER) {
            key.expireAt(expireAt);
            if (!options.isAbsolute()) {
                repeatWithAbsoluteTime(call, expireAt);
            }
        }
        Keyspace keyspace = call.keyspace();
        if (keyspace.clock().isFrequency()) {
            if (options.frequency() != UNSET) {
                keyspace.clock().counter(key.entry(), (int) options.frequency());
            }
        } else if (options.idleSeconds() != UNSET) {
            keyspace.clock().idleSeconds(key.entry(), options.idleSeconds());
        }
        call.changed(key, KeyEvent.GENERIC, RESTORE);
    }

    private static void repeatWithAbsoluteTime(Call call, long expireAt) {
        Args args = call.args();
        Propagator propagator = call.rewrite().begin(call.database(), args.count() + 1);
        for (int i = 0; i < args.count(); i++) {
            if (i == 2) {
                propagator.integer(expireAt);
            } else {
                propagator.bytes(args.address(i), args.length(i));
            }
        }
        propagator.word(ABSTTL_WORD);
    }
}
