package dev.spinel.bench.micro;

import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.RequestParser;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Cuts 64 pipelined requests into arguments. */
@State(Scope.Thread)
public class RequestParserBenchmark {
    private static final int PIPELINE = 64;
    private static final int KEY_COUNT = 100_000;

    /** Bytes of the value of a SET. */
    @Param({"8", "100"})
    public int valueLength;

    private final Args args = new Args();
    private final RequestParser parser = new RequestParser(args);
    private RequestBytes requests;

    /** Encodes the pipeline. */
    @Setup
    public void encode() {
        requests = RequestBytes.onRandomKeys("SET", PIPELINE, KEY_COUNT, "x".repeat(valueLength));
    }

    /** Frees the pipeline. */
    @TearDown
    public void free() {
        requests.free();
    }

    /** One SET with a key of 16 bytes. */
    @Benchmark
    @OperationsPerInvocation(PIPELINE)
    public long set() {
        long limit = requests.addressOf(PIPELINE);
        long sum = 0;
        parser.start(requests.addressOf(0));
        while (parser.parse(limit) == RequestParser.COMPLETE) sum += args.address(1) + args.length(2);
        return sum;
    }
}
