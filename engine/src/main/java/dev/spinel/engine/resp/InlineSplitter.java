package dev.spinel.engine.resp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line into words as a shell of Redis does: blanks separate, double quotes know escapes, single quotes only
 * {@code \'}. Serves inline commands and configuration lines. Source: sds.c sdssplitargs.
 */
public final class InlineSplitter {
    private final byte[] line;
    private final ByteArrayOutputStream word = new ByteArrayOutputStream();
    private int at;

    private InlineSplitter(byte[] line) {
        this.line = line;
    }

    /** The words of a line, or null when quotes do not match or a closing quote is followed by more text. */
    public static byte[][] split(byte[] line) {
        InlineSplitter splitter = new InlineSplitter(line);
        List<byte[]> words = new ArrayList<>();
        while (splitter.skipBlanks()) {
            if (!splitter.readWord()) {
                return null;
            }
            words.add(splitter.word.toByteArray());
        }
        return words.toArray(new byte[0][]);
    }

    private boolean skipBlanks() {
        while (at < line.length && isBlank(line[at])) {
            at++;
        }
        return at < line.length && line[at] != 0;
    }

    private boolean readWord() {
        word.reset();
        while (at < line.length && !isBlank(line[at]) && line[at] != 0) {
            byte b = line[at++];
            if (b == '"') {
                return readDoubleQuoted() && isWordEnd();
            }
            if (b == '\'') {
                return readSingleQuoted() && isWordEnd();
            }
            word.write(b);
        }
        return true;
    }

    private boolean isWordEnd() {
        return at == line.length || isBlank(line[at]);
    }

    private boolean readDoubleQuoted() {
        while (at < line.length) {
            byte b = line[at++];
            if (b == '"') {
                return true;
            }
            if (b == '\\' && at < line.length) {
                readEscape();
            } else {
                word.write(b);
            }
        }
        return false;
    }

    private void readEscape() {
        if (line[at] == 'x' && at + 2 < line.length && hex(line[at + 1]) >= 0 && hex(line[at + 2]) >= 0) {
            word.write(hex(line[at + 1]) * 16 + hex(line[at + 2]));
            at += 3;
            return;
        }
        byte escaped = line[at++];
        word.write(
                switch (escaped) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    case 'b' -> '\b';
                    case 'a' -> 7;
                    default -> escaped;
                });
    }

    private boolean readSingleQuoted() {
        while (at < line.length) {
            byte b = line[at++];
            if (b == '\'') {
                return true;
            }
            if (b == '\\' && at < line.length && line[at] == '\'') {
                word.write(line[at++]);
            } else {
                word.write(b);
            }
        }
        return false;
    }

    private static int hex(byte b) {
        return Character.digit((char) b, 16);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b >= 9 && b <= 13;
    }
}
