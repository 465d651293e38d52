package dev.spinel.engine.feature.connection;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.client.Subscriptions;
import dev.spinel.engine.client.Transaction;
import dev.spinel.engine.port.Connection;
import dev.spinel.engine.resp.ReplyBlocks;

/** The line CLIENT LIST prints for one client. Source: catClientInfoString in networking.c. */
public final class ClientLine {
    private static final Subscriptions NONE = new Subscriptions();

    private ClientLine() {}

    /** The fields, separated by blanks, without a line break. A client without a connection has descriptor -1. */
    public static String of(Client client, long nowMs) {
        Connection connection = client.connection();
        boolean isConnected = connection != null;
        long queryBytes = isConnected ? connection.queryBytes() : 0;
        Transaction transaction = client.transaction();
        Subscriptions subscriptions = client.subscriptions() == null ? NONE : client.subscriptions();
        boolean open = transaction != null && transaction.isOpen();
        long pending = client.reply().pendingLength();
        // What does not fit into the first block is in a list, as Redis tells it.
        long listed = Math.max(pending - ReplyBlocks.BLOCK_BYTES, 0);
        return "id=" + client.id()
                + " addr=" + (isConnected ? connection.remoteAddress() : "")
                + " laddr=" + (isConnected ? connection.localAddress() : "")
                + " fd=" + (isConnected ? connection.descriptor() : -1)
                + " name=" + client.name()
                + " age=" + (nowMs - client.stats().connectedAtMs()) / 1000
                + " idle=" + (nowMs - client.stats().lastActiveMs()) / 1000
                + " flags=" + flags(client)
                + " db=" + client.database().index()
                + " sub=" + subscriptions.channels().size()
                + " psub=" + subscriptions.patterns().size()
                + " ssub=" + subscriptions.shardChannels().size()
                + " multi=" + (open ? transaction.queued().size() : -1)
                + " watch=" + (transaction == null ? 0 : transaction.watchCount())
                + " qbuf=" + queryBytes
                + " qbuf-free=" + Math.max((isConnected ? connection.queryCapacity() : 0) - queryBytes, 0)
                + " argv-mem=" + client.args().totalBytes()
                + " multi-mem=" + (open ? transaction.queuedBytes() : 0)
                + " rbs=" + client.reply().capacity()
                + " rbp=" + client.reply().peak()
                + " obl=" + Math.min(pending, ReplyBlocks.BLOCK_BYTES)
                + " oll=" + (listed + ReplyBlocks.BLOCK_BYTES - 1) / ReplyBlocks.BLOCK_BYTES
                + " omem=" + listed
                + " tot-mem=" + ClientMemory.bytes(client)
                + " events=" + (isConnected ? pending > 0 ? "rw" : "r" : "")
                + " cmd=" + client.stats().lastCommand()
                + " user=" + client.userName()
                + " redir=" + (client.tracking() == null ? -1 : client.tracking().redirect())
                + " resp=" + client.reply().version()
                + " lib-name=" + client.libName()
                + " lib-ver=" + client.libVersion();
    }

    private static String flags(Client client) {
        StringBuilder flags = new StringBuilder();
        if (client.is(ClientFlag.REPLICA)) {
            flags.append(client.is(ClientFlag.MONITOR) ? 'O' : 'S');
        } else if (client.is(ClientFlag.MONITOR)) {
            flags.append('O');
        }
        append(flags, 'M', client.is(ClientFlag.PRIMARY));
        append(flags, 'P', client.subscriptions() != null && !client.subscriptions().isEmpty());
        append(flags, 'x', client.transaction() != null && client.transaction().isOpen());
        append(flags, 'b', client.isBlocked());
        append(flags, 't', client.tracking() != null);
        append(flags, 'R', client.tracking() != null && client.tracking().isRedirectBroken());
        append(flags, 'B', client.tracking() != null && client.tracking().isBroadcast());
        append(flags, 'd', client.transaction() != null && client.transaction().isDirty());
        append(flags, 'c', client.is(ClientFlag.CLOSE_AFTER_REPLY));
        append(flags, 'A', client.is(ClientFlag.CLOSE_SOON));
        append(flags, 'U', client.connection() != null && client.connection().isUnixSocket());
        append(flags, 'r', client.is(ClientFlag.READONLY));
        append(flags, 'e', client.is(ClientFlag.NO_EVICT));
        append(flags, 'T', client.is(ClientFlag.NO_TOUCH));
        return flags.isEmpty() ? "N" : flags.toString();
    }

    private static void append(StringBuilder flags, char flag, boolean on) {
        if (on) {
            flags.append(flag);
        }
    }
}
