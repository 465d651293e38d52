package dev.spinel.engine.rdb;

/** Why a value could not be read, in the words operators know from Redis. Source: rdbLoadObject in rdb.c. */
public final class LoadFailure {
    private LoadFailure() {}

    /** What a reader says about a value with this type byte that it could not read. */
    public static String reason(RdbReader reader, int rdbType) {
        if (reader.reason() != null) {
            return reader.reason();
        }
        return reader.endedEarly() ? "Unexpected EOF reading RDB file" : malformed(rdbType);
    }

    /** The same as a line of the log, with the place. */
    public static String line(RdbReader reader, int rdbType) {
        return line(reader.position(), reason(reader, rdbType));
    }

    public static String line(long offset, String reason) {
        return "Internal error in RDB reading offset " + offset + " -> " + reason;
    }

    private static String malformed(int rdbType) {
        return switch (rdbType) {
            case 2 -> "Duplicate set members detected";
            case 3, 5 -> "Duplicate zset fields detected";
            case 4, 22, 24 -> "Duplicate hash fields detected";
            case 9 -> "Zipmap integrity check failed.";
            case 10 -> "List ziplist integrity check failed.";
            case 11 -> "Intset integrity check failed.";
            case 12 -> "Zset ziplist integrity check failed.";
            case 13 -> "Hash ziplist integrity check failed.";
            case 14 -> "Ziplist integrity check failed.";
            case 15, 19, 21 -> "Stream listpack integrity check failed.";
            case 16 -> "Hash listpack integrity check failed.";
            case 17 -> "Zset listpack integrity check failed.";
            case 18 -> "Listpack integrity check failed.";
            case 20 -> "Set listpack integrity check failed.";
            case 23, 25 -> "Hash listpackex integrity check failed.";
            default -> "A value of type " + rdbType + " makes no sense";
        };
    }
}
