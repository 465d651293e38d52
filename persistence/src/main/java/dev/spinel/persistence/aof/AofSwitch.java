package dev.spinel.persistence.aof;

import dev.spinel.engine.Engine;
import dev.spinel.engine.port.OperatorLog;

/**
 * Turns the log on and off as {@code appendonly} wants it. Reactor. Source: startAppendOnly, stopAppendOnly in aof.c.
 */
final class AofSwitch {
    private final Engine engine;
    private final OperatorLog log;
    private final AofState state;
    private final AofJournal journal;
    private final AofRewrite rewrite;
    private final RewriteSchedule schedule;

    AofSwitch(Engine engine, OperatorLog log, AofState state, AofJournal journal, AofRewrite rewrite,
            RewriteSchedule schedule) {
        this.engine = engine;
        this.log = log;
        this.state = state;
        this.journal = journal;
        this.rewrite = rewrite;
        this.schedule = schedule;
    }

    private void notice(String text) {
        log.log(OperatorLog.NOTICE, text);
    }

    /** Goes on with the increment that continues what was loaded. */
    void startWith(IncrementFile increment) {
        turn(AofState.Phase.ON);
        journal.writer().switchTo(increment, engine.keyspace().nowMs());
    }

    /** Follows {@code appendonly}, unless data is being loaded; null when done, otherwise why not. */
    String follow() {
        if (engine.keyspace().isLoading()) {
            return null;
        }
        boolean wanted = engine.settings().appendonly.value();
        if (!wanted) {
            suspend();
        }
        return wanted && state.isOff() ? turnOn() : null;
    }

    /** Turns the log off, whatever {@code appendonly} says, until {@link #follow} is called. */
    void suspend() {
        if (!state.isOff()) {
            turnOff();
        }
    }

    private void turnOff() {
        rewrite.cancel();
        if (journal.writer().isOpen()) {
            journal.writer().close(engine.keyspace().nowMs());
        }
        turn(AofState.Phase.OFF);
        journal.forgetDatabase();
        schedule.clear();
    }

    private String turnOn() {
        turn(AofState.Phase.WAITING);
        if (state.isRewriting()) {
            notice("AOF was enabled but there is already an AOF rewriting in background. Stopping background AOF and "
                    + "starting a rewrite now.");
            rewrite.cancel();
        }
        if (rewrite.mustWait()) {
            schedule.schedule();
            notice("AOF was enabled but there is already another background operation. An AOF background was scheduled "
                    + "to start when possible.");
        } else if (engine.executor().isInside("exec")) {
            schedule.schedule();
            notice("AOF was enabled during a transaction. An AOF background was scheduled to start when possible.");
        } else if (!rewrite.start()) {
            turn(AofState.Phase.OFF);
            log.log(OperatorLog.WARNING, "Redis needs to enable the AOF but can't trigger a background AOF rewrite "
                    + "operation. Check the above logs for more info about the error.");
            return "Unable to turn on AOF. Check server logs.";
        }
        journal.writer().forgetFailures(engine.keyspace().nowMs());
        return null;
    }

    private void turn(AofState.Phase next) {
        boolean wasOff = state.isOff();
        state.become(next);
        if (wasOff && !state.isOff()) {
            attach();
        } else if (!wasOff && state.isOff()) {
            detach();
        }
    }

    /** The journal hears of changes again, unless the log is off. */
    void resume() {
        if (!state.isOff()) {
            attach();
        }
    }

    /** The journal hears of no more changes. */
    void detach() {
        engine.propagator().removeJournal(journal);
    }

    private void attach() {
        engine.propagator().addJournal(journal);
    }
}
