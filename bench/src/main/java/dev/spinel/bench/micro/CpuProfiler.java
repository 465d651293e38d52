package dev.spinel.bench.micro;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * CPU time of the whole JVM per operation, of the iteration that needed least. Unlike elapsed time it does not count
 * what other processes do on the same cores. Made by JMH in the forked JVM.
 */
public final class CpuProfiler implements InternalProfiler {
    /** The name of the result, in ns per operation. */
    static final String CPU = "cpu.norm";

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long startNs;

    @Override
    public void beforeIteration(BenchmarkParams benchmarkParams, IterationParams iterationParams) {
        startNs = system.getProcessCpuTime();
    }

    @Override
    public Collection<? extends Result<ScalarResult>> afterIteration(BenchmarkParams benchmarkParams,
            IterationParams iterationParams, IterationResult result) {
        double cpuNs = system.getProcessCpuTime() - startNs;
        return List.of(new ScalarResult(CPU, cpuNs / result.getMetadata().getAllOps(), "ns/op", AggregationPolicy.MIN));
    }

    @Override
    public String getDescription() {
        return "CPU time per operation";
    }
}
