package dev.spinel.module.api;

import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;

/** The digest of a value, for DEBUG DIGEST. */
public final class DigestApi {
    private DigestApi() {}

    @ModuleFunction(since = "4.0", c = "void DigestAddStringBuffer(RedisModuleDigest *md, const char *ele, size_t len)")
    public static void digestAddStringBuffer(ModuleDigest md, long ele, long len) {
        md.add(Native.toBytes(ele, len));
    }

    @ModuleFunction(since = "4.0", c = "void DigestAddLongLong(RedisModuleDigest *md, long long ele)")
    public static void digestAddLongLong(ModuleDigest md, long ele) {
        md.add(Text.bytes(Long.toString(ele)));
    }

    /** Ends an ordered sequence; the order of sequences does not matter. */
    @ModuleFunction(since = "4.0", c = "void DigestEndSequence(RedisModuleDigest *md)")
    public static void digestEndSequence(ModuleDigest md) {
        md.endSequence();
    }

    @ModuleFunction(since = "7.0", c = "const RedisModuleString *GetKeyNameFromDigest(RedisModuleDigest *dig)")
    public static long getKeyNameFromDigest(ModuleDigest dig) {
        return dig.name();
    }

    @ModuleFunction(since = "7.0", c = "int GetDbIdFromDigest(RedisModuleDigest *dig)")
    public static int getDbIdFromDigest(ModuleDigest dig) {
        return dig.database();
    }
}
