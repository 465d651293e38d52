package dev.spinel.engine.type.stream;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.tree.IdCursor;
import dev.spinel.engine.struct.tree.IdTree;

/** XINFO and its subcommands: what is known of a stream, its groups and their consumers. Redis: xinfoCommand. */
final class InfoCommands {
    private static final byte[] FULL = Text.bytes("full");
    private static final byte[] COUNT = Text.bytes("count");
    private static final long DEFAULT_COUNT = 10;
    private static final String[] HELP = {
        "XINFO <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "CONSUMERS <key> <groupname>",
        "    Show consumers of <groupname>.",
        "GROUPS <key>",
        "    Show the stream consumer groups.",
        "STREAM <key> [FULL [COUNT <count>]",
        "    Show information about the stream.",
        "HELP",
        "    Prints this help.",
    };

    private final StreamCursor cursor = new StreamCursor();
    private final IdCursor pending = new IdCursor();
    private final IdCursor entry = new IdCursor();

    void register(CommandTable table) {
        table.add("XINFO STREAM", this::stream);
        table.add("XINFO GROUPS", this::groups);
        table.add("XINFO CONSUMERS", this::consumers);
        table.add("XINFO HELP", call -> call.reply().help(HELP));
    }

    private static Key requireKey(Call call) {
        Key key = call.read(2);
        if (!key.exists()) {
            call.fail(Errors.NO_SUCH_KEY);
        } else if (key.type() != ValueType.STREAM) {
            call.fail(Errors.WRONG_TYPE);
        }
        return key;
    }

    private void consumers(Call call) {
        Key key = requireKey(call);
        long group = call.failed() ? 0 : GroupLookup.requireIn(call, key, 3);
        if (call.failed()) {
            return;
        }
        ReplyBuilder reply = call.reply();
        int count = ConsumerGroup.consumerCount(group);
        reply.array(count);
        for (int i = 0; i < count; i++) {
            long consumer = ConsumerGroup.consumerAt(group, i);
            long active = Consumer.activeMs(consumer);
            reply.map(4);
            reply.bulk("name");
            reply.bulk(Consumer.name(consumer), Consumer.nameLength(consumer));
            number(reply, "pending", Consumer.pendingCount(consumer));
            number(reply, "idle", Math.max(call.nowMs() - Consumer.seenMs(consumer), 0));
            number(reply, "inactive", active == Consumer.NEVER ? active : call.nowMs() - active);
        }
    }

    private void groups(Call call) {
        Key key = requireKey(call);
        if (call.failed()) {
            return;
        }
        ReplyBuilder reply = call.reply();
        int count = StreamRoot.groupCount(key.root());
        reply.array(count);
        for (int i = 0; i < count; i++) {
            long group = StreamRoot.groupAt(key.root(), i);
            reply.map(6);
            reply.bulk("name");
            reply.bulk(ConsumerGroup.name(group), ConsumerGroup.nameLength(group));
            number(reply, "consumers", ConsumerGroup.consumerCount(group));
            number(reply, "pending", ConsumerGroup.pendingCount(group));
            progress(call, key.root(), group);
        }
    }

    private static void number(ReplyBuilder reply, String name, long value) {
        reply.bulk(name);
        reply.integer(value);
    }

    private static void known(ReplyBuilder reply, String name, long value, long unknown) {
        reply.bulk(name);
        if (value == unknown) {
            reply.nil();
        } else {
            reply.integer(value);
        }
    }

    private static void id(Call call, String name, long ms, long seq) {
        call.reply().bulk(name);
        EntryReplies.id(call, ms, seq);
    }

    private static void progress(Call call, long root, long group) {
        id(call, "last-delivered-id", ConsumerGroup.lastMs(group), ConsumerGroup.lastSeq(group));
        known(call.reply(), "entries-read", ConsumerGroup.entriesRead(group), ConsumerGroup.UNKNOWN);
        known(call.reply(), "lag", ReadProgress.lag(root, group), ReadProgress.UNCLEAR);
    }

    // A whole stream

    private void stream(Call call) {
        Key key = requireKey(call);
        Args args = call.args();
        int options = args.count() - 3;
        boolean isFull = options == 1 || options == 3;
        if (!call.failed() && (options != 0 && !isFull || isFull && !args.is(3, FULL)
            || options == 3 && !args.is(4, COUNT))) {
            call.fail(Errors.subcommandSyntax(args));
        }
        long count = !call.failed() && options == 3 ? call.integer(5) : DEFAULT_COUNT;
        if (call.failed()) {
            return;
        }
        long root = key.root();
        // Redis before 8.6 tells nothing of producers.
        boolean hasProducers = Producers.isInUse(StreamRoot.producers(root));
        call.reply().map((isFull ? 9 : 10) + (hasProducers ? 6 : 0));
        facts(call, root);
        if (hasProducers) {
            producers(call, StreamRoot.producers(root));
        }
        if (isFull) {
            full(call, root, count < 0 ? DEFAULT_COUNT : count);
        } else {
            number(call.reply(), "groups", StreamRoot.groupCount(root));
            outermost(call, root, "first-entry", false);
            outermost(call, root, "last-entry", true);
        }
    }

    private static void facts(Call call, long root) {
        ReplyBuilder reply = call.reply();
        long nodes = IdTree.count(StreamRoot.nodes(root));
        number(reply, "length", StreamRoot.length(root));
        number(reply, "radix-tree-keys", nodes);
        number(reply, "radix-tree-nodes", nodes + 1);
        id(call, "last-generated-id", StreamRoot.lastMs(root), StreamRoot.lastSeq(root));
        id(call, "max-deleted-entry-id", StreamRoot.maxDeletedMs(root), StreamRoot.maxDeletedSeq(root));
        number(reply, "entries-added", StreamRoot.added(root));
        id(call, "recorded-first-entry-id", StreamRoot.firstMs(root), StreamRoot.firstSeq(root));
    }

    private static void producers(Call call, long producers) {
        ReplyBuilder reply = call.reply();
        Producers.forgetOld(producers, call.nowMs());
        number(reply, "idmp-duration", Producers.seconds(producers));
        number(reply, "idmp-maxsize", Producers.most(producers));
        number(reply, "pids-tracked", Producers.count(producers));
        number(reply, "iids-tracked", Producers.messageCount(producers));
        number(reply, "iids-added", Producers.added(producers));
        number(reply, "iids-duplicates", Producers.duplicates(producers));
    }

    private void outermost(Call call, long root, String name, boolean isLast) {
        call.reply().bulk(name);
        if (cursor.all(root, isLast).next()) {
            EntryReplies.entry(call, cursor);
        } else {
            call.reply().nil();
        }
    }

    private void full(Call call, long root, long count) {
        ReplyBuilder reply = call.reply();
        reply.bulk("entries");
        EntryReplies.entries(call, cursor.all(root, false), count);
        reply.bulk("groups");
        int groups = StreamRoot.groupCount(root);
        reply.array(groups);
        for (int i = 0; i < groups; i++) {
            fullGroup(call, root, StreamRoot.groupAt(root, i), count);
        }
    }

    private void fullGroup(Call call, long root, long group, long count) {
        ReplyBuilder reply = call.reply();
        int nacked = ConsumerGroup.nackedCount(group);
        reply.map(nacked > 0 ? 8 : 7);
        reply.bulk("name");
        reply.bulk(ConsumerGroup.name(group), ConsumerGroup.nameLength(group));
        progress(call, root, group);
        number(reply, "pel-count", ConsumerGroup.pendingCount(group));
        if (nacked > 0) {
            // Redis before 8.8 knows no such number.
            number(reply, "nacked-count", nacked);
        }
        reply.bulk("pending");
        pendingEntries(call, ConsumerGroup.pending(group), group, true, count);
        reply.bulk("consumers");
        int consumers = ConsumerGroup.consumerCount(group);
        reply.array(consumers);
        for (int i = 0; i < consumers; i++) {
            fullConsumer(call, group, ConsumerGroup.consumerAt(group, i), count);
        }
    }

    private void fullConsumer(Call call, long group, long consumer, long count) {
        ReplyBuilder reply = call.reply();
        reply.map(5);
        reply.bulk("name");
        reply.bulk(Consumer.name(consumer), Consumer.nameLength(consumer));
        number(reply, "seen-time", Consumer.seenMs(consumer));
        number(reply, "active-time", Consumer.activeMs(consumer));
        number(reply, "pel-count", Consumer.pendingCount(consumer));
        reply.bulk("pending");
        pendingEntries(call, Consumer.pending(consumer), group, false, count);
    }

    /** Up to {@code limit} pending entries with the given ids, 0 for all. */
    private void pendingEntries(Call call, long ids, long group, boolean withOwner, long limit) {
        ReplyBuilder reply = call.reply();
        long count = limit == 0 ? IdTree.count(ids) : Math.min(limit, IdTree.count(ids));
        reply.array(count);
        IdTree.first(ids, pending);
        for (long i = 0; i < count; i++) {
            IdTree.find(ConsumerGroup.pending(group), pending.high(), pending.low(), entry);
            reply.array(withOwner ? 4 : 3);
            EntryReplies.id(call, entry.high(), entry.low());
            if (withOwner) {
                EntryReplies.consumer(reply, ConsumerGroup.owner(entry));
            }
            reply.integer(ConsumerGroup.deliveredMs(entry));
            reply.integer(ConsumerGroup.deliveries(entry));
            IdTree.next(ids, pending);
        }
    }
}
