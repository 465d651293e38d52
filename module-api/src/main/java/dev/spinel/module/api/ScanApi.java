package dev.spinel.module.api;

import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.module.abi.Callbacks;
import dev.spinel.module.abi.Errno;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.StringCell;
import java.util.ArrayList;
import java.util.List;

/** Scanning keys in steps. */
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
        ModuleKey open = new ModuleKey(ctx, database, name, ModuleKey.READ);
        Key key = open.key();
        if (key.exists()) {
            HandleTable.open(open, 0);
            Callbacks.voidPppp(function, ctx.address(), name, open.address(), data);
        }
        open.release();
    }
}
