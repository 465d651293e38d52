package dev.spinel.module.abi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.spinel.engine.memory.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The functions one module calls: a procedure linkage table bound lazily, because a module asks for every name when
 * it loads and calls a few. Owns its machine code and stubs; closed after the module is unloaded. Any thread calls it.
 *
 * <pre>
 *   code, read and execute                          data, read and write
 *   entry i:  inc [count i]     ── C calls this     count i:   calls; of threads at a time some may be lost
 *             jmp [live i]                          live i:    entry i + 13, then the stub or its thunk
 *             push i                                target i:  entry i + 13, then the stub
 *             jmp resolver      ── first call       resolve:   upcall that makes a stub
 *   resolver, zero, thunks                          arena:     start, bytes
 *                                                   assert:    stack pointer at a failed assertion
 *                                                   cells:     start, bytes, first word of this module's contexts
 *                                                   ending:    the thread that ends the process
 *                                                   opened:    where OpenedKey is
 * </pre>
 *
 * <p>{@code StringPtrLen}, which modules call more than anything else, and {@code StringToLongLong} are answered in
 * machine code from the layout of {@link StringCell}, {@code GetSelectedDb} from the note of a context's cell ({@link
 * HandleTable#note}), {@code KeyType} and its kin from {@link OpenedKey}; their stubs are for the cases that are not
 * plain.
 */
final class FunctionTable implements AutoCloseable {
    private static final int ENTRY_BYTES = 32;
    private static final int LAZY_OFFSET = 13;
    private static final int COMMON_CODE_BYTES = 512;
    private static final int THUNK_BYTES = 192;
    private static final String STRING_BYTES = "StringPtrLen";
    private static final String STRING_NUMBER = "StringToLongLong";
    private static final String KEY_TYPE = "KeyType";
    private static final String MODULE_TYPE = "ModuleTypeGetType";
    private static final String MODULE_VALUE = "ModuleTypeGetValue";
    private static final Set<String> SHORTCUTS = Set.of(STRING_BYTES, STRING_NUMBER, "GetSelectedDb", KEY_TYPE,
            MODULE_TYPE, MODULE_VALUE);
    /** From where the arena is told to where the cells of handles and the first word of contexts are. */
    private static final int CELLS_OFFSET = 3 * Long.BYTES;
    private static final List<String> PREFIXES = List.of("RedisModule_", "ValkeyModule_");
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final FunctionCatalog catalog;
    /** Functions of the catalog, then those it lacks. */
    private final int slots;
    private final ModuleInstance caller;
    private final CodeRegion region;
    private final java.lang.foreign.Arena stubs = java.lang.foreign.Arena.ofShared();
    private final long entries;
    private final long zero;
    /** Per function, what C enters instead of the stub: 0 for most. */
    private final long[] thunks;
    private final long getApi;
    private final long assertStackPointer;
    private final long lastRites;
    private int boundCount;
    private ChildTable child;

    FunctionTable(FunctionCatalog catalog, ModuleInstance caller) {
        this.catalog = catalog;
        this.caller = caller;
        this.slots = catalog.size() + catalog.lacking().size();
        this.thunks = new long[catalog.size()];
        long thunkCount = catalog.functions().stream().filter(FunctionTable::needsThunk).count();
        this.region = new CodeRegion(COMMON_CODE_BYTES + (long) ENTRY_BYTES * slots + THUNK_BYTES * thunkCount,
                Long.BYTES * (3L * slots + 9));
        long resolve = region.data() + 3L * slots * Long.BYTES;
        long arena = resolve + Long.BYTES;
        this.assertStackPointer = arena + 2 * Long.BYTES;
        CodeBuffer code = region.code();
        long resolver = Thunks.resolver(code, resolve);
        this.zero = Thunks.zero(code);
        long ending = arena + CELLS_OFFSET + 3 * Long.BYTES;
        long opened = ending + Long.BYTES;
        this.lastRites = Thunks.lastRites(code, ending, live(0), slots, Thunks.afterwards(code, ending));
        this.entries = code.align(ENTRY_BYTES);
        writeEntries(code, resolver);
        writeThunks(code, arena, opened);
        region.seal();
        Native.putLong(arena, Arena.address(0));
        Native.putLong(arena + Long.BYTES, Arena.reservedBytes());
        Native.putLong(resolve, upcall(bind("resolve", MethodType.methodType(long.class, long.class)),
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG)));
        this.getApi = upcall(bind("getApi", MethodType.methodType(long.class, long.class, long.class)),
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG));
        HandleTable.describe(arena + CELLS_OFFSET);
        Native.putLong(arena + CELLS_OFFSET + 2 * Long.BYTES, getApi);
        Native.putLong(opened, OpenedKey.RECORD);
    }

    /** Address of the C function {@code int GetApi(const char *name, void **target)} of this module. */
    long getApi() {
        return getApi;
    }

    /** What C calls for the function of that slot; constant for the life of the table. */
    long entry(int index) {
        return entries + (long) index * ENTRY_BYTES;
    }

    /** Where the stack was when an assertion of the module failed. */
    long assertStackPointer() {
        return Native.getLong(assertStackPointer);
    }

    /** How many functions the module has called at least once. */
    synchronized int boundCount() {
        return boundCount;
    }

    /**
     * Destructors of the module run when the process ends, in C++ those of its global variables, on a thread of the JVM
     * that may not enter Java: the functions of the API do nothing there. To be called once the module is loaded, so
     * that this comes before the destructors.
     */
    void endWithProcess() {
        Libc.atExit(lastRites, region.data());
    }

    private void writeEntries(CodeBuffer code, long resolver) {
        for (int i = 0; i < slots; i++) {
            long entry = code.align(ENTRY_BYTES);
            code.emit(0x48, 0xFF, 0x05).relative(count(i)); // inc qword [count]
            code.emit(0xFF, 0x25).relative(live(i));        // jmp [live]
            code.emit(0x68).int32(i);                       // push i
            code.emit(0xE9).relative(resolver);             // jmp resolver
            Native.putLong(live(i), entry + LAZY_OFFSET);
            Native.putLong(target(i), entry + LAZY_OFFSET);
        }
    }

    private void writeThunks(CodeBuffer code, long arena, long opened) {
        for (int i = 0; i < catalog.size(); i++) {
            FunctionDeclaration function = catalog.functions().get(i);
            int named = function.generalArguments();
            if (function.prototype().isVariadic()) {
                thunks[i] = Thunks.variadic(code, named, target(i));
            } else if (function.returnsLongDouble()) {
                thunks[i] = Thunks.longDoubleResult(code, named, target(i));
            } else if (isAssert(function)) {
                thunks[i] = Thunks.keepingStackPointer(code, assertStackPointer, target(i));
            } else if (isShortcut(function)) {
                thunks[i] = shortcut(function.name(), code, arena, opened, target(i));
                Native.putLong(live(i), caller.isStrict() ? entry(i) + LAZY_OFFSET : thunks[i]);
            }
        }
    }

    private static long shortcut(String function, CodeBuffer code, long arena, long opened, long target) {
        return switch (function) {
            case STRING_BYTES -> Thunks.stringPtrLen(code, arena, target);
            case STRING_NUMBER -> Thunks.stringToLongLong(code, arena, target);
            case KEY_TYPE -> Thunks.openedKey(code, opened, OpenedKey.TYPE_OFFSET, target);
            case MODULE_TYPE -> Thunks.openedKey(code, opened, OpenedKey.MODULE_TYPE_OFFSET, target);
            case MODULE_VALUE -> Thunks.openedKey(code, opened, OpenedKey.VALUE_OFFSET, target);
            default -> Thunks.note(code, arena + CELLS_OFFSET, target);
        };
    }

    private static boolean needsThunk(FunctionDeclaration function) {
        return function.prototype().isVariadic() || function.returnsLongDouble() || isShortcut(function)
                || isAssert(function);
    }

    private static boolean isAssert(FunctionDeclaration function) {
        return function.name().equals("_Assert");
    }

    private static boolean isShortcut(FunctionDeclaration function) {
        return SHORTCUTS.contains(function.name());
    }

    private long live(int index) {
        return region.data() + (long) index * Long.BYTES;
    }

    private long count(int index) {
        return region.data() + (long) (2 * slots + index) * Long.BYTES;
    }

    /** See {@link ModuleInstance#callCounts}; in the order of the catalog. */
    Map<String, Long> callCounts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (int i = 0; i < catalog.size(); i++) {
            long count = Native.getLong(count(i));
            if (count != 0) {
                counts.put(catalog.functions().get(i).name(), count);
            }
        }
        return counts;
    }

    /** Makes every function as if it had not been called: the next call binds it, as things are then. */
    synchronized void rebind() {
        for (int i = 0; i < catalog.size(); i++) {
            if (!catalog.functions().get(i).forks()) {
                Native.putLong(live(i), isShortcut(catalog.functions().get(i)) && !caller.isStrict() ? thunks[i]
                        : entry(i) + LAZY_OFFSET);
                Native.putLong(target(i), entry(i) + LAZY_OFFSET);
            }
        }
    }

    private long target(int index) {
        return region.data() + (long) (slots + index) * Long.BYTES;
    }

    /** Upcall: a module looks a name up. An unknown one leaves {@code target} alone, as modules expect. */
    private long getApi(long name, long target) {
        try {
            int index = find(Native.text(name));
            if (index < 0) {
                return 1;
            }
            Native.putLong(target, entry(index));
            return 0;
        } catch (Throwable e) {
            caller.report("GetApi", e);
            return 1;
        }
    }

    private int find(String name) {
        for (String prefix : PREFIXES) {
            if (name.startsWith(prefix)) {
                String plain = name.substring(prefix.length());
                int index = catalog.indexOf(plain);
                int lacking = index < 0 ? catalog.lacking().indexOf(plain) : -1;
                return lacking < 0 ? index : catalog.size() + lacking;
            }
        }
        return -1;
    }

    /** Upcall: the first call of a slot. Returns where the call goes; two threads may meet here, one binds. */
    private long resolve(long slot) {
        int index = (int) slot;
        if (index >= catalog.size()) {
            return trap(index);
        }
        try {
            return bind(index);
        } catch (Throwable e) {
            caller.report(catalog.functions().get(index).name(), e);
            return zero;
        }
    }

    /** The first call of a function that this server should have: told once, and 0 from now on. */
    private long trap(int index) {
        Native.putLong(live(index), zero);
        caller.log().warning(caller.name(), "called RedisModule_" + catalog.lacking().get(index - catalog.size())
                + ", which this server lacks; it gets 0");
        return zero;
    }

    private synchronized long bind(int index) {
        FunctionDeclaration function = catalog.functions().get(index);
        if (Native.getLong(target(index)) == entry(index) + LAZY_OFFSET) {
            MethodHandle adapter = Adapter.of(function, caller);
            long stub = upcall(adapter, Adapter.descriptor(adapter));
            Native.putLong(target(index), stub);
            if (function.forks()) {
                thunks[index] = forkThunk(index);
            }
            boolean isPlain = thunks[index] == 0 || isShortcut(function) && caller.isStrict();
            Native.putLong(live(index), isPlain ? stub : thunks[index]);
            boundCount++;
        }
        return Native.getLong(isShortcut(function) ? target(index) : live(index));
    }

    private long forkThunk(int index) {
        int strings = catalog.indexOf(STRING_BYTES);
        child = new ChildTable(catalog, slots, live(0), target(index), strings < 0 ? 0 : thunks[strings], zero);
        return child.fork();
    }

    /** See {@link ChildTable#prepareLog}; of use once the module called {@code Fork}. */
    synchronized void prepareChildLog(Path file, String prefix) {
        child.prepareLog(file, prefix);
    }

    private long upcall(MethodHandle handle, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().upcallStub(handle, descriptor, stubs).address();
    }

    private MethodHandle bind(String method, MethodType type) {
        try {
            return LOOKUP.bind(this, method, type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        Libc.forgetAtExit(region.data());
        stubs.close();
        region.close();
        if (child != null) {
            child.close();
        }
    }
}
