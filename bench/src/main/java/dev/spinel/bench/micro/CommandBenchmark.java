package dev.spinel.bench.micro;

import dev.spinel.engine.Engine;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.memory.Invariant;
import dev.spinel.engine.port.Clock;
import dev.spinel.engine.port.Entropy;
import dev.spinel.engine.resp.RequestParser;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A pipeline of 16 requests from received bytes to reply bytes, on random keys. */
@State(Scope.Thread)
public class CommandBenchmark {
    private static final int PIPELINE = 16;
    private static final int REQUEST_COUNT = PIPELINE << 12;
    private static final int FILL_COUNT = 1000;
    private static final String VALUE = "x".repeat(32);

    /** Keys in the database: a table that fits into the cache, and one that does not. */
    @Param({"1000", "1000000"})
    public int keyCount;

    private Engine engine;
    private Client client;
    private RequestParser parser;
    private RequestBytes sets;
    private RequestBytes gets;
    private int next;

    /** Fills the database. */
    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        Entropy entropy = random::nextLong;
        engine = new Engine(new Settings(), new SystemTime(), entropy);
        client = engine.newInternalClient(0);
        parser = new RequestParser(client.args());
        for (int key = 0; key < keyCount; key += FILL_COUNT) {
            RequestBytes some = RequestBytes.onEachKey("SET", key, FILL_COUNT, VALUE);
            execute(some, 0, FILL_COUNT);
            some.free();
        }
        sets = RequestBytes.onRandomKeys("SET", REQUEST_COUNT, keyCount, VALUE);
        gets = RequestBytes.onRandomKeys("GET", REQUEST_COUNT, keyCount, "");
    }

    /** Frees everything. */
    @TearDown
    public void close() {
        sets.free();
        gets.free();
        engine.close();
    }

    /** One GET that finds its key. */
    @Benchmark
    @OperationsPerInvocation(PIPELINE)
    public long get() {
        return execute(gets, nextBatch(), PIPELINE);
    }

    /** One SET over an existing key of equal length. */
    @Benchmark
    @OperationsPerInvocation(PIPELINE)
    public long set() {
        return execute(sets, nextBatch(), PIPELINE);
    }

    private int nextBatch() {
        next = next + PIPELINE & REQUEST_COUNT - 1;
        return next;
    }

    private long execute(RequestBytes requests, int first, int count) {
        engine.tick();
        long limit = requests.addressOf(first + count);
        parser.start(requests.addressOf(first));
        while (parser.parse(limit) == RequestParser.COMPLETE) engine.execute(client);
        long replyBytes = client.reply().pendingLength();
        Invariant.check(client.reply().errorCount() == 0, "a benchmarked command was refused");
        client.reply().clear();
        return replyBytes;
    }

    /** The clocks of the JDK. */
    private static final class SystemTime implements Clock {
        @Override
        public long wallMicros() {
            return System.currentTimeMillis() * 1000;
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    }
}
