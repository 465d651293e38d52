package dev.spinel.engine.type.stream;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.tree.IdCursor;

/** Rows and methods that make streams longer and shorter at their ends: XADD, XTRIM. */
final class AddCommands {
    private static final byte[] XADD = KeyEvent.name("xadd");
    private static final byte[] XTRIM = KeyEvent.name("xtrim");
    private static final byte[] EXACTLY = Text.bytes("=");
    private static final byte[] ID_ZERO = Errors.bytes("ERR The ID specified in XADD must be greater than 0-0");
    private static final byte[] IDS_EXHAUSTED =
        Errors.bytes("ERR The stream has exhausted the last possible ID, unable to add more items");
    private static final byte[] ID_TOO_SMALL =
        Errors.bytes("ERR The ID specified in XADD is equal or smaller than the target stream top item");
    private static final byte[] TOO_LARGE = Errors.bytes("ERR Elements are too large to be stored");

    private final StreamValue streams;
    private final TrimOptions options;
    private final StreamId id = new StreamId();
    private final StreamId last = new StreamId();
    private final StreamLimits limits;
    private final FieldsDigest digest = new FieldsDigest();
    private final IdCursor message = new IdCursor();
    /** How the producer calls the message of the running command. */
    private long messageName;
    private long messageNameLength;

    AddCommands(StreamLimits limits) {
        this.limits = limits;
        streams = new StreamValue(limits);
        options = new TrimOptions(limits);
    }

    void register(CommandTable table) {
        table.add("XADD", this::add);
        table.add("XTRIM", this::trim);
    }

    /** Replies the id of the new entry, or null where the stream must exist and does not. Redis: xaddCommand. */
    private void add(Call call) {
        int idAt = options.parse(call, true);
        int fieldAt = idAt + 1;
        int words = call.argCount() - fieldAt;
        if (!call.failed() && (words < 2 || words % 2 == 1)) {
            call.fail(Errors.wrongArity(call.row().fullName()));
        }
        if (!call.failed() && options.hasId() && options.newId().hasSeq() && options.newId().isZero()) {
            call.fail(ID_ZERO);
        }
        if (call.failed()) {
            return;
        }
        Key key = call.writeTyped(1, ValueType.STREAM);
        if (call.failed()) {
            return;
        }
        if (!key.exists() && options.mustExist()) {
            call.reply().nil();
            return;
        }
        StreamValue stream = streams.open(key);
        if (options.producerAt() != 0 && isRepeated(call, stream, fieldAt)) {
            return;
        }
        chooseId(call, stream);
        checkSize(call, fieldAt);
        if (call.failed()) {
            return;
        }
        stream.create();
        stream.append(id, call.args(), fieldAt, words / 2);
        if (options.producerAt() != 0) {
            noteMessage(call, stream, fieldAt);
        }
        EntryReplies.id(call, id.ms(), id.seq());
        boolean isTrimmed = options.trims() && stream.trim(options) > 0;
        boolean isNewId = !options.hasId() || !options.newId().hasSeq();
        if (isNewId || options.isApproximate()) {
            repeat(call, stream, isNewId ? idAt : 0);
        }
        // Whoever hears of it may add to streams, too: nothing of this execution is needed from here on.
        call.changed(key, KeyEvent.STREAM, XADD);
        if (isTrimmed) {
            call.event(key, KeyEvent.STREAM, XTRIM);
        }
    }

    /** Whether the message came before and is remembered: then its id is the reply. */
    private boolean isRepeated(Call call, StreamValue stream, int fieldAt) {
        Args args = call.args();
        nameMessage(call, fieldAt);
        if (stream.root() == 0) {
            return false;
        }
        long producers = StreamRoot.producers(stream.root());
        if (!Producers.isInUse(producers)) {
            return false;
        }
        Producers.forgetOld(producers, call.nowMs());
        int producerAt = options.producerAt();
        boolean isRepeated = Producers.find(producers, args.address(producerAt), args.length(producerAt), messageName,
            messageNameLength, message);
        if (isRepeated) {
            Producers.countDuplicate(producers);
            EntryReplies.id(call, message.high(), message.low());
        }
        return isRepeated;
    }

    /** Says how the message is called: as an argument says, or after its fields in any order. */
    private void nameMessage(Call call, int fieldAt) {
        Args args = call.args();
        int messageAt = options.messageAt();
        if (messageAt != 0) {
            messageName = args.address(messageAt);
            messageNameLength = args.length(messageAt);
            return;
        }
        messageName = call.scratch(FieldsDigest.BYTES);
        messageNameLength = FieldsDigest.BYTES;
        Mem.initCopyIn(digest.of(args, fieldAt), 0, messageName, FieldsDigest.BYTES);
    }

    private void noteMessage(Call call, StreamValue stream, int fieldAt) {
        Args args = call.args();
        nameMessage(call, fieldAt);
        long producers = StreamRoot.producers(stream.root());
        limits.beginProducers(producers);
        int producerAt = options.producerAt();
        Producers.note(producers, args.address(producerAt), args.length(producerAt), messageName,
                messageNameLength, id);
    }

    /** Sets the id of the new entry. Errors: the ids are used up, or the id is not above the last one. */
    private void chooseId(Call call, StreamValue stream) {
        stream.last(last);
        if (last.isMax()) {
            call.fail(IDS_EXHAUSTED);
        } else if (!options.hasId()) {
            stream.next(id, call.nowMs());
        } else if (options.newId().hasSeq() || options.newId().ms() != last.ms()) {
            id.set(options.newId());
        } else {
            id.set(last.ms(), last.seq() + 1);
        }
        if (id.compareTo(last.ms(), last.seq()) <= 0) {
            call.fail(ID_TOO_SMALL);
        }
    }

    private static void checkSize(Call call, int fieldAt) {
        Args args = call.args();
        long bytes = 0;
        for (int i = fieldAt; i < args.count(); i++) {
            bytes += args.length(i);
        }
        if (!StreamValue.fits(bytes)) {
            call.fail(TOO_LARGE);
        }
    }

    /** Repeats the command with the id the entry got (unless {@code idAt} is 0), and trimming exactly as far. */
    private void repeat(Call call, StreamValue stream, int idAt) {
        Args args = call.args();
        Propagator repeated = call.rewrite().begin(call.database(), args.count());
        int thresholdAt = options.isApproximate() ? options.thresholdAt() : 0;
        for (int i = 0; i < args.count(); i++) {
            if (i == idAt && idAt != 0) {
                repeat(call, repeated, id);
            } else if (thresholdAt != 0 && i == thresholdAt - 1) {
                repeated.word(EXACTLY);
            } else if (thresholdAt == 0 || i != thresholdAt) {
                repeated.bytes(args.address(i), args.length(i));
            } else if (options.isByLength()) {
                repeated.integer(stream.length());
            } else {
                repeat(call, repeated, stream.firstEntry(last, true));
            }
        }
    }

    private static void repeat(Call call, Propagator repeated, StreamId id) {
        long text = call.scratch(StreamId.MAX_TEXT_BYTES);
        repeated.bytes(text, id.write(text));
    }

    /** Replies how many entries went. Redis: xtrimCommand. */
    private void trim(Call call) {
        options.parse(call, false);
        if (call.failed()) {
            return;
        }
        Key key = call.writeTyped(1, ValueType.STREAM);
        if (call.failed()) {
            return;
        }
        StreamValue stream = streams.open(key);
        long trimmed = key.exists() ? stream.trim(options) : 0;
        if (trimmed > 0) {
            call.changed(key, KeyEvent.STREAM, XTRIM);
            call.dirty(trimmed - 1);
            if (options.isApproximate()) {
                repeat(call, stream, 0);
            }
        }
        call.reply().integer(trimmed);
    }
}
