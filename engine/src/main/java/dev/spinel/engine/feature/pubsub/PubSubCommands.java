package dev.spinel.engine.feature.pubsub;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.Executor;
import dev.spinel.engine.feature.pubsub.PubSub.Kind;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Glob;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rows and methods of the pubsub group. Source: pubsub.c. */
public final class PubSubCommands {
    private static final Set<String> ALLOWED_WHILE_SUBSCRIBED = Set.of("ping", "subscribe", "ssubscribe",
            "sunsubscribe", "unsubscribe", "psubscribe", "punsubscribe", "quit", "reset");
    private static final String[] HELP = {
        "PUBSUB <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "CHANNELS [<pattern>]",
        "    Channels that have a subscriber, all or those that match.",
        "NUMPAT",
        "    How many patterns have a subscriber.",
        "NUMSUB [<channel> ...]",
        "    Subscribers of each channel; pattern subscribers do not count.",
        "SHARDCHANNELS [<pattern>]",
        "    Shard channels that have a subscriber, all or those that match.",
        "SHARDNUMSUB [<shardchannel> ...]",
        "    Subscribers of each shard channel.",
        "HELP",
        "    This text."
    };

    private final PubSub pubSub;

    private PubSubCommands(PubSub pubSub) {
        this.pubSub = pubSub;
    }

    /** Adds the commands of this room, and keeps RESP2 subscribers from running others. */
    public static void register(CommandTable table, Executor executor, PubSub pubSub) {
        PubSubCommands room = new PubSubCommands(pubSub);
        table.add("SUBSCRIBE", call -> room.subscribe(call, Kind.CHANNEL));
        table.add("PSUBSCRIBE", call -> room.subscribe(call, Kind.PATTERN));
        table.add("SSUBSCRIBE", call -> room.subscribe(call, Kind.SHARD));
        table.add("UNSUBSCRIBE", call -> room.unsubscribe(call, Kind.CHANNEL));
        table.add("PUNSUBSCRIBE", call -> room.unsubscribe(call, Kind.PATTERN));
        table.add("SUNSUBSCRIBE", call -> room.unsubscribe(call, Kind.SHARD));
        table.add("PUBLISH", room::publish);
        table.add("SPUBLISH", room::publishShard);
        table.add("PUBSUB CHANNELS", call -> room.channels(call, Kind.CHANNEL));
        table.add("PUBSUB SHARDCHANNELS", call -> room.channels(call, Kind.SHARD));
        table.add("PUBSUB NUMSUB", call -> room.subscribers(call, Kind.CHANNEL));
        table.add("PUBSUB SHARDNUMSUB", call -> room.subscribers(call, Kind.SHARD));
        table.add("PUBSUB NUMPAT", room::patternCount);
        table.add("PUBSUB HELP", call -> call.reply().help(HELP));
        executor.addGate(PubSubCommands::refusal);
    }

    private static byte[] refusal(Client client, CommandRow row, Args args) {
        if (client.subscriptions() == null || client.reply().version() != 2 || client.subscriptions().isEmpty()) {
            return null;
        }
        return ALLOWED_WHILE_SUBSCRIBED.contains(row.fullName()) ? null : Errors.notInSubscriberMode(row.fullName());
    }

    private void subscribe(Call call, Kind kind) {
        Client client = call.client();
        boolean mayBeQueued = kind != Kind.SHARD && isInTransaction(client);
        if (client.is(ClientFlag.DENY_BLOCKING) && !mayBeQueued) {
            call.fail(Errors.bytes("ERR " + Text.string(kind.subscribed).toUpperCase(Locale.ROOT)
                    + " isn't allowed for a DENY BLOCKING client"));
            return;
        }
        for (int i = 1; i < call.argCount(); i++) {
            pubSub.subscribe(kind, client, call.args().text(i));
            confirm(client, kind, kind.subscribed, call.args().bytes(i));
        }
    }

    private static boolean isInTransaction(Client client) {
        return client.transaction() != null && !client.transaction().queued().isEmpty();
    }

    private void unsubscribe(Call call, Kind kind) {
        Client client = call.client();
        List<String> names = new ArrayList<>();
        for (int i = 1; i < call.argCount(); i++) {
            names.add(call.args().text(i));
        }
        if (names.isEmpty()) {
            names.addAll(PubSub.names(kind, client));
        }
        if (names.isEmpty()) {
            confirm(client, kind, kind.unsubscribed, null);
        }
        for (String name : names) {
            pubSub.unsubscribe(kind, client, name);
            confirm(client, kind, kind.unsubscribed, Text.bytes(name));
        }
    }

    private static void confirm(Client client, Kind kind, byte[] word, byte[] name) {
        ReplyBuilder reply = client.beginPushedReply();
        reply.push(3);
        reply.bulk(word);
        if (name == null) {
            reply.nil();
        } else {
            reply.bulk(name);
        }
        reply.integer(PubSub.count(kind, client));
        client.endPush();
    }

    private void publish(Call call) {
        int receivers = pubSub.publish(call.args().bytes(1), call.args().bytes(2));
        call.repeat();
        call.reply().integer(receivers);
    }

    private void publishShard(Call call) {
        int receivers = pubSub.publishShard(call.args().bytes(1), call.args().bytes(2));
        call.repeat();
        call.reply().integer(receivers);
    }

    private void channels(Call call, Kind kind) {
        if (call.argCount() > 3) {
            call.fail(Errors.subcommandSyntax(call.args()));
            return;
        }
        byte[] pattern = call.argCount() == 3 ? call.args().bytes(2) : null;
        long start = call.reply().defer();
        int count = 0;
        for (String name : pubSub.listeners(kind).keySet()) {
            if (pattern == null || Glob.matches(pattern, Text.bytes(name), false)) {
                call.reply().bulk(name);
                count++;
            }
        }
        call.reply().closeArray(start, count);
    }

    private void subscribers(Call call, Kind kind) {
        call.reply().array((call.argCount() - 2) * 2L);
        for (int i = 2; i < call.argCount(); i++) {
            call.reply().bulk(call.args().address(i), call.args().length(i));
            call.reply().integer(pubSub.listeners(kind).getOrDefault(call.args().text(i), Set.of()).size());
        }
    }

    private void patternCount(Call call) {
        call.reply().integer(pubSub.patternCount());
    }
}
