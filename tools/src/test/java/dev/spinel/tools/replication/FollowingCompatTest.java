package dev.spinel.tools.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.tools.harness.Reply;
import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A Spinel that follows a server has the same data: from the file, from the stream, after a broken link, in a chain. */
final class FollowingCompatTest {
    private final MixedTraffic traffic = new MixedTraffic();

    /** A server that follows {@code primary} unless that is null. */
    private static ServerProcess start(ServerTarget target, ServerProcess primary) {
        List<String> lines = new ArrayList<>(List.of("save \"\"", "enable-debug-command yes",
                "repl-diskless-sync-delay 0", "repl-ping-replica-period 3600"));
        if (target.name().equals("spinel")) {
            lines.add("rdb-save-version 10");
        }
        if (primary != null) {
            lines.add("replicaof 127.0.0.1 " + primary.port());
        }
        return ServerProcess.start(target, lines);
    }

    private static String field(RespClient client, String name) {
        for (String line : client.command("INFO", "replication").text().split("\r\n")) {
            if (line.startsWith(name + ":")) {
                return line.substring(name.length() + 1);
            }
        }
        return "";
    }

    /** Waits until a replica has all that its primary has had. */
    private static void awaitOffset(RespClient primary, ServerProcess replica, RespClient there) {
        long deadline = System.nanoTime() + ServerProcess.PATIENCE_MS * 1_000_000;
        while (!field(there, "master_link_status").equals("up")
                || !field(there, "master_repl_offset").equals(field(primary, "master_repl_offset"))) {
            if (System.nanoTime() > deadline) {
                throw replica.failure("does not catch up: " + field(primary, "master_repl_offset") + " there, here "
                        + there.command("INFO", "replication").text());
            }
            Thread.onSpinWait();
        }
    }

    private static void assertFollows(RespClient primary, ServerProcess replica) {
        try (RespClient there = replica.connect()) {
            awaitOffset(primary, replica, there);
            assertEquals(primary.command("DEBUG", "DIGEST").text(), there.command("DEBUG", "DIGEST").text());
            assertEquals(field(primary, "master_replid"), field(there, "master_replid"));
            assertTrue(there.command("SET", "k", "v").text().startsWith("READONLY"));
        }
    }

    private static void breakLink(ServerProcess replica) {
        try (RespClient there = replica.connect()) {
            assertEquals("1", there.command("CLIENT", "KILL", "TYPE", "master").text());
        }
    }

    private void followsThroughBreaks(ServerTarget target) {
        try (ServerProcess primary = start(target, null); RespClient client = primary.connect()) {
            traffic.run(client);
            try (ServerProcess replica = start(ServerTarget.spinel(), primary)) {
                replica.awaitLog("Finished with success");
                traffic.run(client);
                assertFollows(client, replica);
                breakLink(replica);
                traffic.run(client);
                assertFollows(client, replica);
                replica.awaitLog("Successful partial resynchronization");
            }
        }
    }

    @Test
    void spinelFollowsARedisServer() {
        followsThroughBreaks(ServerTarget.requiredRedis());
    }

    @Test
    void spinelFollowsSpinel() {
        followsThroughBreaks(ServerTarget.spinel());
    }

    /** Writes that are postponed while roles change are refused, and nothing that was answered is lost. */
    @Test
    void aPrimaryHandsOverToItsReplica() {
        ServerTarget other = ServerTarget.redis().orElse(ServerTarget.spinel());
        try (ServerProcess first = start(ServerTarget.spinel(), null); RespClient client = first.connect()) {
            traffic.run(client);
            try (ServerProcess second = start(other, first); RespClient there = second.connect()) {
                second.awaitLog("Finished with success");
                traffic.run(client);
                awaitOffset(client, second, there);
                assertEquals("OK", client.command("FAILOVER", "TO", "127.0.0.1", Integer.toString(second.port())).text());
                first.awaitLog("Successful partial resynchronization");
                traffic.run(there);
                assertFollows(there, first);
            }
        }
    }

    /** The end of a chain gets what the middle gets, and goes on with it when the middle is promoted. */
    @Test
    void aChainHasOneStream() {
        ServerTarget end = ServerTarget.redis().orElse(ServerTarget.spinel());
        try (ServerProcess first = start(ServerTarget.spinel(), null); RespClient client = first.connect()) {
            traffic.run(client);
            client.command("SELECT", "1");
            client.command("SET", "before", "1");
            try (ServerProcess middle = start(ServerTarget.spinel(), first)) {
                middle.awaitLog("Finished with success");
                client.command("SET", "selected", "1");
                try (ServerProcess last = start(end, middle); RespClient there = middle.connect()) {
                    last.awaitLog("Finished with success");
                    client.command("SET", "still", "1");
                    traffic.run(client);
                    assertFollows(client, middle);
                    assertFollows(client, last);
                    promote(there);
                    assertFollows(there, last);
                    last.awaitLog("Successful partial resynchronization");
                    turnAround(client, first, middle);
                    assertFollows(there, first);
                }
            }
        }
    }

    private void promote(RespClient replica) {
        assertEquals("OK", replica.command("REPLICAOF", "NO", "ONE").text());
        traffic.run(replica);
        List<Reply> role = replica.command("ROLE").elements();
        assertEquals("master", role.get(0).text());
    }

    /** Who was the first follows its replica now. */
    private static void turnAround(RespClient client, ServerProcess first, ServerProcess replica) {
        assertEquals("OK", client.command("REPLICAOF", "127.0.0.1", Integer.toString(replica.port())).text());
        first.awaitLog("Successful partial resynchronization");
    }
}
