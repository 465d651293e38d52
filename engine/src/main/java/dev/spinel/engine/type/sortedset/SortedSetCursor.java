package dev.spinel.engine.type.sortedset;

import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.struct.listpack.Decimal;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.tree.ScoreTreeCursor;

/**
 * A place in a sorted set: a member and its score. Put there by {@link SortedSetValue#seek} or {@link
 * SortedSetValue#find}; good until the next change of the set.
 */
public final class SortedSetCursor {
    private final ScoreTreeCursor place = new ScoreTreeCursor();
    private SortedSetValue set;
    private boolean isTree;
    private int offset;
    private boolean isInteger;
    private boolean isWritten;

    ScoreTreeCursor place() {
        return place;
    }

    int offset() {
        return offset;
    }

    /** Gets ready for a place in a tree; always true. */
    boolean bindTree(SortedSetValue of) {
        set = of;
        isTree = true;
        isInteger = false;
        return true;
    }

    /** Goes to a pair of a listpack; false for none. */
    boolean moveTo(SortedSetValue of, int at) {
        set = of;
        isTree = false;
        offset = at;
        isInteger = at != Listpack.NONE && Listpack.isInteger(of.slot().address(), at);
        isWritten = false;
        return at != Listpack.NONE;
    }

    /** Goes to the next higher place; false, and nowhere, at the end. */
    public boolean next() {
        return isTree ? set.tree().next(place) : moveTo(set, SortedSetValue.nextPair(set.slot().address(), offset));
    }

    /** Goes to the next lower place; false, and nowhere, at the front. */
    boolean previous() {
        if (isTree) {
            return set.tree().previous(place);
        }
        long lp = set.slot().address();
        int scoreBefore = Listpack.previous(lp, offset);
        return moveTo(set, scoreBefore == Listpack.NONE ? Listpack.NONE : Listpack.previous(lp, scoreBefore));
    }

    public double score() {
        if (isTree) {
            return place.score();
        }
        long lp = set.slot().address();
        return SortedSetValue.scoreAt(lp, Listpack.next(lp, offset));
    }

    /** Address of the member's text. */
    public long address() {
        if (isTree) {
            return place.memberAddress();
        }
        if (!isInteger) {
            return Listpack.stringAddress(set.slot().address(), offset);
        }
        if (!isWritten) {
            Decimal.write(Listpack.integer(set.slot().address(), offset), set.buffer());
            isWritten = true;
        }
        return set.buffer();
    }

    /** Length of the member's text in bytes. */
    public long length() {
        return isTree ? place.memberLength() : Listpack.textLength(set.slot().address(), offset);
    }

    /** Replies the member. */
    void reply(ReplyBuilder reply) {
        if (isInteger) {
            reply.bulkInteger(Listpack.integer(set.slot().address(), offset));
        } else {
            reply.bulk(address(), length());
        }
    }

    /** Replies the member and, if wanted, its score; as a pair of its own if {@code isNested}. */
    void reply(ReplyBuilder reply, boolean withScore, boolean isNested) {
        if (isNested) {
            reply.array(2);
        }
        reply(reply);
        if (withScore) {
            Scores.reply(reply, score());
        }
    }

    /** Replies the score as the encoding keeps it: a listpack knows long integers to the last digit. */
    void replyStoredScore(ReplyBuilder reply) {
        double score = score();
        if (!isTree && Scores.isInteger(score)) {
            reply.bulkInteger((long) score);
        } else {
            reply.bulk(Scores.text(score));
        }
    }
}
