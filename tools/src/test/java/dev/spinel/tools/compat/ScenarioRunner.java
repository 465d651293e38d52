package dev.spinel.tools.compat;

import dev.spinel.tools.harness.Reply;
import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.RespReader;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * Plays scenarios against two servers. Servers are kept from one scenario to the next and emptied between; a scenario with directives
 * of its own gets new ones, and so does everything after a server has died. For one thread; closing stops the servers.
 */
final class ScenarioRunner implements AutoCloseable {
    private static final List<String> COMMON_CONFIG = List.of("save \"\"", "enable-debug-command yes",
            "enable-module-command yes", "enable-protected-configs yes");
    private static final Reply SEEN = RespReader.parse("+seen\r\n".getBytes(StandardCharsets.ISO_8859_1)).getFirst();
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");
    private static final long AWAIT_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Side oracle;
    private final Side subject;
    private final Map<String, Integer> skippedSteps = new TreeMap<>();
    private final MissingFeatures missing = MissingFeatures.load();
    private List<Reply> lastSubjectReplies = List.of();

    /** {@code oracle} says what is right, {@code subject} is tested; nothing is started yet. */
    ScenarioRunner(ServerTarget oracle, ServerTarget subject) {
        this.oracle = new Side(oracle);
        this.subject = new Side(subject);
    }

    /** Makes both servers ready: empty, no connections open, or newly started when the scenario asks for that. */
    void begin(Scenario scenario, int protocol) {
        oracle.begin(scenario, protocol);
        subject.begin(scenario, protocol);
    }

    /** Ends a scenario: hangs up, and stops servers that were started only for it. */
    void end(Scenario scenario) {
        oracle.end(scenario.isFresh());
        subject.end(scenario.isFresh());
    }

    /**
     * Plays one step. Fails with the difference when the servers do not agree; aborts with the reason when the step is only for a
     * command that the tested server is known not to have.
     */
    void play(Scenario.Step step) {
        if (step.has("if")) checkCondition(step);
        String inline = step.expectedFor(subject.protocol);
        lastSubjectReplies = List.of();
        List<Reply> expected = step.has("since") ? List.of() : oracle.play(step);
        if (inline != null) expected = RespReader.parse(inline.getBytes(StandardCharsets.ISO_8859_1));
        if (step.has("present")) expected = expected.stream().map(this::present).toList();
        List<Reply> actual = subject.play(step);
        lastSubjectReplies = actual;
        String difference = new Comparison(step).difference(expected, actual);
        if (difference == null) return;
        throw new AssertionError("line " + step.line() + ": " + step.text() + "\n" + difference);
    }

    private void checkCondition(Scenario.Step step) {
        for (String command : step.value("if", "").split(",")) {
            if (subject.knows(command)) continue;
            String reason = missing.reason(command);
            skippedSteps.merge(reason, 1, Integer::sum);
            throw new TestAbortedException(reason);
        }
    }

    /** A list of commands without those that the tested server is known not to have. */
    private Reply present(Reply names) {
        return new Reply(names.kind(), null, names.elements().stream()
                .filter(name -> subject.knows(name.text()) || !missing.explains(name.text())).toList(), names.raw());
    }

    /** How many steps were not played, by reason. */
    Map<String, Integer> skippedSteps() {
        return skippedSteps;
    }

    /** What the tested server answered to the last step. */
    List<Reply> lastSubjectReplies() {
        return lastSubjectReplies;
    }

    /** The end of the tested server's log, for reports. */
    String subjectLog() {
        return subject.server == null ? "" : subject.server.log();
    }

    @Override
    public void close() {
        oracle.end(true);
        subject.end(true);
    }

    /** One of the two servers with its open connections and kept values. */
    private static final class Side {
        private final ServerTarget target;
        private final Map<String, RespClient> connections = new HashMap<>();
        private final Map<String, String> variables = new HashMap<>();
        private final Set<String> known = new HashSet<>();
        private ServerProcess server;
        private int protocol;

        private Side(ServerTarget target) {
            this.target = target;
        }

        private void begin(Scenario scenario, int protocol) {
            if (server != null && (scenario.isFresh() || !server.isAlive())) end(true);
            if (server == null) start(scenario);
            this.protocol = protocol;
            variables.clear();
            variables.put("dir", server.directory().toString());
            variables.put("port", String.valueOf(server.port()));
            variables.put("pid", String.valueOf(server.pid()));
            try (RespClient client = server.connect()) {
                client.command("FLUSHALL");
                client.command("SCRIPT", "FLUSH");
            }
        }

        private void start(Scenario scenario) {
            List<String> config = new ArrayList<>(COMMON_CONFIG);
            config.addAll(scenario.configLines());
            server = ServerProcess.start(target, config);
            for (Scenario.Attachment attachment : scenario.attachments()) attach(attachment);
        }

        private void attach(Scenario.Attachment attachment) {
            Path file = server.directory().resolve(attachment.name());
            try {
                if (attachment.content() == null) Files.copy(mathLibrary(), file);
                else Files.writeString(file, attachment.content(), StandardCharsets.ISO_8859_1);
                Files.setPosixFilePermissions(file, permissions(Integer.parseInt(attachment.mode(), 8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Path mathLibrary() throws IOException {
            try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
                String line = maps.filter(map -> map.contains("/libm.so") || map.contains("/libm-")).findFirst().orElseThrow();
                return Path.of(line.substring(line.indexOf('/')));
            }
        }

        private static Set<PosixFilePermission> permissions(int mode) {
            PosixFilePermission[] bits = PosixFilePermission.values();
            Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
            for (int i = 0; i < bits.length; i++) {
                if ((mode >> (bits.length - 1 - i) & 1) != 0) permissions.add(bits[i]);
            }
            return permissions;
        }

        private void end(boolean stop) {
            for (RespClient client : connections.values()) client.close();
            connections.clear();
            if (!stop || server == null) return;
            server.close();
            server = null;
        }

        private boolean knows(String command) {
            if (known.isEmpty()) {
                try (RespClient client = server.connect()) {
                    for (Reply row : client.command("COMMAND").elements()) collectNames(row);
                }
            }
            return known.contains(command);
        }

        /** A row is name, arity, flags, first, last, step, categories, tips, key specs, rows of subcommands. */
        private void collectNames(Reply row) {
            known.add(row.at(0).text());
            for (Reply subcommand : row.at(9).elements()) collectNames(subcommand);
        }

        private List<Reply> play(Scenario.Step step) {
            String name = step.value("on", "1");
            try {
                RespClient client = connections.computeIfAbsent(name, any -> open());
                return exchange(client, step, name);
            } catch (UncheckedIOException e) {
                RespClient broken = connections.remove(name);
                if (broken != null) broken.close();
                throw new AssertionError("line " + step.line() + ": " + step.text() + "\n  " + target.name() + ": "
                        + e.getCause() + (server.isAlive() ? "" : "; the server has ended, its log:\n" + tail(server.log())));
            }
        }

        private List<Reply> exchange(RespClient client, Scenario.Step step, String name) {
            if (step.has("close")) {
                connections.remove(name).close();
                return List.of();
            }
            if (step.has("await")) return List.of(await(client, step));
            if (!step.words().isEmpty()) send(client, step);
            int count = step.has("send") ? 0 : Integer.parseInt(step.value("replies", "1"));
            if (step.has("closed") && !step.has("replies")) count = 0;
            List<Reply> replies = new ArrayList<>();
            for (int i = 0; i < count; i++) replies.add(client.read());
            if (step.has("closed")) replies.add(rest(connections.remove(name)));
            if (step.has("as")) variables.put(step.value("as", ""), payload(replies.getFirst()));
            return replies;
        }

        private void send(RespClient client, Scenario.Step step) {
            byte[] bytes = step.has("raw")
                    ? expand(step.words().getFirst()).getBytes(StandardCharsets.ISO_8859_1)
                    : RespClient.encode(step.words().stream().map(this::expand).toList());
            if (!step.has("bytewise")) {
                client.send(bytes);
                return;
            }
            for (byte b : bytes) client.send(new byte[] {b});
        }

        private Reply await(RespClient client, Scenario.Step step) {
            String wanted = expand(step.value("await", ""));
            long deadline = System.nanoTime() + AWAIT_LIMIT_NANOS;
            while (System.nanoTime() < deadline) {
                send(client, step);
                Reply reply = client.read();
                if (reply.rawText().contains(wanted)) return SEEN;
            }
            throw new AssertionError("line " + step.line() + ": " + target.name() + " never said '" + wanted + "'");
        }

        private RespClient open() {
            RespClient client = server.connect();
            if (protocol == 3) client.command("HELLO", "3");
            return client;
        }

        private String expand(String word) {
            Matcher matcher = VARIABLE.matcher(word);
            return matcher.replaceAll(found -> Matcher.quoteReplacement(variable(found.group(1))));
        }

        private String variable(String name) {
            if (name.startsWith("repeat:")) {
                int count = name.lastIndexOf(':');
                return name.substring("repeat:".length(), count).repeat(Integer.parseInt(name.substring(count + 1)));
            }
            String value = variables.get(name);
            if (value == null) throw new AssertionError(target.name() + " has no value for ${" + name + "}");
            return value;
        }

        private static Reply rest(RespClient client) {
            byte[] rest = client.readToEnd();
            client.close();
            return new Reply('$', new String(rest, StandardCharsets.ISO_8859_1), null, rest);
        }

        private static String payload(Reply reply) {
            return reply.isAggregate() ? reply.at(0).text() : reply.text();
        }

        private static String tail(String log) {
            return log.substring(Math.max(0, log.length() - 3000));
        }
    }
}
