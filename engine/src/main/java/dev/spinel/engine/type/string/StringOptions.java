package dev.spinel.engine.type.string;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;

/**
 * The words that may follow SET, GETEX and MSETEX. Reused: copy what is needed before the keyspace is told of
 * anything. Source: parseExtendedStringArgumentsOrReply in t_string.c.
 */
final class StringOptions {
    static final int NX = 1;
    static final int XX = 1 << 1;
    static final int GET = 1 << 2;
    static final int EX = 1 << 3;
    static final int PX = 1 << 4;
    static final int EXAT = 1 << 5;
    static final int PXAT = 1 << 6;
    static final int KEEPTTL = 1 << 7;
    static final int PERSIST = 1 << 8;
    static final int IFEQ = 1 << 9;
    static final int IFNE = 1 << 10;
    static final int IFDEQ = 1 << 11;
    static final int IFDNE = 1 << 12;

    /** The words that compare with the value there is. */
    static final int COMPARISONS = IFEQ | IFNE | IFDEQ | IFDNE;
    /** The words that name a time. */
    static final int EXPIRIES = EX | PX | EXAT | PXAT;
    static final int FOR_SET = NX | XX | GET | EXPIRIES | KEEPTTL | COMPARISONS;
    static final int FOR_GETEX = EXPIRIES | PERSIST;
    static final int FOR_MSETEX = NX | XX | EXPIRIES | KEEPTTL;

    private static final int CONDITIONS = NX | XX | COMPARISONS;
    private static final int TTL = EXPIRIES | KEEPTTL | PERSIST;

    /** In the order of their bits. */
    private static final byte[][] WORDS = {
        Text.bytes("nx"), Text.bytes("xx"), Text.bytes("get"), Text.bytes("ex"), Text.bytes("px"), Text.bytes("exat"),
        Text.bytes("pxat"), Text.bytes("keepttl"), Text.bytes("persist"), Text.bytes("ifeq"), Text.bytes("ifne"),
        Text.bytes("ifdeq"), Text.bytes("ifdne"),
    };

    private int flags;
    private int expiryIndex;
    private int operandIndex;

    /** Parses the arguments from {@code from} on; latches a syntax error for what is not {@code allowed}. */
    StringOptions parse(Call call, int from, int allowed) {
        flags = 0;
        expiryIndex = 0;
        operandIndex = 0;
        Args args = call.args();
        int count = args.count();
        for (int i = from; i < count; i++) {
            int flag = word(args, i) & allowed;
            boolean hasOperand = (flag & (EXPIRIES | COMPARISONS)) != 0;
            if (flag == 0 || (flags & opposites(flag)) != 0 || hasOperand && i + 1 == count) {
                call.fail(Errors.SYNTAX);
                return this;
            }
            flags |= flag;
            if (hasOperand) {
                i++;
                expiryIndex = (flag & EXPIRIES) != 0 ? i : expiryIndex;
                operandIndex = (flag & COMPARISONS) != 0 ? i : operandIndex;
            }
        }
        return this;
    }

    int flags() {
        return flags;
    }

    /** Index of the argument that holds a time; 0 for none. */
    int expiryIndex() {
        return expiryIndex;
    }

    /** Index of the argument that the value there is gets compared with; 0 for none. */
    int operandIndex() {
        return operandIndex;
    }

    /** The time in an argument as ms since the epoch, {@link Key#NEVER} for index 0; latches what is wrong with it. */
    static long expireAt(Call call, int index, int flags) {
        if (index == 0) {
            return Key.NEVER;
        }
        long time = call.integer(index);
        boolean isSeconds = (flags & (EX | EXAT)) != 0;
        if (time > 0 && !(isSeconds && time > Long.MAX_VALUE / 1000)) {
            long ms = isSeconds ? time * 1000 : time;
            long at = (flags & (EX | PX)) != 0 ? ms + call.nowMs() : ms;
            if (at > 0) {
                return at;
            }
        }
        if (!call.failed()) {
            call.fail(Errors.invalidExpire(call.row().fullName()));
        }
        return Key.NEVER;
    }

    /** The bit of the word in an argument; 0 when it is none. */
    private static int word(Args args, int index) {
        for (int i = 0; i < WORDS.length; i++) {
            if (args.is(index, WORDS[i])) {
                return 1 << i;
            }
        }
        return 0;
    }

    /** What may not stand beside a word; most words may repeat themselves. */
    private static int opposites(int flag) {
        if ((flag & CONDITIONS) != 0) {
            return CONDITIONS & ~(flag & (NX | XX));
        }
        return (flag & TTL) != 0 ? TTL & ~flag : 0;
    }
}
