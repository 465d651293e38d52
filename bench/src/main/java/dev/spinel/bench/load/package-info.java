/**
 * Traffic against real server processes, and what it costs them: `bin/spinel-bench`.
 *
 * <pre>
 *   Main ─► CompareCommand   throughput, latency and CPU per operation; rounds of both servers interleaved
 *        ─► MemoryCommand    bytes per key or element, per data set ({@link dev.spinel.bench.load.DataSet})
 *        ─► SnapshotCommand  latency of writes beside a background save; its time and memory; loading ({@link
 *                            dev.spinel.bench.load.SavedData}); a {@link dev.spinel.bench.load.Pacer} sends them
 *        ─► ModuleCommand    what commands of a compiled module cost, the same .so in both servers ({@link
 *                            dev.spinel.bench.load.CompiledModule})
 *        ─► TailCommand      the longest GET while much grows, shrinks, expires, is deleted and flushed
 *        ─► StartCommand     from process start to the first PONG; memory of the empty server
 *                │
 *                ▼
 *   ServerProcess (a child on a free port; ProcessCost, ThreadClock read /proc) ◄── RespClient   blocking: INFO, fill
 *                ▲
 *   LoadGenerator ─► LoadConnection (RequestBatch out, ReplyCounter in)   one thread, no allocation while it runs
 * </pre>
 *
 * Both servers get the same bytes in the same order. The generator and the server each use one core; on a machine that
 * has more work to do, trust CPU per operation over throughput, and throughput over the tail of the latency.
 */
package dev.spinel.bench.load;
