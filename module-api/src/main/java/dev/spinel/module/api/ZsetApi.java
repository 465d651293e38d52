package dev.spinel.module.api;

import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.type.sortedset.SortedSetCursor;
import dev.spinel.engine.type.sortedset.SortedSetValue;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.NeedsLock;
import dev.spinel.module.abi.StringCell;

/** Keys that hold sorted sets: members, and walks over ranges of them. */
@NeedsLock
public final class ZsetApi {
    /** When a member is written, and what became of it: {@code REDISMODULE_ZADD_*}. */
    public static final int IF_EXISTING = 1;
    public static final int IF_NEW = 1 << 1;
    public static final int ADDED = 1 << 2;
    public static final int UPDATED = 1 << 3;
    public static final int UNCHANGED = 1 << 4;
    public static final int IF_GREATER = 1 << 5;
    public static final int IF_LESS = 1 << 6;

    private ZsetApi() {}

    /**
     * Adds a member or changes its score; flags tell when, and then what happened. ERR: wrong type or mode, no number.
     */
    @ModuleFunction(since = "4.0",
            c = "int ZsetAdd(RedisModuleKey *key, double score, RedisModuleString *ele, int *flagsptr)")
    public static int zsetAdd(ModuleKey key, double score, long ele, long flagsptr) {
        return put(key, score, ele, flagsptr, 0, false);
    }

    /** As {@code ZsetAdd}, by an increment; the new score is stored. */
    @ModuleFunction(since = "4.0", c = "int ZsetIncrby(RedisModuleKey *key, double score, RedisModuleString *ele, "
            + "int *flagsptr, double *newscore)")
    public static int zsetIncrby(ModuleKey key, double score, long ele, long flagsptr, long newscore) {
        return put(key, score, ele, flagsptr, newscore, true);
    }

    private static int put(ModuleKey key, double score, long ele, long flagsptr, long newscore, boolean adds) {
        Key found = key.mayChange() ? key.keyOf(ValueType.SORTED_SET) : null;
        if (found == null) {
            return ReplyApi.ERR;
        }
        int flags = flagsptr == 0 ? 0 : Native.getInt(flagsptr);
        SortedSetValue set = key.context().server().sortedSet(found);
        SortedSetCursor cursor = new SortedSetCursor();
        boolean isThere = set.find(cursor, StringCell.bytes(ele), StringCell.length(ele));
        double before = isThere ? cursor.score() : 0;
        double after = adds ? before + score : score;
        if (Double.isNaN(after)) {
            told(flagsptr, 0);
            return ReplyApi.ERR;
        }
        if (isThere ? mayNotChange(flags, before, after) : (flags & IF_EXISTING) != 0) {
            told(flagsptr, UNCHANGED);
            return ReplyApi.OK;
        }
        if (newscore != 0) {
            Native.putDouble(newscore, after);
        }
        if (!isThere) {
            set.insert(after, StringCell.bytes(ele), StringCell.length(ele));
            key.changed(found);
        } else if (before != after) {
            set.setScore(cursor, after, StringCell.bytes(ele), StringCell.length(ele));
        }
        told(flagsptr, !isThere ? ADDED : before == after ? 0 : UPDATED);
        return ReplyApi.OK;
    }

    private static boolean mayNotChange(int flags, double before, double after) {
        return (flags & IF_NEW) != 0 || (flags & IF_GREATER) != 0 && after <= before
                || (flags & IF_LESS) != 0 && after >= before;
    }

    private static void told(long flagsptr, int flags) {
        if (flagsptr != 0) {
            Native.putInt(flagsptr, flags);
        }
    }

    /** Removes a member, and the key with the last one; tells how many there were, 0 or 1. */
    @ModuleFunction(since = "4.0", c = "int ZsetRem(RedisModuleKey *key, RedisModuleString *ele, int *deleted)")
    public static int zsetRem(ModuleKey key, long ele, long deleted) {
        Key found = key.mayChange() ? key.keyOf(ValueType.SORTED_SET) : null;
        if (found == null) {
            return ReplyApi.ERR;
        }
        SortedSetValue set = key.context().server().sortedSet(found);
        boolean isRemoved = found.exists() && set.remove(StringCell.bytes(ele), StringCell.length(ele));
        if (isRemoved && set.count() == 0) {
            found.delete();
        }
        told(deleted, isRemoved ? 1 : 0);
        return ReplyApi.OK;
    }

    /** Score of a member, which a NULL {@code score} does not ask for; ERR when it is not there. */
    @ModuleFunction(since = "4.0", c = "int ZsetScore(RedisModuleKey *key, RedisModuleString *ele, double *score)")
    public static int zsetScore(ModuleKey key, long ele, long score) {
        SortedSetValue set = existing(key);
        SortedSetCursor cursor = new SortedSetCursor();
        if (set == null || !set.find(cursor, StringCell.bytes(ele), StringCell.length(ele))) {
            return ReplyApi.ERR;
        }
        if (score != 0) {
            Native.putDouble(score, cursor.score());
        }
        return ReplyApi.OK;
    }

    /** The sorted set of a key; null when the key holds none. */
    private static SortedSetValue existing(ModuleKey key) {
        Key found = key == null ? null : key.keyOf(ValueType.SORTED_SET);
        return found == null || !found.exists() ? null : key.context().server().sortedSet(found);
    }

    /** Begins a walk at the lowest member with a score in a range. ERR when the key holds no sorted set. */
    @ModuleFunction(since = "4.0",
            c = "int ZsetFirstInScoreRange(RedisModuleKey *key, double min, double max, int minex, int maxex)")
    public static int zsetFirstInScoreRange(ModuleKey key, double min, double max, boolean minex, boolean maxex) {
        return walkScores(key, min, max, minex, maxex, false);
    }

    /** Begins a walk at the highest member with a score in a range. */
    @ModuleFunction(since = "4.0",
            c = "int ZsetLastInScoreRange(RedisModuleKey *key, double min, double max, int minex, int maxex)")
    public static int zsetLastInScoreRange(ModuleKey key, double min, double max, boolean minex, boolean maxex) {
        return walkScores(key, min, max, minex, maxex, true);
    }

    private static int walkScores(ModuleKey key, double min, double max, boolean minex, boolean maxex, boolean last) {
        SortedSetValue set = existing(key);
        if (set == null) {
            return ReplyApi.ERR;
        }
        key.range(ZsetRange.of(set.countBelow(min, minex), set.countBelow(max, !maxex), last));
        return ReplyApi.OK;
    }

    /** Begins a walk at the first member between two bounds: {@code -}, {@code +}, {@code [member}, {@code (member}. */
    @ModuleFunction(since = "4.0",
            c = "int ZsetFirstInLexRange(RedisModuleKey *key, RedisModuleString *min, RedisModuleString *max)")
    public static int zsetFirstInLexRange(ModuleKey key, long min, long max) {
        return walkMembers(key, min, max, false);
    }

    /** Begins a walk at the last member between two bounds. */
    @ModuleFunction(since = "4.0",
            c = "int ZsetLastInLexRange(RedisModuleKey *key, RedisModuleString *min, RedisModuleString *max)")
    public static int zsetLastInLexRange(ModuleKey key, long min, long max) {
        return walkMembers(key, min, max, true);
    }

    private static int walkMembers(ModuleKey key, long min, long max, boolean last) {
        SortedSetValue set = existing(key);
        if (set == null || !isBound(min) || !isBound(max)) {
            return ReplyApi.ERR;
        }
        key.range(ZsetRange.of(rank(set, min, '('), rank(set, max, '['), last));
        return ReplyApi.OK;
    }

    private static boolean isBound(long bound) {
        long length = StringCell.length(bound);
        int kind = length == 0 ? 0 : Mem.getByte(StringCell.bytes(bound));
        return kind == '[' || kind == '(' || length == 1 && (kind == '-' || kind == '+');
    }

    /** @param included the kind of bound whose own member lies below it */
    private static long rank(SortedSetValue set, long bound, char included) {
        int kind = Mem.getByte(StringCell.bytes(bound));
        return switch (kind) {
            case '-' -> 0;
            case '+' -> set.count();
            default -> set.countBelow(StringCell.bytes(bound) + 1, StringCell.length(bound) - 1, kind == included);
        };
    }

    /** The member the walk stands at, as a string of the module's, and its score; NULL when there is none. */
    @ModuleFunction(since = "4.0", c = "RedisModuleString *ZsetRangeCurrentElement(RedisModuleKey *key, double *score)")
    public static long zsetRangeCurrentElement(ModuleKey key, long score) {
        SortedSetValue set = existing(key);
        SortedSetCursor cursor = new SortedSetCursor();
        if (set == null || !key.range().hasCurrent() || !set.seek(cursor, key.range().current())) {
            return 0;
        }
        if (score != 0) {
            Native.putDouble(score, cursor.score());
        }
        long member = StringCell.create(key.context().module().memory().strings(), cursor.address(), cursor.length());
        key.context().autoMemory().addString(member);
        return member;
    }

    /** Whether there was a higher member in the range to go to. */
    @ModuleFunction(since = "4.0", c = "int ZsetRangeNext(RedisModuleKey *key)")
    public static boolean zsetRangeNext(ModuleKey key) {
        key.range(key.range().step(1));
        return !key.range().isOver();
    }

    /** Whether there was a lower member in the range to go to. */
    @ModuleFunction(since = "4.0", c = "int ZsetRangePrev(RedisModuleKey *key)")
    public static boolean zsetRangePrev(ModuleKey key) {
        key.range(key.range().step(-1));
        return !key.range().isOver();
    }

    /** Ends a walk. */
    @ModuleFunction(since = "4.0", c = "void ZsetRangeStop(RedisModuleKey *key)")
    public static void zsetRangeStop(ModuleKey key) {
        key.range(ZsetRange.NONE);
    }

    /** Whether the walk tried to leave its range. */
    @ModuleFunction(since = "4.0", c = "int ZsetRangeEndReached(RedisModuleKey *key)")
    public static boolean zsetRangeEndReached(ModuleKey key) {
        return key.range().isOver();
    }
}
