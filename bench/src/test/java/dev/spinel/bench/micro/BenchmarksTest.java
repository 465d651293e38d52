package dev.spinel.bench.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Each benchmark method does the work it claims, without JMH around it. */
class BenchmarksTest {
    private static final int PIPELINE = 16;

    @Test
    void commandsAnswerTheirPipeline() {
        CommandBenchmark commands = new CommandBenchmark();
        commands.keyCount = 1000;
        commands.fill();
        assertEquals(PIPELINE * "+OK\r\n".length(), commands.set());
        assertEquals(PIPELINE * ("$32\r\n".length() + 32 + 2), commands.get());
        commands.close();
    }

    @Test
    void theParserSeesEveryValue() {
        RequestParserBenchmark parser = new RequestParserBenchmark();
        parser.valueLength = 8;
        parser.encode();
        assertTrue(parser.set() > 0);
        parser.free();
    }

    @Test
    void theTableFindsThePresentAndOnlyThem() {
        LinearTableBenchmark table = new LinearTableBenchmark();
        table.entryCount = 1000;
        table.fill();
        assertNotEquals(0, table.findPresent());
        assertNotEquals(0, table.findPresentByGroup());
        assertEquals(0, table.findAbsent());
        table.free();
    }

    @Test
    void theArenaReplacesABlock() {
        ArenaBenchmark arena = new ArenaBenchmark();
        arena.size = 40;
        arena.allocate();
        assertNotEquals(0, arena.replace());
        arena.free();
    }
}
