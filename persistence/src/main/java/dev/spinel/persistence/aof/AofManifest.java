package dev.spinel.persistence.aof;

import dev.spinel.engine.config.ConfigWords;
import dev.spinel.persistence.aof.AofFile.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which files an AOF consists of, in the order they are loaded. Immutable: a change is a new manifest, which counts
 * once it is on disk. Text, one file a line: base, history, increments by sequence.
 *
 * <pre>
 *   file appendonly.aof.2.base.rdb seq 2 type b
 *   file appendonly.aof.1.incr.aof seq 1 type h
 *   file appendonly.aof.3.incr.aof seq 3 type i
 * </pre>
 *
 * <p>Lines that start with {@code #} are comments; unknown pairs of words in a line are skipped. Source: aof.c.
 */
public final class AofManifest {
    static final AofManifest EMPTY = new AofManifest(null, List.of(), List.of(), 0, 0);

    private static final int LONGEST_LINE = 1024;
    private static final String INVALID = "Invalid AOF manifest file format";

    private final AofFile base;
    private final List<AofFile> history;
    private final List<AofFile> increments;
    private final long baseSequence;
    private final long incrementSequence;

    private AofManifest(AofFile base, List<AofFile> history, List<AofFile> increments, long baseSequence,
            long incrementSequence) {
        this.base = base;
        this.history = List.copyOf(history);
        this.increments = List.copyOf(increments);
        this.baseSequence = baseSequence;
        this.incrementSequence = incrementSequence;
    }

    /** Null when there is none. */
    public AofFile base() {
        return base;
    }

    public List<AofFile> history() {
        return history;
    }

    public List<AofFile> increments() {
        return increments;
    }

    /** Base and increments, in the order they are loaded. */
    public List<AofFile> files() {
        List<AofFile> files = new ArrayList<>();
        if (base != null) files.add(base);
        files.addAll(increments);
        return files;
    }

    /** The increment that is written to; null when there is none. */
    AofFile lastIncrement() {
        return increments.isEmpty() ? null : increments.getLast();
    }

    /** With another base, numbered one up; the former one is history. */
    AofManifest withNewBase(String filename, boolean asRdb) {
        List<AofFile> past = new ArrayList<>(history);
        if (base != null) past.addFirst(base.as(Kind.HISTORY));
        long sequence = baseSequence + 1;
        String name = filename + "." + sequence + (asRdb ? ".base.rdb" : ".base.aof");
        return new AofManifest(new AofFile(name, sequence, Kind.BASE), past, increments, sequence, incrementSequence);
    }

    /** With a single file of an old version as the base. */
    AofManifest withOldFile(String filename) {
        return new AofManifest(new AofFile(filename, 1, Kind.BASE), history, increments, 1, incrementSequence);
    }

    /** With one more increment, numbered one up. */
    AofManifest withNewIncrement(String filename) {
        long sequence = incrementSequence + 1;
        List<AofFile> more = new ArrayList<>(increments);
        more.add(new AofFile(filename + "." + sequence + ".incr.aof", sequence, Kind.INCREMENT));
        return new AofManifest(base, history, more, baseSequence, sequence);
    }

    /** With the increments as history, but for the last one when it {@code isOpen}. */
    AofManifest withRewrittenIncrements(boolean isOpen) {
        List<AofFile> past = new ArrayList<>(history);
        List<AofFile> kept = new ArrayList<>(increments);
        while (kept.size() > (isOpen ? 1 : 0)) {
            AofFile newest = kept.remove(kept.size() - (isOpen ? 2 : 1));
            past.addFirst(newest.as(Kind.HISTORY));
        }
        return new AofManifest(base, past, kept, baseSequence, incrementSequence);
    }

    AofManifest withoutHistory() {
        return new AofManifest(base, List.of(), increments, baseSequence, incrementSequence);
    }

    /** The text of the file, one char per byte. */
    public String text() {
        StringBuilder text = new StringBuilder();
        if (base != null) text.append(base.line());
        history.forEach(file -> text.append(file.line()));
        increments.forEach(file -> text.append(file.line()));
        return text.toString();
    }

    /** Reads the text of a file, one char per byte. */
    public static AofManifest parse(String text) throws AofManifestException {
        if (text.isEmpty()) {
            throw new AofManifestException("Found an empty AOF manifest", 0, null);
        }
        return new Parser(text).parse();
    }

    private static final class Parser {
        private final String text;
        private final List<AofFile> history = new ArrayList<>();
        private final List<AofFile> increments = new ArrayList<>();
        private AofFile base;
        private int lineNumber;
        private String line;

        Parser(String text) {
            this.text = text;
        }

        AofManifest parse() throws AofManifestException {
            for (int start = 0; start < text.length(); ) {
                int end = text.indexOf('\n', start);
                lineNumber++;
                line = null;
                if (text.charAt(start) != '#') {
                    if (end < 0 || end - start >= LONGEST_LINE) {
                        throw broken("The AOF manifest file contains too long line");
                    }
                    line = text.substring(start, end).strip();
                    add(file());
                } else if (end < 0) {
                    break;
                }
                start = end + 1;
            }
            return new AofManifest(base, history, increments, base == null ? 0 : base.sequence(),
                    increments.isEmpty() ? 0 : increments.getLast().sequence());
        }

        private AofManifestException broken(String problem) {
            return new AofManifestException(problem, lineNumber, line);
        }

        private AofFile file() throws AofManifestException {
            List<String> words = ConfigWords.split(line);
            if (words == null || words.size() < 6 || words.size() % 2 != 0) {
                throw broken(INVALID);
            }
            String name = null;
            long sequence = 0;
            char letter = 0;
            for (int i = 0; i < words.size(); i += 2) {
                String value = words.get(i + 1);
                switch (words.get(i).toLowerCase(Locale.ROOT)) {
                    case "file" -> name = plainName(value);
                    case "seq" -> sequence = leadingInteger(value);
                    case "type" -> letter = value.isEmpty() ? 0 : value.charAt(0);
                    default -> { }
                }
            }
            if (name == null || sequence == 0 || letter == 0) {
                throw broken(INVALID);
            }
            Kind kind = Kind.of(letter);
            if (kind == null) {
                throw broken("Unknown AOF file type");
            }
            return new AofFile(name, sequence, kind);
        }

        private String plainName(String name) throws AofManifestException {
            if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
                throw broken("File can't be a path, just a filename");
            }
            return name;
        }

        /** As far as there are digits; 0 when there are none. */
        private static long leadingInteger(String text) {
            int end = 0;
            while (end < text.length() && end < 18 && Character.digit(text.charAt(end), 10) >= 0) {
                end++;
            }
            return end == 0 ? 0 : Long.parseLong(text.substring(0, end));
        }

        private void add(AofFile file) throws AofManifestException {
            switch (file.kind()) {
                case BASE -> {
                    if (base != null) {
                        throw broken("Found duplicate base file information");
                    }
                    base = file;
                }
                case HISTORY -> history.add(file);
                case INCREMENT -> {
                    if (!increments.isEmpty() && file.sequence() <= increments.getLast().sequence()) {
                        throw broken("Found a non-monotonic sequence number");
                    }
                    increments.add(file);
                }
            }
        }
    }
}
