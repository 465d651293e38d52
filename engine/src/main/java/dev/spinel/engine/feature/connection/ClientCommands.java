package dev.spinel.engine.feature.connection;

import dev.spinel.engine.client.BlockedClients;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.client.Clients;
import dev.spinel.engine.client.ReplyMode;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.resp.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Rows and methods of CLIENT. Source: clientCommand in networking.c. */
public final class ClientCommands {
    private static final byte[] ON = Text.bytes("on");
    private static final byte[] OFF = Text.bytes("off");
    private static final byte[] SKIP = Text.bytes("skip");
    private static final byte[] TYPE = Text.bytes("type");
    private static final byte[] ID = Text.bytes("id");
    private static final byte[] TIMEOUT = Text.bytes("timeout");
    private static final byte[] ERROR = Text.bytes("error");
    private static final byte[] WRITE = Text.bytes("write");
    private static final byte[] ALL = Text.bytes("all");
    private static final byte[] NO_SUCH_CLIENT = Errors.bytes("ERR No such client");
    private static final byte[] BAD_ID = Errors.bytes("ERR Invalid client ID");
    private static final byte[] BAD_NAME =
            Errors.bytes("ERR Client names cannot contain spaces, newlines or special characters.");
    private static final byte[] BAD_REASON = Errors.bytes("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
    private static final byte[] BAD_PAUSE_MODE = Errors.bytes("ERR CLIENT PAUSE mode must be WRITE or ALL");
    private static final byte[] UNBLOCKED = Errors.bytes("UNBLOCKED client unblocked via CLIENT UNBLOCK");
    private static final String[] HELP = {
        "CLIENT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "CACHING <YES|NO>",
        "    Whether the next command is tracked, with OPTIN or OPTOUT.",
        "GETNAME",
        "    Name of this connection.",
        "GETREDIR",
        "    Client that gets the invalidations of this connection.",
        "ID",
        "    Number of this connection.",
        "INFO",
        "    What CLIENT LIST says of this connection.",
        "KILL <ip:port>",
        "KILL [ID <id>] [TYPE <type>] [USER <name>] [ADDR <ip:port>] [LADDR <ip:port>] [MAXAGE <s>] [SKIPME <yes|no>]",
        "    Close connections.",
        "LIST [TYPE <NORMAL|MASTER|REPLICA|PUBSUB>] [ID <id> ...]",
        "    One line for each connection.",
        "NO-EVICT <ON|OFF>",
        "    Keep this connection when client memory runs out.",
        "NO-TOUCH <ON|OFF>",
        "    Leave the access clock of keys alone.",
        "PAUSE <ms> [WRITE|ALL]",
        "    Let commands wait for a while.",
        "REPLY <ON|OFF|SKIP>",
        "    Whether this connection gets answers.",
        "SETINFO <LIB-NAME|LIB-VER> <value>",
        "    Tell which library is connected.",
        "SETNAME <name>",
        "    Name this connection.",
        "TRACKING <ON|OFF> [REDIRECT <id>] [BCAST] [PREFIX <prefix> ...] [OPTIN] [OPTOUT] [NOLOOP]",
        "    Tell this connection when a key it read has changed.",
        "TRACKINGINFO",
        "    State of invalidation tracking.",
        "UNBLOCK <id> [TIMEOUT|ERROR]",
        "    End the wait of a blocked client.",
        "UNPAUSE",
        "    End a pause.",
        "HELP",
        "    This text."
    };

    private final Clients clients;
    private final BlockedClients blockedClients;
    private final ClientPause pause;
    private final Credentials credentials;

    private ClientCommands(
            Clients clients, BlockedClients blockedClients, ClientPause pause, Credentials credentials) {
        this.clients = clients;
        this.blockedClients = blockedClients;
        this.pause = pause;
        this.credentials = credentials;
    }

    /** Adds the commands of this room. */
    public static void register(
            CommandTable table, Clients clients, BlockedClients blockedClients, ClientPause pause,
            Credentials credentials) {
        ClientCommands room = new ClientCommands(clients, blockedClients, pause, credentials);
        table.add("CLIENT ID", call -> call.reply().integer(call.client().id()));
        table.add("CLIENT INFO", room::info);
        table.add("CLIENT LIST", room::list);
        table.add("CLIENT KILL", room::kill);
        table.add("CLIENT SETNAME", ClientCommands::setName);
        table.add("CLIENT GETNAME", ClientCommands::getName);
        table.add("CLIENT SETINFO", ClientCommands::setInfo);
        table.add("CLIENT PAUSE", room::pause);
        table.add("CLIENT UNPAUSE", room::unpause);
        table.add("CLIENT NO-EVICT", call -> toggle(call, ClientFlag.NO_EVICT));
        table.add("CLIENT NO-TOUCH", call -> toggle(call, ClientFlag.NO_TOUCH));
        table.add("CLIENT REPLY", ClientCommands::reply);
        table.add("CLIENT UNBLOCK", room::unblock);
        table.add("CLIENT HELP", call -> call.reply().help(HELP));
    }

    private void info(Call call) {
        String line = ClientLine.of(call.client(), call.nowMs()) + "\n";
        call.reply().verbatim("txt", Text.bytes(line));
    }

    private void list(Call call) {
        Args args = call.args();
        Collection<Client> chosen = clients.all();
        if (args.count() == 4 && args.is(2, TYPE)) {
            ClientType type = type(call, 3);
            chosen = chosen.stream().filter(client -> ClientType.of(client) == type).toList();
        } else if (args.count() > 3 && args.is(2, ID)) {
            chosen = byId(call);
        } else if (args.count() != 2) {
            call.fail(Errors.SYNTAX);
        }
        if (call.failed()) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        chosen.forEach(client -> lines.append(ClientLine.of(client, call.nowMs())).append('\n'));
        call.reply().verbatim("txt", Text.bytes(lines.toString()));
    }

    private List<Client> byId(Call call) {
        List<Client> found = new ArrayList<>();
        for (int i = 3; i < call.argCount(); i++) {
            Client client = clients.find(call.integer(i, BAD_ID));
            if (client != null) {
                found.add(client);
            }
        }
        return found;
    }

    private static ClientType type(Call call, int index) {
        ClientType type = ClientType.named(call.args().text(index));
        if (type == null) {
            call.fail(Errors.bytes("ERR Unknown client type '" + call.args().text(index) + "'"));
        }
        return type;
    }

    private void kill(Call call) {
        KillFilter filter = KillFilter.parse(call, credentials);
        if (call.failed()) {
            return;
        }
        int killed = 0;
        boolean self = false;
        for (Client client : List.copyOf(clients.all())) {
            if (filter.matches(client, call.client(), call.nowMs())) {
                killed++;
                if (client == call.client()) {
                    self = true;
                } else {
                    client.connection().closeSoon();
                }
            }
        }
        if (!filter.isOldForm()) {
            call.reply().integer(killed);
        } else if (killed == 0) {
            call.fail(NO_SUCH_CLIENT);
        } else {
            call.reply().ok();
        }
        if (self) {
            call.client().set(ClientFlag.CLOSE_AFTER_REPLY, true);
        }
    }

    /** The name in an argument; latches an error when it would break the lines of CLIENT LIST. */
    static String validName(Call call, int index) {
        String name = call.args().text(index);
        if (!isPrintable(name)) {
            call.fail(BAD_NAME);
        }
        return name;
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= '!' && c <= '~');
    }

    private static void setName(Call call) {
        String name = validName(call, 2);
        if (!call.failed()) {
            call.client().name(name);
            call.reply().ok();
        }
    }

    private static void getName(Call call) {
        if (call.client().name().isEmpty()) {
            call.reply().nil();
        } else {
            call.reply().bulk(call.client().name());
        }
    }

    private static void setInfo(Call call) {
        String option = call.args().text(2);
        String value = call.args().text(3);
        boolean isName = option.equalsIgnoreCase("lib-name");
        if (!isName && !option.equalsIgnoreCase("lib-ver")) {
            call.fail(Errors.bytes("ERR Unrecognized option '" + option + "'"));
        } else if (!isPrintable(value)) {
            call.fail(Errors.bytes("ERR " + option + " cannot contain spaces, newlines or special characters."));
        } else {
            if (isName) {
                call.client().libName(value);
            } else {
                call.client().libVersion(value);
            }
            call.reply().ok();
        }
    }

    private void pause(Call call) {
        boolean writesOnly = call.argCount() == 4 && call.args().is(3, WRITE);
        if (call.argCount() > 4) {
            call.fail(Errors.subcommandSyntax(call.args()));
        } else if (call.argCount() == 4 && !writesOnly && !call.args().is(3, ALL)) {
            call.fail(BAD_PAUSE_MODE);
        }
        long ms = call.integer(2, Errors.TIMEOUT_NOT_INTEGER);
        if (ms < 0) {
            call.fail(Errors.TIMEOUT_NEGATIVE);
        } else if (ms > Long.MAX_VALUE - call.nowMs()) {
            call.fail(Errors.TIMEOUT_OUT_OF_RANGE);
        }
        if (!call.failed()) {
            pause.pause(call.nowMs() + ms, !writesOnly);
            call.reply().ok();
        }
    }

    private void unpause(Call call) {
        pause.unpause();
        call.reply().ok();
    }

    private static void toggle(Call call, int flag) {
        boolean on = call.args().is(2, ON);
        if (!on && !call.args().is(2, OFF)) {
            call.fail(Errors.SYNTAX);
            return;
        }
        call.client().set(flag, on);
        call.reply().ok();
    }

    private static void reply(Call call) {
        Client client = call.client();
        if (call.args().is(2, ON)) {
            client.replyMode(ReplyMode.ON);
            client.reply().mute(false);
            call.reply().ok();
        } else if (call.args().is(2, OFF)) {
            client.replyMode(ReplyMode.OFF);
            client.reply().mute(true);
        } else if (call.args().is(2, SKIP)) {
            if (client.replyMode() != ReplyMode.OFF) {
                client.replyMode(ReplyMode.SKIP_NEXT);
            }
        } else {
            call.fail(Errors.SYNTAX);
        }
    }

    private void unblock(Call call) {
        boolean error = call.argCount() == 4 && call.args().is(3, ERROR);
        if (call.argCount() > 4) {
            call.fail(Errors.subcommandSyntax(call.args()));
        } else if (call.argCount() == 4 && !error && !call.args().is(3, TIMEOUT)) {
            call.fail(BAD_REASON);
        }
        Client target = clients.find(call.integer(2));
        if (call.failed()) {
            return;
        }
        boolean possible = target != null && target.isBlocked() && target.blockedOn().isUnblockable();
        if (possible && error) {
            blockedClients.fail(target, UNBLOCKED);
        } else if (possible) {
            blockedClients.timeOut(target);
        }
        call.reply().integer(possible ? 1 : 0);
    }

    /** CLIENT KILL's conditions; all that are given must hold. */
    private record KillFilter(boolean isOldForm, long id, ClientType type, String address, String localAddress,
            String user, long maxAgeSeconds, boolean skipsSelf) {
        static KillFilter parse(Call call, Credentials credentials) {
            Args args = call.args();
            if (args.count() == 3) {
                return new KillFilter(true, 0, null, args.text(2), null, null, 0, false);
            }
            KillFilter filter = new KillFilter(false, 0, null, null, null, null, 0, true);
            for (int i = 2; i < args.count() && !call.failed(); i += 2) {
                if (i + 1 == args.count()) {
                    call.fail(Errors.SYNTAX);
                } else {
                    filter = filter.with(call, credentials, args.text(i).toLowerCase(Locale.ROOT), i + 1);
                }
            }
            return filter;
        }

        private KillFilter with(Call call, Credentials credentials, String option, int index) {
            String value = call.args().text(index);
            return switch (option) {
                case "id" -> new KillFilter(false, positive(call, index, "client-id should be greater than 0",
                        "client-id should be greater than 0"), type, address, localAddress, user, maxAgeSeconds,
                        skipsSelf);
                case "type" -> new KillFilter(false, id, ClientCommands.type(call, index), address, localAddress, user,
                        maxAgeSeconds, skipsSelf);
                case "addr" ->
                    new KillFilter(false, id, type, value, localAddress, user, maxAgeSeconds, skipsSelf);
                case "laddr" -> new KillFilter(false, id, type, address, value, user, maxAgeSeconds, skipsSelf);
                case "user" -> {
                    if (!credentials.hasUser(value)) {
                        call.fail(Errors.bytes("ERR No such user '" + value + "'"));
                    }
                    yield new KillFilter(false, id, type, address, localAddress, value, maxAgeSeconds, skipsSelf);
                }
                case "maxage" -> new KillFilter(false, id, type, address, localAddress, user,
                        positive(call, index, "maxage is not an integer or out of range",
                                "maxage should be greater than 0"), skipsSelf);
                case "skipme" -> {
                    if (!value.equalsIgnoreCase("yes") && !value.equalsIgnoreCase("no")) {
                        call.fail(Errors.SYNTAX);
                    }
                    yield new KillFilter(false, id, type, address, localAddress, user, maxAgeSeconds,
                            value.equalsIgnoreCase("yes"));
                }
                default -> {
                    call.fail(Errors.SYNTAX);
                    yield this;
                }
            };
        }

        private static long positive(Call call, int index, String notInteger, String notPositive) {
            Args args = call.args();
            if (!Numbers.isLong(args.address(index), args.length(index))) {
                call.fail(Errors.bytes("ERR " + notInteger));
                return 0;
            }
            long value = Numbers.parseLong(args.address(index), args.length(index));
            if (value <= 0) {
                call.fail(Errors.bytes("ERR " + notPositive));
            }
            return value;
        }

        boolean matches(Client client, Client self, long nowMs) {
            return (address == null || client.connection().remoteAddress().equals(address))
                    && (localAddress == null || client.connection().localAddress().equals(localAddress))
                    && (type == null || ClientType.of(client) == type)
                    && (id == 0 || client.id() == id)
                    && (user == null || client.userName().equals(user))
                    && (maxAgeSeconds == 0 || (nowMs - client.stats().connectedAtMs()) / 1000 >= maxAgeSeconds)
                    && !(client == self && skipsSelf);
        }
    }
}
