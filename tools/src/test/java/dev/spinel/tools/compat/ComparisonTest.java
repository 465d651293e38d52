package dev.spinel.tools.compat;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.tools.harness.Reply;
import dev.spinel.tools.harness.RespReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static String difference(String modifiers, String expected, String actual) {
        Map<String, String> parsed = new LinkedHashMap<>();
        for (String modifier : Words.split(modifiers)) {
            String[] parts = modifier.substring(1).split("=", 2);
            parsed.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        Scenario.Step step = new Scenario.Step(1, "", parsed, List.of(), null, null);
        return new Comparison(step).difference(replies(expected), replies(actual));
    }

    private static List<Reply> replies(String bytes) {
        return RespReader.parse(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void bytesDecideUnlessSomethingElseIsAsked() {
        assertNull(difference("", "+OK\r\n", "+OK\r\n"));
        assertNotNull(difference("", "$2\r\nOK\r\n", "+OK\r\n"));
        assertNotNull(difference("", "*-1\r\n", "$-1\r\n"));
        assertNotNull(difference("", "+OK\r\n", "+OK\r\n+OK\r\n"));
        assertNull(difference("@ignore", "+OK\r\n", "-ERR\r\n"));
    }

    @Test
    void theDifferenceShowsBothSidesFromWhereTheyPart() {
        String difference = difference("", "*2\r\n:1\r\n:2\r\n", "*2\r\n:1\r\n:3\r\n");
        assertTrue(difference.contains("\":2\\r\\n\"") && difference.contains("\":3\\r\\n\""), difference);
    }

    @Test
    void maskHidesNumbersOrWhatItsPatternFinds() {
        assertNull(difference("@mask", ":17\r\n", ":9\r\n"));
        assertNotNull(difference("@mask", ":17\r\n", "$1\r\n9\r\n"));
        assertNull(difference("@mask=age=[0-9]+", "$9\r\nage=5 b=1\r\n", "$10\r\nage=55 b=1\r\n"));
        assertNotNull(difference("@mask=age=[0-9]+", "$9\r\nage=5 b=1\r\n", "$9\r\nage=5 b=2\r\n"));
    }

    @Test
    void sortedForgetsTheOrderAtEveryDepthButNotTheContent() {
        assertNull(difference("@sorted", "*2\r\n*2\r\n:1\r\n:2\r\n:3\r\n", "*2\r\n:3\r\n*2\r\n:2\r\n:1\r\n"));
        assertNotNull(difference("@sorted", "*2\r\n:1\r\n:1\r\n", "*2\r\n:1\r\n:2\r\n"));
    }

    @Test
    void pairsCompareAsAMapWithExceptions() {
        String ab = "*4\r\n+a\r\n:1\r\n+b\r\n:2\r\n";
        assertNull(difference("@pairs", ab, "*4\r\n+b\r\n:2\r\n+a\r\n:1\r\n"));
        assertNotNull(difference("@pairs", ab, "*4\r\n+b\r\n:1\r\n+a\r\n:2\r\n"));
        assertNull(difference("@pairs @except=b", ab, "*4\r\n+b\r\n:9\r\n+a\r\n:1\r\n"));
        assertNull(difference("@pairs @superset", ab, "*6\r\n+c\r\n:3\r\n+b\r\n:2\r\n+a\r\n:1\r\n"));
        assertNotNull(difference("@pairs @superset", ab, "*2\r\n+b\r\n:2\r\n"));
    }

    @Test
    void fieldsOfInfoAreNamesWithoutValues() {
        assertNull(difference("@fields", "$13\r\n# S\r\na:1\r\nb:2\r\n", "=17\r\ntxt:# S\r\nb:7\r\na:1\r\n"));
        assertNotNull(difference("@fields", "$8\r\na:1\r\nb:2\r\n", "$3\r\na:1\r\n"));
    }

    @Test
    void withoutLeavesOutNameAndValueWhereverTheyStand() {
        assertNull(difference("@without=text", "*2\r\n+k\r\n*4\r\n+text\r\n+x\r\n+n\r\n:1\r\n", "*2\r\n+k\r\n*2\r\n+n\r\n:1\r\n"));
        assertNotNull(difference("@without=text", "*2\r\n+n\r\n:1\r\n", "*2\r\n+n\r\n:2\r\n"));
    }

    @Test
    void anErrorNeverPassesForSomethingElse() {
        for (String modifier : List.of("@sorted", "@pairs", "@superset", "@fields", "@lines", "@length", "@kind", "@kind=top", "@mask")) {
            assertNotNull(difference(modifier, "*2\r\n+a\r\n:1\r\n", "-ERR unknown\r\n"), modifier);
        }
        assertNull(difference("@code", "-ERR a\r\n", "-ERR b\r\n"));
        assertNotNull(difference("@code", "-ERR a\r\n", "-WRONGTYPE a\r\n"));
    }
}
