package dev.spinel.engine.type.stream;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.tree.IdCursor;

/** Rows and methods about producers who may repeat themselves: XCFGSET, XIDMPRECORD. */
final class ProducerCommands {
    private static final byte[] DURATION = Text.bytes("idmp-duration");
    private static final byte[] MAXSIZE = Text.bytes("idmp-maxsize");
    private static final long MAX_SECONDS = 86_400;
    private static final long MAX_MESSAGES = 10_000;
    private static final byte[] NOTHING = Errors.bytes("ERR At least one parameter must be specified");
    private static final byte[] SECONDS_OUT_OF_RANGE =
        Errors.bytes("ERR IDMP-DURATION must be between 1 and " + MAX_SECONDS + " seconds");
    private static final byte[] SIZE_OUT_OF_RANGE =
        Errors.bytes("ERR IDMP-MAXSIZE must be between 1 and " + MAX_MESSAGES + " entries");
    private static final byte[] NO_SUCH_ENTRY = Errors.bytes("ERR no such entry in the stream");
    private static final byte[] TAKEN = Errors.bytes("ERR the idempotent ID belongs to another entry");

    private final StreamLimits limits;
    private final StreamCursor cursor = new StreamCursor();
    private final IdCursor message = new IdCursor();
    private final StreamId id = new StreamId();

    ProducerCommands(StreamLimits limits) {
        this.limits = limits;
    }

    void register(CommandTable table) {
        table.add("XCFGSET", this::configure);
        table.add("XIDMPRECORD", this::record);
    }

    /** Changes limits and forgets all producers. Errors: syntax, out of range, no such key. Redis: xcfgsetCommand. */
    private void configure(Call call) {
        Args args = call.args();
        long seconds = 0;
        long most = 0;
        if (args.count() == 2) {
            call.fail(NOTHING);
        }
        for (int i = 2; i < args.count() && !call.failed(); i += 2) {
            boolean hasOperand = i + 1 < args.count();
            if (hasOperand && args.is(i, DURATION)) {
                seconds = within(call, i + 1, MAX_SECONDS, SECONDS_OUT_OF_RANGE);
            } else if (hasOperand && args.is(i, MAXSIZE)) {
                most = within(call, i + 1, MAX_MESSAGES, SIZE_OUT_OF_RANGE);
            } else {
                call.fail(Errors.SYNTAX);
            }
        }
        Key key = requireStream(call);
        if (call.failed()) {
            return;
        }
        long producers = StreamRoot.producers(key.root());
        Producers.clear(producers);
        limits.beginProducers(producers);
        Producers.limits(producers, seconds != 0 ? seconds : Producers.seconds(producers),
            most != 0 ? most : Producers.most(producers));
        call.dirty(1);
        call.reply().ok();
    }

    private static long within(Call call, int index, long max, byte[] error) {
        long value = call.integer(index);
        if (value < 1 || value > max) {
            call.fail(error);
        }
        return value;
    }

    private static Key requireStream(Call call) {
        if (call.failed()) {
            return null;
        }
        Key key = call.write(1);
        if (!key.exists()) {
            call.fail(Errors.NO_SUCH_KEY);
        } else if (key.type() != ValueType.STREAM) {
            call.fail(Errors.WRONG_TYPE);
        }
        return key;
    }

    /** Notes that an entry is what a producer's message became. Errors: no such key or entry, another entry was it. */
    private void record(Call call) {
        Args args = call.args();
        id.parseStrict(call, 4, 0);
        Key key = requireStream(call);
        if (call.failed()) {
            return;
        }
        long producers = StreamRoot.producers(key.root());
        limits.beginProducers(producers);
        if (Producers.find(producers, args.address(2), args.length(2), args.address(3), args.length(3), message)) {
            if (id.compareTo(message.high(), message.low()) != 0) {
                call.fail(TAKEN);
                return;
            }
        } else if (!cursor.find(key.root(), id.ms(), id.seq())) {
            call.fail(NO_SUCH_ENTRY);
            return;
        } else {
            Producers.note(producers, args.address(2), args.length(2), args.address(3), args.length(3), id);
            call.dirty(1);
        }
        call.reply().ok();
    }
}
