package dev.spinel.tools.check;

/** Words for the numbers of RDB types. */
final class RdbTypes {
    private static final String[] NAMES = {
        "string", "list-linked", "set-hashtable", "zset-v1", "hash-hashtable", "zset-v2", "module-pre-release",
        "module-value", null, "hash-zipmap", "list-ziplist", "set-intset", "zset-ziplist", "hash-ziplist", "quicklist",
        "stream", "hash-listpack", "zset-listpack", "quicklist-v2", "stream-v2", "set-listpack", "stream-v3",
        "hash-hashtable-md-pre-release", "hash-listpack-md-pre-release", "hash-hashtable-md", "hash-listpack-md",
        "stream-v4", "stream-v5", "array"
    };

    private RdbTypes() {}

    /** The form of the value. */
    static String name(int rdbType) {
        String name = rdbType < NAMES.length ? NAMES[rdbType] : null;
        return name == null ? "unknown" : name;
    }

    /** What TYPE would answer. */
    static String kind(int rdbType) {
        return switch (rdbType) {
            case 0 -> "string";
            case 1, 10, 14, 18 -> "list";
            case 2, 11, 20 -> "set";
            case 3, 5, 12, 17 -> "zset";
            case 7 -> "module";
            case 15, 19, 21, 26, 27 -> "stream";
            case 28 -> "array";
            default -> "hash";
        };
    }
}
