package dev.spinel.bench.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class BudgetTest {
    private final Budget budget = Budget.parse("{\n  \"A.b(1)\": {\"ns\": 100, \"bytes\": 0},\n  \"A.c\": {\"ns\": 5.5, \"bytes\": 24}\n}");

    @Test
    void holdsUpToTheLimit() {
        assertEquals("", budget.verdict("A.b(1)", 100, 0.2));
        assertEquals("", budget.verdict("A.c", 5.5, 24));
    }

    @Test
    void namesWhatWasExceeded() {
        assertEquals("takes more than 100 ns", budget.verdict("A.b(1)", 101, 0));
        assertEquals("allocates more than 0 B", budget.verdict("A.b(1)", 50, 16));
    }

    @Test
    void aBenchmarkWithoutBudgetIsNotForgotten() {
        assertNotEquals("", budget.verdict("A.d", 1, 0));
    }

    @Test
    void theResourceKnowsTheWholeCommandPath() {
        assertEquals("", Budget.load().verdict("CommandBenchmark.get(1000)", 1, 0));
    }
}
