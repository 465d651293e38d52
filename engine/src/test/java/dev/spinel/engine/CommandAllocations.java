package dev.spinel.engine;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Allocations;

/** Asserts that commands, from the executor to the reply, create no Java object. */
public final class CommandAllocations {
    private static final int CALLS = 10_000;
    private static final int MAX_COMMAND_BYTES = 256;

    private CommandAllocations() {}

    /** Runs commands, words separated by blanks, in turn. */
    public static void assertNone(EngineHarness harness, String... commands) {
        String[][] words = new String[commands.length][];
        for (int i = 0; i < commands.length; i++) {
            words[i] = commands[i].split(" ");
        }
        long block = Arena.allocate(MemoryTag.QUERY_BUFFER, MAX_COMMAND_BYTES);
        Allocations.assertNone(() -> {
            for (int i = 0; i < CALLS; i++) {
                run(harness, words[i % words.length], block);
            }
        });
        Arena.free(block);
    }

    private static void run(EngineHarness harness, String[] words, long block) {
        Client client = harness.client();
        long end = block;
        for (int w = 0; w < words.length; w++) {
            end = addWord(client, words[w], end);
        }
        harness.engine().execute(client);
        client.reply().clear();
    }

    private static long addWord(Client client, String word, long address) {
        for (int i = 0; i < word.length(); i++) {
            Mem.initByte(address + i, (byte) word.charAt(i));
        }
        client.args().add(address, word.length());
        return address + word.length();
    }
}
