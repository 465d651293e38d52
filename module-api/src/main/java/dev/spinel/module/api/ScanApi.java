package dev.spinel.module.api;

import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Doubles;
import dev.spinel.engine.type.hash.HashCursor;
import dev.spinel.engine.type.hash.HashValue;
import dev.spinel.engine.type.sortedset.SortedSetCursor;
import dev.spinel.engine.type.sortedset.SortedSetValue;
import dev.spinel.module.abi.Callbacks;
import dev.spinel.module.abi.Errno;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.NeedsLock;
import dev.spinel.module.abi.StringCell;
import java.util.ArrayList;
import java.util.List;

/** Scanning keys in steps, and collections. */
@NeedsLock
public final class ScanApi {
    private ScanApi() {}

    @ModuleFunction(since = "6.0", c = "RedisModuleScanCursor *ScanCursorCreate(void)")
    public static ScanCursor scanCursorCreate() {
        ScanCursor cursor = new ScanCursor();
        HandleTable.open(cursor, 0);
        return cursor;
    }

    @ModuleFunction(since = "6.0", c = "void ScanCursorRestart(RedisModuleScanCursor *cursor)")
    public static void scanCursorRestart(ScanCursor cursor) {
        cursor.restart();
    }

    @ModuleFunction(since = "6.0", c = "void ScanCursorDestroy(RedisModuleScanCursor *cursor)")
    public static void scanCursorDestroy(ScanCursor cursor) {
        HandleTable.close(cursor);
    }

    /**
     * Shows a function some keys of the selected database, open for reading while it runs; it may remove them. Answers
     * whether there are more. ENOENT when the scan was at its end before.
     */
    @ModuleFunction(since = "6.0", errno = true, c = "int Scan(RedisModuleCtx *ctx, RedisModuleScanCursor *cursor, "
            + "RedisModuleScanCB fn, void *privdata)")
    public static boolean scan(ModuleContext ctx, ScanCursor cursor, long fn, long privdata) {
        if (cursor.isDone()) {
            Errno.set(Errno.ENOENT);
            return false;
        }
        Database database = ctx.database();
        List<Long> names = new ArrayList<>();
        int tag = ctx.module().memory().strings();
        cursor.position(database.table().scan(cursor.position(), slot -> {
            long entry = database.table().entryAt(slot);
            names.add(StringCell.create(tag, Entry.keyAddress(entry), Entry.keyLength(entry)));
        }));
        for (long name : names) {
            show(ctx, database, name, fn, privdata);
            StringCell.release(name);
        }
        Errno.set(0);
        return !cursor.isDone();
    }

    private static void show(ModuleContext ctx, Database database, long name, long function, long data) {
        ModuleKey open = ModuleKey.openSilently(ctx, database, name);
        if (open.key().exists()) {
            Callbacks.voidPppp(function, ctx.address(), name, open.address(), data);
        }
        open.release();
    }

    /**
     * Shows a function the fields of a hash with their values, the members of a sorted set with their scores, or the
     * members of a set with NULL. All come with the
     * first call, which answers that there are no more. EINVAL for NULL and for other types, ENOENT at the end.
     */
    @ModuleFunction(since = "6.0", errno = true, c = "int ScanKey(RedisModuleKey *key, RedisModuleScanCursor *cursor, "
            + "RedisModuleScanKeyCB fn, void *privdata)")
    public static int scanKey(ModuleKey key, ScanCursor cursor, long fn, long privdata) {
        Key found = key == null ? null : key.key();
        boolean isScannable = found != null && isScannable(found.type());
        if (!isScannable || cursor.isDone()) {
            Errno.set(isScannable ? Errno.ENOENT : Errno.EINVAL);
            return 0;
        }
        cursor.position(0);
        List<Long> texts = switch (found.type()) {
            case ValueType.HASH -> pairs(key, found);
            case ValueType.SORTED_SET -> scores(key, found);
            default -> members(key, found);
        };
        for (int i = 0; i < texts.size(); i += 2) {
            long value = texts.get(i + 1);
            Callbacks.voidPppp(fn, key.address(), texts.get(i), value, privdata);
            StringCell.release(texts.get(i));
            if (value != 0) {
                StringCell.release(value);
            }
        }
        Errno.set(0);
        return 0;
    }

    private static boolean isScannable(int type) {
        return type == ValueType.HASH || type == ValueType.SET || type == ValueType.SORTED_SET;
    }

    /** Members with their scores as text. */
    private static List<Long> scores(ModuleKey key, Key found) {
        List<Long> texts = new ArrayList<>();
        int tag = key.context().module().memory().strings();
        SortedSetValue set = key.context().server().sortedSet(found);
        SortedSetCursor cursor = new SortedSetCursor();
        for (boolean more = set.seek(cursor, 0); more; more = cursor.next()) {
            texts.add(StringCell.create(tag, cursor.address(), cursor.length()));
            texts.add(StringCell.create(tag, Doubles.format(cursor.score())));
        }
        return texts;
    }

    private static List<Long> pairs(ModuleKey key, Key found) {
        List<Long> texts = new ArrayList<>();
        LoadedModule module = key.context().module();
        HashValue hash = key.context().engine().hashes().open(found);
        HashCursor cursor = new HashCursor();
        for (boolean more = hash.first(cursor); more; more = hash.next(cursor)) {
            if (key.seesExpired() || !cursor.isExpired(found.keyspace().nowMs())) {
                texts.add(HashApi.string(module, cursor.field()));
                texts.add(HashApi.string(module, cursor.value()));
            }
        }
        return texts;
    }

    /** Members, each followed by 0. */
    private static List<Long> members(ModuleKey key, Key found) {
        List<Long> texts = new ArrayList<>();
        int tag = key.context().module().memory().strings();
        found.valueType().forEachElement(found, (address, length) -> {
            texts.add(StringCell.create(tag, address, length));
            texts.add(0L);
        });
        return texts;
    }
}
