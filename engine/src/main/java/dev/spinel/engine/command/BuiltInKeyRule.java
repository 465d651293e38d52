package dev.spinel.engine.command;

import dev.spinel.engine.resp.ArgSource;
import java.util.Locale;

/** The rules of our own commands, by the name they have in the facts file. Source: db.c, the get-keys functions. */
enum BuiltInKeyRule implements KeyRule {
    BITFIELD, DELEX, GEORADIUS, MIGRATE, SET, SORT, SORT_RO, XREAD;

    private static final int READ = KeyFlag.RO | KeyFlag.ACCESS;
    private static final int OVERWRITE = KeyFlag.OW | KeyFlag.UPDATE;
    private static final int READ_AND_UPDATE = KeyFlag.RW | KeyFlag.ACCESS | KeyFlag.UPDATE;
    private static final int READ_AND_DELETE = KeyFlag.RW | KeyFlag.ACCESS | KeyFlag.DELETE;
    private static final int GEORADIUS_OPTIONS = 5;
    private static final int MIGRATE_OPTIONS = 6;

    static KeyRule named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    @Override
    public void find(ArgSource args, KeyExtractor keys) {
        switch (this) {
            case BITFIELD -> keys.add(1, isBitfieldReadOnly(args) ? READ : READ_AND_UPDATE);
            case DELEX -> keys.add(1, args.count() == 2 ? KeyFlag.RM | KeyFlag.DELETE : READ_AND_DELETE);
            case GEORADIUS -> findGeoradius(args, keys);
            case MIGRATE -> findMigrate(args, keys);
            case SET -> keys.add(1, hasWord(args, 3, "get") ? READ_AND_UPDATE : OVERWRITE);
            case SORT -> findSort(args, keys);
            case SORT_RO -> keys.add(1, READ);
            case XREAD -> findXread(args, keys);
            default -> throw new IllegalStateException("no rule " + this);
        }
    }

    /** Only GET and OVERFLOW before the end; anything that looks wrong counts as a write. */
    private static boolean isBitfieldReadOnly(ArgSource args) {
        int count = args.count();
        for (int i = 2; i < count; i++) {
            int left = count - i - 1;
            if (KeyExtractor.isWord(args, i, "get") && left >= 2) {
                i += 2;
            } else if (KeyExtractor.isWord(args, i, "overflow") && left >= 1) {
                i++;
            } else {
                return false;
            }
        }
        return true;
    }

    /** Of several STORE and STOREDIST the last one wins, as in the command. */
    private static void findGeoradius(ArgSource args, KeyExtractor keys) {
        int stored = 0;
        for (int i = GEORADIUS_OPTIONS; i + 1 < args.count(); i++) {
            if (KeyExtractor.isWord(args, i, "store") || KeyExtractor.isWord(args, i, "storedist")) {
                stored = ++i;
            }
        }
        keys.add(1, READ);
        if (stored > 0) keys.add(stored, OVERWRITE);
    }

    /** One key in its place, or, when that is empty, all after KEYS; both at once is an error and names none. */
    private static void findMigrate(ArgSource args, KeyExtractor keys) {
        int keysWord = migrateKeysWord(args);
        if (keysWord == 0) {
            keys.add(3, READ_AND_DELETE);
            return;
        }
        if (args.length(3) > 0) {
            return;
        }
        for (int i = keysWord + 1; i < args.count(); i++) {
            keys.add(i, READ_AND_DELETE);
        }
    }

    private static int migrateKeysWord(ArgSource args) {
        for (int i = MIGRATE_OPTIONS; i < args.count(); i++) {
            if (KeyExtractor.isWord(args, i, "keys")) {
                return i;
            }
            if (KeyExtractor.isWord(args, i, "auth")) {
                i++;
            } else if (KeyExtractor.isWord(args, i, "auth2")) {
                i += 2;
            }
        }
        return 0;
    }

    /** The last STORE wins; LIMIT, GET and BY hide as many words as they take. */
    private static void findSort(ArgSource args, KeyExtractor keys) {
        int stored = 0;
        for (int i = 2; i < args.count(); i++) {
            if (KeyExtractor.isWord(args, i, "limit")) {
                i += 2;
            } else if (KeyExtractor.isWord(args, i, "get") || KeyExtractor.isWord(args, i, "by")) {
                i++;
            } else if (KeyExtractor.isWord(args, i, "store") && i + 1 < args.count()) {
                stored = i + 1;
            }
        }
        keys.add(1, READ);
        if (stored > 0) keys.add(stored, OVERWRITE);
    }

    /** The first half of what follows STREAMS; that word may also name a group or a consumer. */
    private static void findXread(ArgSource args, KeyExtractor keys) {
        int streams = streamsWord(args);
        int following = args.count() - streams - 1;
        if (streams == 0 || following == 0 || following % 2 != 0) {
            return;
        }
        for (int i = streams + 1; i <= streams + following / 2; i++) {
            keys.add(i, READ);
        }
    }

    private static int streamsWord(ArgSource args) {
        for (int i = 1; i < args.count(); i++) {
            if (KeyExtractor.isWord(args, i, "streams")) {
                return i;
            }
            if (KeyExtractor.isWord(args, i, "block") || KeyExtractor.isWord(args, i, "count")) {
                i++;
            } else if (KeyExtractor.isWord(args, i, "group")) {
                i += 2;
            } else if (!KeyExtractor.isWord(args, i, "noack")) {
                return 0;
            }
        }
        return 0;
    }

    private static boolean hasWord(ArgSource args, int from, String word) {
        for (int i = from; i < args.count(); i++) {
            if (KeyExtractor.isWord(args, i, word)) {
                return true;
            }
        }
        return false;
    }
}
