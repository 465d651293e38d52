package dev.spinel.engine.type.stream;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.tree.IdCursor;
import dev.spinel.engine.struct.tree.IdTree;

/** Rows and methods that delete entries with regard to the groups that refer to them: XDELEX, XACKDEL. */
final class ReferenceCommands {
    private static final byte[] XDEL = KeyEvent.name("xdel");
    private static final byte[] IDS = Text.bytes("ids");
    private static final byte[] COUNT_NOT_POSITIVE = Errors.bytes("ERR Number of IDs must be a positive integer");
    private static final byte[] COUNT_MISMATCH =
        Errors.bytes("ERR The `numids` parameter must match the number of arguments");

    private static final int NO_SUCH_ENTRY = -1;
    private static final int DELETED = 1;
    private static final int STILL_REFERENCED = 2;

    private final StreamValue streams;
    private final StreamId id = new StreamId();
    private final IdCursor pending = new IdCursor();
    /** What the arguments of the running command say. */
    private ReferenceMode mode;
    private int idsAt;
    private int idCount;
    /** How many entries the running command deleted. */
    private long deleted;

    ReferenceCommands(StreamLimits limits) {
        streams = new StreamValue(limits);
    }

    void register(CommandTable table) {
        table.add("XDELEX", this::delete);
        table.add("XACKDEL", this::acknowledge);
    }

    /** Reads mode and ids, the first of which is at {@link #idsAt} then. Latches errors. */
    private void parse(Call call, int first) {
        mode = ReferenceMode.KEEP;
        idsAt = 0;
        boolean hasMode = false;
        for (int i = first; i < call.argCount() && !call.failed(); i++) {
            ReferenceMode named = ReferenceMode.of(call, i);
            if (named != null && !hasMode) {
                mode = named;
                hasMode = true;
            } else if (named == null && idsAt == 0 && call.args().is(i, IDS) && i + 1 < call.argCount()) {
                idsAt = i + 2;
                i = lastId(call, i + 1, id);
                idCount = i - idsAt + 1;
            } else {
                call.fail(Errors.SYNTAX);
            }
        }
        if (idsAt == 0) {
            call.fail(Errors.SYNTAX);
        }
    }

    /** Reads how many ids there are, at an argument, and them; answers the last argument that is one. */
    static int lastId(Call call, int countAt, StreamId id) {
        long count = call.integer(countAt, COUNT_NOT_POSITIVE);
        if (count < 1) {
            call.fail(COUNT_NOT_POSITIVE);
        } else if (count > call.argCount() - countAt - 1) {
            call.fail(COUNT_MISMATCH);
        }
        if (call.failed()) {
            return countAt;
        }
        int last = countAt + (int) count;
        for (int i = countAt + 1; i <= last; i++) {
            id.parseStrict(call, i, 0);
        }
        return last;
    }

    private void replyNoEntries(Call call) {
        call.reply().array(idCount);
        for (int i = 0; i < idCount; i++) {
            call.reply().integer(NO_SUCH_ENTRY);
        }
    }

    private void announce(Call call, Key key) {
        if (deleted > 0) {
            call.changed(key, KeyEvent.STREAM, XDEL);
            call.dirty(deleted - 1);
        }
    }

    /** Replies for each id whether it was deleted, was not there, or is still referenced. */
    private void delete(Call call) {
        parse(call, 2);
        if (call.failed()) {
            return;
        }
        Key key = call.writeTyped(1, ValueType.STREAM);
        if (call.failed()) {
            return;
        }
        if (!key.exists()) {
            replyNoEntries(call);
            return;
        }
        StreamValue stream = streams.open(key);
        deleted = 0;
        call.reply().array(idCount);
        for (int i = idsAt; i < idsAt + idCount; i++) {
            id.parseStrict(call, i, 0);
            call.reply().integer(deleteOne(call, stream));
        }
        announce(call, key);
    }

    private int deleteOne(Call call, StreamValue stream) {
        long root = stream.root();
        if (!mode.allows(root, id.ms(), id.seq(), pending)) {
            return stream.has(id.ms(), id.seq()) ? STILL_REFERENCED : NO_SUCH_ENTRY;
        }
        boolean isChanged = mode.dropReferences(root, id.ms(), id.seq(), pending);
        if (stream.delete(id.ms(), id.seq())) {
            deleted++;
            return DELETED;
        }
        call.dirty(isChanged ? 1 : 0);
        return NO_SUCH_ENTRY;
    }

    /** Replies for each id whether it was acknowledged and deleted, was not pending, or is still referenced. */
    private void acknowledge(Call call) {
        parse(call, 3);
        if (call.failed()) {
            return;
        }
        Key key = call.writeTyped(1, ValueType.STREAM);
        if (call.failed()) {
            return;
        }
        long group = GroupLookup.find(call, key, 2);
        if (group == 0) {
            replyNoEntries(call);
            return;
        }
        StreamValue stream = streams.open(key);
        deleted = 0;
        call.reply().array(idCount);
        for (int i = idsAt; i < idsAt + idCount; i++) {
            id.parseStrict(call, i, 0);
            call.reply().integer(acknowledgeOne(call, stream, group));
        }
        announce(call, key);
    }

    private int acknowledgeOne(Call call, StreamValue stream, long group) {
        if (!IdTree.find(ConsumerGroup.pending(group), id.ms(), id.seq(), pending)) {
            return NO_SUCH_ENTRY;
        }
        ConsumerGroup.removePending(group, pending);
        call.dirty(1);
        if (!mode.allows(stream.root(), id.ms(), id.seq(), pending)) {
            return STILL_REFERENCED;
        }
        mode.dropReferences(stream.root(), id.ms(), id.seq(), pending);
        deleted += stream.delete(id.ms(), id.seq()) ? 1 : 0;
        return DELETED;
    }
}
