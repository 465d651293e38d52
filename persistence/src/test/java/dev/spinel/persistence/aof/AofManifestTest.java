package dev.spinel.persistence.aof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The index of an AOF: its text, and how it changes. */
final class AofManifestTest {
    private static final String TEXT = """
            file appendonly.aof.2.base.rdb seq 2 type b
            file appendonly.aof.1.incr.aof seq 1 type h
            file appendonly.aof.3.incr.aof seq 3 type i
            file appendonly.aof.4.incr.aof seq 4 type i
            """;

    @Test
    void textIsReadAndWrittenBack() throws AofManifestException {
        assertEquals(TEXT, AofManifest.parse(TEXT).text());
    }

    @Test
    void commentsAndUnknownPairsAreSkipped() throws AofManifestException {
        String text = "# hello\n  seq 1 later x FILE a type b startoffset 7 \n#\n";
        assertEquals("file a seq 1 type b\n", AofManifest.parse(text).text());
    }

    @Test
    void namesWithBlanksAreQuoted() throws AofManifestException {
        String text = "file \" file seq\\n\\n.aof \" seq 1 type b\n";
        AofManifest manifest = AofManifest.parse(text);
        assertEquals(" file seq\n\n.aof ", manifest.base().name());
        assertEquals(text, manifest.text());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                             | Found an empty AOF manifest                 | 0
            file a seq 1 type b                            | The AOF manifest file contains too long line | 1
            file a seq 1~                                  | Invalid AOF manifest file format            | 1
            ~                                              | Invalid AOF manifest file format            | 1
            file a seq 1 type b~file b seq 1 type b~       | Found duplicate base file information       | 2
            file a seq 2 type i~file b seq 2 type i~       | Found a non-monotonic sequence number       | 2
            file a seq 1 type x~                           | Unknown AOF file type                       | 1
            file a/b seq 1 type b~                         | File can't be a path, just a filename       | 1
            file a seq x type b~                           | Invalid AOF manifest file format            | 1
            file "a seq 1 type b~                          | Invalid AOF manifest file format            | 1
            file a seq 1 type b extra~                     | Invalid AOF manifest file format            | 1
            """)
    void nonsenseIsNamedWithItsLine(String text, String problem, int line) {
        AofManifestException broken =
                assertThrows(AofManifestException.class, () -> AofManifest.parse(text.replace('~', '\n')));
        assertEquals(problem, broken.getMessage());
        assertEquals(line, broken.lineNumber());
    }

    @Test
    void aRewriteMakesHistoryOfWhatItReplaces() {
        AofManifest first = AofManifest.EMPTY.withNewBase("a", true).withNewIncrement("a");
        AofManifest rewritten = first.withNewIncrement("a").withNewBase("a", false).withRewrittenIncrements(true);
        assertEquals("""
                file a.2.base.aof seq 2 type b
                file a.1.incr.aof seq 1 type h
                file a.1.base.rdb seq 1 type h
                file a.2.incr.aof seq 2 type i
                """, rewritten.text());
        assertEquals("file a.2.base.aof seq 2 type b\nfile a.2.incr.aof seq 2 type i\n", rewritten.withoutHistory().text());
    }
}
