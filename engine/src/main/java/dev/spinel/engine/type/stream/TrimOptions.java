package dev.spinel.engine.type.stream;

import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;

/** The words before the id of XADD and those of XTRIM: how far to trim, and which id the new entry gets. Reused. */
public final class TrimOptions {
    private static final byte[] MAXLEN = Text.bytes("maxlen");
    private static final byte[] MINID = Text.bytes("minid");
    private static final byte[] LIMIT = Text.bytes("limit");
    private static final byte[] IDMP = Text.bytes("idmp");
    private static final byte[] IDMPAUTO = Text.bytes("idmpauto");
    private static final byte[] NOMKSTREAM = Text.bytes("nomkstream");
    private static final byte[] ALMOST = Text.bytes("~");
    private static final byte[] EXACTLY = Text.bytes("=");
    private static final byte[] STAR = Text.bytes("*");

    private static final byte[] NOT_WITH_ID =
        Errors.bytes("ERR IDMP and IDMPAUTO need an ID that is generated: *");
    private static final byte[] PRODUCER_EMPTY = Errors.bytes("ERR IDMP and IDMPAUTO need a producer ID");
    private static final byte[] MESSAGE_EMPTY = Errors.bytes("ERR IDMP needs an idempotent ID");
    private static final byte[] BOTH =
        Errors.bytes("ERR syntax error, MAXLEN and MINID options at the same time are not compatible");
    private static final byte[] MAXLEN_NEGATIVE = Errors.bytes("ERR The MAXLEN argument must be >= 0.");
    private static final byte[] LIMIT_NEGATIVE = Errors.bytes("ERR The LIMIT argument must be >= 0.");
    private static final byte[] LIMIT_ALONE =
        Errors.bytes("ERR syntax error, LIMIT cannot be used without specifying a trimming strategy");
    private static final byte[] LIMIT_OF_EXACT =
        Errors.bytes("ERR syntax error, LIMIT cannot be used without the special ~ option");
    private static final byte[] NO_STRATEGY =
        Errors.bytes("ERR syntax error, XTRIM must be called with a trimming strategy");

    private static final int NOTHING = 0;
    private static final int BY_LENGTH = 1;
    private static final int BY_ID = 2;

    private final StreamLimits limits;
    private final StreamId minId = new StreamId();
    private final StreamId newId = new StreamId();
    private int strategy;
    private boolean isApproximate;
    private boolean mustExist;
    private boolean hasId;
    private boolean hasLimit;
    private long maxLength;
    private long limit;
    private int thresholdAt;
    private ReferenceMode references = ReferenceMode.KEEP;
    private boolean hasReferences;
    private int producerAt;
    private int messageAt;

    public TrimOptions(StreamLimits limits) {
        this.limits = limits;
    }

    private void clear() {
        strategy = NOTHING;
        isApproximate = false;
        mustExist = false;
        hasId = false;
        hasLimit = false;
        limit = 0;
        thresholdAt = 0;
        references = ReferenceMode.KEEP;
        hasReferences = false;
        producerAt = 0;
        messageAt = 0;
    }

    /** Trims to a length. */
    public TrimOptions toLength(long length, boolean approximate) {
        clear();
        strategy = BY_LENGTH;
        maxLength = length;
        return approximate(approximate);
    }

    /** Trims what is before an id. */
    public TrimOptions toId(StreamId id, boolean approximate) {
        clear();
        strategy = BY_ID;
        minId.set(id);
        return approximate(approximate);
    }

    private TrimOptions approximate(boolean approximate) {
        isApproximate = approximate;
        limit = approximate ? limits.trimmedEntries() : 0;
        return this;
    }

    /** Reads the arguments from the second on. Answers where the id of XADD is. Latches errors. */
    int parse(Call call, boolean isAdd) {
        clear();
        Args args = call.args();
        int at = 2;
        for (; at < args.count() && !call.failed(); at++) {
            boolean hasOperand = at + 1 < args.count();
            if (isAdd && args.is(at, STAR)) {
                break;
            } else if (hasOperand && (args.is(at, MAXLEN) || args.is(at, MINID))) {
                at = parseThreshold(call, at);
            } else if (hasOperand && args.is(at, LIMIT)) {
                at++;
                limit = notNegative(call, at, LIMIT_NEGATIVE);
                hasLimit = true;
            } else if (isAdd && args.is(at, NOMKSTREAM)) {
                mustExist = true;
            } else if (isAdd && hasOperand && (args.is(at, IDMP) || args.is(at, IDMPAUTO))) {
                at = parseProducer(call, at);
            } else if (ReferenceMode.of(call, at) != null) {
                parseReferences(call, at);
            } else if (isAdd) {
                newId.parseNew(call, at);
                hasId = true;
                break;
            } else {
                call.fail(Errors.SYNTAX);
            }
        }
        if (!call.failed()) {
            settleLimit(call, isAdd);
        }
        return at;
    }

    /** Reads MAXLEN or MINID at an argument; answers the last argument that belongs to it. */
    private int parseThreshold(Call call, int at) {
        Args args = call.args();
        if (strategy != NOTHING) {
            call.fail(BOTH);
        }
        strategy = args.is(at, MAXLEN) ? BY_LENGTH : BY_ID;
        boolean hasMore = at + 2 < args.count();
        isApproximate = hasMore && args.is(at + 1, ALMOST);
        thresholdAt = at + (isApproximate || hasMore && args.is(at + 1, EXACTLY) ? 2 : 1);
        if (call.failed()) {
            return thresholdAt;
        }
        if (strategy == BY_LENGTH) {
            maxLength = notNegative(call, thresholdAt, MAXLEN_NEGATIVE);
        } else {
            minId.parseStrict(call, thresholdAt, 0);
        }
        return thresholdAt;
    }

    /** Reads IDMP or IDMPAUTO at an argument; answers the last argument that belongs to it. */
    private int parseProducer(Call call, int at) {
        Args args = call.args();
        boolean isNamed = args.is(at, IDMP);
        if (producerAt != 0 || isNamed && at + 2 >= args.count()) {
            call.fail(Errors.SYNTAX);
            return at;
        }
        producerAt = at + 1;
        messageAt = isNamed ? at + 2 : 0;
        if (args.length(producerAt) == 0) {
            call.fail(PRODUCER_EMPTY);
        } else if (isNamed && args.length(messageAt) == 0) {
            call.fail(MESSAGE_EMPTY);
        }
        return isNamed ? messageAt : producerAt;
    }

    private void parseReferences(Call call, int at) {
        if (hasReferences) {
            call.fail(Errors.SYNTAX);
        }
        references = ReferenceMode.of(call, at);
        hasReferences = true;
    }

    private static long notNegative(Call call, int index, byte[] error) {
        long value = call.integer(index);
        if (value < 0) {
            call.fail(error);
        }
        return value;
    }

    private void settleLimit(Call call, boolean isAdd) {
        boolean isRepeated = call.client().is(ClientFlag.PRIMARY) || call.keyspace().isLoading();
        if (producerAt != 0 && hasId && !isRepeated) {
            call.fail(NOT_WITH_ID);
        } else if (limit != 0 && strategy == NOTHING) {
            call.fail(LIMIT_ALONE);
        } else if (!isAdd && strategy == NOTHING) {
            call.fail(NO_STRATEGY);
        } else if (isRepeated) {
            limit = 0;      // what is repeated says exactly how far
        } else if (hasLimit && !isApproximate) {
            call.fail(LIMIT_OF_EXACT);
        } else if (!hasLimit) {
            approximate(isApproximate);
        }
    }

    // What was asked for

    boolean trims() {
        return strategy != NOTHING;
    }

    boolean isByLength() {
        return strategy == BY_LENGTH;
    }

    boolean isApproximate() {
        return isApproximate;
    }

    /** NOMKSTREAM. */
    boolean mustExist() {
        return mustExist;
    }

    /** The argument that names the producer, who may repeat the message; 0 for none. */
    int producerAt() {
        return producerAt;
    }

    /** The argument that names the producer's message; 0 when its fields do. */
    int messageAt() {
        return messageAt;
    }

    ReferenceMode references() {
        return references;
    }

    long maxLength() {
        return maxLength;
    }

    /** The argument that says how far; the tilde or equals sign, if any, is before it. */
    int thresholdAt() {
        return thresholdAt;
    }

    /** Whether the entry is to get an id that was given, at least in part. */
    boolean hasId() {
        return hasId;
    }

    StreamId newId() {
        return newId;
    }

    /** Whether a stream of this length is short enough. */
    boolean isShort(long length) {
        return strategy == BY_LENGTH && length <= maxLength;
    }

    /** Whether so many entries are more than may be trimmed. */
    boolean isBeyondLimit(long trimmed) {
        return limit != 0 && trimmed > limit;
    }

    /** Whether entries up to this id, included, go. */
    boolean isBehind(long ms, long seq) {
        return StreamId.compare(ms, seq, minId.ms(), minId.seq()) < 0;
    }

    /** Whether the entry with this id goes, while the stream is too long. */
    boolean goes(long ms, long seq) {
        return strategy == BY_LENGTH || isBehind(ms, seq);
    }
}
