package dev.spinel.tools.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.tools.harness.ModuleCompiler;
import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example, asked the same in a real server: the C modules in one, their Java twins in another. */
class ExampleModulesTest {
    private static final String WRONG_TYPE =
            "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n";
    private static final String NO_INTEGER = "-ERR value is not an integer or out of range\r\n";

    @TempDir
    Path directory;
    private RespClient client;

    @Test
    void modulesInC() throws Exception {
        ModuleCompiler.requireCompiler();
        ask(ExampleModules.buildC(directory));
    }

    @Test
    void modulesInJava() throws Exception {
        ask(ExampleModules.buildJava(directory));
    }

    private void ask(List<Path> modules) {
        List<String> lines = new ArrayList<>(List.of("enable-module-command local"));
        modules.forEach(module -> lines.add("loadmodule " + module));
        try (ServerProcess server = ServerProcess.start(ServerTarget.spinel(), lines);
                RespClient connection = server.connect()) {
            client = connection;
            greeting();
            upper();
            counter();
            limiter();
            waiter();
            scratch();
            unloading();
        }
    }

    private void expect(String reply, String... words) {
        assertEquals(reply, client.command(words).rawText(), () -> String.join(" ", words));
    }

    private void greeting() {
        expect("$14\r\nHello, Spinel!\r\n", "GREET.HELLO", "Spinel");
        expect("-ERR wrong number of arguments for 'greet.hello' command\r\n", "greet.hello");
        expect(":-42\r\n", "greet.multiply", "6", "-7");
        expect(NO_INTEGER, "greet.multiply", "6", "x");
    }

    private void upper() {
        expect("+OK\r\n", "UPPER.SET", "u", "a word");
        expect("$6\r\nA WORD\r\n", "upper.get", "u");
        expect("$6\r\nA WORD\r\n", "GET", "u");
        expect("$-1\r\n", "upper.get", "none");
        client.command("LPUSH", "list", "x");
        expect(WRONG_TYPE, "upper.get", "list");
    }

    private void counter() {
        expect(":5\r\n", "counter.add", "c", "5");
        expect(":3\r\n", "counter.add", "c", "-2");
        expect("*4\r\n:2\r\n:3\r\n:-2\r\n:5\r\n", "counter.stats", "c");
        expect("+statcount\r\n", "TYPE", "c");
        expect(":1\r\n", "COPY", "c", "twin");
        expect(":13\r\n", "counter.add", "twin", "10");
        expect("*4\r\n:2\r\n:3\r\n:-2\r\n:5\r\n", "counter.stats", "c");
        expect(WRONG_TYPE, "counter.add", "u", "1");
        expect(WRONG_TYPE, "counter.stats", "u");
        expect("$-1\r\n", "counter.stats", "none");
        expect(NO_INTEGER, "counter.add", "c", "x");
        expect(":1\r\n", "DEL", "twin");
    }

    private void limiter() {
        expect("*2\r\n:1\r\n:1\r\n", "limit.take", "l", "2", "3600000");
        expect("*2\r\n:1\r\n:0\r\n", "limit.take", "l", "2", "3600000");
        expect("*2\r\n:0\r\n:0\r\n", "limit.take", "l", "2", "3600000");
        assertTrue(client.command("PTTL", "l").number() > 7_000_000);
        expect("-ERR capacity and period are positive integers\r\n", "limit.take", "l", "0", "1");
        expect(WRONG_TYPE, "limit.take", "u", "1", "1");
    }

    private void waiter() {
        expect(":5\r\n", "wait.for", "5", "60000");
        expect("+TOO LATE\r\n", "wait.for", "3600000", "10");
        client.command("MULTI");
        client.command("wait.for", "1", "60000");
        expect("*1\r\n-ERR Blocking module command called from transaction\r\n", "EXEC");
    }

    private void scratch() {
        expect(":50005000\r\n", "scratch.sum", "10000");
        assertTrue(client.command("INFO", "modules").text().contains("module_memory_scratch:alloc=0,pool=0,"),
                () -> client.command("INFO", "modules").text());
    }

    private void unloading() {
        expect("-ERR Error unloading module: the module exports one or more module-side data types, can't unload\r\n",
                "MODULE", "UNLOAD", "counter");
        expect("-ERR Error unloading module: the module has blocked clients. Please wait for them to be unblocked and "
                + "try again\r\n", "MODULE", "UNLOAD", "waiter");
        expect("+OK\r\n", "MODULE", "UNLOAD", "greeting");
        expect("-ERR unknown command 'greet.hello', with args beginning with: 'x' \r\n", "greet.hello", "x");
        expect("+PONG\r\n", "PING");
    }
}
