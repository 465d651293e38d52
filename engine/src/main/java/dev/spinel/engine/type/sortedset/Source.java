package dev.spinel.engine.type.sortedset;

import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.type.set.SetCursor;
import dev.spinel.engine.type.set.SetValue;

/** One operand of ZUNION and its kin: a sorted set, or a set whose members all have the score 1. */
final class Source {
    private final SetValue set;
    private final SetCursor setPlace = new SetCursor();
    private final SortedSetValue sorted;
    private final SortedSetCursor sortedPlace = new SortedSetCursor();
    private final SortedSetCursor found = new SortedSetCursor();
    private boolean isSet;
    private long buffer;
    private double weight;
    private boolean isCounted;
    private boolean isBegun;

    Source(Keyspace keyspace, SortedSetLimits limits) {
        set = SetValue.reader(keyspace.hasher());
        sorted = new SortedSetValue(keyspace.hasher(), limits);
    }

    /** Opens a key that is absent or of either type. */
    void open(Key key, long scratch) {
        isSet = key.type() == ValueType.SET;
        buffer = scratch;
        weight = 1;
        isCounted = false;
        if (isSet) {
            set.open(key);
        } else {
            sorted.open(key, scratch);
        }
    }

    void weight(double factor) {
        weight = factor;
    }

    /** Whether each member counts for the weight alone, whatever its score. */
    void counted(boolean counted) {
        isCounted = counted;
    }

    long count() {
        return isSet ? set.count() : sorted.count();
    }

    /** Stands before the first member. */
    void begin() {
        isBegun = false;
        if (isSet) {
            setPlace.begin(set, buffer);
        }
    }

    boolean next() {
        if (isSet) {
            return setPlace.next();
        }
        boolean isFirst = !isBegun;
        isBegun = true;
        return isFirst ? sorted.seek(sortedPlace, 0) : sortedPlace.next();
    }

    long address() {
        return isSet ? setPlace.address() : sortedPlace.address();
    }

    long length() {
        return isSet ? setPlace.length() : sortedPlace.length();
    }

    /** Weighed score of the member the walk is on. */
    double score() {
        return weigh(isSet || isCounted ? 1 : sortedPlace.score());
    }

    /** Looks a member up, for {@link #foundScore}; the walk stays where it is. */
    boolean find(long address, long length) {
        return isSet ? set.contains(address, length) : sorted.find(found, address, length);
    }

    /** Weighed score of the member found last; zero times infinity is no number, which only a sum takes for nothing. */
    double foundScore() {
        return weight * (isSet || isCounted ? 1 : found.score());
    }

    /** Zero times infinity counts as nothing. */
    private double weigh(double score) {
        double weighed = weight * score;
        return Double.isNaN(weighed) ? 0 : weighed;
    }
}
