package dev.spinel.engine.feature.transactions;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.client.Transaction;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.Executor;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;
import java.util.Set;

/** MULTI, EXEC, DISCARD, WATCH, UNWATCH, and the queueing in between. Source: multi.c. */
public final class TransactionCommands implements Executor.Interceptor {
    private static final byte[] QUEUED = Text.bytes("QUEUED");
    private static final byte[] NESTED = Errors.bytes("ERR MULTI calls can not be nested");
    private static final byte[] WATCH_INSIDE = Errors.bytes("ERR WATCH inside MULTI is not allowed");
    private static final byte[] EXEC_WITHOUT = Errors.bytes("ERR EXEC without MULTI");
    private static final byte[] DISCARD_WITHOUT = Errors.bytes("ERR DISCARD without MULTI");
    private static final byte[] NOT_INSIDE = Errors.bytes("ERR Command not allowed inside a transaction");
    private static final byte[] ABORTED =
            Errors.bytes("EXECABORT Transaction discarded because of previous errors.");
    private static final Set<String> NEVER_QUEUED =
            Set.of("exec", "discard", "multi", "watch", "quit", "reset");

    private final Executor executor;
    private final CommandTable table;
    private final WatchedKeys watchedKeys;

    private TransactionCommands(Executor executor, CommandTable table, WatchedKeys watchedKeys) {
        this.executor = executor;
        this.table = table;
        this.watchedKeys = watchedKeys;
    }

    /** Adds the commands of this room and starts to queue for clients inside MULTI. */
    public static TransactionCommands register(Executor executor, CommandTable table, WatchedKeys watchedKeys) {
        TransactionCommands room = new TransactionCommands(executor, table, watchedKeys);
        table.add("MULTI", TransactionCommands::multi);
        table.add("EXEC", room::exec);
        table.add("DISCARD", room::discard);
        table.add("WATCH", room::watch);
        table.add("UNWATCH", room::unwatch);
        executor.addGate(TransactionCommands::refusal);
        executor.addInterceptor(room);
        return room;
    }

    private static boolean isOpen(Client client) {
        return client.transaction() != null && client.transaction().isOpen();
    }

    private static byte[] refusal(Client client, CommandRow row, Args args) {
        return row.is(CommandFlag.NO_MULTI) && isOpen(client) ? NOT_INSIDE : null;
    }

    @Override
    public boolean intercept(Client client, CommandRow row) {
        if (!isOpen(client) || NEVER_QUEUED.contains(row.fullName())) {
            return false;
        }
        Transaction transaction = client.transaction();
        transaction.queued().add(client.args().copy());
        transaction.queuedFlags(transaction.queuedFlags() | row.facts().flags());
        client.reply().simple(QUEUED);
        return true;
    }

    @Override
    public byte[] onRefused(Client client, CommandRow row, byte[] error) {
        if (isOpen(client)) {
            client.transaction().broken(true);
        }
        if (row == null || !row.fullName().equals("exec")) {
            return error;
        }
        forget(client);
        return Errors.execAbort(error);
    }

    private static void multi(Call call) {
        if (isOpen(call.client())) {
            call.fail(NESTED);
            return;
        }
        transaction(call.client()).open(true);
        call.reply().ok();
    }

    private void discard(Call call) {
        if (!isOpen(call.client())) {
            call.fail(DISCARD_WITHOUT);
            return;
        }
        forget(call.client());
        call.reply().ok();
    }

    private void watch(Call call) {
        Client client = call.client();
        if (isOpen(client)) {
            call.fail(WATCH_INSIDE);
            return;
        }
        transaction(client);
        for (int i = 1; i < call.argCount() && !client.transaction().isDirty(); i++) {
            watchedKeys.watch(client, client.database(), call.args().address(i), call.args().length(i));
        }
        call.reply().ok();
    }

    private void unwatch(Call call) {
        watchedKeys.unwatch(call.client());
        if (call.client().transaction() != null) {
            call.client().transaction().dirty(false);
        }
        call.reply().ok();
    }

    private void exec(Call call) {
        Client client = call.client();
        Transaction transaction = client.transaction();
        if (!isOpen(client)) {
            call.fail(EXEC_WITHOUT);
        } else if (transaction.isBroken()) {
            forget(client);
            call.fail(ABORTED);
        } else if (transaction.isDirty() || watchedKeys.hasExpiredKey(client)) {
            forget(client);
            call.reply().nilArray();
        } else {
            run(client, transaction);
        }
    }

    private void run(Client client, Transaction transaction) {
        watchedKeys.unwatch(client);
        transaction.open(false);
        boolean denied = client.is(ClientFlag.DENY_BLOCKING);
        client.set(ClientFlag.DENY_BLOCKING, true);
        client.reply().array(transaction.queued().size());
        for (Args args : transaction.queued()) {
            CommandRow row = table.find(args);
            byte[] refusal = executor.permissions().queuedRefusal(client, row, args);
            if (refusal != null) {
                executor.failed(refusal);
                client.reply().error(refusal);
            } else {
                executor.call(client, row, args);
            }
        }
        client.set(ClientFlag.DENY_BLOCKING, denied);
        forget(client);
    }

    /** Ends the transaction of a client without running it, and its watches. */
    public void forget(Client client) {
        Transaction transaction = client.transaction();
        if (transaction == null) {
            return;
        }
        watchedKeys.unwatch(client);
        transaction.queued().forEach(Args::clear);
        transaction.queued().clear();
        transaction.queuedFlags(0);
        transaction.open(false);
        transaction.broken(false);
        transaction.dirty(false);
    }

    private static Transaction transaction(Client client) {
        if (client.transaction() == null) {
            client.transaction(new Transaction());
        }
        return client.transaction();
    }
}
