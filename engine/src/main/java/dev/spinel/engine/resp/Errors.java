package dev.spinel.engine.resp;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The error replies several rooms share: the error code and text as encoded bytes, without the leading {@code -} and
 * the final CRLF, which the reply builder adds. An error only one command can give lives beside that command.
 *
 * <p>Constants are read-only by agreement: nobody writes into them. The builders allocate and belong to the slow lane.
 * Texts are those of Redis 7.0.
 */
public final class Errors {
    // ---- types, keys, arguments
    public static final byte[] WRONG_TYPE =
        bytes("WRONGTYPE Operation against a key holding the wrong kind of value");
    public static final byte[] SYNTAX = bytes("ERR syntax error");
    public static final byte[] NO_SUCH_KEY = bytes("ERR no such key");
    public static final byte[] INDEX_OUT_OF_RANGE = bytes("ERR index out of range");
    public static final byte[] SAME_OBJECT = bytes("ERR source and destination objects are the same");
    public static final byte[] OFFSET_OUT_OF_RANGE = bytes("ERR offset is out of range");
    public static final byte[] STRING_TOO_LONG =
        bytes("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
    public static final byte[] BUSY_KEY = bytes("BUSYKEY Target key name already exists.");
    public static final byte[] INVALID_CURSOR = bytes("ERR invalid cursor");
    public static final byte[] DB_INDEX_OUT_OF_RANGE = bytes("ERR DB index is out of range");
    public static final byte[] SELECT_IN_CLUSTER = bytes("ERR SELECT is not allowed in cluster mode");
    public static final byte[] BAD_DATA_FORMAT = bytes("ERR Bad data format");
    public static final byte[] BAD_DUMP_PAYLOAD = bytes("ERR DUMP payload version or checksum are wrong");

    // ---- numbers
    public static final byte[] NOT_INTEGER = bytes("ERR value is not an integer or out of range");
    public static final byte[] NOT_FLOAT = bytes("ERR value is not a valid float");
    public static final byte[] OUT_OF_RANGE = bytes("ERR value is out of range");
    public static final byte[] MUST_BE_POSITIVE = bytes("ERR value is out of range, must be positive");
    public static final byte[] OVERFLOW = bytes("ERR increment or decrement would overflow");
    public static final byte[] DECREMENT_OVERFLOW = bytes("ERR decrement would overflow");
    public static final byte[] NAN_OR_INFINITY = bytes("ERR increment would produce NaN or Infinity");
    public static final byte[] VALUE_NAN_OR_INFINITY = bytes("ERR value is NaN or Infinity");
    public static final byte[] HASH_NOT_INTEGER = bytes("ERR hash value is not an integer");
    public static final byte[] HASH_NOT_FLOAT = bytes("ERR hash value is not a float");
    public static final byte[] MIN_MAX_NOT_FLOAT = bytes("ERR min or max is not a float");
    public static final byte[] MIN_MAX_NOT_LEX = bytes("ERR min or max not valid string range item");
    public static final byte[] RESULTING_SCORE_NAN = bytes("ERR resulting score is not a number (NaN)");
    public static final byte[] BIT_OFFSET = bytes("ERR bit offset is not an integer or out of range");
    public static final byte[] BIT_VALUE = bytes("ERR bit is not an integer or out of range");
    public static final byte[] TIMEOUT_NEGATIVE = bytes("ERR timeout is negative");
    public static final byte[] TIMEOUT_NOT_FLOAT = bytes("ERR timeout is not a float or out of range");
    public static final byte[] TIMEOUT_NOT_INTEGER = bytes("ERR timeout is not an integer or out of range");
    public static final byte[] TIMEOUT_OUT_OF_RANGE = bytes("ERR timeout is out of range");
    public static final byte[] NUMKEYS_NOT_POSITIVE = bytes("ERR numkeys should be greater than 0");
    public static final byte[] COUNT_NOT_POSITIVE = bytes("ERR count should be greater than 0");
    public static final byte[] LIMIT_NEGATIVE = bytes("ERR LIMIT can't be negative");
    public static final byte[] MORE_KEYS_THAN_ARGS =
        bytes("ERR Number of keys can't be greater than number of args");
    public static final byte[] NEGATIVE_KEY_COUNT = bytes("ERR Number of keys can't be negative");
    public static final byte[] XX_WITH_NX = bytes("ERR XX and NX options at the same time are not compatible");

    // ---- who may run what
    public static final byte[] NO_AUTH = bytes("NOAUTH Authentication required.");
    public static final byte[] NO_AUTH_HELLO = bytes("NOAUTH HELLO must be called with the client already "
        + "authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and "
        + "select the RESP protocol version at the same time");
    public static final byte[] WRONG_PASS =
        bytes("WRONGPASS invalid username-password pair or user is disabled.");
    public static final byte[] AUTH_WITHOUT_PASSWORD = bytes("ERR AUTH <password> called without any password "
        + "configured for the default user. Are you sure your configuration is correct?");
    public static final byte[] NO_PROTO = bytes("NOPROTO unsupported protocol version");
    public static final byte[] NO_PERMISSION_KEYS =
        bytes("NOPERM this user has no permissions to access one of the keys used as arguments");
    public static final byte[] NO_PERMISSION_CHANNELS =
        bytes("NOPERM this user has no permissions to access one of the channels used as arguments");
    public static final byte[] NOT_FOR_REPLICA = bytes("ERR Replica can't interact with the keyspace");
    public static final byte[] MAX_CLIENTS = bytes("ERR max number of clients reached");

    // ---- state of the server
    public static final byte[] LOADING = bytes("LOADING Redis is loading the dataset in memory");
    public static final byte[] BUSY_SCRIPT =
        bytes("BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.");
    public static final byte[] BUSY_FUNCTION =
        bytes("BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.");
    public static final byte[] BUSY_MODULE = bytes("BUSY Redis is busy running a module command.");
    public static final byte[] MASTER_DOWN =
        bytes("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.");
    public static final byte[] MISCONF_SNAPSHOT = bytes("MISCONF Redis is configured to save RDB snapshots, but it's "
        + "currently unable to persist to disk. Commands that may modify the data set are disabled, because this "
        + "instance is configured to report errors during writes if RDB snapshotting fails "
        + "(stop-writes-on-bgsave-error option). Please check the Redis logs for details about the RDB error.");
    public static final byte[] READ_ONLY = bytes("READONLY You can't write against a read only replica.");
    public static final byte[] OUT_OF_MEMORY =
        bytes("OOM command not allowed when used memory > 'maxmemory'.");
    public static final byte[] NO_REPLICAS = bytes("NOREPLICAS Not enough good replicas to write.");
    public static final byte[] SAVE_IN_PROGRESS = bytes("ERR Background save already in progress");
    public static final byte[] REWRITE_IN_PROGRESS =
        bytes("ERR Background append only file rewriting already in progress");
    public static final byte[] CLUSTER_DISABLED = bytes("ERR This instance has cluster support disabled");
    public static final byte[] NO_SCRIPT = bytes("NOSCRIPT No matching script. Please use EVAL.");
    public static final byte[] UNBLOCKED_BY_CLIENT = bytes("UNBLOCKED client unblocked via CLIENT UNBLOCK");
    public static final byte[] UNBLOCKED_BY_ROLE = bytes("UNBLOCKED force unblock from blocking operation, "
        + "instance state changed (master -> replica?)");

    // ---- transactions
    public static final byte[] EXEC_ABORT = bytes("EXECABORT Transaction discarded because of previous errors.");
    public static final byte[] EXEC_WITHOUT_MULTI = bytes("ERR EXEC without MULTI");
    public static final byte[] DISCARD_WITHOUT_MULTI = bytes("ERR DISCARD without MULTI");
    public static final byte[] NESTED_MULTI = bytes("ERR MULTI calls can not be nested");
    public static final byte[] WATCH_IN_MULTI = bytes("ERR WATCH inside MULTI is not allowed");
    public static final byte[] NOT_IN_MULTI = bytes("ERR Command not allowed inside a transaction");

    // ---- protocol; the connection is closed after any of these
    public static final byte[] MULTIBULK_LENGTH = bytes("ERR Protocol error: invalid multibulk length");
    public static final byte[] BULK_LENGTH = bytes("ERR Protocol error: invalid bulk length");
    public static final byte[] MULTIBULK_COUNT_TOO_BIG = bytes("ERR Protocol error: too big mbulk count string");
    public static final byte[] BULK_COUNT_TOO_BIG = bytes("ERR Protocol error: too big bulk count string");
    public static final byte[] INLINE_TOO_BIG = bytes("ERR Protocol error: too big inline request");
    public static final byte[] UNBALANCED_QUOTES = bytes("ERR Protocol error: unbalanced quotes in request");
    public static final byte[] UNAUTHENTICATED_MULTIBULK =
        bytes("ERR Protocol error: unauthenticated multibulk length");
    public static final byte[] UNAUTHENTICATED_BULK = bytes("ERR Protocol error: unauthenticated bulk length");

    private static final int QUOTED_BYTES = 128;

    private Errors() {}

    /** The bytes of an error text; characters above 255 are not expected, the others are one byte each. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** {@code fullName} is the lower-case wire form, {@code get} or {@code config|get}. */
    public static byte[] wrongArity(String fullName) {
        return bytes("ERR wrong number of arguments for '" + fullName + "' command");
    }

    public static byte[] invalidExpire(String fullName) {
        return bytes("ERR invalid expire time in '" + fullName + "' command");
    }

    public static byte[] notInRange(long min, long max) {
        return bytes("ERR value is out of range, value must between " + min + " and " + max);
    }

    /** Quotes the name, then as many arguments as fit in 128 bytes; a NUL ends an argument, CR and LF become blanks. */
    public static byte[] unknownCommand(ArgSource args) {
        StringBuilder quoted = new StringBuilder();
        for (int i = 1; i < args.count() && quoted.length() < QUOTED_BYTES; i++) {
            String arg = text(args, i, QUOTED_BYTES - quoted.length());
            quoted.append('\'').append(arg).append("' ");
        }
        return oneLine("ERR unknown command '" + text(args, 0, QUOTED_BYTES) + "', with args beginning with: "
            + quoted);
    }

    /** For a container such as CONFIG whose argument 1 names no subcommand. */
    public static byte[] unknownSubcommand(ArgSource args) {
        return oneLine("ERR unknown subcommand '" + text(args, 1, QUOTED_BYTES) + "'. Try " + upperName(args)
            + " HELP.");
    }

    /** For a subcommand that exists but whose arguments make no sense. */
    public static byte[] subcommandSyntax(ArgSource args) {
        return oneLine("ERR unknown subcommand or wrong number of arguments for '" + text(args, 1, QUOTED_BYTES)
            + "'. Try " + upperName(args) + " HELP.");
    }

    public static byte[] noPermission(String fullName) {
        return bytes("NOPERM this user has no permissions to run the '" + fullName + "' command");
    }

    /** {@code reason} is the error that stopped the transaction, with its code. */
    public static byte[] execAbort(byte[] reason) {
        String text = latin(reason);
        return oneLine("EXECABORT Transaction discarded because of: "
            + (text.startsWith("ERR ") ? text.substring("ERR ".length()) : text));
    }

    public static byte[] notInSubscriberMode(String fullName) {
        return bytes("ERR Can't execute '" + fullName + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / "
            + "RESET are allowed in this context");
    }

    /** {@code command} is DEBUG or MODULE, {@code setting} the option that would allow it. */
    public static byte[] commandDisabled(String command, String setting) {
        return bytes("ERR " + command + " command not allowed. If the " + setting + " option is set to \"local\", you "
            + "can run it from a local connection, otherwise you need to set this option in the configuration file, "
            + "and then restart the server.");
    }

    public static byte[] misconfAof(String systemError) {
        return oneLine("MISCONF Errors writing to the AOF file: " + systemError);
    }

    public static byte[] busyModule(String text) {
        return oneLine("BUSY " + text);
    }

    /** {@code got} is the byte found where a bulk should start. */
    public static byte[] expectedBulk(int got) {
        return oneLine("ERR Protocol error: expected '$', got '" + (char) (got & 0xFF) + "'");
    }

    public static byte[] noGroup(byte[] key, byte[] group) {
        return oneLine("NOGROUP No such key '" + latin(key) + "' or consumer group '" + latin(group) + "'");
    }

    /** An error text of the caller, made safe for one line: CR and LF become blanks. */
    public static byte[] oneLine(String text) {
        return bytes(text.replace('\r', ' ').replace('\n', ' '));
    }

    private static String upperName(ArgSource args) {
        return text(args, 0, Integer.MAX_VALUE).toUpperCase(Locale.ROOT);
    }

    private static String text(ArgSource args, int index, int limit) {
        String all = latin(args.bytes(index));
        int nul = all.indexOf('\0');
        int end = Math.min(nul < 0 ? all.length() : nul, limit);
        return all.substring(0, end);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
