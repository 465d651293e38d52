package dev.spinel.module.api;

import dev.spinel.engine.config.Settings;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.module.abi.Callbacks;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Active defragmentation of modules, while {@code activedefrag} is on: cycle after cycle their values and their own
 * memory are offered to be moved, in slices of the cron. The server's own data needs none. One per server; the thread
 * that holds the GIL.
 */
final class ModuleDefrag {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int PERCENT = 100;

    private final ModuleServer server;
    private final List<Registered> registered = new ArrayList<>();
    private final Deque<Late> late = new ArrayDeque<>();
    private boolean isRunning;
    private int database;
    private long cursor;

    /** What one module wants: three functions, 0 for those it has not. */
    private static final class Registered {
        private final LoadedModule module;
        private long global;
        private boolean globalResumes;
        private long globalCursor;
        private long start;
        private long end;

        Registered(LoadedModule module) {
            this.module = module;
        }
    }

    /** A large value that is worked on in several slices. */
    private static final class Late {
        private final int database;
        private final long name;
        private long cursor;

        Late(int database, long name) {
            this.database = database;
            this.name = name;
        }
    }

    ModuleDefrag(ModuleServer server) {
        this.server = server;
    }

    private Registered of(LoadedModule module) {
        for (Registered each : registered) {
            if (each.module == module) {
                return each;
            }
        }
        Registered fresh = new Registered(module);
        registered.add(fresh);
        module.onClose(() -> registered.remove(fresh));
        return fresh;
    }

    void global(LoadedModule module, long function, boolean resumes) {
        of(module).global = function;
        of(module).globalResumes = resumes;
    }

    void frame(LoadedModule module, long start, long end) {
        of(module).start = start;
        of(module).end = end;
    }

    /** One slice. */
    void cron() {
        Settings settings = server.engine().settings();
        if (!settings.activedefrag.value() || server.all().isEmpty()) {
            return;
        }
        long slice = NANOS_PER_SECOND / settings.hz.value() * settings.activeDefragCycleMax.value() / PERCENT;
        long until = server.engine().clock().nanos() + slice;
        if (!isRunning) {
            isRunning = true;
            database = 0;
            cursor = 0;
            frame(each -> each.start);
        }
        if (keys(until) && lateKeys(until) && globals(until)) {
            frame(each -> each.end);
            isRunning = false;
        }
    }

    private void frame(ToLongFunction<Registered> which) {
        for (Registered each : List.copyOf(registered)) {
            long function = which.applyAsLong(each);
            if (function != 0) {
                DefragContext context = new DefragContext(each.module, 0, DefragContext.NO_DATABASE, 0, false, 0);
                HandleTable.open(context, 0);
                Callbacks.voidP(function, context.address());
                HandleTable.close(context);
            }
        }
    }

    /** Whether all keys had their turn; large ones are put aside. */
    private boolean keys(long until) {
        while (database < server.engine().keyspace().databaseCount()) {
            Database scanned = server.engine().keyspace().database(database);
            List<Long> entries = new ArrayList<>();
            cursor = scanned.table().scan(cursor, slot -> {
                long entry = scanned.table().entryAt(slot);
                if (Entry.type(entry) == ValueType.MODULE) {
                    entries.add(entry);
                }
            });
            entries.forEach(entry -> offer(scanned, entry));
            if (cursor == 0) {
                database++;
            }
            if (server.engine().clock().nanos() - until >= 0) {
                return false;
            }
        }
        return true;
    }

    private void offer(Database owner, long entry) {
        ModuleType type = ModuleValueType.instance().typeOf(entry);
        if (type.defrag == 0) {
            return;
        }
        long name = StringCell.create(type.module().memory().strings(), Entry.keyAddress(entry), Entry.keyLength(entry));
        long effort = ModuleValueType.instance().freeEffort(entry);
        if (effort > server.engine().settings().activeDefragMaxScanFields.value()) {
            late.add(new Late(owner.index(), name));
            return;
        }
        move(type, entry, name, owner.index(), 0, false, 0);
        StringCell.release(name);
    }

    /** The cursor to go on from; 0 when the value is done. */
    private long move(ModuleType type, long entry, long name, int index, long until, boolean mayResume, long from) {
        DefragContext context = new DefragContext(type.module(), name, index, until, mayResume, from);
        HandleTable.open(context, 0);
        try (Arena scratch = Arena.ofConfined()) {
            long value = scratch.allocate(Long.BYTES, Long.BYTES).address();
            Native.putLong(value, Entry.root(entry));
            int status = Callbacks.intPpp(type.defrag, context.address(), name, value);
            if (Native.getLong(value) != Entry.root(entry)) {
                Entry.root(entry, Native.getLong(value));
            }
            return status == 0 ? 0 : context.cursor();
        } finally {
            HandleTable.close(context);
        }
    }

    private boolean lateKeys(long until) {
        while (!late.isEmpty()) {
            Late first = late.peek();
            Database owner = server.engine().keyspace().database(first.database);
            Key key = server.engine().keyspace().newKey();
            server.engine().keyspace().read(key, owner, StringCell.bytes(first.name), StringCell.length(first.name),
                    ModuleKey.AGAIN);
            boolean isThere = key.exists() && key.type() == ValueType.MODULE;
            ModuleType type = isThere ? ModuleValueType.instance().typeOf(key.entry()) : null;
            first.cursor = type == null || type.defrag == 0 ? 0
                    : move(type, key.entry(), first.name, first.database, until, true, first.cursor);
            if (first.cursor == 0) {
                StringCell.release(late.poll().name);
            }
            if (server.engine().clock().nanos() - until >= 0) {
                return false;
            }
        }
        return true;
    }

    private boolean globals(long until) {
        for (Registered each : List.copyOf(registered)) {
            if (each.global != 0) {
                DefragContext context = new DefragContext(each.module, 0, DefragContext.NO_DATABASE, until,
                        each.globalResumes, each.globalCursor);
                HandleTable.open(context, 0);
                boolean goesOn = false;
                if (each.globalResumes) {
                    goesOn = Callbacks.intP(each.global, context.address()) != 0;
                } else {
                    Callbacks.voidP(each.global, context.address());
                }
                each.globalCursor = goesOn ? context.cursor() : 0;
                HandleTable.close(context);
                if (goesOn) {
                    return false;
                }
            }
        }
        return true;
    }

    void close() {
        late.forEach(each -> StringCell.release(each.name));
        late.clear();
    }
}
