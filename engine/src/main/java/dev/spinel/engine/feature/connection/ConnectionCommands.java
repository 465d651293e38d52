package dev.spinel.engine.feature.connection;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.client.ReplyMode;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.port.LoadedModules;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.stats.ServerVersion;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Rows and methods of the connection group, except CLIENT. */
public final class ConnectionCommands {
    private static final byte[] PONG = Text.bytes("PONG");
    private static final byte[] RESET_OF_REPLICA = Errors.bytes("ERR can only reset normal client connections");
    private static final byte[] RESET = Text.bytes("RESET");
    private static final byte[] AUTH_OPTION = Text.bytes("auth");
    private static final byte[] SETNAME_OPTION = Text.bytes("setname");
    private static final byte[] BAD_VERSION = Errors.bytes("ERR Protocol version is not an integer or out of range");

    private final Credentials credentials;
    private final Supplier<LoadedModules> modules;
    private final Consumer<Client> forgetState;

    private ConnectionCommands(
            Credentials credentials, Supplier<LoadedModules> modules, Consumer<Client> forgetState) {
        this.credentials = credentials;
        this.modules = modules;
        this.forgetState = forgetState;
    }

    /**
     * Adds the commands of this room.
     *
     * @param modules those of the server, for HELLO
     * @param forgetState ends whatever a client has under way, for RESET
     */
    public static void register(CommandTable table, Credentials credentials, Supplier<LoadedModules> modules,
            Consumer<Client> forgetState) {
        ConnectionCommands room = new ConnectionCommands(credentials, modules, forgetState);
        table.add("PING", ConnectionCommands::ping);
        table.add("ECHO", call -> call.reply().bulk(call.args().address(1), call.args().length(1)));
        table.add("SELECT", ConnectionCommands::select);
        table.add("QUIT", ConnectionCommands::quit);
        table.add("AUTH", room::auth);
        table.add("HELLO", room::hello);
        table.add("RESET", room::reset);
    }

    /** Replies PONG or the argument; subscribers of RESP2 get it as a message. Redis: pingCommand. */
    private static void ping(Call call) {
        Client client = call.client();
        if (call.argCount() > 2) {
            call.fail(Errors.wrongArity("ping"));
        } else if (client.subscriptions() != null && !client.subscriptions().isEmpty()
                && client.reply().version() == 2) {
            call.reply().array(2);
            call.reply().bulk("pong");
            call.reply().bulk(call.argCount() == 1 ? new byte[0] : call.args().bytes(1));
        } else if (call.argCount() == 1) {
            call.reply().simple(PONG);
        } else {
            call.reply().bulk(call.args().address(1), call.args().length(1));
        }
    }

    private static void select(Call call) {
        long index = call.integer(1);
        if (index != (int) index) {
            call.fail(Errors.notInRange(Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        if (call.failed()) {
            return;
        }
        if (index < 0 || index >= call.keyspace().databaseCount()) {
            call.fail(Errors.DB_INDEX_OUT_OF_RANGE);
            return;
        }
        call.client().database(call.keyspace().database((int) index));
        call.reply().ok();
    }

    private static void quit(Call call) {
        call.reply().ok();
        call.client().set(ClientFlag.CLOSE_AFTER_REPLY, true);
    }

    private void auth(Call call) {
        Args args = call.args();
        call.redact(1);
        call.redact(2);
        if (args.count() > 3) {
            call.fail(Errors.SYNTAX);
        } else if (args.count() == 2 && credentials.isDefaultOpen()) {
            call.fail(Errors.AUTH_WITHOUT_PASSWORD);
        } else {
            boolean named = args.count() == 3;
            if (credentials.login(call, named ? args.text(1) : "default", args.bytes(named ? 2 : 1))) {
                call.reply().ok();
            }
        }
    }

    private void hello(Call call) {
        Client client = call.client();
        long version = call.argCount() > 1 ? call.integer(1, BAD_VERSION) : client.reply().version();
        if (!call.failed() && (version < 2 || version > 3)) {
            call.fail(Errors.NO_PROTO);
        }
        String name = null;
        int authAt = 0;
        for (int i = 2; i < call.argCount() && !call.failed(); i++) {
            int more = call.argCount() - 1 - i;
            if (call.args().is(i, AUTH_OPTION) && more >= 2) {
                authAt = i;
                call.redact(i + 1);
                call.redact(i + 2);
                i += 2;
            } else if (call.args().is(i, SETNAME_OPTION) && more >= 1) {
                name = ClientCommands.validName(call, ++i);
            } else {
                call.fail(Errors.bytes("ERR Syntax error in HELLO option '" + call.args().text(i) + "'"));
            }
        }
        if (authAt > 0 && !call.failed()
                && !credentials.login(call, call.args().text(authAt + 1), call.args().bytes(authAt + 2))) {
            return;
        }
        if (credentials.isAuthRequired(client)) {
            call.fail(Errors.NO_AUTH_HELLO);
        }
        if (call.failed()) {
            return;
        }
        if (name != null) {
            client.name(name);
        }
        client.reply().version((int) version);
        replyHello(client);
    }

    private void replyHello(Client client) {
        ReplyBuilder reply = client.reply();
        reply.map(7);
        reply.bulk("server");
        reply.bulk("redis");
        reply.bulk("version");
        reply.bulk(ServerVersion.REDIS);
        reply.bulk("proto");
        reply.integer(reply.version());
        reply.bulk("id");
        reply.integer(client.id());
        reply.bulk("mode");
        reply.bulk("standalone");
        reply.bulk("role");
        reply.bulk("master");
        reply.bulk("modules");
        modules.get().list(reply);
    }

    /** The client is as it was when it connected. Redis: resetCommand. */
    private void reset(Call call) {
        Client client = call.client();
        if (client.is(ClientFlag.REPLICA)) {
            call.fail(RESET_OF_REPLICA);
            return;
        }
        forgetState.accept(client);
        client.database(call.keyspace().database(0));
        client.name("");
        client.reply().version(2);
        client.reply().mute(false);
        client.replyMode(ReplyMode.ON);
        credentials.reset(client);
        client.set(ClientFlag.NO_EVICT, false);
        client.set(ClientFlag.NO_TOUCH, false);
        client.set(ClientFlag.MONITOR, false);
        client.set(ClientFlag.READONLY, false);
        call.reply().simple(RESET);
    }
}
