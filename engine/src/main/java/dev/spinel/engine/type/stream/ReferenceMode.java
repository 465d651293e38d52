package dev.spinel.engine.type.stream;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.tree.IdCursor;
import dev.spinel.engine.struct.tree.IdTree;

/** What becomes of the pending entries of groups when their entry is to go from the stream. */
enum ReferenceMode {
    /** They stay. */
    KEEP("keepref"),
    /** They go, too. */
    DROP("delref"),
    /** The entry stays while one is left, or a group has not read it yet. */
    ACKNOWLEDGED("acked");

    private static final ReferenceMode[] MODES = values();

    private final byte[] word;

    ReferenceMode(String word) {
        this.word = Text.bytes(word);
    }

    /** The mode that an argument names, or null. */
    static ReferenceMode of(Call call, int index) {
        for (ReferenceMode mode : MODES) {
            if (call.args().is(index, mode.word)) {
                return mode;
            }
        }
        return null;
    }

    /** Whether the entry may go as far as the groups are concerned. */
    boolean allows(long root, long ms, long seq, IdCursor cursor) {
        return this != ACKNOWLEDGED || !isReferenced(root, ms, seq, cursor);
    }

    private static boolean isReferenced(long root, long ms, long seq, IdCursor cursor) {
        for (int i = StreamRoot.groupCount(root) - 1; i >= 0; i--) {
            long group = StreamRoot.groupAt(root, i);
            boolean isUnread = StreamId.compare(ConsumerGroup.lastMs(group), ConsumerGroup.lastSeq(group), ms, seq) < 0;
            if (isUnread || IdTree.find(ConsumerGroup.pending(group), ms, seq, cursor)) {
                return true;
            }
        }
        return false;
    }

    /** Drops what is pending of an entry that goes, in this mode; whether there was something. */
    boolean dropReferences(long root, long ms, long seq, IdCursor cursor) {
        boolean isChanged = false;
        for (int i = this == DROP ? StreamRoot.groupCount(root) - 1 : -1; i >= 0; i--) {
            long group = StreamRoot.groupAt(root, i);
            if (IdTree.find(ConsumerGroup.pending(group), ms, seq, cursor)) {
                ConsumerGroup.removePending(group, cursor);
                isChanged = true;
            }
        }
        return isChanged;
    }
}
