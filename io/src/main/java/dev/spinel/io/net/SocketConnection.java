package dev.spinel.io.net;

import dev.spinel.engine.Engine;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.NativeView;
import dev.spinel.engine.port.Connection;
import dev.spinel.engine.port.StreamTap;
import dev.spinel.engine.resp.ReplyBlocks;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.RequestParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * One socket and its client. Bytes are read into the shared buffer and executed from there; what is left of an
 * unfinished request moves to a block of its own. Replies are written before the reactor sleeps. Owned by the reactor.
 */
public final class SocketConnection implements Connection, Selectable {
    private static final long STRANGER_QUERY_BYTES = 1 << 20;

    private final ConnectionSet connections;
    private final Engine engine;
    private final SocketChannel channel;
    private final Addresses addresses;
    private final Client client;
    private final RequestParser parser;
    private SelectionKey key;
    private final QueryBuffer pending;
    /** Bytes of the read that is being executed. */
    private long readLength;
    private ByteBuffer blockView;
    /** Null unless somebody follows every byte. */
    private StreamTap tap;
    /** Whether it has yet to hear of a command that made its client wait. */
    private boolean owesTap;
    private boolean writeQueued;
    private boolean resumeQueued;
    private boolean executing;
    private boolean closed;

    SocketConnection(ConnectionSet connections, Engine engine, SocketChannel channel, Addresses addresses) {
        this.connections = connections;
        this.engine = engine;
        this.channel = channel;
        this.addresses = addresses;
        client = engine.connect(this);
        client.reply().onGrowth(this::checkReplyLimits);
        parser = new RequestParser(client.args());
        pending = new QueryBuffer(parser);
    }

    /**
     * Goes on with a connection this server has opened: some bytes were received already, some are still to be sent.
     */
    void takeOver(StreamTap newTap, byte[] unsent, long address, long length) {
        tap = newTap;
        if (unsent.length > 0) {
            client.beginPushedReply().raw(unsent);
            client.endPush();
        }
        client.stats().active(engine.keyspace().nowMs());
        if (length > 0) {
            tap.onReceived(address, length);
            pending.append(address, Math.toIntExact(length));
            parser.start(pending.address());
            resume();
        }
    }

    void register(SelectionKey selectionKey) {
        key = selectionKey;
    }

    Client client() {
        return client;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void onReady(int readyOps) {
        if (executing) {
            return;     // its command lets others go on; it is served when that is done
        }
        if ((readyOps & SelectionKey.OP_WRITE) != 0) {
            write();
        }
        if ((readyOps & SelectionKey.OP_READ) != 0 && !closed && !waitsForLoading()) {
            onReadable();
        }
    }

    private void onReadable() {
        try {
            if (parser.isReceivingBlock()) {
                readBlock();
            } else {
                readShared();
            }
            engine.clientEviction().note(client);
        } catch (IOException broken) {
            connections.close(this);
        }
    }

    private void readBlock() throws IOException {
        if (blockView == null) {
            parser.growBlock();
            blockView = NativeView.of(parser.blockAddress(), Math.toIntExact(parser.blockRemaining()));
        }
        int bytes = channel.read(blockView);
        if (!received(parser.blockAddress(), bytes)) {
            return;
        }
        parser.blockReceived(bytes);
        long received = pending.length() + parser.blockBytes() - parser.blockRemaining();
        if (received > maxQueryBytes()) {
            refuseQuery(parser.blockAddress() - bytes, bytes);
        } else if (parser.blockRemaining() == 0) {
            blockView = null;
            executePending();
        }
    }

    private void readShared() throws IOException {
        SharedBuffers buffers = connections.buffers();
        ByteBuffer view = buffers.readView;
        view.clear();
        int bytes = channel.read(view);
        if (!received(buffers.readAddress, bytes)) {
            return;
        }
        if (pending.length() > 0) {
            pending.append(buffers.readAddress, bytes);
            if (pending.length() > maxQueryBytes()) {
                refuseQuery(pending.address(), pending.length());
            }
            executePending();
        } else {
            readLength = bytes;
            parser.start(buffers.readAddress);
            execute(buffers.readAddress + bytes);
            keepRest(buffers.readAddress + bytes);
            readLength = 0;
        }
    }

    /** Books what a read brought; false when the peer is gone or there was nothing. */
    private boolean received(long address, int bytes) {
        connections.stats().reads++;
        if (bytes <= 0) {
            if (bytes < 0) {
                connections.log().closedByPeer(client, engine.keyspace().nowMs());
                connections.close(this);
            }
            return false;
        }
        connections.stats().bytesIn += bytes;
        client.stats().received(bytes);
        pending.received(bytes);
        client.stats().active(engine.keyspace().nowMs());
        if (tap != null) {
            tap.onReceived(address, bytes);
        }
        return true;
    }

    private void refuseQuery(long address, long length) {
        connections.stats().queryLimitDisconnects++;
        connections.log().queryExceeded(client, engine.keyspace().nowMs(), address, length);
        connections.close(this);
    }

    /** Who has not said who it is gets no room for big requests. */
    private long maxQueryBytes() {
        if (client.is(ClientFlag.PRIMARY)) {
            return Long.MAX_VALUE;
        }
        long max = connections.limits().maxQueryBytes;
        return client.is(ClientFlag.AUTHENTICATED) ? max : Math.min(max, STRANGER_QUERY_BYTES);
    }

    /** Executes what has been received before; after a block was completed, or the client may run again. */
    private void executePending() {
        if (closed) {
            return;
        }
        long limit = pending.end();
        execute(limit);
        keepRest(limit);
    }

    private void execute(long limit) {
        parser.limits(client.is(ClientFlag.PRIMARY) ? Long.MAX_VALUE : connections.limits().maxBulkBytes,
                client.is(ClientFlag.AUTHENTICATED));
        executing = true;
        while (mayExecute()) {
            int status = parser.parse(limit);
            if (status == RequestParser.COMPLETE) {
                if (client.args().count() > 0) {
                    engine.execute(client);
                    checkReplyLimits();
                    tellExecuted(limit);
                }
            } else {
                if (status == RequestParser.FAILED) {
                    connections.log().protocolError(client, engine.keyspace().nowMs(), parser.failure());
                    client.reply().error("ERR Protocol error: " + parser.failure());
                    client.set(ClientFlag.CLOSE_AFTER_REPLY, true);
                }
                break;
            }
        }
        executing = false;
        if (client.is(ClientFlag.CLOSE_SOON)) {
            connections.queueClose(this);
        }
        if (client.reply().pendingLength() > 0) {
            onReplyPending();
        } else if (client.is(ClientFlag.CLOSE_AFTER_REPLY)) {
            closeSoon();
        }
    }

    /** A command was executed, or will have been once its client need not wait; what is behind it was not. */
    private void tellExecuted(long limit) {
        owesTap = client.isBlocked() || client.is(ClientFlag.PAUSED);
        if (tap != null && !owesTap) {
            tap.onExecuted(Math.max(limit - parser.cursor(), 0));
        }
    }

    /** A primary cannot be refused anything while data is being loaded: it waits. */
    private boolean waitsForLoading() {
        return tap != null && engine.keyspace().isLoading();
    }

    private boolean mayExecute() {
        return !client.isBlocked() && !waitsForLoading()
                && (client.flags() & (ClientFlag.CLOSE_AFTER_REPLY | ClientFlag.CLOSE_SOON | ClientFlag.PAUSED)) == 0;
    }

    private void keepRest(long limit) {
        if (closed) {
            pending.release();
        } else {
            pending.keepRest(limit);
        }
    }

    /** Gives back buffers that are not needed any more; from cron. */
    void trimBuffers(long nowMs) {
        if (!executing && !client.isBlocked() && !client.is(ClientFlag.PAUSED)) {
            long heldBefore = queryCapacity();
            pending.trim(nowMs - client.stats().lastActiveMs());
            if (queryCapacity() != heldBefore) {
                blockView = null;
                engine.clientEviction().note(client);
            }
        }
    }

    @Override
    public void onReplyPending() {
        checkReplyLimits();
        if (!writeQueued && !closed) {
            writeQueued = true;
            connections.queueWrite(this);
        }
    }

    /** Drops a client that lets more replies wait than it may; small replies are within any limit. */
    void checkReplyLimits() {
        engine.clientEviction().note(client);
        boolean big = client.reply().pendingLength() > ReplyBlocks.BLOCK_BYTES;
        if (big && !client.is(ClientFlag.CLOSE_SOON)
                && engine.replyLimits().isExceeded(client, engine.keyspace().nowMs())) {
            connections.stats().replyLimitDisconnects++;
            connections.log().repliesExceeded(client, engine.keyspace().nowMs());
            client.reply().abandon();
            closeSoon();
        }
    }

    /** Writes what is pending, as far as the socket takes it. */
    void write() {
        writeQueued = false;
        if (closed || executing) {
            return;
        }
        try {
            ReplyBuilder reply = client.reply();
            while (reply.pendingLength() > 0) {
                long written = writeOnce(reply);
                if (written == 0) {
                    key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                    return;
                }
                reply.sent(written);
                client.stats().sent(written);
                connections.stats().bytesOut += written;
            }
            connections.stats().writes++;
            engine.clientEviction().note(client);
            if ((key.interestOps() & SelectionKey.OP_WRITE) != 0) {
                key.interestOps(SelectionKey.OP_READ);
            }
            if (client.is(ClientFlag.CLOSE_AFTER_REPLY)) {
                connections.close(this);
            }
        } catch (IOException broken) {
            connections.close(this);
        }
    }

    private int writeOnce(ReplyBuilder reply) throws IOException {
        long bytes = reply.pendingLength();
        if (bytes > SharedBuffers.BYTES) {
            return channel.write(NativeView.of(reply.pendingAddress(), (int) Math.min(bytes, Integer.MAX_VALUE)));
        }
        SharedBuffers buffers = connections.buffers();
        Mem.copy(reply.pendingAddress(), buffers.writeAddress, bytes);
        return channel.write(buffers.writeView.clear().limit((int) bytes));
    }

    @Override
    public void resume() {
        if (!resumeQueued && !closed) {
            resumeQueued = true;
            connections.queueResume(this);
        }
    }

    /** Continues after a wait: the postponed command first, then what was received meanwhile. */
    void continueExecution() {
        resumeQueued = false;
        if (closed || client.isBlocked()) {
            return;
        }
        if (client.is(ClientFlag.PAUSED)) {
            client.set(ClientFlag.PAUSED, false);
            executing = true;
            engine.execute(client);
            executing = false;
        }
        if (owesTap) {
            tellExecuted(pending.end());
        }
        executePending();
        if (client.reply().pendingLength() > 0) {
            onReplyPending();
        }
    }

    @Override
    public void closeSoon() {
        client.set(ClientFlag.CLOSE_SOON, true);
        engine.clientEviction().note(client);
        if (!executing) {
            connections.queueClose(this);
        }
    }

    /** Closes the socket and frees everything; called by the set only. */
    void release() throws IOException {
        closed = true;
        engine.disconnect(client);
        parser.close();
        blockView = null;
        if (!executing) {
            pending.release();
        }
        channel.close();
    }

    @Override
    public String remoteAddress() {
        return addresses.remote();
    }

    @Override
    public String localAddress() {
        return addresses.local();
    }

    @Override
    public int descriptor() {
        return addresses.descriptor();
    }

    @Override
    public boolean isUnixSocket() {
        return addresses.isUnix();
    }

    @Override
    public long queryBytes() {
        return parser.isReceivingBlock() ? parser.blockReceivedBytes() : Math.max(pending.length(), readLength);
    }

    @Override
    public long queryCapacity() {
        return pending.capacity() + parser.blockBytes();
    }
}
