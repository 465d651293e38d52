package dev.spinel.module.abi;

import java.util.Map;

/**
 * A C type as written in a prototype, with its {@link CKind}.
 *
 * @param text the type in C, one space between words, for example {@code const char *}
 * @param kind how a value of it travels
 */
public record CType(String text, CKind kind) {
    private static final Map<String, CKind> SCALARS = Map.ofEntries(
            Map.entry("void", CKind.VOID),
            Map.entry("int", CKind.INT),
            Map.entry("unsigned", CKind.INT),
            Map.entry("unsigned int", CKind.INT),
            Map.entry("int32_t", CKind.INT),
            Map.entry("uint32_t", CKind.INT),
            Map.entry("RedisModuleACLLogEntryReason", CKind.INT),
            Map.entry("RedisModuleConfigType", CKind.INT),
            Map.entry("long", CKind.LONG),
            Map.entry("unsigned long", CKind.LONG),
            Map.entry("long long", CKind.LONG),
            Map.entry("unsigned long long", CKind.LONG),
            Map.entry("size_t", CKind.LONG),
            Map.entry("int64_t", CKind.LONG),
            Map.entry("uint64_t", CKind.LONG),
            Map.entry("mstime_t", CKind.LONG),
            Map.entry("ustime_t", CKind.LONG),
            Map.entry("RedisModuleTimerID", CKind.LONG),
            Map.entry("uint8_t", CKind.BYTE),
            Map.entry("double", CKind.DOUBLE),
            Map.entry("float", CKind.FLOAT),
            Map.entry("RedisModuleEvent", CKind.EVENT),
            Map.entry("long double", CKind.LONG_DOUBLE));

    /**
     * Reads a type. A star makes a pointer; so does any other {@code RedisModule…} name, because the names that
     * stand without a star are typedefs of function pointers.
     *
     * @throws IllegalArgumentException for a type this page does not know
     */
    static CType of(String text) {
        String type = text.trim().replaceAll("\\s+", " ");
        if (type.indexOf('*') >= 0) {
            return new CType(type, CKind.POINTER);
        }
        String plain = type.startsWith("const ") ? type.substring("const ".length()) : type;
        CKind kind = SCALARS.get(plain);
        if (kind == null && plain.startsWith("RedisModule")) {
            kind = CKind.POINTER;
        }
        if (kind == null) {
            throw new IllegalArgumentException("unknown C type '" + type + "'");
        }
        return new CType(type, kind);
    }

    /** Whether this is NUL-terminated text by type. */
    boolean isText() {
        return text.equals("const char *") || text.equals("char *");
    }
}
