package dev.spinel.engine.type.stream;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.WaitingCommands;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.tree.IdCursor;
import dev.spinel.engine.struct.tree.IdTree;

/** Rows and methods that make and change consumer groups: XGROUP and its subcommands, XACK. */
final class GroupCommands {
    private static final byte[] CREATE_GROUP = KeyEvent.name("xgroup-create");
    private static final byte[] SET_ID = KeyEvent.name("xgroup-setid");
    private static final byte[] DESTROY = KeyEvent.name("xgroup-destroy");
    private static final byte[] DELETE_CONSUMER = KeyEvent.name("xgroup-delconsumer");
    private static final byte[] MKSTREAM = Text.bytes("mkstream");
    private static final byte[] ENTRIESREAD = Text.bytes("entriesread");
    private static final byte[] LAST = Text.bytes("$");

    private static final byte[] READ_NEGATIVE = Errors.bytes("ERR value for ENTRIESREAD must be positive or -1");
    private static final byte[] NO_KEY = Errors.bytes("ERR The XGROUP subcommand requires the key to exist. Note that "
        + "for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.");
    private static final byte[] BUSY = Errors.bytes("BUSYGROUP Consumer Group name already exists");

    private static final String[] HELP = {
        "XGROUP <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "CREATE <key> <groupname> <id|$> [option]",
        "    Create a new consumer group. Options are:",
        "    * MKSTREAM",
        "      Create the empty stream if it does not exist.",
        "    * ENTRIESREAD entries_read",
        "      Set the group's entries_read counter (internal use).",
        "CREATECONSUMER <key> <groupname> <consumer>",
        "    Create a new consumer in the specified group.",
        "DELCONSUMER <key> <groupname> <consumer>",
        "    Remove the specified consumer.",
        "DESTROY <key> <groupname>",
        "    Remove the specified group.",
        "SETID <key> <groupname> <id|$> [ENTRIESREAD entries_read]",
        "    Set the current group ID and entries_read counter.",
        "HELP",
        "    Prints this help.",
    };

    private final StreamValue streams;
    private final WaitingCommands waiting;
    private final StreamId id = new StreamId();
    private final IdCursor pending = new IdCursor();
    private boolean makesStream;
    private long entriesRead;

    GroupCommands(StreamLimits limits, WaitingCommands waiting) {
        streams = new StreamValue(limits);
        this.waiting = waiting;
    }

    void register(CommandTable table) {
        table.add("XGROUP CREATE", this::create);
        table.add("XGROUP SETID", this::setId);
        table.add("XGROUP DESTROY", this::destroy);
        table.add("XGROUP CREATECONSUMER", this::createConsumer);
        table.add("XGROUP DELCONSUMER", this::deleteConsumer);
        table.add("XGROUP HELP", call -> call.reply().help(HELP));
        table.add("XACK", this::acknowledge);
    }

    /** Reads the words behind the id of CREATE and SETID. */
    private void parseOptions(Call call, boolean isCreate) {
        makesStream = false;
        entriesRead = ConsumerGroup.UNKNOWN;
        Args args = call.args();
        for (int i = 5; i < args.count() && !call.failed(); i++) {
            if (isCreate && args.is(i, MKSTREAM)) {
                makesStream = true;
            } else if (args.is(i, ENTRIESREAD) && i + 1 < args.count()) {
                entriesRead = call.integer(++i);
                if (entriesRead < ConsumerGroup.UNKNOWN) {
                    call.fail(READ_NEGATIVE);
                }
            } else {
                call.fail(Errors.subcommandSyntax(args));
            }
        }
    }

    /** Looks up the key of a subcommand that needs it to be there; latches an error. */
    private static Key requireKey(Call call) {
        Key key = call.writeTyped(2, ValueType.STREAM);
        if (!key.exists()) {
            call.fail(NO_KEY);
        }
        return key;
    }

    /** Looks up the group of a subcommand that needs it to be there; latches an error. */
    private static long requireGroup(Call call, Key key) {
        return call.failed() ? 0 : GroupLookup.requireIn(call, key, 3);
    }

    private boolean isLast(Call call) {
        return Text.equals(call.args().address(4), call.args().length(4), LAST);
    }

    /** Errors: no stream, an id that is none, BUSYGROUP. Redis: xgroupCommand, as for all subcommands. */
    private void create(Call call) {
        parseOptions(call, true);
        if (call.failed()) {
            return;
        }
        Key key = makesStream ? call.writeTyped(2, ValueType.STREAM) : requireKey(call);
        if (call.failed()) {
            return;
        }
        StreamValue stream = streams.open(key);
        if (isLast(call)) {
            stream.last(id);
        } else {
            id.parseStrict(call, 4, 0);
        }
        if (call.failed()) {
            return;
        }
        if (!key.exists()) {
            stream.create();
            call.changed(key);
            call.dirty(-1);
        }
        Args args = call.args();
        if (StreamRoot.addGroup(stream.root(), args.address(3), args.length(3), id, entriesRead) == 0) {
            call.fail(BUSY);
            return;
        }
        call.dirty(1);
        call.event(key, KeyEvent.STREAM, CREATE_GROUP);
        call.reply().ok();
    }

    private void setId(Call call) {
        parseOptions(call, false);
        if (call.failed()) {
            return;
        }
        Key key = requireKey(call);
        long group = requireGroup(call, key);
        if (call.failed()) {
            return;
        }
        if (isLast(call)) {
            streams.open(key).last(id);
        } else {
            id.parse(call, 4, 0);
        }
        if (call.failed()) {
            return;
        }
        ConsumerGroup.last(group, id.ms(), id.seq());
        ConsumerGroup.entriesRead(group, entriesRead);
        call.dirty(1);
        call.event(key, KeyEvent.STREAM, SET_ID);
        call.reply().ok();
    }

    /** Replies whether the group was there. Whoever waits in it hears that it is gone. */
    private void destroy(Call call) {
        Key key = requireKey(call);
        if (call.failed()) {
            return;
        }
        long group = GroupLookup.find(call, key, 3);
        if (group != 0) {
            StreamRoot.removeGroup(key.root(), group);
            call.dirty(1);
            call.event(key, KeyEvent.STREAM, DESTROY);
            waiting.signal(key);
        }
        call.reply().integer(group != 0 ? 1 : 0);
    }

    /** Replies whether the consumer is new. */
    private void createConsumer(Call call) {
        Key key = requireKey(call);
        long group = requireGroup(call, key);
        if (call.failed()) {
            return;
        }
        boolean isNew = GroupLookup.findConsumer(call, group, 4) == 0;
        if (isNew) {
            GroupLookup.createConsumer(call, key, group, 4);
        }
        call.reply().integer(isNew ? 1 : 0);
    }

    /** Replies how many entries were pending for the consumer. */
    private void deleteConsumer(Call call) {
        Key key = requireKey(call);
        long group = requireGroup(call, key);
        if (call.failed()) {
            return;
        }
        long consumer = GroupLookup.findConsumer(call, group, 4);
        long count = 0;
        if (consumer != 0) {
            count = Consumer.pendingCount(consumer);
            ConsumerGroup.removeConsumer(group, consumer, pending);
            call.dirty(1);
            call.event(key, KeyEvent.STREAM, DELETE_CONSUMER);
        }
        call.reply().integer(count);
    }

    /** Replies how many of the entries were pending. Redis: xackCommand. */
    private void acknowledge(Call call) {
        Key key = call.read(1, 0, ValueType.STREAM);
        if (call.failed()) {
            return;
        }
        long group = GroupLookup.find(call, key, 2);
        if (group == 0) {
            call.reply().integer(0);
            return;
        }
        for (int i = 3; i < call.argCount() && !call.failed(); i++) {
            id.parseStrict(call, i, 0);
        }
        if (call.failed()) {
            return;
        }
        long acknowledged = 0;
        for (int i = 3; i < call.argCount(); i++) {
            id.parseStrict(call, i, 0);
            if (IdTree.find(ConsumerGroup.pending(group), id.ms(), id.seq(), pending)) {
                ConsumerGroup.removePending(group, pending);
                acknowledged++;
            }
        }
        call.dirty(acknowledged);
        call.reply().integer(acknowledged);
    }
}
