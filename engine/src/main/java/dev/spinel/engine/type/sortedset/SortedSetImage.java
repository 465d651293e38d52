package dev.spinel.engine.type.sortedset;

import dev.spinel.engine.keyspace.CommandChunks;
import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.ListpackImage;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.rdb.RdbFormat;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.listpack.ListpackReader;
import dev.spinel.engine.struct.tree.ScoreTreeImage;

/**
 * A sorted set as of a snapshot: in RDB form, a tree with the highest score first as Redis has it, and as commands. Any
 * thread.
 */
final class SortedSetImage {
    private static final byte[] ZADD = Text.bytes("ZADD");

    private SortedSetImage() {}

    static int rdbType(EntryImage value, int version) {
        boolean isListpack = !Entry.isRoot(value.entry()) && version >= RdbFormat.LISTPACKS_SINCE;
        return isListpack ? SortedSetType.RDB_LISTPACK : SortedSetType.RDB_SORTED_SET_2;
    }

    static void save(EntryImage value, ValueSink sink) {
        if (Entry.isRoot(value.entry())) {
            ScoreTreeImage tree = new ScoreTreeImage(value.blocks(), Entry.root(value.entry()));
            sink.writeLength(tree.count());
            while (tree.next()) {
                sink.writeString(tree.memberAddress(), tree.memberLength());
                sink.writeDouble(tree.score());
            }
        } else if (sink.version() >= RdbFormat.LISTPACKS_SINCE) {
            value.writeBytes(sink);
        } else {
            saveMembers(value.bytesAddress(), sink);
        }
    }

    private static void saveMembers(long lp, ValueSink sink) {
        sink.writeLength(Listpack.count(lp) / 2);
        ListpackImage elements = new ListpackImage(lp);
        for (int at = Listpack.first(lp); at != Listpack.NONE; at = Listpack.next(lp, Listpack.next(lp, at))) {
            elements.next();
            elements.write(sink);
            elements.next();
            sink.writeDouble(SortedSetValue.scoreAt(lp, Listpack.next(lp, at)));
        }
    }

    static void rewrite(EntryImage value, CommandSink sink) {
        if (!Entry.isRoot(value.entry())) {
            rewriteListpack(value, value.bytesAddress(), sink);
            return;
        }
        ScoreTreeImage tree = new ScoreTreeImage(value.blocks(), Entry.root(value.entry()));
        CommandChunks members = new CommandChunks(sink, ZADD, value, tree.count(), 2);
        while (tree.next()) {
            members.next().word(Scores.text(tree.score())).bytes(tree.memberAddress(), tree.memberLength());
        }
    }

    private static void rewriteListpack(EntryImage value, long lp, CommandSink sink) {
        CommandChunks members = new CommandChunks(sink, ZADD, value, Listpack.count(lp) / 2, 2);
        ListpackReader element = new ListpackReader();
        for (int at = Listpack.first(lp); at != Listpack.NONE; ) {
            int scoreAt = Listpack.next(lp, at);
            members.next().element(element.read(lp, scoreAt)).element(element.read(lp, at));
            at = Listpack.next(lp, scoreAt);
        }
    }
}
