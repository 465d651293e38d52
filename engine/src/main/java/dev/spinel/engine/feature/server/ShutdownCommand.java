package dev.spinel.engine.feature.server;

import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.port.ServerControl;
import dev.spinel.engine.port.ServerControl.ShutdownRequest;
import dev.spinel.engine.resp.Errors;
import java.util.Locale;

/** SHUTDOWN. Source: shutdownCommand in db.c. */
public final class ShutdownCommand {
    private static final byte[] NONE_IN_PROGRESS = Errors.bytes("ERR No shutdown in progress.");

    private final ServerControl control;
    private final ShutdownWait wait;

    private ShutdownCommand(ServerControl control, ShutdownWait wait) {
        this.control = control;
        this.wait = wait;
    }

    public static void register(CommandTable table, ServerControl control, ShutdownWait wait) {
        table.add("SHUTDOWN", new ShutdownCommand(control, wait)::shutdown);
    }

    private void shutdown(Call call) {
        boolean save = false;
        boolean noSave = false;
        boolean now = false;
        boolean force = false;
        boolean abort = false;
        for (int i = 1; i < call.argCount(); i++) {
            switch (call.args().text(i).toLowerCase(Locale.ROOT)) {
                case "save" -> save = true;
                case "nosave" -> noSave = true;
                case "now" -> now = true;
                case "force" -> force = true;
                case "abort" -> abort = true;
                default -> call.fail(Errors.SYNTAX);
            }
        }
        if (abort && call.argCount() > 2 || save && noSave) {
            call.fail(Errors.SYNTAX);
        }
        if (call.failed()) {
            return;
        }
        if (abort) {
            abort(call);
            return;
        }
        switch (wait.request(new ShutdownRequest(save, noSave, now, force))) {
            case ENDS -> call.client().set(ClientFlag.CLOSE_AFTER_REPLY, true);
            case WAITS -> wait.join(call.client());
            case FAILED -> call.fail(ShutdownWait.FAILED);
        }
    }

    private void abort(Call call) {
        boolean isTakenBack = wait.abort();
        if (control.abortShutdown() || isTakenBack) {
            call.reply().ok();
        } else {
            call.fail(NONE_IN_PROGRESS);
        }
    }
}
