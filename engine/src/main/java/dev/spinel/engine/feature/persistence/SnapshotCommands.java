package dev.spinel.engine.feature.persistence;

import dev.spinel.engine.Engine;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.Executor;
import dev.spinel.engine.port.Snapshotter;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;

/** Rows and methods of SAVE, BGSAVE and LASTSAVE. Source: rdb.c. */
public final class SnapshotCommands {
    private static final byte[] SCHEDULE = Text.bytes("schedule");
    private static final byte[] CANCEL = Text.bytes("cancel");
    private static final byte[] FAILED = Errors.bytes("ERR");
    private static final byte[] BUSY = Errors.bytes("ERR Another child process is active (AOF?): can't BGSAVE right now. "
            + "Use BGSAVE SCHEDULE in order to schedule a BGSAVE whenever possible.");
    private static final byte[] NOTHING_TO_CANCEL =
            Errors.bytes("ERR Background saving is currently not in progress or scheduled");

    private final Executor executor;
    private final Snapshotter snapshotter;

    private SnapshotCommands(Executor executor, Snapshotter snapshotter) {
        this.executor = executor;
        this.snapshotter = snapshotter;
    }

    /** Adds the commands, and the gates that keep others from running while data is loaded or cannot be saved. */
    public static void register(Engine engine, Snapshotter snapshotter) {
        SnapshotCommands commands = new SnapshotCommands(engine.executor(), snapshotter);
        CommandTable table = engine.commands();
        table.add("SAVE", commands::save);
        table.add("BGSAVE", commands::saveInBackground);
        table.add("LASTSAVE", call -> call.reply().integer(snapshotter.lastSaveSeconds()));
        engine.executor().addGate(new SnapshotGate(engine.settings(), snapshotter));
        engine.executor().addGate(new LoadingGate(engine.keyspace()));
        engine.snapshotter(snapshotter);
    }

    private void save(Call call) {
        if (snapshotter.isSaving()) {
            call.fail(Errors.SAVE_IN_PROGRESS);
        } else if (snapshotter.save()) {
            call.reply().ok();
        } else {
            call.fail(FAILED);
        }
    }

    private void saveInBackground(Call call) {
        boolean hasWord = call.argCount() == 2;
        boolean schedules = hasWord && call.args().is(1, SCHEDULE);
        if (hasWord && call.args().is(1, CANCEL)) {
            cancel(call);
        } else if (call.argCount() > 1 && !schedules) {
            call.fail(Errors.SYNTAX);
        } else if (snapshotter.isSaving()) {
            call.fail(Errors.SAVE_IN_PROGRESS);
        } else if (snapshotter.isBusy() || executor.isInside("exec")) {
            postpone(call, schedules || executor.isInside("exec"));
        } else if (snapshotter.saveInBackground()) {
            call.reply().simple("Background saving started");
        } else {
            call.fail(FAILED);
        }
    }

    private void postpone(Call call, boolean schedules) {
        if (schedules) {
            snapshotter.schedule();
            call.reply().simple("Background saving scheduled");
        } else {
            call.fail(BUSY);
        }
    }

    private void cancel(Call call) {
        if (snapshotter.isSaving()) {
            snapshotter.cancel();
            call.reply().simple("Background saving cancelled");
        } else if (snapshotter.isScheduled()) {
            snapshotter.cancel();
            call.reply().simple("Scheduled background saving cancelled");
        } else {
            call.fail(NOTHING_TO_CANCEL);
        }
    }
}
