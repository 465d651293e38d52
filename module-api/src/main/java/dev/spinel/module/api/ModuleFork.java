package dev.spinel.module.api;

import dev.spinel.engine.port.LogTime;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.module.abi.Callbacks;
import dev.spinel.module.abi.ForkedChild;
import java.nio.file.Path;

/** The one child process that modules may have at a time. One per server; owned by the thread that holds the GIL. */
final class ModuleFork {
    private final ModuleServer server;
    private ForkedChild child;
    private LoadedModule owner;
    private long callback;
    private long userData;
    private final Runnable abandon = this::killQuietly;

    ModuleFork(ModuleServer server) {
        this.server = server;
        server.engine().addCron(this::poll);
    }

    boolean isRunning() {
        return child != null;
    }

    /** Whether {@code module} may fork now. */
    boolean prepare(LoadedModule module) {
        if (child != null) {
            server.log(OperatorLog.WARNING, "Can't fork for module: File exists");
            return false;
        }
        String file = server.engine().settings().logfile.value();
        String now = LogTime.format(server.engine().clock().wallMicros() / 1000);
        module.prepareChildLog(file.isEmpty() ? null : Path.of(file).toAbsolutePath(),
                "%d:C " + now + " * <" + module.name() + "> ");
        return true;
    }

    /** The fork happened, or failed with pid -1. */
    void started(LoadedModule module, int pid, long doneCallback, long data) {
        if (pid < 0) {
            server.log(OperatorLog.WARNING, "Can't fork for module: the system refused");
            return;
        }
        child = new ForkedChild(pid);
        owner = module;
        callback = doneCallback;
        userData = data;
        module.onClose(abandon);
        server.log(OperatorLog.VERBOSE, "Module fork started pid: " + pid);
    }

    /** Looks whether the child has ended, and tells the module how. */
    private void poll() {
        ForkedChild.End end = child == null ? null : child.poll();
        if (end != null) {
            LoadedModule module = owner;
            forget();
            module.forget(abandon);
            if (callback != 0) {
                Callbacks.voidIip(callback, end.exitCode(), end.signal(), userData);
                server.engine().executor().endUnit();
            }
        }
    }

    /** Ends the child of that id without telling its module; false when there is none. */
    boolean kill(int pid) {
        if (child == null || child.pid() != pid) {
            return false;
        }
        owner.forget(abandon);
        killQuietly();
        return true;
    }

    private void killQuietly() {
        server.log(OperatorLog.VERBOSE, "Killing running module fork child: " + child.pid());
        child.kill();
        forget();
    }

    private void forget() {
        child = null;
        owner = null;
    }
}
