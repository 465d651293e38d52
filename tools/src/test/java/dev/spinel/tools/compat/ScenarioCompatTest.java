package dev.spinel.tools.compat;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.tools.harness.ServerTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every step of every scenario as a test of its own. {@code -Dcompat=name} plays only the scenarios whose name contains that text.
 * Without a redis-server the suite is skipped, unless this is the build of the project ({@code CI=true}).
 */
class ScenarioCompatTest {
    private static ScenarioRunner runner;

    @AfterAll
    static void stopServers() {
        if (runner == null) return;
        runner.close();
        runner.skippedSteps().forEach((reason, steps) -> System.out.println("skipped " + steps + " steps: " + reason));
    }

    @TestFactory
    Stream<DynamicNode> scenarios() {
        runner = new ScenarioRunner(ServerTarget.requiredRedis(), ServerTarget.spinel());
        List<DynamicNode> nodes = new ArrayList<>();
        for (Path file : CompatReport.scenarioFiles(System.getProperty("compat", ""))) {
            Scenario scenario = Scenario.load(file);
            for (int protocol : scenario.protocols()) nodes.add(container(scenario, protocol));
        }
        assertTrue(!nodes.isEmpty(), "no scenario has that name");
        return nodes.stream();
    }

    private static DynamicNode container(Scenario scenario, int protocol) {
        Stream<DynamicTest> begin = Stream.of(DynamicTest.dynamicTest("servers ready", () -> runner.begin(scenario, protocol)));
        Stream<DynamicTest> steps = scenario.steps().stream()
                .map(step -> DynamicTest.dynamicTest(step.line() + ": " + shortened(step.text()), () -> runner.play(step)));
        Stream<DynamicTest> end = Stream.of(DynamicTest.dynamicTest("servers left", () -> runner.end(scenario)));
        return DynamicContainer.dynamicContainer(scenario.name() + " RESP" + protocol,
                Stream.concat(Stream.concat(begin, steps), end));
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
