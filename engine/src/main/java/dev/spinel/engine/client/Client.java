package dev.spinel.engine.client;

import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.port.Connection;
import dev.spinel.engine.port.Journal;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.ReplyBlocks;
import dev.spinel.engine.resp.ReplyBuilder;

/**
 * A logical user of the server: which database it selected, who it is, what it waits for. No socket; that is its
 * {@link Connection}, which a client made by a module or a script lacks. Owned by the reactor.
 */
public final class Client {
    private final long id;
    private final Args args = new Args();
    private final ReplyBuilder reply;
    private final Connection connection;
    private final ClientStats stats = new ClientStats();
    private Database database;
    private int flags;
    private String name = "";
    private User user;
    private String libName = "";
    private String libVersion = "";
    private ReplyMode replyMode = ReplyMode.ON;
    private Transaction transaction;
    private Subscriptions subscriptions;
    private BlockedOperation blockedOn;
    private long blockedUntilMs;
    private boolean pushMuted;
    private final ReplyBlocks blocks;
    private HeldPushes heldPushes;
    private boolean holdsPushes;
    private ClientTracking tracking;
    private Object attachment;
    private Runnable onUnblocked;
    private int journals = Journal.ALL;
    private long changesUpTo;

    /**
     * @param connection null for a client without a socket
     * @param database what SELECT would have chosen
     */
    public Client(long id, Connection connection, ReplyBlocks blocks, Database database) {
        this.id = id;
        this.connection = connection;
        this.blocks = blocks;
        this.reply = new ReplyBuilder(blocks);
        this.database = database;
    }

    public long id() {
        return id;
    }

    /** Arguments of the command being received or executed. */
    public Args args() {
        return args;
    }

    public ReplyBuilder reply() {
        return reply;
    }

    /** Null for a client without a socket. */
    public Connection connection() {
        return connection;
    }

    /** Where the file that repeats changes ended after the last change of this client; 0 before there was one. */
    public long changesUpTo() {
        return changesUpTo;
    }

    public void changesUpTo(long position) {
        changesUpTo = position;
    }

    public ClientStats stats() {
        return stats;
    }

    public Database database() {
        return database;
    }

    public void database(Database database) {
        this.database = database;
    }

    /** Whether all bits of {@code flag}, from {@link ClientFlag}, are set. */
    public boolean is(int flag) {
        return (flags & flag) == flag;
    }

    public void set(int flag, boolean on) {
        flags = on ? flags | flag : flags & ~flag;
    }

    public int flags() {
        return flags;
    }

    public String name() {
        return name;
    }

    public void name(String name) {
        this.name = name;
    }

    /** Whom the client acts as; null when it may do everything, as those the server made for itself. */
    public User user() {
        return user;
    }

    public void user(User user) {
        this.user = user;
    }

    /** Name of the user, as CLIENT LIST shows it. */
    public String userName() {
        return user == null ? "(superuser)" : user.name();
    }

    public String libName() {
        return libName;
    }

    public void libName(String libName) {
        this.libName = libName;
    }

    public String libVersion() {
        return libVersion;
    }

    public void libVersion(String libVersion) {
        this.libVersion = libVersion;
    }

    public ReplyMode replyMode() {
        return replyMode;
    }

    public void replyMode(ReplyMode mode) {
        replyMode = mode;
    }

    /** The open transaction or watched keys; null when there never was any. */
    public Transaction transaction() {
        return transaction;
    }

    public void transaction(Transaction transaction) {
        this.transaction = transaction;
    }

    /** Channels and patterns; null when there never was any. */
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    public void subscriptions(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    public boolean isBlocked() {
        return blockedOn != null;
    }

    /** What the client waits for; null when it does not wait. */
    public BlockedOperation blockedOn() {
        return blockedOn;
    }

    /** When the wait ends, ms since the epoch; 0 for never. */
    public long blockedUntilMs() {
        return blockedUntilMs;
    }

    /** Marks the client as waiting, or not with null. Use the engine's blocking service, which also keeps the books. */
    public void blockedOn(BlockedOperation operation, long untilMs) {
        blockedOn = operation;
        blockedUntilMs = untilMs;
    }

    /**
     * The builder for a message the client did not ask for; it gets it even while its replies are off, and behind the
     * reply of the command it is running. End with {@link #endPush}.
     */
    public ReplyBuilder beginPush() {
        return holdsPushes ? held(heldPushes().published()) : beginPushedReply();
    }

    /** As {@link #beginPush}, for a key that became invalid: such messages follow all others. */
    public ReplyBuilder beginInvalidation() {
        return holdsPushes ? held(heldPushes().invalidations()) : beginPushedReply();
    }

    /** As {@link #beginPush}, for a push that is the very reply: SUBSCRIBE. */
    public ReplyBuilder beginPushedReply() {
        pushMuted = reply.isMuted();
        reply.mute(false);
        return reply;
    }

    /** Ends a message that was begun with one of the three methods before. */
    public void endPush() {
        reply.mute(pushMuted);
        if (connection != null && !holdsPushes) {
            connection.onReplyPending();
        }
    }

    /** From now on pushes wait: a command of the client runs. */
    public void holdPushes() {
        holdsPushes = true;
    }

    /** The command was answered: the messages that waited follow. */
    public void releasePushes() {
        holdsPushes = false;
        if (heldPushes != null && !heldPushes.isEmpty()) {
            heldPushes.moveTo(beginPushedReply());
            endPush();
        }
    }

    private HeldPushes heldPushes() {
        if (heldPushes == null) {
            heldPushes = new HeldPushes(blocks);
        }
        return heldPushes;
    }

    private ReplyBuilder held(ReplyBuilder builder) {
        pushMuted = reply.isMuted();
        builder.version(reply.version());
        return builder;
    }

    /** How the keys the client reads are tracked; null when they are not. */
    public ClientTracking tracking() {
        return tracking;
    }

    /** Turns tracking on, or off with null. Use the tracking service, which also keeps the books. */
    public void tracking(ClientTracking options) {
        tracking = options;
        set(ClientFlag.TRACKING, options != null);
    }

    /** The kinds of journals that get what the client changes when its wait is over; from {@link Journal}. */
    public int journals() {
        return journals;
    }

    public void journals(int kinds) {
        journals = kinds;
    }

    /** Runs {@code action} once, when the wait of a client without a socket is over; null takes it back. */
    public void onUnblocked(Runnable action) {
        onUnblocked = action;
    }

    /** The client need not wait any more: its connection, or else whoever made it, goes on. */
    void resume() {
        if (connection != null) {
            connection.resume();
        } else {
            unblocked();
        }
    }

    /** Tells whoever made a client without a socket that its command is done. */
    public void unblocked() {
        Runnable action = onUnblocked;
        onUnblocked = null;
        if (action != null) {
            action.run();
        }
    }

    /** What the owner of a client without a socket keeps with it. */
    public Object attachment() {
        return attachment;
    }

    public void attachment(Object attachment) {
        this.attachment = attachment;
    }
}
