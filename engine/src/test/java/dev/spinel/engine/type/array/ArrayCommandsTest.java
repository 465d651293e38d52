package dev.spinel.engine.type.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Facts: the Redis 8.8 command reference and its suite for arrays. */
class ArrayCommandsTest {
    private static final String LARGEST = "18446744073709551614";

    private final EngineHarness harness = new EngineHarness();

    @AfterEach
    void leaksNothing() {
        harness.close();
    }

    private String run(String command) {
        return harness.run(command.split(" "));
    }

    /** The reply without lengths: words apart by blanks, a dot for null, brackets for arrays inside of one. */
    private String words(String command) {
        String reply = run(command).replaceAll("\\$-1\r\n", ". ").replaceAll("\\$\\d+\r\n|:", "");
        return reply.replaceFirst("^\\*\\d+\r\n", "").replaceAll("\\*2\r\n(\\S+)\r\n(\\S+)\r\n", "[$1 $2] ")
            .replaceAll("\\*\\d+\r\n", "").replace("\r\n", " ").replace("  ", " ").strip();
    }

    private static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    @Test
    void elementsReadBackAsTheyWere() {
        for (String text : new String[] {"hello", "12345", "3.14159", "1.50", "-0.0", "0.0", "-7", "007", "1e5", "x",
                "a-string-of-more-than-seven-bytes", "9223372036854775807", "-0.001", ".5", "5.", "1234567.1234567"}) {
            assertEquals(":1\r\n", run("ARSET k 5 " + text));
            assertEquals(bulk(text), run("ARGET k 5"));
            assertEquals("array sliced-array", words("TYPE k").substring(1) + " " + words("OBJECT ENCODING k"));
            assertEquals(":1\r\n", run("ARDEL k 5"));
            assertEquals(":0\r\n", run("EXISTS k"));
        }
        harness.run("ARSET", "k", "0", "");
        assertEquals("$0\r\n\r\n", run("ARGET k 0"));
    }

    @Test
    void replacedElementsAreNotCounted() {
        assertEquals(":1\r\n", run("ARSET k 0 a"));
        assertEquals(":2\r\n", run("ARSET k 0 aa b c"));
        assertEquals(":1\r\n", run("ARMSET k 2 cc 100 z"));
        assertEquals("aa b cc . z", words("ARMGET k 0 1 2 3 100"));
        assertEquals("101 4", words("ARLEN k") + " " + words("ARCOUNT k"));
        assertEquals("0 0 .", words("ARLEN none") + " " + words("ARCOUNT none") + " " + words("ARGET none 1"));
        assertEquals(". .", words("ARMGET none 1 2"));
    }

    @Test
    void theLargestIndexIsOneBelowTheEnd() {
        assertEquals(":1\r\n", run("ARSET k " + LARGEST + " v"));
        assertEquals(":18446744073709551615\r\n", run("ARLEN k"));
        assertEquals("[" + LARGEST + " v]", words("ARSCAN k 0 " + LARGEST));
        assertEquals("-ERR array index overflow\r\n", run("ARSET k " + LARGEST + " a b"));
        assertEquals("-ERR invalid array index\r\n", run("ARSET k 18446744073709551615 a"));
        assertEquals("18446744073709551614", words("ARGREP k - + EXACT v"));
        assertEquals(":1\r\n", run("ARDELRANGE k 1 " + LARGEST));
    }

    @Test
    void rangesGoBothWays() {
        run("ARMSET k 0 a 1 b 2 c 5 f 9000 z");
        assertEquals("b c . . f", words("ARGETRANGE k 1 5"));
        assertEquals("f . . c b", words("ARGETRANGE k 5 1"));
        assertEquals(". .", words("ARGETRANGE none 1 0"));
        assertEquals("[1 b] [2 c] [5 f] [9000 z]", words("ARSCAN k 1 1000000"));
        assertEquals("[9000 z] [5 f]", words("ARSCAN k 1000000 0 LIMIT 2"));
        assertEquals("", words("ARSCAN none 0 1"));
        assertEquals("-ERR range exceeds maximum of 1000000 items\r\n", run("ARGETRANGE k 1000000 0"));
        assertTrue(run("ARGETRANGE k 0 999999").startsWith("*1000000\r\n"));
    }

    @Test
    void deletionsTakeTheKeyAlong() {
        run("ARSET k 0 a b c d e f");
        assertEquals(":2\r\n", run("ARDEL k 0 3 3 77"));
        assertEquals(":2\r\n", run("ARDELRANGE k 5 4 100 200"));
        assertEquals("[1 b] [2 c]", words("ARSCAN k 0 10"));
        assertEquals(":2\r\n", run("ARDELRANGE k 0 2 0 1"));
        assertEquals(":0\r\n", run("EXISTS k"));
        assertEquals(":0\r\n", run("ARDEL k 1"));
    }

    @Test
    void insertsGoOnWhereTheLastEnded() {
        assertEquals(":0\r\n", run("ARNEXT k"));
        assertEquals(":0\r\n", run("ARSEEK k 10"));
        assertEquals(":2\r\n", run("ARINSERT k a b c"));
        assertEquals(":3\r\n", run("ARNEXT k"));
        assertEquals(":1\r\n", run("ARSEEK k 10"));
        assertEquals(":10\r\n", run("ARINSERT k d"));
        assertEquals(":1\r\n", run("ARSEEK k 18446744073709551615"));
        assertEquals("$-1\r\n", run("ARNEXT k"));
        assertEquals("-ERR insert index overflow\r\n", run("ARINSERT k e"));
        assertEquals(":1\r\n", run("ARSEEK k " + LARGEST));
        assertEquals("-ERR insert index overflow\r\n", run("ARINSERT k e f"));
        assertEquals(":1\r\n", run("ARSEEK k 0"));
        assertEquals(":0\r\n", run("ARINSERT k x"));
    }

    @Test
    void ringsKeepTheNewest() {
        for (int i = 0; i < 10; i++) {
            assertEquals(":" + i % 4 + "\r\n", run("ARRING k 4 v" + i));
        }
        assertEquals("v8 v9 v6 v7", words("ARGETRANGE k 0 3"));
        assertEquals("v6 v7 v8 v9", words("ARLASTITEMS k 10"));
        assertEquals("v9 v8 v7", words("ARLASTITEMS k 3 REV"));
        assertEquals(":4\r\n", run("ARRING k 6 v10"));
        assertEquals("v6 v7 v8 v9 v10", words("ARGETRANGE k 0 4"));
        assertEquals(":0\r\n", run("ARRING k 3 v11"));
        assertEquals("v11 v9 v10", words("ARGETRANGE k 0 2"));
        assertEquals(":3\r\n", run("ARLEN k"));
        run("ARDEL k 1");
        assertEquals(":0\r\n", run("ARRING k 2 v12"));
        assertEquals("[0 v12] [1 v11]", words("ARSCAN k 0 9"));
    }

    @Test
    void lastItemsShowGaps() {
        run("ARINSERT k a b c d e");
        run("ARDEL k 1");
        assertEquals("a . c d e", words("ARLASTITEMS k 10"));
        assertEquals("e d c . a", words("ARLASTITEMS k 10 REV"));
        run("ARDEL k 4");
        assertEquals("a . c d", words("ARLASTITEMS k 10"));
        assertEquals("", words("ARLASTITEMS k 0"));
        assertEquals("", words("ARLASTITEMS none 5"));
        run("ARSET k 2000000 z");
        assertEquals("-ERR count exceeds maximum of 1000000 items\r\n", run("ARLASTITEMS k 1000001"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "- + MATCH alpha ; 0 2", "3 0 MATCH alpha WITHVALUES ; [2 alphabet] [0 alpha]", "- + EXACT beta ; 1",
        "- + EXACT BETA NOCASE ; 1", "- + GLOB *t? ; 1", "- + RE ^(alpha|gam+a)$ ; 0 5", "- + MATCH a LIMIT 2 ; 0 1",
        "- + MATCH alpha GLOB *bet AND ; 2", "- + MATCH alpha GLOB g* AND OR ; 0 2 5", "1 1 MATCH a ; 1",
        "- + RE ALPHA NOCASE ; 0 2", "- + RE [[:digit:]]{2,3}$ ; 7", "- + MATCH nothing ; ''", "- + RE \\bbeta\\b ; 1"
    })
    void grepFindsElements(String arguments, String found) {
        run("ARMSET k 0 alpha 1 beta 2 alphabet 5 gamma 7 1234");
        assertEquals(found, words("ARGREP k " + arguments));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "SUM | 65.5", "MIN | -10", "MAX | 40", "USED | 6", "MATCH ten | 1", "MATCH 20 | 1", "AND | 0", "OR | -1",
        "XOR | -59"
    })
    void foldsNumbers(String operation, String result) {
        run("ARMSET k 0 20 1 -10 2 15.5 3 ten 7 40 8 0x");
        assertEquals(result, words("AROP k 0 10 " + operation));
        assertEquals(operation.equals("USED") || operation.startsWith("MATCH") ? "0" : ".",
            words("AROP none 0 10 " + operation));
    }

    @Test
    void sumsAreThoseOfLongDoubles() {
        run("ARMSET k 0 9223372036854775807 1 9223372036854775807");
        assertEquals("1.8446744073709552e+19", words("AROP k 0 1 SUM"));
        run("ARMSET k 0 0.1 1 0.2");
        assertEquals("0.3", words("AROP k 0 1 SUM"));
        run("ARMSET k 0 inf 1 5");
        assertEquals("inf 5 5", words("AROP k 0 1 SUM") + " " + words("AROP k 0 1 MIN") + " "
            + words("AROP k 0 1 AND"));
        run("ARMSET k 0 7.9 1 3.2 2 1.8");
        assertEquals("1 7 5", words("AROP k 0 2 AND") + " " + words("AROP k 0 2 OR") + " " + words("AROP k 2 0 XOR"));
    }

    @Test
    void infoTellsOfSlices() {
        run("ARMSET k 0 a 1 b 100 c 100000 d");
        assertEquals("count 4 len 100001 next-insert-index 0 slices 2 directory-size 32 super-dir-entries 0 "
            + "slice-size 4096 dense-slices 0 sparse-slices 2 avg-dense-size 0 avg-dense-fill 0 avg-sparse-size 4",
            words("ARINFO k FULL"));
        run("ARSET j 0 1 2 3 4 5 6 7 8 9 10 11 12");
        run("ARSEEK j 7");
        assertEquals("count 12 len 12 next-insert-index 7 slices 1 directory-size 1 super-dir-entries 0 "
            + "slice-size 4096 dense-slices 1 sparse-slices 0 avg-dense-size 16 avg-dense-fill 0.75 avg-sparse-size 0",
            words("ARINFO j FULL"));
        run("ARSET j 1000000000000 x");
        assertTrue(words("ARINFO j").contains("directory-size 4 super-dir-entries 2 "));
    }

    @Test
    void copyDumpAndRewriteKeepAll() {
        run("ARMSET k 0 a 1 22 2 -3.25 5000 a-long-string-of-bytes 9000000000 z");
        run("ARSEEK k 77");
        run("COPY k copy");
        String dump = run("DUMP k");
        harness.run("RESTORE", "back", "0", dump.substring(dump.indexOf('\n') + 1, dump.length() - 2));
        String digest = run("DEBUG DIGEST-VALUE k");
        assertEquals(digest, run("DEBUG DIGEST-VALUE copy"));
        assertEquals(digest, run("DEBUG DIGEST-VALUE back"));
        assertEquals(":77\r\n:77\r\n", run("ARNEXT copy") + run("ARNEXT back"));
        assertEquals(run("MEMORY USAGE k"), run("MEMORY USAGE back").replace("back", "k"));
    }

    @Test
    void badInputChangesNothing() {
        run("SET s v");
        String wrongType = "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n";
        for (String command : new String[] {"ARGET s 0", "ARSET s 0 v", "ARMSET s 0 v", "ARMGET s 0", "ARDEL s 0",
                "ARDELRANGE s 0 1", "ARLEN s", "ARCOUNT s", "ARGETRANGE s 0 1", "ARSCAN s 0 1", "ARGREP s - + MATCH a",
                "AROP s 0 1 SUM", "ARINSERT s v", "ARRING s 3 v", "ARNEXT s", "ARSEEK s 1", "ARLASTITEMS s 1",
                "ARINFO s"}) {
            assertEquals(wrongType, run(command), command);
        }
        for (String command : new String[] {"ARGET k x", "ARGET k -1", "ARGET k 18446744073709551615", "ARSET k x v",
                "ARMSET k 0 a x b", "ARMGET k 0 x", "ARDEL k 0 x", "ARDELRANGE k 0 x", "ARGETRANGE k x 1",
                "ARSCAN k 0 x", "ARGREP k x + MATCH a", "AROP k 0 x SUM", "ARSEEK k x", "ARGET k 18446744073709551616"}) {
            assertEquals("-ERR invalid array index\r\n", run(command), command);
        }
        assertEquals(":0\r\n", run("EXISTS k"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ARMSET k 0 a 1 | wrong number of arguments for 'armset' command",
        "ARDELRANGE k 0 1 2 | wrong number of arguments for 'ardelrange' command",
        "ARSCAN k 0 1 LIMIT | wrong number of arguments for 'arscan' command",
        "ARSCAN k 0 1 COUNT 2 | syntax error", "ARSCAN k 0 1 LIMIT 0 | LIMIT must be positive",
        "ARSCAN k 0 1 LIMIT x | value is not an integer or out of range",
        "ARGREP k - + LIMIT 1 | syntax error", "ARGREP k - + MATCH a LIMIT | syntax error",
        "ARGREP k - + MATCH a b | syntax error", "ARGREP k - + MATCH a LIMIT -1 | LIMIT must be positive",
        "ARGREP k - + RE ( | invalid regular expression: Missing ')'",
        "ARGREP k - + RE a{2,1} | invalid regular expression: Invalid contents of {}",
        "ARGREP k - + RE [z-a] | invalid regular expression: Invalid character range",
        "ARGREP k - + RE [a | invalid regular expression: Missing ']'",
        "ARGREP k - + RE a\\ | invalid regular expression: Trailing backslash",
        "ARGREP k - + RE \\x{1 | invalid regular expression: Missing '}'",
        "ARGREP k - + RE * | invalid regular expression: Invalid use of repetition operators",
        "ARGREP k - + RE ((a{200}){200}){200} | invalid regular expression: Out of memory",
        "ARGREP k - + RE (a)\\1 | regular expression backreferences are not supported",
        "AROP k 0 1 AVG | unknown operation", "AROP k 0 1 MATCH | MATCH requires a value argument",
        "AROP k 0 1 SUM 1 | wrong number of arguments for 'arop' command",
        "ARRING k x v | invalid size", "ARRING k 0 v | size must be positive",
        "ARLASTITEMS k x | invalid COUNT", "ARLASTITEMS k 1 UP | syntax error",
        "ARLASTITEMS k 1 REV 2 | wrong number of arguments for 'arlastitems' command",
        "ARINFO k | no such key", "ARINFO k ALL | syntax error"
    })
    void errorsHaveTheTextOfRedis(String command, String error) {
        assertEquals("-ERR " + error + "\r\n", run(command));
        assertEquals(":0\r\n", run("EXISTS k"));
    }

    @Test
    void emptyExpressionsAndTooManyConditionsAreRefused() {
        assertEquals("-ERR regular expression is empty\r\n", harness.run("ARGREP", "k", "-", "+", "RE", ""));
        assertEquals("-ERR regular expression is too long, maximum is 2048 bytes\r\n",
            harness.run("ARGREP", "k", "-", "+", "RE", "a".repeat(2049)));
        assertEquals("*0\r\n", run("ARGREP k - +" + " MATCH a".repeat(250)));
        assertEquals("-ERR too many predicates, maximum is 250\r\n", run("ARGREP k - +" + " MATCH a".repeat(251)));
    }
}
