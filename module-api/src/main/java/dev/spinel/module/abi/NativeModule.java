package dev.spinel.module.abi;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A compiled module in this process: its library, its function table, and who it is. The life of a module is the
 * caller's: open, {@link #onLoad}, ..., {@link #onUnload}, close. One at a time, by the thread that holds the GIL.
 */
public final class NativeModule implements AutoCloseable {
    private static final String[] LOAD_SYMBOLS = {"ValkeyModule_OnLoad", "RedisModule_OnLoad"};
    private static final String[] UNLOAD_SYMBOLS = {"ValkeyModule_OnUnload", "RedisModule_OnUnload"};

    private final ModuleInstance instance;
    private final NativeLibrary library;
    private final ProcessGuard guard;
    private final FunctionTable functions;
    private final long onLoad;
    private final long onUnload;

    private NativeModule(ModuleInstance instance, NativeLibrary library, FunctionCatalog catalog, long onLoad) {
        this.instance = instance;
        this.library = library;
        this.onLoad = onLoad;
        this.onUnload = firstOf(library, UNLOAD_SYMBOLS);
        this.guard = new ProcessGuard(instance);
        guard.protect(library);
        this.functions = new FunctionTable(catalog, instance);
        instance.functions(functions, guard.stack());
        checkSignals();
    }

    /**
     * Loads the library and prepares its function table; the module's code has not run yet, its constructors have.
     *
     * @throws ModuleLoadException when the file is no loadable module
     */
    public static NativeModule open(Path path, FunctionCatalog catalog, ModuleInstance instance)
            throws ModuleLoadException {
        Platform.check(path);
        SignalGuard.restore();
        NativeLibrary library = NativeLibrary.open(path);
        long onLoad = firstOf(library, LOAD_SYMBOLS);
        if (onLoad == 0) {
            library.close();
            throw new ModuleLoadException("Module " + path
                    + " does not export RedisModule_OnLoad() symbol. Module not loaded.");
        }
        return new NativeModule(instance, library, catalog, onLoad);
    }

    private static long firstOf(NativeLibrary library, String[] symbols) {
        for (String symbol : symbols) {
            long address = library.symbol(symbol);
            if (address != 0) {
                return address;
            }
        }
        return 0;
    }

    public Path path() {
        return library.path();
    }

    /** Where the bytes of the loaded library can be read while it is open. */
    public Path content() {
        return library.content();
    }

    /** A file with the bytes of the loaded library, which the caller deletes. */
    public Path keep() throws IOException {
        return library.keep();
    }

    /** What the first word of every context of this module must hold: pass it to {@link HandleTable#open}. */
    public long getApi() {
        return functions.getApi();
    }

    /** Address of something else the library exports, or 0. */
    public long symbol(String name) {
        return library.symbol(name);
    }

    /** How many functions of the API the module has called so far. */
    public int boundFunctions() {
        return functions.boundCount();
    }

    /**
     * Runs the module's entry point.
     *
     * @param context   address of an open context handle
     * @param arguments native array of {@link StringCell} addresses, or 0
     * @return what the module said: 1 is failure
     */
    public int onLoad(long context, long arguments, int count) {
        int result = Callbacks.intPpi(onLoad, context, arguments, count);
        functions.endWithProcess();
        checkSignals();
        return result;
    }

    /**
     * Tells the log about signals of the JVM that the module asked for, and takes back those it got anyway. Done
     * around loading; to be repeated now and then, because a module may also ask later.
     */
    public void checkSignals() {
        long refusals = guard.takeRefusals();
        if (refusals > 0) {
            instance.log().warning(instance.name(), "asked for a signal the JVM needs: refused " + refusals + " times");
        }
        for (String signal : SignalGuard.restore()) {
            instance.log().warning(instance.name(), "replaced the JVM's handler of " + signal + ": put back");
        }
        if (SignalGuard.isSuspendSignalLost()) {
            instance.log().warning(instance.name(), SignalGuard.suspendAdvice());
        }
    }

    /** Runs the module's exit point if it has one; answers 1 when the module refuses to go. */
    public int onUnload(long context) {
        return onUnload == 0 ? 0 : Callbacks.intP(onUnload, context);
    }

    /**
     * Unloads the library, then its stubs. While threads of the module run, its code, stubs and memory stay in the
     * process for good: pulling them away would end the server.
     */
    @Override
    public void close() {
        long threads = guard.liveThreads();
        if (threads > 0) {
            instance.log().warning(instance.name(), "is gone, but " + threads
                    + " of its threads still run: its code and memory stay");
            instance.abandon();
            return;
        }
        library.close();
        guard.close();
        functions.close();
    }
}
