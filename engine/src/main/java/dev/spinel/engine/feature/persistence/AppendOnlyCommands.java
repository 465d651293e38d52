package dev.spinel.engine.feature.persistence;

import dev.spinel.engine.Engine;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.Executor;
import dev.spinel.engine.port.AppendOnlyFile;
import dev.spinel.engine.resp.Errors;

/** Row and method of BGREWRITEAOF. Source: aof.c. */
public final class AppendOnlyCommands {
    private static final byte[] RUNNING =
            Errors.bytes("ERR Background append only file rewriting already in progress");
    private static final byte[] FAILED = Errors.bytes("ERR Can't execute an AOF background rewriting. "
            + "Please check the server logs for more information.");

    private final Executor executor;
    private final AppendOnlyFile appendOnly;

    private AppendOnlyCommands(Executor executor, AppendOnlyFile appendOnly) {
        this.executor = executor;
        this.appendOnly = appendOnly;
    }

    /** Adds the command, and the gate that refuses writes while they cannot be logged. */
    public static void register(Engine engine, AppendOnlyFile appendOnly) {
        AppendOnlyCommands commands = new AppendOnlyCommands(engine.executor(), appendOnly);
        engine.commands().add("BGREWRITEAOF", commands::rewrite);
        engine.executor().addGate(new AppendOnlyGate(appendOnly));
        engine.addStatsReset(appendOnly::resetStats);
        engine.appendOnly(appendOnly);
    }

    private void rewrite(Call call) {
        switch (appendOnly.rewrite(executor.isInside("exec"))) {
            case STARTED -> call.reply().simple("Background append only file rewriting started");
            case SCHEDULED -> call.reply().simple("Background append only file rewriting scheduled");
            case RUNNING -> call.fail(RUNNING);
            case FAILED -> call.fail(FAILED);
        }
    }
}
