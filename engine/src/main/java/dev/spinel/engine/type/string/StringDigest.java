package dev.spinel.engine.type.string;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.resp.Text;
import java.util.HexFormat;

/**
 * Comparing a value with what a client remembers of it, in full or by its digest: DIGEST, DELEX, and the conditions of
 * SET. One per engine. Source: documentation of Redis 8.4.
 */
final class StringDigest {
    private static final byte[] DEL = Text.bytes("DEL");
    private static final int DIGEST_DIGITS = 16;

    private final Xxh3 hasher = new Xxh3();
    private final StringOptions options = new StringOptions();

    void register(CommandTable table) {
        table.add("DIGEST", this::digest);
        table.add("DELEX", this::deleteIf);
    }

    /** Replies 16 hexadecimal digits, or null. */
    private void digest(Call call) {
        Key key = call.read(1, 0, ValueType.STRING);
        if (call.failed()) {
            return;
        }
        if (key.exists()) {
            call.reply().bulk(HexFormat.of().toHexDigits(hash(call, key)));
        } else {
            call.reply().nil();
        }
    }

    /** Replies 1, or 0 when there is no such key or the condition is not met. Repeated as DEL. */
    private void deleteIf(Call call) {
        options.parse(call, 2, StringOptions.COMPARISONS);
        int flags = options.flags();
        int operandIndex = options.operandIndex();
        Key key = call.failed() ? null : call.write(1);
        boolean isMet = !call.failed() && key.exists() && (operandIndex == 0 || isMet(call, key, flags, operandIndex));
        if (call.failed()) {
            return;
        }
        if (isMet) {
            key.delete();
            Args args = call.args();
            call.rewrite().begin(call.database(), 2).word(DEL).bytes(args.address(1), args.length(1));
            call.changed(key, KeyEvent.GENERIC, KeyEvent.DEL);
        }
        call.reply().integer(isMet ? 1 : 0);
    }

    /** Whether the value compares with an argument as asked; an absent one equals nothing. Errors: WRONGTYPE. */
    boolean isMet(Call call, Key key, int flags, int index) {
        if (key.exists() && key.type() != ValueType.STRING) {
            call.fail(Errors.WRONG_TYPE);
            return false;
        }
        boolean byDigest = (flags & (StringOptions.IFDEQ | StringOptions.IFDNE)) != 0;
        boolean isEqual = key.exists() && (byDigest ? hasDigest(call, key, index) : hasValue(call, key, index));
        return isEqual == ((flags & (StringOptions.IFEQ | StringOptions.IFDEQ)) != 0);
    }

    private static boolean hasValue(Call call, Key key, int index) {
        long length = call.args().length(index);
        return StringValue.length(key) == length
            && Mem.isEqual(address(call, key), call.args().address(index), length);
    }

    private boolean hasDigest(Call call, Key key, int index) {
        Args args = call.args();
        if (args.length(index) != DIGEST_DIGITS) {
            return false;
        }
        long rest = hash(call, key);
        for (int i = DIGEST_DIGITS - 1; i >= 0; i--, rest >>>= 4) {
            if (Character.digit(Mem.getByte(args.address(index) + i), 16) != (rest & 15)) {
                return false;
            }
        }
        return true;
    }

    private long hash(Call call, Key key) {
        return hasher.hash(address(call, key), StringValue.length(key));
    }

    private static long address(Call call, Key key) {
        return StringValue.address(key, call.scratch(Numbers.MAX_LONG_DIGITS));
    }
}
