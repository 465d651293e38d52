package dev.spinel.tools.compat;

import dev.spinel.tools.harness.Reply;
import dev.spinel.tools.harness.ServerTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * Plays scenarios from a main method and prints one line per scenario and every difference.
 *
 * <pre>
 * CompatReport [-brief] [-replies] [text in the scenario's name]
 *   -brief     only the line of each difference
 *   -replies   after each difference print what the tested server answered, ready to paste as an expected reply
 * </pre>
 *
 * The tested server is Spinel from the class path, or the launcher that {@code -Dspinel.server} names.
 */
final class CompatReport {
    private final ScenarioRunner runner;
    private final boolean brief;
    private final boolean replies;
    private int failures;
    private int skipped;

    private CompatReport(ScenarioRunner runner, List<String> options) {
        this.runner = runner;
        brief = options.contains("-brief");
        replies = options.contains("-replies");
    }

    /** Runs the report; the exit code is 1 when anything differs. */
    public static void main(String[] args) {
        String filter = Stream.of(args).filter(arg -> !arg.startsWith("-")).findFirst().orElse("");
        System.exit(playAll(filter, List.of(args)) == 0 ? 0 : 1);
    }

    private static int playAll(String filter, List<String> options) {
        try (ScenarioRunner runner = new ScenarioRunner(ServerTarget.redis().orElseThrow(), ServerTarget.spinel())) {
            CompatReport report = new CompatReport(runner, options);
            for (Path file : scenarioFiles(filter)) report.play(Scenario.load(file));
            runner.skippedSteps().forEach((reason, steps) -> System.out.println("skipped " + steps + " steps: " + reason));
            return report.failures;
        }
    }

    /** Scenario files whose name contains {@code filter}, in order of their names. */
    static List<Path> scenarioFiles(String filter) {
        try (Stream<Path> files = Files.list(directory())) {
            return files.filter(file -> file.toString().endsWith(".scenario"))
                    .filter(file -> file.getFileName().toString().contains(filter)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the scenarios lie. */
    static Path directory() {
        return Path.of(System.getProperty("spinel.root", "."), "tools", "src", "test", "resources", "compat");
    }

    private void play(Scenario scenario) {
        for (int protocol : scenario.protocols()) {
            int failed = 0;
            skipped = 0;
            runner.begin(scenario, protocol);
            for (Scenario.Step step : scenario.steps()) {
                if (!passes(scenario, protocol, step)) failed++;
            }
            runner.end(scenario);
            failures += failed;
            System.out.printf("%s RESP%d: ok %d differ %d skipped %d%n", scenario.name(), protocol,
                    scenario.steps().size() - failed - skipped, failed, skipped);
        }
    }

    private boolean passes(Scenario scenario, int protocol, Scenario.Step step) {
        try {
            runner.play(step);
            return true;
        } catch (TestAbortedException e) {
            skipped++;
            return true;
        } catch (AssertionError e) {
            String message = brief ? e.getMessage().lines().findFirst().orElseThrow() : e.getMessage();
            System.out.println(scenario.name() + " RESP" + protocol + " " + message);
            if (replies) {
                for (Reply reply : runner.lastSubjectReplies()) System.out.println("  => " + Words.quote(reply.rawText()));
            }
            return false;
        }
    }
}
