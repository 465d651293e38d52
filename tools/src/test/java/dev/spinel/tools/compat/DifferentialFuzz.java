package dev.spinel.tools.compat;

import dev.spinel.tools.harness.Reply;
import dev.spinel.tools.harness.RespClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plays the same random commands against the oracle and Spinel and compares every reply, and from time to time all keys: type,
 * expiry and digest of the value. After a difference both are emptied, so that one does not cause the next.
 */
final class DifferentialFuzz {
    private static final int BATCH = 100;
    private static final int BATCHES_PER_CHECK = 10;
    private static final int SHOWN_CHARS = 300;

    private final FuzzGrammar grammar;
    private final RespClient oracle;
    private final RespClient spinel;
    private final Map<String, List<String>> differences = new TreeMap<>();
    private long played;

    DifferentialFuzz(long seed, RespClient oracle, RespClient spinel) {
        grammar = new FuzzGrammar(seed);
        this.oracle = oracle;
        this.spinel = spinel;
    }

    /** Differences seen so far, by the name of the command. */
    Map<String, List<String>> differences() {
        return differences;
    }

    /** Commands played so far. */
    long played() {
        return played;
    }

    /** Plays about so many commands. */
    void play(long commands) {
        flush();
        long end = played + commands;
        for (int batch = 1; played < end; batch++) {
            boolean same = playBatch();
            if (same && batch % BATCHES_PER_CHECK == 0) same = checkKeys();
            if (!same) flush();
        }
    }

    private void flush() {
        oracle.command("FLUSHALL");
        spinel.command("FLUSHALL");
    }

    private boolean playBatch() {
        List<FuzzGrammar.Command> commands = new ArrayList<>();
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < BATCH; i++) {
            FuzzGrammar.Command command = grammar.next();
            commands.add(command);
            bytes.append(new String(RespClient.encode(List.of(command.words())), StandardCharsets.ISO_8859_1));
        }
        byte[] request = bytes.toString().getBytes(StandardCharsets.ISO_8859_1);
        oracle.send(request);
        spinel.send(request);
        boolean same = true;
        for (FuzzGrammar.Command command : commands) {
            String theirs = comparable(command.comparison(), oracle.read());
            String ours = comparable(command.comparison(), spinel.read());
            if (same && !theirs.equals(ours)) {
                same = false;
                note(command.words()[0], command + "\n    redis  " + shown(theirs) + "\n    spinel " + shown(ours));
            }
        }
        played += BATCH;
        return same;
    }

    private boolean checkKeys() {
        List<String> theirs = keys(oracle);
        List<String> ours = keys(spinel);
        if (!theirs.equals(ours)) {
            List<String> only = new ArrayList<>(theirs);
            only.removeAll(ours);
            ours.removeAll(theirs);
            note("(keys)", "redis  " + shown(only.toString()) + "\n    spinel " + shown(ours.toString()));
            return false;
        }
        return true;
    }

    /** A line about each key: name, type, expiry, digest. */
    private static List<String> keys(RespClient server) {
        List<String> lines = new ArrayList<>();
        List<String> names = server.command("KEYS", "*").elements().stream().map(Reply::text).sorted().toList();
        for (String name : names) {
            server.sendCommand("TYPE", name);
            server.sendCommand("PEXPIRETIME", name);
            server.sendCommand("DEBUG", "DIGEST-VALUE", name);
            lines.add(name + " " + server.read().text() + " " + server.read().text() + " " + server.read().at(0).text());
        }
        return lines;
    }

    private void note(String about, String difference) {
        differences.computeIfAbsent(about, any -> new ArrayList<>()).add("#" + played + " " + difference);
    }

    /** A reply in the form in which two servers must agree. */
    private static String comparable(char comparison, Reply reply) {
        if (comparison == '#') return reply.isError() ? reply.rawText() : String.valueOf(reply.kind());
        if (comparison == '=' || !reply.isAggregate()) return reply.rawText();
        return reply.elements().stream().map(Reply::rawText).sorted().toList().toString();
    }

    private static String shown(String text) {
        String visible = text.replace("\r\n", " ").replace('\u0000', '.');
        return visible.length() <= SHOWN_CHARS ? visible : visible.substring(0, SHOWN_CHARS) + "…";
    }
}
