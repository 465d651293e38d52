package dev.spinel.engine.type.stream;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;

/** Rows and methods that take single entries away, and set the facts of a stream: XDEL, XSETID. */
final class DeleteCommands {
    private static final byte[] XDEL = KeyEvent.name("xdel");
    private static final byte[] XSETID = KeyEvent.name("xsetid");
    private static final byte[] ENTRIESADDED = Text.bytes("entriesadded");
    private static final byte[] MAXDELETEDID = Text.bytes("maxdeletedid");
    private static final byte[] ADDED_NEGATIVE = Errors.bytes("ERR entries_added must be positive");
    private static final byte[] BELOW_GIVEN_DELETED =
        Errors.bytes("ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id");
    private static final byte[] BELOW_DELETED =
        Errors.bytes("ERR The ID specified in XSETID is smaller than current max_deleted_entry_id");
    private static final byte[] BELOW_LAST =
        Errors.bytes("ERR The ID specified in XSETID is smaller than the target stream top item");
    private static final byte[] ADDED_TOO_FEW =
        Errors.bytes("ERR The entries_added specified in XSETID is smaller than the target stream length");
    private static final long NOT_GIVEN = -1;

    private final StreamValue streams;
    private final StreamId id = new StreamId();
    private final StreamId maxDeleted = new StreamId();
    private final StreamId last = new StreamId();

    DeleteCommands(StreamLimits limits) {
        streams = new StreamValue(limits);
    }

    void register(CommandTable table) {
        table.add("XDEL", this::delete);
        table.add("XSETID", this::setId);
    }

    /** Replies how many of the entries were there. Redis: xdelCommand. */
    private void delete(Call call) {
        Key key = call.writeTyped(1, ValueType.STREAM);
        if (call.failed()) {
            return;
        }
        if (!key.exists()) {
            call.reply().integer(0);
            return;
        }
        for (int i = 2; i < call.argCount() && !call.failed(); i++) {
            id.parseStrict(call, i, 0);
        }
        if (call.failed()) {
            return;
        }
        StreamValue stream = streams.open(key);
        long deleted = 0;
        for (int i = 2; i < call.argCount(); i++) {
            id.parseStrict(call, i, 0);
            deleted += stream.delete(id.ms(), id.seq()) ? 1 : 0;
        }
        if (deleted > 0) {
            call.changed(key, KeyEvent.STREAM, XDEL);
            call.dirty(deleted - 1);
        }
        call.reply().integer(deleted);
    }

    /** Sets the last id, and what was added and deleted. Errors: an id or a number that contradicts the entries. */
    private void setId(Call call) {
        id.parseStrict(call, 2, 0);
        maxDeleted.set(0, 0);
        long added = NOT_GIVEN;
        for (int i = 3; i < call.argCount() && !call.failed(); i += 2) {
            boolean hasOperand = i + 1 < call.argCount();
            if (hasOperand && call.args().is(i, ENTRIESADDED)) {
                added = call.integer(i + 1);
                if (added < 0) {
                    call.fail(ADDED_NEGATIVE);
                }
            } else if (hasOperand && call.args().is(i, MAXDELETEDID)) {
                maxDeleted.parseStrict(call, i + 1, 0);
                if (id.compareTo(maxDeleted.ms(), maxDeleted.seq()) < 0) {
                    call.fail(BELOW_GIVEN_DELETED);
                }
            } else {
                call.fail(Errors.SYNTAX);
            }
        }
        if (call.failed()) {
            return;
        }
        Key key = call.write(1);
        if (!key.exists()) {
            call.fail(Errors.NO_SUCH_KEY);
        } else if (key.type() != ValueType.STREAM) {
            call.fail(Errors.WRONG_TYPE);
        } else {
            setId(call, key, added);
        }
    }

    private void setId(Call call, Key key, long added) {
        StreamValue stream = streams.open(key);
        long root = stream.root();
        if (id.compareTo(StreamRoot.maxDeletedMs(root), StreamRoot.maxDeletedSeq(root)) < 0) {
            call.fail(BELOW_DELETED);
        } else if (stream.length() > 0) {
            stream.lastEntry(last);
            if (id.compareTo(last.ms(), last.seq()) < 0) {
                call.fail(BELOW_LAST);
            } else if (added != NOT_GIVEN && stream.length() > added) {
                call.fail(ADDED_TOO_FEW);
            }
        }
        if (call.failed()) {
            return;
        }
        StreamRoot.last(root, id.ms(), id.seq());
        if (added != NOT_GIVEN) {
            StreamRoot.added(root, added);
        }
        if (!maxDeleted.isZero()) {
            StreamRoot.maxDeleted(root, maxDeleted.ms(), maxDeleted.seq());
        }
        call.dirty(1);
        call.event(key, KeyEvent.STREAM, XSETID);
        call.reply().ok();
    }
}
