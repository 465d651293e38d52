package dev.spinel.module.api;

import dev.spinel.module.abi.ModuleFunction;

/** Keys that hold sorted sets. This server has none yet, so every key answers as one of another type does. */
public final class ZsetApi {
    private ZsetApi() {}

    @ModuleFunction(since = "4.0",
            c = "int ZsetAdd(RedisModuleKey *key, double score, RedisModuleString *ele, int *flagsptr)")
    public static int zsetAdd(ModuleKey key, double score, long ele, long flagsptr) {
        return ReplyApi.ERR;
    }

    @ModuleFunction(since = "4.0", c = "int ZsetIncrby(RedisModuleKey *key, double score, RedisModuleString *ele, "
            + "int *flagsptr, double *newscore)")
    public static int zsetIncrby(ModuleKey key, double score, long ele, long flagsptr, long newscore) {
        return ReplyApi.ERR;
    }

    @ModuleFunction(since = "4.0", c = "int ZsetRem(RedisModuleKey *key, RedisModuleString *ele, int *deleted)")
    public static int zsetRem(ModuleKey key, long ele, long deleted) {
        return ReplyApi.ERR;
    }

    @ModuleFunction(since = "4.0", c = "int ZsetScore(RedisModuleKey *key, RedisModuleString *ele, double *score)")
    public static int zsetScore(ModuleKey key, long ele, long score) {
        return ReplyApi.ERR;
    }

    @ModuleFunction(since = "4.0",
            c = "int ZsetFirstInScoreRange(RedisModuleKey *key, double min, double max, int minex, int maxex)")
    public static int zsetFirstInScoreRange(ModuleKey key, double min, double max, boolean minex, boolean maxex) {
        return ReplyApi.ERR;
    }

    @ModuleFunction(since = "4.0",
            c = "int ZsetLastInScoreRange(RedisModuleKey *key, double min, double max, int minex, int maxex)")
    public static int zsetLastInScoreRange(ModuleKey key, double min, double max, boolean minex, boolean maxex) {
        return ReplyApi.ERR;
    }

    @ModuleFunction(since = "4.0",
            c = "int ZsetFirstInLexRange(RedisModuleKey *key, RedisModuleString *min, RedisModuleString *max)")
    public static int zsetFirstInLexRange(ModuleKey key, long min, long max) {
        return ReplyApi.ERR;
    }

    @ModuleFunction(since = "4.0",
            c = "int ZsetLastInLexRange(RedisModuleKey *key, RedisModuleString *min, RedisModuleString *max)")
    public static int zsetLastInLexRange(ModuleKey key, long min, long max) {
        return ReplyApi.ERR;
    }

    @ModuleFunction(since = "4.0", c = "RedisModuleString *ZsetRangeCurrentElement(RedisModuleKey *key, double *score)")
    public static long zsetRangeCurrentElement(ModuleKey key, long score) {
        return 0;
    }

    @ModuleFunction(since = "4.0", c = "int ZsetRangeNext(RedisModuleKey *key)")
    public static boolean zsetRangeNext(ModuleKey key) {
        return false;
    }

    @ModuleFunction(since = "4.0", c = "int ZsetRangePrev(RedisModuleKey *key)")
    public static boolean zsetRangePrev(ModuleKey key) {
        return false;
    }

    /** Ends a walk; there is never one. */
    @ModuleFunction(since = "4.0", c = "void ZsetRangeStop(RedisModuleKey *key)")
    public static void zsetRangeStop(ModuleKey key) {
        // No walk was begun.
    }

    @ModuleFunction(since = "4.0", c = "int ZsetRangeEndReached(RedisModuleKey *key)")
    public static boolean zsetRangeEndReached(ModuleKey key) {
        return true;
    }
}
