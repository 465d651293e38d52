package dev.spinel.module.api;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.module.abi.Handle;
import dev.spinel.module.abi.HandleTable;

/**
 * {@code RedisModuleCallReply}: what a command answered, or an element of it. The bytes of the answer are one arena
 * block that the root owns; elements are looked for when they are asked for. Gone when the root is freed.
 *
 * <pre>
 *   block: | | attributes, if any | $5 CR LF hello CR LF |
 *            start                 body                    end
 * </pre>
 */
public final class CallReply extends Handle implements AutoMemory.Owned {
    public static final int UNKNOWN = -1;
    public static final int STRING = 0;
    public static final int ERROR = 1;
    public static final int INTEGER = 2;
    public static final int ARRAY = 3;
    public static final int NULL = 4;
    public static final int MAP = 5;
    public static final int SET = 6;
    public static final int BOOL = 7;
    public static final int DOUBLE = 8;
    public static final int BIG_NUMBER = 9;
    public static final int VERBATIM = 10;
    public static final int ATTRIBUTE = 11;
    public static final int PROMISE = 12;

    private static final int FORMAT_BYTES = 4;
    private static final String RESP3_KINDS = "_#,(=%~|>";

    private final CallReply root;
    private final ModuleContext context;
    private final long block;
    private final long start;
    private final long end;
    private final int type;
    private final long valueAddress;
    private final long valueLength;
    private final CallPromise promise;
    private CallReply attribute;
    private CallReply[] elements;

    /**
     * @param context whose automatic memory may own it; null for none
     * @param block RESP in the arena; the new object owns it
     */
    static CallReply root(ModuleContext context, long block, long length) {
        CallReply reply = new CallReply(context, null, block, block, block + length);
        HandleTable.open(reply, 0);
        if (context != null) {
            context.autoMemory().add(reply);
        }
        return reply;
    }

    /** What stands for the answer of a command that waits. */
    static CallReply promise(ModuleContext context, CallPromise promise) {
        CallReply reply = new CallReply(context, promise);
        HandleTable.open(reply, 0);
        context.autoMemory().add(reply);
        return reply;
    }

    private CallReply(ModuleContext context, CallPromise promise) {
        this.context = context;
        this.promise = promise;
        root = null;
        block = 0;
        start = 0;
        end = 0;
        valueAddress = 0;
        valueLength = 0;
        type = PROMISE;
    }

    private CallReply(ModuleContext context, CallReply root, long block, long start, long end) {
        this.context = context;
        this.root = root;
        promise = null;
        this.block = block;
        this.start = start;
        this.end = end;
        long body = start;
        if (Mem.getByte(start) == '|' && !isAttributeItself()) {
            body = RespText.skipElements(RespText.nextLine(start), 2 * RespText.number(start));
            attribute = new CallReply(context, root == null ? this : root, 0, start, body);
        }
        type = typeOf(body);
        long line = RespText.nextLine(body);
        valueLength = lengthOf(body, line);
        valueAddress = switch (type) {
            case ARRAY, MAP, SET, ATTRIBUTE, VERBATIM -> line;
            default -> Mem.getByte(body) == '$' ? line : body + 1;
        };
    }

    /** The attributes of a reply begin where the reply begins; they end before it does. */
    private boolean isAttributeItself() {
        return RespText.skipElements(RespText.nextLine(start), 2 * RespText.number(start)) == end;
    }

    private static int typeOf(long body) {
        return switch (Mem.getByte(body)) {
            case '$' -> RespText.number(body) < 0 ? NULL : STRING;
            case '+' -> STRING;
            case '-' -> ERROR;
            case ':' -> INTEGER;
            case '*' -> RespText.number(body) < 0 ? NULL : ARRAY;
            case '_' -> NULL;
            case '#' -> BOOL;
            case ',' -> DOUBLE;
            case '(' -> BIG_NUMBER;
            case '=' -> VERBATIM;
            case '%' -> MAP;
            case '~' -> SET;
            case '>' -> ARRAY;
            case '|' -> ATTRIBUTE;
            default -> UNKNOWN;
        };
    }

    private static long lengthOf(long body, long line) {
        return switch (Mem.getByte(body)) {
            case '$', '=', '*', '%', '~', '>', '|' -> RespText.number(body);
            default -> line - RespText.LINE_END_BYTES - (body + 1);
        };
    }

    public int type() {
        return type;
    }

    /** Null when no context may own it. */
    ModuleContext context() {
        return context;
    }

    /** The command that waits; null when this is an answer. */
    public CallPromise promise() {
        return promise;
    }

    boolean isRoot() {
        return root == null;
    }

    /** Address of the answer as it was written, attributes included. */
    long protocol() {
        return start;
    }

    public long protocolLength() {
        return end - start;
    }

    /** Address of the bytes of a scalar. */
    public long bytes() {
        return type == VERBATIM ? valueAddress + FORMAT_BYTES : valueAddress;
    }

    /** Length of {@link #bytes}. */
    public long byteCount() {
        return type == VERBATIM ? valueLength - FORMAT_BYTES : valueLength;
    }

    /** The three letters that say what a verbatim string is. */
    long format() {
        return valueAddress;
    }

    /** Elements of an aggregate, pairs of a map. */
    public long length() {
        return valueLength;
    }

    public boolean isAggregate() {
        return type == ARRAY || type == MAP || type == SET || type == ATTRIBUTE;
    }

    public boolean isPairs() {
        return type == MAP || type == ATTRIBUTE;
    }

    public long integer() {
        return Numbers.parseLong(valueAddress, valueLength);
    }

    public boolean bool() {
        return Mem.getByte(valueAddress) == 't';
    }

    /** The attributes in front of the answer; null when it has none. */
    CallReply attribute() {
        if (attribute != null && attribute.address() == 0) {
            HandleTable.open(attribute, 0);
        }
        return attribute;
    }

    /** The element, or the key or value of a pair, with this number; null beyond the last. */
    public CallReply element(long index) {
        long count = isPairs() ? 2 * valueLength : valueLength;
        if (!isAggregate() || index < 0 || index >= count) {
            return null;
        }
        if (elements == null) {
            elements = parse((int) count);
        }
        CallReply element = elements[(int) index];
        if (element.address() == 0) {
            HandleTable.open(element, 0);
        }
        return element;
    }

    private CallReply[] parse(int count) {
        CallReply[] parsed = new CallReply[count];
        long at = valueAddress;
        for (int i = 0; i < count; i++) {
            long next = RespText.skip(at);
            parsed[i] = new CallReply(context, root == null ? this : root, 0, at, next);
            at = next;
        }
        return parsed;
    }

    /** Whether some of it can only be said in RESP3. */
    boolean isResp3() {
        return hasResp3(start, end);
    }

    private static boolean hasResp3(long from, long to) {
        long at = from;
        while (at < to) {
            if (RESP3_KINDS.indexOf(Mem.getByte(at)) >= 0) {
                return true;
            }
            at = RespText.afterHead(at);
        }
        return false;
    }

    /** Frees the answer with all its elements; on an element it does nothing. */
    @Override
    public void release() {
        if (isRoot()) {
            close();
            if (block != 0) {
                Arena.free(block);
            }
        }
    }

    private void close() {
        HandleTable.close(this);
        if (attribute != null) {
            attribute.close();
        }
        if (elements != null) {
            for (CallReply element : elements) {
                element.close();
            }
        }
    }
}
