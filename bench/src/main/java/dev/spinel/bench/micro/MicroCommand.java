package dev.spinel.bench.micro;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the benchmarks of this package and prints CPU time and allocation per operation. */
@Command(name = "micro", mixinStandardHelpOptions = true,
        description = "CPU time and allocation per operation of single parts, by JMH.")
public final class MicroCommand implements Callable<Integer> {
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    @Parameters(paramLabel = "REGEX", arity = "0..*", description = "Only benchmarks whose name matches; default: all.")
    private List<String> patterns = List.of(MicroCommand.class.getPackageName());

    @Option(names = "--forks", paramLabel = "N", defaultValue = "1",
            description = "JVMs per benchmark; default: ${DEFAULT-VALUE}.")
    private int forkCount;

    @Option(names = "--milliseconds", paramLabel = "MS", defaultValue = "200",
            description = "Length of one iteration; default: ${DEFAULT-VALUE}.")
    private int milliseconds;

    @Option(names = "--iterations", paramLabel = "N", defaultValue = "15",
            description = "Iterations to warm up, and as many to measure; default: ${DEFAULT-VALUE}.")
    private int iterationCount;

    @Option(names = "--check", description = "Compare with budget.json; exit status 1 when something exceeds it.")
    private boolean isChecking;

    @Override
    public Integer call() throws RunnerException {
        Budget budget = Budget.load();
        int exceeded = 0;
        System.out.printf("%-48s %10s %8s%n", "benchmark", "CPU ns/op", "B/op");
        for (RunResult result : run()) {
            String name = Budget.name(result.getParams());
            double nanos = result.getSecondaryResults().get(CpuProfiler.CPU).getScore();
            double bytes = result.getSecondaryResults().get(ALLOCATION).getScore();
            String verdict = isChecking ? budget.verdict(name, nanos, bytes) : "";
            if (!verdict.isEmpty()) exceeded++;
            System.out.printf("%-48s %10.1f %8.2f  %s%n", name, nanos, bytes, verdict);
        }
        return exceeded == 0 ? 0 : 1;
    }

    private Collection<RunResult> run() throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(forkCount)
                .warmupIterations(iterationCount)
                .warmupTime(TimeValue.milliseconds(milliseconds))
                .measurementIterations(iterationCount)
                .measurementTime(TimeValue.milliseconds(milliseconds))
                .jvmArgs("-XX:+UseSerialGC", "-Xms256m", "-Xmx256m", "-XX:+UseSystemMemoryBarrier",
                        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow")
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        patterns.forEach(options::include);
        return new Runner(options.build()).run();
    }
}
