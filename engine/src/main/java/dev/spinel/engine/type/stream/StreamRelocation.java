package dev.spinel.engine.type.stream;

import dev.spinel.engine.memory.Relocation;
import dev.spinel.engine.struct.tree.IdCursor;
import dev.spinel.engine.struct.tree.IdTree;

/**
 * Moves the blocks of a stream to better places, some at a time: nodes with the tree over them, then group after group
 * the group's block, its pending entries and those of its consumers. The blocks of consumers stay, because pending
 * entries refer to them, and so does what is remembered of producers. All static.
 *
 * <pre>
 *   place   0 the beginning · 1 the node from the id the relocation notes · else 2 + | group 31 | tree 31 | goes on 1 |
 *   tree    0 pending entries of the group · i those of its consumer i - 1
 * </pre>
 */
final class StreamRelocation {
    private static final int NODES = 1;
    private static final int GROUPS = 2;
    private static final int GROUP_SHIFT = 32;

    private StreamRelocation() {}

    /** Goes on from a place, until the slice is over; answers where to go on, 0 at the end. */
    static long run(long root, long from, Relocation relocation) {
        if (from >= GROUPS) {
            return groups(root, from - GROUPS, relocation);
        }
        boolean hasMore =
                IdTree.relocate(StreamRoot.nodes(root), from == NODES, StreamRelocation::moveNode, relocation);
        return hasMore ? NODES : groups(root, 0, relocation);
    }

    private static void moveNode(IdCursor cursor, Relocation relocation) {
        long moved = relocation.move(StreamRoot.node(cursor));
        if (moved != 0) {
            StreamRoot.node(cursor, moved);
        }
    }

    private static long groups(long root, long from, Relocation relocation) {
        int group = (int) (from >>> GROUP_SHIFT);
        int tree = (int) from >>> 1;
        boolean goesOn = (from & 1) != 0;
        while (group < StreamRoot.groupCount(root) && !relocation.isOver()) {
            if (tree == 0 && !goesOn) {
                moveGroup(root, group, relocation);
            }
            goesOn = moveTree(StreamRoot.groupAt(root, group), tree, goesOn, relocation);
            tree += goesOn ? 0 : 1;
            if (tree > ConsumerGroup.consumerCount(StreamRoot.groupAt(root, group))) {
                tree = 0;
                group++;
            }
        }
        boolean isAtEnd = group >= StreamRoot.groupCount(root);
        return isAtEnd ? 0 : GROUPS + ((long) group << GROUP_SHIFT | (long) tree << 1 | (goesOn ? 1 : 0));
    }

    private static void moveGroup(long root, int group, Relocation relocation) {
        if (group == 0) {
            NameTable.relocate(StreamRoot.groups(root), relocation);
        }
        NameTable.relocateAt(StreamRoot.groups(root), group, relocation);
        NameTable.relocate(ConsumerGroup.consumers(StreamRoot.groupAt(root, group)), relocation);
    }

    private static boolean moveTree(long group, int tree, boolean goesOn, Relocation relocation) {
        if (tree > ConsumerGroup.consumerCount(group)) {
            return false;
        }
        long ids = tree == 0 ? ConsumerGroup.pending(group)
                : Consumer.pending(ConsumerGroup.consumerAt(group, tree - 1));
        return IdTree.relocate(ids, goesOn, IdTree.RecordMover.NONE, relocation);
    }
}
