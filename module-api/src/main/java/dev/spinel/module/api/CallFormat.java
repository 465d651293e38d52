package dev.spinel.module.api;

import dev.spinel.engine.port.Journal;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;
import dev.spinel.module.abi.VaList;

/** The letters of {@code Call}, {@code Replicate} and {@code EmitAOF}: arguments and what else is wanted. */
final class CallFormat {
    static final int REPLICATE = 1;
    static final int NO_AOF = 1 << 1;
    static final int NO_REPLICAS = 1 << 2;
    static final int RESP3 = 1 << 3;
    static final int RESP_OF_CLIENT = 1 << 4;
    static final int AS_USER = 1 << 5;
    static final int SCRIPT_MODE = 1 << 6;
    static final int NO_WRITES = 1 << 7;
    static final int RESPECT_OOM = 1 << 8;
    static final int ERRORS_AS_REPLIES = 1 << 9;
    static final int DRY_RUN = 1 << 10;
    static final int ALLOW_BLOCK = 1 << 11;
    /** A letter nobody knows. */
    static final int INVALID = -1;

    private static final String FLAGS = "!AR30CSWMEDK";

    private CallFormat() {}

    /**
     * Appends the command's name and its arguments. Bytes of strings are borrowed, everything else is copied.
     *
     * @return the flags, or {@link #INVALID}
     */
    static int read(Args args, long command, long format, long list) {
        args.addForeign(command, Native.length(command));
        int flags = 0;
        for (long at = format; Native.getByte(at) != 0; at++) {
            char letter = (char) Native.getByte(at);
            int flag = FLAGS.indexOf(letter);
            if (flag >= 0) {
                flags |= 1 << flag;
            } else if (!addArgument(args, letter, list)) {
                return INVALID;
            }
        }
        return flags;
    }

    /** The flags that letters mean, all of which are known. */
    static int flags(String letters) {
        return letters.chars().map(letter -> 1 << FLAGS.indexOf(letter)).reduce(0, (a, b) -> a | b);
    }

    /** The kinds of journals a command is repeated to. */
    static int journals(int flags) {
        int kinds = Journal.ALL;
        kinds &= (flags & NO_AOF) == 0 ? Journal.ALL : ~Journal.FILE;
        return kinds & ((flags & NO_REPLICAS) == 0 ? Journal.ALL : ~Journal.REPLICAS);
    }

    private static boolean addArgument(Args args, char letter, long list) {
        switch (letter) {
            case 'c' -> {
                long text = VaList.nextLong(list);
                args.addForeign(text, Native.length(text));
            }
            case 's' -> addString(args, VaList.nextLong(list));
            case 'b' -> {
                long bytes = VaList.nextLong(list);
                args.addForeign(bytes, VaList.nextLong(list));
            }
            case 'l' -> args.addCopy(Text.bytes(Long.toString(VaList.nextLong(list))));
            case 'v' -> addVector(args, VaList.nextLong(list), VaList.nextInt(list));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The count is often an int that lies on the stack with garbage above it. */
    private static void addVector(Args args, long vector, int count) {
        for (int i = 0; i < count; i++) {
            addString(args, Native.getLong(vector + (long) i * Long.BYTES));
        }
    }

    private static void addString(Args args, long string) {
        args.add(StringCell.bytes(string), StringCell.length(string));
    }
}
