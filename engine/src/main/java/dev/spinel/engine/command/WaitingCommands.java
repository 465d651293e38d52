package dev.spinel.engine.command;

import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.KeyWait;
import dev.spinel.engine.client.KeyWaiters;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.LongDouble;
import dev.spinel.engine.timer.TimerQueue;

/**
 * Commands that wait for keys and are executed again, from the start, when one of the keys may serve them. A command
 * that calls {@link #await} again goes on waiting, for what it waited for before. Owned by the reactor.
 */
public final class WaitingCommands {
    private final Executor executor;
    private final KeyWaiters waiters;
    private final TimerQueue timers;
    private boolean waitsAgain;
    /** The wait that began last, or that is asked whether it is over. */
    private Wait latest;

    public WaitingCommands(Executor executor, KeyWaiters waiters, TimerQueue timers) {
        this.executor = executor;
        this.waiters = waiters;
        this.timers = timers;
    }

    /**
     * Makes the client of a call wait until one of its keys is of the type; a wait in vain ends with the
     * null array.
     *
     * @param first the first argument that is a key, of {@code count}
     * @param untilMs when to give up, ms since the epoch; 0 for never
     */
    public void await(Call call, int type, int first, int count, long untilMs) {
        await(call, type, false, first, count, untilMs);
    }

    /** {@link #await}, for a command that is executed again, too, when a key is gone or has another type. */
    public void awaitAnyChange(Call call, int type, int first, int count, long untilMs) {
        await(call, type, true, first, count, untilMs);
    }

    private void await(Call call, int type, boolean needsKey, int first, int count, long untilMs) {
        if (call.client().isBlocked()) {
            waitsAgain = true;
        } else {
            Wait wait = new Wait(call.row(), call.args().copy(), type, needsKey);
            latest = wait;
            waiters.block(call.client(), wait, untilMs, call.args(), first, count);
        }
    }

    /**
     * Executes the command that has just begun to wait, or goes on waiting, again at a time; the earliest one counts.
     */
    public void wakeAt(Call call, int index, long atMs) {
        if (atMs > call.nowMs() && (latest.wake == null || latest.wake.dueMs() > atMs)) {
            latest.cancelWake();
            Wait wait = latest;
            Database database = call.database();
            String key = call.args().text(index);
            wait.wake = timers.at(atMs, () -> {
                wait.wake = null;
                waiters.signal(database, key);
                waiters.serveReady();
            });
        }
    }

    /** Commands that wait for a key are executed again although nothing in it was written. */
    public void signal(Key key) {
        waiters.onModified(key);
    }

    /**
     * When a wait ends whose length is in argument {@code index}, in seconds with a fraction: ms since the epoch, or 0
     * for never. Latches an error when it is no such time.
     */
    public static long untilMs(Call call, int index) {
        LongDouble seconds = LongDouble.parse(call.args().address(index), call.args().length(index));
        if (seconds == null) {
            call.fail(Errors.TIMEOUT_NOT_FLOAT);
            return 0;
        }
        double ms = seconds.isFinite() ? Math.ceil(Double.parseDouble(seconds.format()) * 1000) : Long.MAX_VALUE;
        if (ms < 0) {
            call.fail(Errors.TIMEOUT_NEGATIVE);
        } else if (ms >= Long.MAX_VALUE - call.nowMs()) {
            call.fail(Errors.TIMEOUT_OUT_OF_RANGE);
        }
        return ms == 0 ? 0 : (long) ms + call.nowMs();
    }

    /** The first of some keys that exists, which must be of a type; null when there is none. */
    public static Key firstKey(Call call, int type, int first, int count) {
        for (int i = first; i < first + count && !call.failed(); i++) {
            int mark = call.keyMark();
            Key key = call.writeTyped(i, type);
            if (key.exists()) {
                return key;
            }
            call.releaseKeys(mark);
        }
        return null;
    }

    /** Waits for one of the keys, or answers the null array if the command does not wait or its client must not. */
    public void giveUpOrAwait(Call call, int type, boolean waits, int first, int keys, long untilMs) {
        if (waits && !call.client().is(ClientFlag.DENY_BLOCKING)) {
            await(call, type, first, keys, untilMs);
        } else {
            call.reply().nilArray();
        }
    }

    private boolean serve(Client client, Wait wait) {
        waitsAgain = false;
        latest = wait;
        executor.resume(client, wait.row, wait.args);
        return !waitsAgain;
    }

    /** One waiting command with its own copy of the arguments. */
    private final class Wait implements KeyWait {
        private final CommandRow row;
        private final Args args;
        private final int type;
        private final boolean needsKey;
        private TimerQueue.Timer wake;

        Wait(CommandRow row, Args args, int type, boolean needsKey) {
            this.row = row;
            this.args = args;
            this.type = type;
            this.needsKey = needsKey;
        }

        @Override
        public boolean serve(Client client, Key key) {
            if (key.type() != type && !needsKey || !WaitingCommands.this.serve(client, this)) {
                return false;
            }
            end();
            return true;
        }

        private void cancelWake() {
            if (wake != null) {
                timers.cancel(wake);
                wake = null;
            }
        }

        private void end() {
            cancelWake();
            args.clear();
        }

        @Override
        public boolean endsWithKey() {
            return needsKey;
        }

        @Override
        public void onTimeout(Client client) {
            executor.completed(client, row, args, 0, false);
            end();
            client.reply().nilArray();
        }

        @Override
        public void onAbandon(Client client) {
            end();
        }
    }
}
