package dev.spinel.module.abi;

import dev.spinel.engine.port.Crash;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A loaded module as the C side knows it: who is calling. Every stub is bound to one instance, so a function learns
 * its caller without any context. The room above subclasses it with what a module owns (commands, types, timers).
 */
public class ModuleInstance implements AutoCloseable {
    private volatile String name;
    private final ModuleMemory memory;
    private final ModuleLog log;
    private FunctionTable functions;
    private NativeStack stack;
    private final ThreadLocal<String> entered = ThreadLocal.withInitial(() -> "?");
    private boolean isAbandoned;

    /** @param name what to call the module until it tells its own name: the file name without extension */
    public ModuleInstance(String name, ModuleLog log) {
        this.name = name;
        this.log = log;
        this.memory = ModuleMemory.register(name);
    }

    public final String name() {
        return name;
    }

    /** The module has told its name ({@code SetModuleAttribs}). */
    public final void rename(String name) {
        this.name = name;
    }

    /** Tags under which this module's memory is counted. */
    public final ModuleMemory memory() {
        return memory;
    }

    public final ModuleLog log() {
        return log;
    }

    final void functions(FunctionTable functions, NativeStack stack) {
        this.functions = functions;
        this.stack = stack;
    }

    /** The module's functions that led to a failed {@code RedisModule_Assert}; none for a module in Java. */
    public final List<String> assertFrames() {
        return functions == null ? List.of() : stack.frames(functions.assertStackPointer());
    }

    /** Threads of the module outlive it: its memory is not freed under them. */
    final void abandon() {
        isAbandoned = true;
    }

    /** Whether threads of the module outlive it. */
    protected final boolean isAbandoned() {
        return isAbandoned;
    }

    /**
     * Says how the next forked child of this module writes its log; to be called by the method of {@code Fork} before
     * it allows a fork.
     *
     * @param file   the file it appends to, null for standard output
     * @param prefix what starts each line, at most 255 bytes; {@code %d} in it is the child's process id, other percent
     *               signs are doubled
     */
    public final void prepareChildLog(Path file, String prefix) {
        functions.prepareChildLog(file, prefix);
    }

    /** A function of the API failed for this module: reported, never thrown into C. */
    final void report(String function, Throwable cause) {
        if (isStrict() && (cause instanceof MisuseException || cause instanceof BadHandleException)) {
            log.warning(name, "module-debug: RedisModule_" + function + ": " + cause.getMessage());
        } else {
            log.failure(name, function, cause);
        }
    }

    /** Whether calls are checked for more than what keeps the server safe: {@code module-debug strict}. */
    public boolean isStrict() {
        return false;
    }

    /** Whether the calling thread may touch data. */
    protected boolean holdsLock() {
        return true;
    }

    /** In debug mode: which function this thread is in from now on. */
    final void entering(String function) {
        entered.set(function);
    }

    /**
     * In debug mode: the module broke a rule in the function it is in. Told, not thrown: the call has its own answer.
     */
    public final void misuse(String what) {
        if (isStrict()) {
            log.warning(name, "module-debug: RedisModule_" + entered.get() + ": " + what);
        }
    }

    /** The module broke a rule that is told in every mode. */
    public final void offend(String what) {
        if (isStrict()) {
            misuse(what);
        } else {
            log.warning(name, what);
        }
    }

    /** The mode changed: functions are bound anew when they are called next. */
    public final void rebind() {
        if (functions != null) {
            functions.rebind();
        }
    }

    /** Calls of each function so far, by name; functions never called are left out. None for a module in Java. */
    public final Map<String, Long> callCounts() {
        return functions == null ? Map.of() : functions.callCounts();
    }

    /** {@code RedisModule_Alloc} could not serve a request: C does not check, so the process stops with a report. */
    public void onOutOfMemory(long bytes) {
        log.warning(name, "out of memory allocating " + Long.toUnsignedString(bytes) + " bytes");
        Runtime.getRuntime().halt(1);
    }

    /** The module's code faulted: tells the log, if it can. The caller ends the process. */
    protected void onFault(Crash crash) {
        crash.lines().forEach(line -> log.warning(name, line));
    }

    /** The module gave up: tells the log and ends the process, if it can. */
    protected void crash(Crash crash) {
        crash.lines().forEach(line -> log.warning(name, line));
        ProcessEnd.bySignal(crash.signal());
    }

    /** The module called {@code exit}. Ends the process in an orderly way unless a subclass knows better. */
    protected void onExit(int status) {
        log.warning(name, "called exit(" + status + ")");
        Runtime.getRuntime().exit(status);
    }

    /**
     * Ends the record of the module: tells the log what memory it left and frees it. After its library is closed; a
     * string of it that somebody still holds is gone. Reactor thread.
     */
    @Override
    public void close() {
        if (isAbandoned) {
            return;
        }
        for (String leak : memory.release()) {
            log.warning(name, leak);
        }
    }
}
