package dev.spinel.module.api;

import dev.spinel.engine.Engine;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.KeyExtractor;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.feature.acl.AclUser;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.resp.ArgSource;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.module.abi.Handle;
import dev.spinel.module.abi.StringCell;

/**
 * {@code RedisModuleCtx}: on whose behalf a module acts, and what is freed when it is done. Lives for one callback, or,
 * when it is thread-safe, until the module frees it. Used by one thread at a time.
 */
public final class ModuleContext extends Handle {
    /** Asked for the positions of keys, not to execute. */
    public static final int KEYS_REQUEST = 1;
    public static final int CHANNELS_REQUEST = 1 << 1;
    /** Inside the callbacks of a blocked client. */
    public static final int BLOCKED_REPLY = 1 << 2;
    public static final int BLOCKED_TIMEOUT = 1 << 3;
    public static final int BLOCKED_DISCONNECTED = 1 << 4;
    /** Made by {@code GetThreadSafeContext}. */
    public static final int THREAD_SAFE = 1 << 5;
    /** Executes a command. */
    public static final int COMMAND = 1 << 6;

    private static final long NANOS_PER_MS = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final LoadedModule module;
    private final AutoMemory autoMemory = new AutoMemory();
    private final ContextPool pool;
    private final PostponedReplies postponed = new PostponedReplies();
    private Client client;
    private ReplyBuilder reply;
    private Call call;
    private Client scratchClient;
    private ArgSource requestArgs;
    private KeyExtractor requestKeys;
    private BlockedClient blockedClient;
    private Key probe;
    private ModuleUser chosenUser;
    private int flags;
    private ModuleContext outer;
    private Thread thread;
    private long nextYieldNanos;

    ModuleContext(LoadedModule module) {
        this.module = module;
        this.pool = new ContextPool(module.memory().pool());
    }

    void begin(Client client, ReplyBuilder reply, int flags) {
        this.client = client;
        this.reply = reply;
        this.flags = flags;
        nextYieldNanos = 0;
    }

    void end() {
        postponed.check(this);
        autoMemory.release(module);
        pool.release();
        if (scratchClient != null) {
            scratchClient.args().clear();
            scratchClient.reply().clear();
        }
        client = null;
        scratchClient = null;
        reply = null;
        call = null;
        requestArgs = null;
        requestKeys = null;
        blockedClient = null;
        chosenUser = null;
    }

    /** Entered within another one, or within none. */
    void nest(ModuleContext enclosing) {
        outer = enclosing;
        thread = Thread.currentThread();
    }

    /** The context within which this was entered; null when it is the outermost. */
    ModuleContext outer() {
        return outer;
    }

    /** Who entered it. */
    Thread thread() {
        return thread;
    }

    public LoadedModule module() {
        return module;
    }

    public ModuleServer server() {
        return module.server();
    }

    public Engine engine() {
        return module.server().engine();
    }

    public Keyspace keyspace() {
        return engine().keyspace();
    }

    /** A flyweight for one look at a key; the next call of this method may bind it again. */
    Key probe() {
        if (probe == null) {
            probe = keyspace().newKey();
        }
        return probe;
    }

    /** The key of this name in the selected database, found without a trace. Valid as {@link #probe} is. */
    Key find(long name) {
        return keyspace().read(probe(), database(), StringCell.bytes(name), StringCell.length(name), ModuleKey.AGAIN);
    }

    /** Whether all bits of {@code flag} are set. */
    public boolean is(int flag) {
        return (flags & flag) == flag;
    }

    public void set(int flag, boolean on) {
        flags = on ? flags | flag : flags & ~flag;
    }

    /**
     * Whether the module has worked long enough to let others go on; from the first question on, because most
     * contexts never ask.
     */
    boolean mayYield(long nowNanos) {
        Settings settings = engine().settings();
        if (nextYieldNanos == 0) {
            nextYieldNanos = nowNanos + (engine().keyspace().isLoading() ? NANOS_PER_SECOND / settings.hz.value()
                    : settings.busyReplyThreshold.value() * NANOS_PER_MS);
        }
        if (nowNanos - nextYieldNanos < 0) {
            return false;
        }
        nextYieldNanos = nowNanos + NANOS_PER_SECOND / settings.hz.value();
        return true;
    }

    /** As whom the module's calls run if they ask for it: a user it chose, else the caller's; null when nobody. */
    AclUser user() {
        return chosenUser != null || client == null ? chosenUser == null ? null : chosenUser.user()
                : (AclUser) client.user();
    }

    /** The user the module chose; null when it chose none. */
    ModuleUser chosenUser() {
        return chosenUser;
    }

    void chosenUser(ModuleUser user) {
        chosenUser = user;
    }

    /** Whom the module serves; null in timers, events and the like. */
    public Client caller() {
        return client;
    }

    /**
     * The client in whose name the module acts: the caller, or, when there is none, one made for this context. Only
     * with the GIL.
     */
    public Client client() {
        if (client != null) {
            return client;
        }
        if (scratchClient == null) {
            scratchClient = blockedClient == null ? engine().newInternalClient(ClientFlag.MODULE) : twin(blockedClient);
        }
        return scratchClient;
    }

    /** A client that has the id, database and protocol of one that waits and must not be touched. */
    private Client twin(BlockedClient blocked) {
        Client twin = new Client(blocked.clientId(), null, engine().replyBlocks(), blocked.database());
        twin.set(ClientFlag.AUTHENTICATED | ClientFlag.MODULE, true);
        twin.reply().version(blocked.protocolVersion());
        twin.stats().connected(keyspace().nowMs());
        return twin;
    }

    public Database database() {
        return client().database();
    }

    /** Where replies go; null when nobody waits for one. */
    public ReplyBuilder reply() {
        return reply;
    }

    void reply(ReplyBuilder target) {
        reply = target;
    }

    /** Takes back what was answered behind {@code position}. */
    public void dropReply(long position) {
        postponed.clear();
        if (reply != null) {
            reply.truncate(position);
        }
    }

    /** The running command; null outside of one. */
    public Call call() {
        return call;
    }

    void call(Call running) {
        call = running;
    }

    public AutoMemory autoMemory() {
        return autoMemory;
    }

    ContextPool pool() {
        return pool;
    }

    PostponedReplies postponed() {
        return postponed;
    }

    /** The blocked client whose callback runs, or for which a thread-safe context was made; else null. */
    BlockedClient blockedClient() {
        return blockedClient;
    }

    void blockedClient(BlockedClient blocked) {
        blockedClient = blocked;
    }

    /** Makes this a request for the keys of a call that is not executed. */
    void requestKeys(ArgSource args, KeyExtractor keys) {
        requestArgs = args;
        requestKeys = keys;
    }

    /** Where positions go while the module is asked for them; null otherwise. */
    KeyExtractor requestedKeys() {
        return requestKeys;
    }

    ArgSource requestArgs() {
        return requestArgs;
    }
}
