package dev.spinel.engine.command;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.client.ReplyMode;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.port.Clock;
import dev.spinel.engine.port.Journal;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes commands from their arguments to their reply: filters, look-up, gates, the call itself, and what follows it.
 * Calls nest: a transaction, a script or a module calls again from inside. Source: processCommand and call in server.c.
 */
public final class Executor {
    private static final byte[] HTTP_POST = Text.bytes("post");
    private static final byte[] HTTP_HOST = Text.bytes("host:");

    private final CommandTable table;
    private final Keyspace keyspace;
    private final Propagator propagator;
    private final Clock clock;
    private final Limits limits = new Limits();
    private final List<Call> calls = new ArrayList<>();
    private Gate[] gates = {};
    /** Those that judge each write of a script. */
    private Gate[] scriptGates = {};
    private final List<Runnable> unitEndings = new ArrayList<>();
    private final List<Runnable> unitFollowers = new ArrayList<>();
    private CommandFilter[] filters = {};
    private CallListener[] listeners = {};
    private final List<Interceptor> interceptors = new ArrayList<>();
    private Permissions permissions = Permissions.ALL;
    private Client current;
    private int depth;
    private boolean hasUnit;
    private long nanos;
    private long shownNanos;
    private long nanosAtWall;
    private long wallMicros;
    private long commandCount;
    private long dirty;

    /** Takes a command that passed every gate instead of running it: CLIENT PAUSE postpones, MULTI queues it. */
    public interface Interceptor {
        boolean intercept(Client client, CommandRow row);

        /** Hears of a refused command, whose row is null when it is unknown; answers the error the client gets. */
        default byte[] onRefused(Client client, CommandRow row, byte[] error) {
            return error;
        }
    }

    public Executor(CommandTable table, Keyspace keyspace, Propagator propagator, Clock clock) {
        this.table = table;
        this.keyspace = keyspace;
        this.propagator = propagator;
        this.clock = clock;
        refreshTime();
    }

    /** Bounds that apply to all commands. */
    public Limits limits() {
        return limits;
    }

    public void addGate(Gate gate) {
        List<Gate> all = new ArrayList<>(List.of(gates));
        all.add(gate);
        gates(all);
    }

    /** Adds a gate that is asked before all that are there already. */
    public void addFirstGate(Gate gate) {
        List<Gate> all = new ArrayList<>(List.of(gates));
        all.add(0, gate);
        gates(all);
    }

    /** What commands may ask about the rights of their callers. */
    public Permissions permissions() {
        return permissions;
    }

    public void permissions(Permissions rights) {
        permissions = rights;
    }

    public void removeGate(Gate gate) {
        List<Gate> all = new ArrayList<>(List.of(gates));
        all.remove(gate);
        gates(all);
    }

    private void gates(List<Gate> all) {
        gates = all.toArray(new Gate[0]);
        scriptGates = all.stream().filter(Gate::judgesScripts).toArray(Gate[]::new);
    }

    /** Interceptors are asked in the order in which they were added. */
    public void addInterceptor(Interceptor interceptor) {
        interceptors.add(interceptor);
    }

    public void addFilter(CommandFilter filter) {
        List<CommandFilter> all = new ArrayList<>(List.of(filters));
        all.add(filter);
        filters = all.toArray(new CommandFilter[0]);
    }

    public void removeFilter(CommandFilter filter) {
        List<CommandFilter> all = new ArrayList<>(List.of(filters));
        all.remove(filter);
        filters = all.toArray(new CommandFilter[0]);
    }

    public void addListener(CallListener listener) {
        List<CallListener> all = new ArrayList<>(List.of(listeners));
        all.add(listener);
        listeners = all.toArray(new CallListener[0]);
    }

    public void removeListener(CallListener listener) {
        List<CallListener> all = new ArrayList<>(List.of(listeners));
        all.remove(listener);
        listeners = all.toArray(new CallListener[0]);
    }

    /** Runs {@code ending} whenever an outermost execution unit has ended: keys became ready, jobs were posted. */
    public void addUnitEnding(Runnable ending) {
        unitEndings.add(ending);
    }

    /** Runs {@code follower} behind every outermost execution unit, when that was repeated: waiting clients go on. */
    public void addUnitFollower(Runnable follower) {
        unitFollowers.add(follower);
    }

    /** Commands executed so far. */
    public long commandCount() {
        return commandCount;
    }

    /** CONFIG RESETSTAT. */
    public void resetCommandCount() {
        commandCount = 0;
    }

    /** Changes to the data so far. */
    public long dirty() {
        return dirty;
    }

    public void dirty(long dirty) {
        this.dirty = dirty;
    }

    /** All changes so far are on disk, those of the calls that run included. */
    public void saved() {
        dirty = 0;
        for (int i = 0; i < depth; i++) {
            calls.get(i).saved();
        }
    }

    /**
     * Wall clock of the running execution unit in microseconds since the epoch: it stands still until the unit ends.
     */
    public long nowMicros() {
        return wallMicros + (shownNanos - nanosAtWall) / 1000;
    }

    /** Monotonic time at which the running command started. */
    public long nowNanos() {
        return nanos;
    }

    /** Whether a command is being executed. */
    public boolean isExecuting() {
        return depth > 0;
    }

    /** The innermost running call; null when there is none. */
    public Call currentCall() {
        return depth == 0 ? null : calls.get(depth - 1);
    }

    /** The client whose command is being executed, whoever calls inside it; null outside of commands of clients. */
    public Client currentClient() {
        return current;
    }

    /** How many calls are running inside one another. */
    public int depth() {
        return depth;
    }

    /** Whether a call of the command with that full name is running, at any depth. */
    public boolean isInside(String fullName) {
        for (int i = 0; i < depth; i++) {
            if (calls.get(i).row().fullName().equals(fullName)) {
                return true;
            }
        }
        return false;
    }

    /** Reads both clocks; once per tick. Within a tick the end of one command is the start of the next. */
    public void refreshTime() {
        nanos = clock.nanos();
        shownNanos = nanos;
        nanosAtWall = nanos;
        wallMicros = clock.wallMicros();
        keyspace.nowMs(wallMicros / 1000);
    }

    /** Lets the command filters see, and change, the arguments of a command that is about to be looked up. */
    public void filter(Client client, Args args) {
        for (CommandFilter filter : filters) {
            filter.filter(client, args);
        }
    }

    /** Executes the command in the arguments of {@code client} and answers it. */
    public void execute(Client client) {
        Args args = client.args();
        filter(client, args);
        CommandRow row = table.find(args);
        if (row == null && isForeignProtocol(args) && client.connection() != null) {
            client.connection().closeSoon();
            return;
        }
        if (row != null) {
            client.stats().lastCommand(row.fullName());
        }
        byte[] refusal = refusal(client, row, args);
        if (refusal != null) {
            reject(client, row, refusal);
        } else if (!isIntercepted(client, row)) {
            run(client, row, args);
        }
        commandCount++;
        nextReplyMode(client);
    }

    private void run(Client client, CommandRow row, Args args) {
        if (isInUnit()) {
            call(client, row, args);
            return;
        }
        makeCurrent(client);
        keyspace.sizes().begin();
        call(client, row, args);
        endUnit();
    }

    private void makeCurrent(Client client) {
        current = client;
        client.holdPushes();
    }

    /** Words of HTTP: a browser was tricked into talking to us, so nothing it says is obeyed. */
    private static boolean isForeignProtocol(Args args) {
        return args.is(0, HTTP_POST) || args.is(0, HTTP_HOST);
    }

    private boolean isIntercepted(Client client, CommandRow row) {
        for (int i = 0; i < interceptors.size(); i++) {
            if (interceptors.get(i).intercept(client, row)) {
                return true;
            }
        }
        return false;
    }

    /** The error that keeps a command from running, or null. Unknown commands are null rows. */
    public byte[] refusal(Client client, CommandRow row, Args args) {
        if (row == null) {
            return unknown(args);
        }
        if (row.handler() == null || !row.acceptsCount(args.count())) {
            return Errors.wrongArity(row.fullName());
        }
        if (client.is(ClientFlag.PRIMARY)) {
            return null;
        }
        return refusal(gates, client, row, args);
    }

    private static byte[] refusal(Gate[] judges, Client client, CommandRow row, Args args) {
        for (Gate gate : judges) {
            byte[] refusal = gate.refusal(client, row, args);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    /** The error for a write within a script, or called by a module as within one; null when it may run. */
    public byte[] scriptRefusal(Client client, CommandRow row, Args args) {
        return refusal(scriptGates, client, row, args);
    }

    /** The error for a command nobody offers. */
    public byte[] unknown(Args args) {
        CommandRow container = table.findTop(args);
        return container == null
                ? Errors.unknownCommand(args)
                : Errors.unknownSubcommand(args);
    }

    /** Answers an error instead of running the command. */
    public void reject(Client client, CommandRow row, byte[] error) {
        if (row != null) {
            row.stats().reject();
        }
        byte[] answer = error;
        for (Interceptor interceptor : interceptors) {
            answer = interceptor.onRefused(client, row, answer);
        }
        failed(answer);
        client.reply().error(answer);
    }

    /** Tells the listeners that a command was answered with an error. */
    public void failed(byte[] error) {
        for (CallListener listener : listeners) {
            listener.onError(error);
        }
    }

    /** A waiting command was ended from outside by this error. */
    public void abandoned(Client client, byte[] error) {
        failed(error);
        CommandRow row = table.find(client.stats().lastCommand());
        if (row != null) {
            row.stats().called(client.stats().blockedNanos(), true);
        }
    }

    /** Runs a command that may run, and nothing else: no gate, no queueing. Also for calls from inside a call. */
    public void call(Client client, CommandRow row, Args args) {
        Call call = enter(client, row, args);
        client.stats().executed();
        for (CallListener listener : listeners) {
            listener.onStart(call);
        }
        long start = nanos;
        ReplyBuilder reply = client.reply();
        long errorsBefore = reply.errorCount();
        long innerErrorsBefore = reply.innerErrorCount();
        if (current != null && current.is(ClientFlag.NO_TOUCH)) {
            runUntouched(call);
        } else {
            row.handler().run(call);
        }
        answerFailure(call);
        readClock();
        long errors = reply.errorCount() - errorsBefore;
        boolean hasOwnErrors = errors > reply.innerErrorCount() - innerErrorsBefore;
        reply.innerErrorCount(innerErrorsBefore + errors);
        finish(call, nanos - start, hasOwnErrors || call.failed());
        call.end();
        depth--;
    }

    private void answerFailure(Call call) {
        if (call.failed()) {
            if (!call.client().is(ClientFlag.MODULE)) {
                failed(call.failure());     // what a module gets, it may keep for itself
            }
            call.client().reply().error(call.failure());
        }
    }

    /**
     * Runs a command that waited once more, as a unit of its own: it counts as one command with the first time. What
     * would refuse it now refuses it.
     */
    public void resume(Client client, CommandRow row, Args args) {
        byte[] refusal = refusal(client, row, args);
        makeCurrent(client);
        if (refusal != null) {
            reject(client, row, refusal);
            endUnit();
            return;
        }
        Call call = enter(client, row, args);
        int kinds = propagator.kinds();
        propagator.kinds(client.journals());
        long start = nanos;
        long replied = client.reply().position();
        row.handler().run(call);
        answerFailure(call);
        readClock();
        worked(client, nanos - start);
        repeat(call);
        propagator.kinds(kinds);
        boolean isDone = client.reply().position() > replied;
        if (isDone) {
            complete(call, nanos - start, call.failed());
        }
        call.end();
        depth--;
        if (isDone) {
            hasUnit = true;     // what a module makes of the answer belongs to the unit
            client.unblocked();
        }
        endUnit();
    }

    /** Runs a command of a journal being loaded: it is no command of the server's, so nobody counts or sees it. */
    public void replay(Client client, CommandRow row, Args args) {
        Call call = enter(client, row, args);
        row.handler().run(call);
        dirty += Math.max(call.dirty(), 0);
        call.end();
        depth--;
    }

    /** Runs a call of a client with CLIENT NO-TOUCH, which leaves the access clocks of keys alone but for TOUCH. */
    private void runUntouched(Call call) {
        boolean wasFrozen = keyspace.clock().isFrozen();
        keyspace.clock().freeze(!call.row().facts().fullName().equals("touch"));
        call.row().handler().run(call);
        keyspace.clock().freeze(wasFrozen);
    }

    /** A call has run. What runs inside a unit all happens at one time. */
    private void readClock() {
        nanos = clock.nanos();
        if (depth == 1 && !hasUnit) {
            shownNanos = nanos;
            keyspace.nowMs(nowMicros() / 1000);
        }
    }

    private Call enter(Client client, CommandRow row, Args args) {
        if (depth == calls.size()) {
            calls.add(new Call(keyspace, propagator, limits));
        }
        Call call = calls.get(depth++);
        call.begin(client, row, args, nowMicros());
        return call;
    }

    private void finish(Call call, long durationNanos, boolean failed) {
        if (call.client().isBlocked()) {
            call.client().stats().blockedNanos(durationNanos);
        } else {
            call.row().stats().called(durationNanos, failed);
        }
        repeat(call);
        for (CallListener listener : listeners) {
            listener.onEnd(call, durationNanos);
        }
    }

    private void repeat(Call call) {
        call.settleRewrite();
        if (call.dirty() > 0) {
            dirty += call.dirty();
        }
        int how = call.propagation();
        boolean isForAll = how == Propagator.AS_CALLED && call.dirty() > 0 || how == Propagator.ALWAYS;
        if ((isForAll || how == Propagator.TO_REPLICAS) && propagator.isActive()) {
            int kinds = propagator.kinds();
            propagator.kinds(isForAll ? kinds : kinds & Journal.REPLICAS);
            propagator.add(call.database(), call.args());
            propagator.kinds(kinds);
        }
    }

    /** Adds time spent for the command whose client waits. */
    public void worked(Client client, long durationNanos) {
        client.stats().blockedNanos(client.stats().blockedNanos() + durationNanos);
    }

    /**
     * A command that left its client blocked was answered by others than {@link #resume}: statistics, slow log and
     * latency monitor get what it took in all.
     *
     * @param answerNanos the time its answer took
     */
    public void completed(Client client, CommandRow row, Args args, long answerNanos, boolean failed) {
        worked(client, answerNanos);
        Call call = enter(client, row, args);
        complete(call, answerNanos, failed);
        call.end();
        depth--;
    }

    private void complete(Call call, long answerNanos, boolean failed) {
        long totalNanos = call.client().stats().blockedNanos();
        call.row().stats().called(totalNanos, failed);
        for (CallListener listener : listeners) {
            listener.onCompleted(call, totalNanos, answerNanos);
        }
    }

    /** Begins an execution unit that is not a command: a timer of a module, its thread with the lock. */
    public void beginUnit() {
        refreshTime();
        hasUnit = true;
    }

    /** Whether something runs of which {@link #endUnit} will be the end. */
    public boolean isInUnit() {
        return hasUnit || depth > 0;
    }

    /**
     * Removes a key without a command: a unit of its own with all it leads to, or a part of the unit that runs. Others
     * may follow at once; who waits goes on when {@link #endUnit} is called for all of them.
     */
    public void deletion(Runnable removal) {
        if (isInUnit()) {
            removal.run();
        } else {
            hasUnit = true;
            removal.run();
            closeUnit();
        }
    }

    /** Ends an execution unit. */
    public void endUnit() {
        closeUnit();
        if (current != null) {
            current.releasePushes();
            current = null;
        }
        for (int i = 0; i < unitFollowers.size(); i++) {
            unitFollowers.get(i).run();
        }
    }

    /** What the endings do is a part of the unit, too. */
    private void closeUnit() {
        hasUnit = true;
        for (int i = 0; i < unitEndings.size(); i++) {
            unitEndings.get(i).run();
        }
        hasUnit = false;
        if (propagator.flush() && current != null) {
            current.changesUpTo(propagator.filePosition());
        }
    }

    /** Frees the memory calls keep for themselves. */
    public void close() {
        calls.forEach(Call::close);
        calls.clear();
    }

    private static void nextReplyMode(Client client) {
        if (client.replyMode() == ReplyMode.SKIP_NEXT) {
            client.replyMode(ReplyMode.SKIPPING);
            client.reply().mute(true);
        } else if (client.replyMode() == ReplyMode.SKIPPING) {
            client.replyMode(ReplyMode.ON);
            client.reply().mute(false);
        }
    }
}
