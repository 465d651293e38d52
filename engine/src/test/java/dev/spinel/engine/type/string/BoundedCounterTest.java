package dev.spinel.engine.type.string;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.Recorder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BoundedCounterTest {
    private EngineHarness harness;
    private Recorder recorder;

    @BeforeEach
    void open() {
        harness = new EngineHarness();
        recorder = Recorder.of(harness.engine());
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private String run(String... words) {
        return harness.run(words);
    }

    private static String integers(long value, long applied) {
        return "*2\r\n:" + value + "\r\n:" + applied + "\r\n";
    }

    private static String texts(String value, String applied) {
        return "*2\r\n$" + value.length() + "\r\n" + value + "\r\n$" + applied.length() + "\r\n" + applied + "\r\n";
    }

    @Test
    void countsWithinBounds() {
        assertEquals(integers(1, 1), run("INCREX", "k"));
        assertEquals(integers(-4, -5), run("INCREX", "k", "BYINT", "-5"));
        assertEquals(integers(-4, 0), run("INCREX", "k", "BYINT", "10", "UBOUND", "5"));
        assertEquals(integers(5, 9), run("INCREX", "k", "UBOUND", "5", "SATURATE", "BYINT", "10"));
        assertEquals(integers(0, -5), run("INCREX", "k", "BYINT", "-10", "LBOUND", "0", "SATURATE"));
        assertEquals("$3\r\nint\r\n", run("OBJECT", "ENCODING", "k"));
        assertEquals(integers(0, 0), run("INCREX", "none", "BYINT", "5", "LBOUND", "10"));
        assertEquals(":0\r\n", run("EXISTS", "none"));
    }

    @Test
    void overflowIsABoundToo() {
        run("SET", "k", "9223372036854775800");
        assertEquals(integers(9223372036854775800L, 0), run("INCREX", "k", "BYINT", "9223372036854775800"));
        assertEquals("-ERR applied increment would overflow\r\n",
            run("INCREX", "k", "SATURATE", "UBOUND", "-9223372036854775808"));
        assertEquals(integers(Long.MAX_VALUE, 7), run("INCREX", "k", "BYINT", "9223372036854775800", "SATURATE"));
    }

    @Test
    void countsFractions() {
        run("SET", "k", "1.5");
        assertEquals(texts("1.75", "0.25"), run("INCREX", "k", "BYFLOAT", "0.25"));
        assertEquals(texts("1.75", "0"), run("INCREX", "k", "BYFLOAT", "1", "UBOUND", "2"));
        assertEquals(texts("2", "0.25"), run("INCREX", "k", "BYFLOAT", "1", "UBOUND", "2", "SATURATE"));
        assertEquals(List.of("new k", "set k", "incrbyfloat k", "incrbyfloat k"), recorder.events());
        assertEquals(List.of("SET k 1.5", "SET k 1.75 KEEPTTL", "SET k 2 KEEPTTL"), recorder.journal());
        run("SET", "k", "inf");
        assertEquals("-ERR value cannot be Infinity\r\n", run("INCREX", "k", "BYFLOAT", "1"));
        assertEquals("-ERR BYFLOAT increment cannot be Infinity\r\n", run("INCREX", "k", "BYFLOAT", "-inf"));
    }

    @Test
    void setsAndKeepsExpiry() {
        run("INCREX", "k", "EX", "100");
        run("INCREX", "k", "EX", "500", "ENX");
        assertEquals(":100\r\n", run("TTL", "k"));
        run("INCREX", "k");
        assertEquals(":100\r\n", run("TTL", "k"));
        run("INCREX", "k", "PERSIST");
        assertEquals(":-1\r\n", run("TTL", "k"));
        long at = EngineHarness.START_MS + 100_000;
        assertEquals(List.of("SET k 1 PXAT " + at, "SET k 2 KEEPTTL", "SET k 3 KEEPTTL", "SET k 4"), recorder.journal());
        assertEquals(List.of("new k", "incrby k", "expire k", "incrby k", "incrby k", "incrby k", "persist k"),
            recorder.events());
        assertEquals(integers(5, 1), run("INCREX", "k", "EXAT", "1"));
        assertEquals(List.of("del k"), recorder.events());
        assertEquals(List.of("DEL k"), recorder.journal());
    }

    @Test
    void complaints() {
        for (String words : List.of("FOO", "BYINT 1 BYFLOAT 1", "EX 1 PX 1", "EX 1 EX 1", "PERSIST ENX", "ENX PERSIST",
                "SATURATE SATURATE", "LBOUND 1 LBOUND 1", "BYINT")) {
            assertEquals("-ERR syntax error\r\n", run(("INCREX k " + words).split(" ")));
        }
        assertEquals("-ERR ENX flag requires an expiration\r\n", run("INCREX", "k", "ENX"));
        assertEquals("-ERR Increment is not an integer or out of range\r\n", run("INCREX", "k", "BYINT", "1.5"));
        assertEquals("-ERR Increment is not a valid float\r\n", run("INCREX", "k", "BYFLOAT", "x"));
        assertEquals("-ERR LBOUND is not an integer or out of range\r\n", run("INCREX", "k", "LBOUND", "x"));
        assertEquals("-ERR LBOUND can't be greater than UBOUND\r\n", run("INCREX", "k", "LBOUND", "2", "UBOUND", "1"));
        assertEquals("-ERR invalid expire time in 'increx' command\r\n", run("INCREX", "k", "EX", "0"));
        run("SET", "k", "hello");
        assertEquals("-ERR value is not an integer or out of range\r\n", run("INCREX", "k"));
        assertEquals("-ERR value is not a valid float\r\n", run("INCREX", "k", "BYFLOAT", "1"));
    }
}
