package dev.spinel.module.api;

import dev.spinel.module.abi.Handle;
import dev.spinel.module.abi.Native;

/**
 * {@code RedisModuleType}: a type of value a module brought along, with the C functions that know it. Lives as long as
 * its module. The id of a type is what RDB files hold: nine characters of six bits, then ten bits of version.
 *
 * <pre>
 *   RedisModuleTypeMethods, as far as its version goes
 *   0         8          16         24            32          40       48     56         64         72
 *   | version | rdb_load | rdb_save | aof_rewrite | mem_usage | digest | free | aux_load | aux_save | triggers i32 |
 *   80            88       96     104      112          120            128       136     144
 *   | free_effort | unlink | copy | defrag | mem_usage2 | free_effort2 | unlink2 | copy2 | aux_save2 |
 * </pre>
 */
public final class ModuleType extends Handle {
    static final int NAME_LENGTH = 9;
    static final int MAX_VERSION = 1023;
    private static final int VERSION_BITS = 10;
    private static final int CHARACTER_BITS = 6;
    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /** Offsets in the struct. */
    public static final int RDB_LOAD = 8;
    public static final int RDB_SAVE = 16;
    public static final int AOF_REWRITE = 24;
    private static final int MEM_USAGE = 32;
    public static final int DIGEST = 40;
    public static final int FREE = 48;
    public static final int AUX_LOAD = 56;
    private static final int AUX_SAVE = 64;
    public static final int AUX_TRIGGERS = 72;
    private static final int FREE_EFFORT = 80;
    private static final int UNLINK = 88;
    private static final int COPY = 96;
    public static final int DEFRAG = 104;
    public static final int MEM_USAGE_2 = 112;
    public static final int FREE_EFFORT_2 = 120;
    public static final int UNLINK_2 = 128;
    public static final int COPY_2 = 136;
    public static final int AUX_SAVE_2 = 144;
    /** When a type has data beside its keys: bits of its triggers. */
    public static final int BEFORE_KEYS = 1;
    public static final int AFTER_KEYS = 2;
    /** Bytes of the struct by its version. */
    private static final int[] STRUCT_BYTES = {0, 56, 80, 112, 144, 152};
    /** Bytes of the newest struct. */
    public static final int METHODS_BYTES = STRUCT_BYTES[STRUCT_BYTES.length - 1];
    public static final int METHODS_VERSION = STRUCT_BYTES.length - 1;

    private final LoadedModule module;
    private final String name;
    private final long id;
    final long rdbLoad;
    final long rdbSave;
    final long aofRewrite;
    final long memUsage;
    final long memUsage2;
    final long digest;
    final long free;
    final long freeEffort;
    final long freeEffort2;
    final long unlink;
    final long unlink2;
    final long copy;
    final long copy2;
    final long defrag;
    final long auxLoad;
    final long auxSave;
    final long auxSave2;
    final int auxTriggers;
    private int index;

    /** @param methods the C struct, read now and not kept */
    ModuleType(LoadedModule module, String name, int version, long methods) {
        this.module = module;
        this.name = name;
        this.id = idOf(name, version);
        int bytes = STRUCT_BYTES[(int) Math.min(Native.getLong(methods), STRUCT_BYTES.length - 1)];
        rdbLoad = method(methods, RDB_LOAD, bytes);
        rdbSave = method(methods, RDB_SAVE, bytes);
        aofRewrite = method(methods, AOF_REWRITE, bytes);
        memUsage = method(methods, MEM_USAGE, bytes);
        memUsage2 = method(methods, MEM_USAGE_2, bytes);
        digest = method(methods, DIGEST, bytes);
        free = method(methods, FREE, bytes);
        freeEffort = method(methods, FREE_EFFORT, bytes);
        freeEffort2 = method(methods, FREE_EFFORT_2, bytes);
        unlink = method(methods, UNLINK, bytes);
        unlink2 = method(methods, UNLINK_2, bytes);
        copy = method(methods, COPY, bytes);
        copy2 = method(methods, COPY_2, bytes);
        defrag = method(methods, DEFRAG, bytes);
        auxLoad = method(methods, AUX_LOAD, bytes);
        auxSave = method(methods, AUX_SAVE, bytes);
        auxSave2 = method(methods, AUX_SAVE_2, bytes);
        auxTriggers = (int) method(methods, AUX_TRIGGERS, bytes);
    }

    private static long method(long methods, int offset, int bytes) {
        return offset < bytes ? Native.getLong(methods + offset) : 0;
    }

    /** Whether a type may have this name. */
    static boolean isName(String name) {
        return name.length() == NAME_LENGTH && name.chars().allMatch(c -> CHARACTERS.indexOf(c) >= 0);
    }

    private static long idOf(String name, int version) {
        long id = 0;
        for (int i = 0; i < NAME_LENGTH; i++) {
            id = id << CHARACTER_BITS | CHARACTERS.indexOf(name.charAt(i));
        }
        return id << VERSION_BITS | version;
    }

    /** The name of the type that an id names. */
    static String nameOf(long id) {
        char[] name = new char[NAME_LENGTH];
        for (int i = 0; i < NAME_LENGTH; i++) {
            int shift = VERSION_BITS + CHARACTER_BITS * (NAME_LENGTH - 1 - i);
            name[i] = CHARACTERS.charAt((int) (id >>> shift) & (1 << CHARACTER_BITS) - 1);
        }
        return new String(name);
    }

    /** The version of the encoding that an id names. */
    static int versionOf(long id) {
        return (int) (id & MAX_VERSION);
    }

    LoadedModule module() {
        return module;
    }

    String name() {
        return name;
    }

    long id() {
        return id;
    }

    /** Whether an id names this type, in whichever version of its encoding. */
    boolean hasId(long other) {
        return other >>> VERSION_BITS == id >>> VERSION_BITS;
    }

    /** Its place in {@link ModuleValueType}, which entries hold. */
    int index() {
        return index;
    }

    void index(int place) {
        index = place;
    }
}
