package dev.spinel.engine.type.string;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Allocations;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hot string commands create no Java object, from the executor to the reply. */
class StringAllocationTest {
    private static final int CALLS = 10_000;

    @ParameterizedTest
    @ValueSource(strings = {
        "SET k v", "SET k 12345", "SET k v PX 100000", "GET k", "GET absent", "INCR n", "DECRBY n 3", "GETRANGE k 1 3",
        "GETRANGE n 0 0", "STRLEN k", "MGET k n absent", "MSET k v n 7", "APPEND k x", "SETRANGE k 3 abc",
        "GETEX k EX 100", "EXISTS k n", "TTL k", "EXPIRE k 100",
    })
    void commandAllocatesNothing(String command) {
        try (EngineHarness harness = new EngineHarness()) {
            harness.run("SET", "k", "hello");
            harness.run("SET", "n", "5");
            String[] words = command.split(" ");
            long block = Arena.allocate(MemoryTag.QUERY_BUFFER, 256);
            Client client = harness.client();
            Allocations.assertNone(() -> {
                for (int i = 0; i < CALLS; i++) {
                    long end = block;
                    for (int w = 0; w < words.length; w++) {
                        end = addWord(client, words[w], end);
                    }
                    harness.engine().execute(client);
                    client.reply().clear();
                }
            });
            Arena.free(block);
        }
    }

    private static long addWord(Client client, String word, long address) {
        for (int i = 0; i < word.length(); i++) {
            Mem.initByte(address + i, (byte) word.charAt(i));
        }
        client.args().add(address, word.length());
        return address + word.length();
    }
}
