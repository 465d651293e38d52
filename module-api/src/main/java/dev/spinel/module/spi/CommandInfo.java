package dev.spinel.module.spi;

import dev.spinel.engine.command.CommandDocs;
import dev.spinel.engine.command.KeySpec;
import java.util.List;
import java.util.stream.Stream;

/**
 * What COMMAND INFO and COMMAND DOCS tell of a command; every method answers a copy that says more.
 *
 * @param arity words with the name, negative for at least as many; 0 leaves what it is
 * @param keys  where keys are; empty leaves what the command was registered with
 * @param tips  for clients, as COMMAND INFO has them
 */
public record CommandInfo(String summary, String complexity, String since, int arity, List<Change> history,
        List<String> tips, List<Keys> keys, List<Argument> arguments) {

    /** One change: what a version of the module added. */
    public record Change(String since, String text) {}

    /** What is done with a key, by the numbers of {@code REDISMODULE_CMD_KEY_*}; exactly one of the first four. */
    public enum Use {
        READ_ONLY(1), READ_WRITE(1 << 1), OVERWRITE(1 << 2), REMOVE(1 << 3), ACCESS(1 << 4), UPDATE(1 << 5),
        INSERT(1 << 6), DELETE(1 << 7), NOT_KEY(1 << 8), INCOMPLETE(1 << 9), VARIABLE_FLAGS(1 << 10);

        private final int bit;

        Use(int bit) {
            this.bit = bit;
        }
    }

    /** Where some keys are, and what is done with them. */
    public static final class Keys {
        private final KeySpec spec;

        private Keys(KeySpec spec) {
            this.spec = spec;
        }

        private static Keys of(KeySpec.Begin begin, KeySpec.Find find, Use... uses) {
            return new Keys(new KeySpec(bits(uses), begin, find, null));
        }

        /** One key, which is argument {@code index}. */
        public static Keys at(int index, Use... uses) {
            return of(new KeySpec.Index(index), new KeySpec.Range(0, 1, 0), uses);
        }

        /** Keys from argument {@code first} to {@code last}, -1 for the last there is. */
        public static Keys range(int first, int last, int step, Use... uses) {
            return of(new KeySpec.Index(first), new KeySpec.Range(last < 0 ? last : last - first, step, 0), uses);
        }

        /** As many keys as argument {@code countIndex} says, from the one behind it on. */
        public static Keys counted(int countIndex, Use... uses) {
            return of(new KeySpec.Index(countIndex), new KeySpec.KeyNum(0, 1, 1), uses);
        }

        /** One key behind a word, searched from argument {@code from} on. */
        public static Keys behind(String word, int from, Use... uses) {
            return of(new KeySpec.Keyword(word, from), new KeySpec.Range(0, 1, 0), uses);
        }

        /** The same with a note for readers. */
        public Keys notes(String text) {
            return new Keys(new KeySpec(spec.flags(), spec.begin(), spec.find(), text));
        }
    }

    /**
     * One argument, or a group of them.
     *
     * @param keys  which of the command's {@link Keys}; -1 when it is no key
     * @param token the word in front of it; null for none
     */
    public record Argument(String name, Kind kind, int keys, String token, boolean isOptional, boolean isMultiple,
            boolean hasTokenEachTime, List<Argument> parts) {

        /** What it is; {@link #PURE_TOKEN} is its token alone, the last two are groups. */
        public enum Kind {
            STRING("string"), INTEGER("integer"), DOUBLE("double"), KEY("key"), PATTERN("pattern"),
            UNIX_TIME("unix-time"), PURE_TOKEN("pure-token"), ONE_OF("oneof"), BLOCK("block");

            private final String word;

            Kind(String word) {
                this.word = word;
            }
        }

        public static Argument of(String name, Kind kind) {
            return new Argument(name, kind, -1, null, false, false, false, List.of());
        }

        public static Argument key(String name, int keys) {
            return new Argument(name, Kind.KEY, keys, null, false, false, false, List.of());
        }

        /** A word of its own. */
        public static Argument word(String name, String token) {
            return of(name, Kind.PURE_TOKEN).token(token);
        }

        public static Argument oneOf(String name, Argument... parts) {
            return new Argument(name, Kind.ONE_OF, -1, null, false, false, false, List.of(parts));
        }

        public static Argument block(String name, Argument... parts) {
            return new Argument(name, Kind.BLOCK, -1, null, false, false, false, List.of(parts));
        }

        public Argument token(String word) {
            return new Argument(name, kind, keys, word, isOptional, isMultiple, hasTokenEachTime, parts);
        }

        public Argument optional() {
            return new Argument(name, kind, keys, token, true, isMultiple, hasTokenEachTime, parts);
        }

        public Argument multiple() {
            return new Argument(name, kind, keys, token, isOptional, true, hasTokenEachTime, parts);
        }

        /** Repeated with its token. */
        public Argument multipleWithToken() {
            return new Argument(name, kind, keys, token, isOptional, true, true, parts);
        }

        CommandDocs.Argument doc() {
            return new CommandDocs.Argument(name, kind.word, null, keys, token, null, null, isOptional, isMultiple,
                    hasTokenEachTime, parts.stream().map(Argument::doc).toList());
        }
    }

    static int bits(Use... uses) {
        return Stream.of(uses).mapToInt(use -> use.bit).reduce(0, (a, b) -> a | b);
    }

    public static CommandInfo of(String summary) {
        return new CommandInfo(summary, null, null, 0, List.of(), List.of(), List.of(), List.of());
    }

    public CommandInfo complexity(String text) {
        return new CommandInfo(summary, text, since, arity, history, tips, keys, arguments);
    }

    public CommandInfo since(String version) {
        return new CommandInfo(summary, complexity, version, arity, history, tips, keys, arguments);
    }

    public CommandInfo arity(int words) {
        return new CommandInfo(summary, complexity, since, words, history, tips, keys, arguments);
    }

    public CommandInfo history(Change... changes) {
        return new CommandInfo(summary, complexity, since, arity, List.of(changes), tips, keys, arguments);
    }

    public CommandInfo tips(String... words) {
        return new CommandInfo(summary, complexity, since, arity, history, List.of(words), keys, arguments);
    }

    public CommandInfo keys(Keys... all) {
        return new CommandInfo(summary, complexity, since, arity, history, tips, List.of(all), arguments);
    }

    public CommandInfo arguments(Argument... all) {
        return new CommandInfo(summary, complexity, since, arity, history, tips, keys, List.of(all));
    }

    CommandDocs.Doc doc() {
        return new CommandDocs.Doc(summary, since, "module", complexity, false, null, null,
                history.stream().map(change -> new CommandDocs.Change(change.since, change.text)).toList(),
                arguments.stream().map(Argument::doc).toList());
    }

    KeySpec[] specs() {
        return keys.isEmpty() ? null : keys.stream().map(key -> key.spec).toArray(KeySpec[]::new);
    }
}
