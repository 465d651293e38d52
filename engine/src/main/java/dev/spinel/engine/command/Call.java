package dev.spinel.engine.command;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.memory.Scratch;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * One execution of one command: parse, look up, change, announce, answer. The first error latches and becomes the
 * reply; a handler asks {@link #failed} before it changes anything. Reused: keep no reference. Owned by the reactor.
 */
public final class Call {
    private static final int NONE = -1;
    private static final byte[] REDACTED = Text.bytes("(redacted)");

    private final Keyspace keyspace;
    private final Propagator propagator;
    private final Limits limits;
    private final List<Key> keys = new ArrayList<>();
    private final Scratch scratch = new Scratch();
    private Client client;
    private CommandRow row;
    private Args args;
    private ReplyBuilder reply;
    private long nowMs;
    private long nowMicros;
    private long redacted;
    private int rewritten;
    private byte[] failure;
    private long dirty;
    private int keysUsed;
    private int propagation;

    public Call(Keyspace keyspace, Propagator propagator, Limits limits) {
        this.keyspace = keyspace;
        this.propagator = propagator;
        this.limits = limits;
    }

    /** Prepares the call for one execution. */
    public void begin(Client client, CommandRow row, Args args, long nowMicros) {
        this.client = client;
        this.row = row;
        this.args = args;
        this.reply = client.reply();
        this.nowMicros = nowMicros;
        this.nowMs = nowMicros / 1000;
        failure = null;
        redacted = 0;
        dirty = 0;
        keysUsed = 0;
        propagation = Propagator.AS_CALLED;
        rewritten = NONE;
    }

    /** Gives back what the execution needed for itself. */
    void end() {
        scratch.trim();
    }

    /** Frees the memory of a call that will not be used again. */
    void close() {
        scratch.close();
    }

    public Client client() {
        return client;
    }

    public CommandRow row() {
        return row;
    }

    public Args args() {
        return args;
    }

    public int argCount() {
        return args.count();
    }

    public ReplyBuilder reply() {
        return reply;
    }

    public Keyspace keyspace() {
        return keyspace;
    }

    public Database database() {
        return client.database();
    }

    /** Time of the command in ms since the epoch. */
    public long nowMs() {
        return nowMs;
    }

    /** Keeps an argument, a password say, out of the slow log and MONITOR. */
    public void redact(int index) {
        redacted |= index < Long.SIZE ? 1L << index : 0;
    }

    /** An argument as logs may show it. */
    public byte[] loggable(int index) {
        boolean hidden = index < Long.SIZE && (redacted >>> index & 1) != 0;
        return hidden ? REDACTED : args.bytes(index);
    }

    /** Time of the command in microseconds since the epoch. */
    public long nowMicros() {
        return nowMicros;
    }

    /** Latches an error, without its dash; the first one wins. */
    public void fail(byte[] error) {
        if (failure == null) {
            failure = error;
        }
    }

    public boolean failed() {
        return failure != null;
    }

    /** The latched error, or null. */
    public byte[] failure() {
        return failure;
    }

    public Limits limits() {
        return limits;
    }

    /** Latches an error when a string of this length would exceed {@code proto-max-bulk-len}. Length may overflow. */
    public void checkStringLength(long bytes) {
        if (bytes < 0 || bytes > limits.maxStringBytes()) {
            fail(Errors.STRING_TOO_LONG);
        }
    }

    /** Arena memory for this execution, not zeroed; valid until the next call of this method. */
    public long scratch(long bytes) {
        return scratch.reserve(bytes);
    }

    /** A flyweight that no other lookup of this call uses. */
    public Key newKey() {
        if (keysUsed == keys.size()) {
            keys.add(keyspace.newKey());
        }
        return keys.get(keysUsed++);
    }

    /** Gives the flyweights back; for loops over many keys. */
    public void releaseKeys(int mark) {
        keysUsed = mark;
    }

    public int keyMark() {
        return keysUsed;
    }

    /** Looks the key in argument {@code index} up for reading. */
    public Key read(int index) {
        return read(index, 0);
    }

    /** @param flags from {@link Keyspace} */
    public Key read(int index, int flags) {
        return keyspace.read(newKey(), client.database(), args.address(index), args.length(index), flags);
    }

    /** Looks up for reading; latches WRONGTYPE when there is a value of another type. */
    public Key read(int index, int flags, int type) {
        return typed(read(index, flags), type);
    }

    /** Looks the key in argument {@code index} up for writing. */
    public Key write(int index) {
        return keyspace.write(newKey(), client.database(), args.address(index), args.length(index));
    }

    /** Looks up for writing; latches WRONGTYPE when there is a value of another type. */
    public Key writeTyped(int index, int type) {
        return typed(write(index), type);
    }

    /** Looks the key in argument {@code index} up without a trace, except that an expired key is removed. */
    public Key peek(int index) {
        return keyspace.peek(newKey(), client.database(), args.address(index), args.length(index));
    }

    private Key typed(Key key, int type) {
        if (key.exists() && key.type() != type) {
            fail(Errors.WRONG_TYPE);
        }
        return key;
    }

    /** The integer in argument {@code index}; latches an error and answers 0 when it is none. */
    public long integer(int index) {
        return integer(index, Errors.NOT_INTEGER);
    }

    public long integer(int index, byte[] error) {
        long address = args.address(index);
        long length = args.length(index);
        if (!Numbers.isLong(address, length)) {
            fail(error);
            return 0;
        }
        return Numbers.parseLong(address, length);
    }

    /** The integer in argument {@code index}, which must be 1 or more; after an error nothing is read. */
    public long atLeastOne(int index, byte[] error) {
        if (failed()) {
            return 0;
        }
        long value = integer(index, error);
        if (value < 1) {
            fail(error);
        }
        return value;
    }

    /** Counts a change: the command is propagated and the change shows in the dirty counter. */
    public void dirty(long changes) {
        dirty += changes;
    }

    public long dirty() {
        return dirty;
    }

    /** What was counted so far is on disk. */
    void saved() {
        dirty = 0;
    }

    /** Announces a change of one key: WATCH, tracking, notification, dirty, AOF. */
    public void changed(Key key, int kind, byte[] event) {
        changed(key);
        keyspace.event(kind, event, key);
    }

    /** Announces a change that has no event of its own. */
    public void changed(Key key) {
        dirty++;
        if (key.takeCreated()) {
            keyspace.event(KeyEvent.NEW, KeyEvent.NEW_NAME, key);
        }
        keyspace.modified(key);
    }

    /** Announces an event of a key without counting a change. */
    public void event(Key key, int kind, byte[] event) {
        keyspace.event(kind, event, key);
    }

    /** The command goes to the replicas although it changed no data: PUBLISH. */
    public void repeat() {
        propagation = Propagator.TO_REPLICAS;
    }

    /** How the change is repeated; from {@link Propagator}. */
    public int propagation() {
        return propagation;
    }

    public void propagation(int how) {
        propagation = how;
    }

    /** What this unit repeats does not belong together; for commands that meet expired keys at random. */
    public void repeatSeparately() {
        propagator.separate();
    }

    /**
     * The command is repeated in another form: what is written with the answer instead of the arguments. Asked for
     * once it stands behind what listeners of the command repeat; asked for again, the forms stay where they are.
     */
    public Propagator rewrite() {
        boolean isFirst = propagation != Propagator.REWRITTEN;
        rewritten = isFirst && propagator.isActive() ? propagator.next() : NONE;
        return repeatAlso();
    }

    /** Something else is repeated instead of the command, here and now. */
    public Propagator repeatAlso() {
        propagation = Propagator.REWRITTEN;
        return propagator;
    }

    /** Puts the only other form of the command where the command would stand. */
    void settleRewrite() {
        if (rewritten != NONE) {
            propagator.moveToEnd(rewritten);
        }
    }
}
