package dev.spinel.bench.load;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A command that the generator repeats; only one number in it changes from request to request. In a row {@code #}
 * stands for that number and {@code $} for the value; a second command, if any, is sent for every number before the
 * clock starts.
 */
enum Workload {
    PING("PING"),
    SET("SET key:# $", "SET key:# $"),
    SETEX("SETEX key:# 1000 $", "SET key:# $"),
    MSET("MSET key:# $ key:000000000001 $ key:000000000002 $", "SET key:# $"),
    GET("GET key:#", "SET key:# $"),
    EXISTS("EXISTS key:#", "SET key:# $"),
    EXPIRE("EXPIRE key:# 1000", "SET key:# $"),
    GETRANGE("GETRANGE key:# 0 7", "SET key:# $"),
    MGET("MGET key:# key:000000000001 key:000000000002 key:000000000003", "SET key:# $"),
    INCR("INCR ctr:#"),
    GETBIT("GETBIT bit:# 7", "SETBIT bit:# 7 1"),
    LPUSH("LPUSH lst:# $"),
    LMOVE("LMOVE lst lst RIGHT LEFT", "RPUSH lst $"),
    LRANGE("LRANGE lst 0 99", "RPUSH lst $"),
    HSET("HSET hsh:# field $"),
    HGET("HGET hsh field:#", "HSET hsh field:# $"),
    HGETALL("HGETALL hsh:#", "HSET hsh:# one $ two $ three $"),
    HINCRBY("HINCRBY hsh field:# 1"),
    SADD("SADD set member:#"),
    SISMEMBER("SISMEMBER set member:#", "SADD set member:#"),
    SRANDMEMBER("SRANDMEMBER set", "SADD set member:#"),
    ZADD("ZADD zst 1 member:#"),
    ZINCRBY("ZINCRBY zst 1 member:#"),
    ZSCORE("ZSCORE zst member:#", "ZADD zst # member:#"),
    ZRANK("ZRANK zst member:#", "ZADD zst # member:#"),
    ZRANGE("ZRANGE zst 100 109", "ZADD zst # member:#"),
    XADD("XADD stm * field $"),
    XRANGE("XRANGE stm - + COUNT 10", "XADD stm * field $"),
    PFADD("PFADD hll member:#");

    /** Digits of the number; with the four bytes before it a key has 16 bytes. */
    static final int KEY_DIGITS = 12;
    private static final String NO_NUMBER = "0".repeat(KEY_DIGITS);

    private final String request;
    private final String fill;

    Workload(String request) {
        this(request, null);
    }

    Workload(String request, String fill) {
        this.request = request;
        this.fill = fill;
    }

    /** Does the command want {@link #fillWords} sent for every number before the clock starts? */
    boolean wantsFilling() {
        return fill != null;
    }

    /** The words of one request with a number. */
    List<String> words(long number, int valueLength) {
        return words(request, number, valueLength);
    }

    /** The words of the request that makes what the command works on. */
    List<String> fillWords(long number, int valueLength) {
        return words(fill, number, valueLength);
    }

    private static List<String> words(String row, long number, int valueLength) {
        String digits = String.format("%0" + KEY_DIGITS + "d", number);
        return List.of(row.replace("#", digits).replace("$", value(valueLength)).split(" "));
    }

    /** One encoded request whose number is zero. */
    byte[] template(int valueLength) {
        return encode(words(0, valueLength));
    }

    /** Where the digits of the number begin in {@link #template}, or -1 for a command without one. */
    int keyDigitsOffset(int valueLength) {
        return new String(template(valueLength), StandardCharsets.US_ASCII).indexOf(NO_NUMBER);
    }

    /** Text that is no number, so that no server stores it as one. */
    static String value(int length) {
        return "x".repeat(length);
    }

    /** A request as the protocol wants it: an array of bulk strings. */
    static byte[] encode(List<String> words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("*" + words.size() + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(bytes);
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }
}
