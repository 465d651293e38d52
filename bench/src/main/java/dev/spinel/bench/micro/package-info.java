/**
 * JMH benchmarks of single parts, without sockets: `bin/spinel-bench micro`.
 *
 * <pre>
 *   MicroCommand               runs them, prints CPU ns/op and allocated B/op, compares with budget.json on request
 *   CommandBenchmark           bytes in, reply bytes out: parser, executor, room, reply builder
 *   RequestParserBenchmark     cutting a pipeline into arguments
 *   LinearTableBenchmark       look-ups: one by one, and by group with the probes ahead
 *   ArenaBenchmark             allocate and free
 *   MemBenchmark               compare and write, with and without a running snapshot
 * </pre>
 *
 * An operation is one request, look-up or block, whatever a benchmark method does at once. The budget's bytes are exact
 * (the hot path allocates nothing); its times are what a loaded two-core machine must still reach, so that only a
 * change of kind trips them.
 */
package dev.spinel.bench.micro;
