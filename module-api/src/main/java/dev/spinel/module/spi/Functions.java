package dev.spinel.module.spi;

import dev.spinel.engine.port.OperatorLog;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.JavaFunction;
import dev.spinel.module.api.LoadedModule;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The functions of one Java module that the server may call, as the addresses the API takes. Nothing a module throws
 * gets past them. One per module; closing it closes those that are left.
 */
final class Functions implements AutoCloseable {
    private final LoadedModule module;
    private final Set<JavaFunction> open = ConcurrentHashMap.newKeySet();

    /** A callback that gets a context and whatever else its shape has. */
    @FunctionalInterface
    interface ContextBody {
        void run(ModuleContext context, long a, long b, long c) throws Exception;
    }

    /** A callback without context. */
    @FunctionalInterface
    interface PlainBody {
        long run(long a, long b, long c) throws Exception;
    }

    Functions(LoadedModule module) {
        this.module = module;
    }

    LoadedModule module() {
        return module;
    }

    /** A function whose first argument is a context. {@code what} names it in the log. */
    JavaFunction withContext(String what, ContextBody body) {
        return add((a, b, c, d, e) -> {
            try {
                body.run(context(a), b, c, d);
            } catch (Throwable failure) {
                log(what, failure);
            }
            return 0;
        });
    }

    /** A function without context; 0 when it fails. */
    JavaFunction plain(String what, PlainBody body) {
        return add((a, b, c, d, e) -> {
            try {
                return body.run(a, b, c);
            } catch (Throwable failure) {
                log(what, failure);
                return 0;
            }
        });
    }

    /** A callback that gets a context, whatever else its shape has, and answers. */
    @FunctionalInterface
    interface DecidingBody {
        long run(ModuleContext context, long a, long b, long c, long d) throws Exception;
    }

    /** A function whose first argument is a context; it answers {@code failed} when it fails. */
    JavaFunction deciding(String what, long failed, DecidingBody body) {
        return add((a, b, c, d, e) -> {
            try {
                return body.run(context(a), b, c, d, e);
            } catch (Throwable failure) {
                log(what, failure);
                return failed;
            }
        });
    }

    /** A callback of four arguments without context. */
    @FunctionalInterface
    interface RawBody {
        long run(long a, long b, long c, long d) throws Exception;
    }

    /** A function without context that answers {@code failed} when it fails. */
    JavaFunction raw(String what, long failed, RawBody body) {
        return add((a, b, c, d, e) -> {
            try {
                return body.run(a, b, c, d);
            } catch (Throwable failure) {
                log(what, failure);
                return failed;
            }
        });
    }

    /** Runs something in a context of its own, on the thread that holds all data. */
    void run(String what, Callback callback) {
        dev.spinel.module.api.ModuleContext context = module.enter(null, 0);
        try {
            callback.run(new ModuleContext(context, this));
        } catch (Throwable failure) {
            log(what, failure);
        } finally {
            module.leave(context);
        }
    }

    /** A function of the shape of a command. */
    JavaFunction command(String name, CommandHandler handler) {
        return add((a, b, c, d, e) -> {
            ModuleContext context = context(a);
            context.answer(name, handler, new Arguments(b, (int) c));
            return 0;
        });
    }

    private ModuleContext context(long address) {
        return new ModuleContext(HandleTable.resolve(address, dev.spinel.module.api.ModuleContext.class), this);
    }

    private JavaFunction add(JavaFunction.Body body) {
        JavaFunction function = JavaFunction.open(body);
        open.add(function);
        return function;
    }

    /** The server will not call it again. */
    void close(JavaFunction function) {
        if (open.remove(function)) {
            HandleTable.close(function);
        }
    }

    void log(String what, Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        module.server().log(OperatorLog.WARNING, "<" + module.name() + "> " + what + " failed: "
                + trace.toString().strip());
    }

    @Override
    public void close() {
        open.forEach(HandleTable::close);
        open.clear();
    }
}
