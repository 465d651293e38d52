package dev.spinel.tools.compat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Random commands from the forms of {@code fuzz/commands.txt}: the same for the same seed. A form is words; {@code a|b} is one of
 * them, {@code [ … ]} may be missing, <code>{ … }</code> stands one to four times, and {@code $} with a letter is drawn anew:
 *
 * <pre>
 * $s $l $h $t $z $g $p $q   a key that is mostly a string, list, hash, set, sorted set, geo set, HyperLogLog, stream
 * $y                        a sorted set in which all scores are equal: elsewhere ranges of members mean nothing
 * $k any key    $v value    $m member    $i integer    $f number    $n $j index    $c count    $b bit offset    $w width of a field
 * $r bound of scores    $x bound of members    $d stream id    $e $E time in ms and in seconds    $o $a longitude, latitude
 * </pre>
 */
final class FuzzGrammar {
    private static final String KEY_KINDS = "slhtzgpq";
    private static final int KEYS_PER_KIND = 4;
    private static final int MEMBERS = 25;
    private static final int MOST_REPEATS = 4;
    private static final long FUTURE_SECONDS = 4_102_444_800L;
    private static final String[] NUMBERS = {
        "0", "1", "-1", "9223372036854775807", "-9223372036854775807", "9223372036854775808", "4294967296", "100000", "007", "+5", "",
        " 1", "abc", "3.0"};
    private static final String[] FRACTIONS = {"inf", "-inf", "+inf", "nan", "1e5", "0x10", "1.5e-3", "-0", "abc", "3.", ".5", "1e17", "1e400", "1e-400"};
    private static final String[] WIDTHS = {"u1", "u8", "i8", "i16", "u31", "i64", "u63", "i5", "u64", "i65", "x"};

    private final List<Form> forms = new ArrayList<>();
    private final SplittableRandom random;

    /** How the replies to a form are compared: {@code = ~ #}. */
    private record Form(char comparison, String[] words) {}

    /** One drawn command. */
    record Command(char comparison, String[] words) {
        @Override
        public String toString() {
            return String.join(" ", words);
        }
    }

    FuzzGrammar(long seed) {
        random = new SplittableRandom(seed);
        try (InputStream text = FuzzGrammar.class.getResourceAsStream("/fuzz/commands.txt")) {
            new String(text.readAllBytes(), StandardCharsets.ISO_8859_1).lines()
                    .filter(line -> line.length() > 2 && "=~#".indexOf(line.charAt(0)) >= 0 && isForm(line))
                    .forEach(line -> forms.add(new Form(line.charAt(0), line.substring(2).split(" "))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A comment begins like a form of the third kind, but no command is spelt with small letters. */
    private static boolean isForm(String line) {
        String name = line.substring(2).split(" ")[0];
        return name.length() > 1 && name.equals(name.toUpperCase(Locale.ROOT));
    }

    Command next() {
        Form form = forms.get(random.nextInt(forms.size()));
        List<String> words = new ArrayList<>();
        expand(form.words(), 0, form.words().length, words);
        return new Command(form.comparison(), words.toArray(new String[0]));
    }

    private void expand(String[] form, int from, int to, List<String> words) {
        for (int i = from; i < to; i++) {
            if (form[i].equals("[") || form[i].equals("{")) {
                int end = closing(form, i);
                int times = form[i].equals("{") ? 1 + random.nextInt(MOST_REPEATS) : random.nextInt(2);
                for (int time = 0; time < times; time++) expand(form, i + 1, end, words);
                i = end;
            } else {
                String[] choices = form[i].split("\\|");
                String chosen = choices[random.nextInt(choices.length)];
                words.add(chosen.startsWith("$") ? draw(chosen.charAt(1)) : chosen);
            }
        }
    }

    private static int closing(String[] form, int from) {
        int depth = 0;
        for (int i = from; ; i++) {
            if (form[i].equals("[") || form[i].equals("{")) depth++;
            if (form[i].equals("]") || form[i].equals("}")) depth--;
            if (depth == 0) return i;
        }
    }

    private String draw(char kind) {
        return switch (kind) {
            case 's', 'l', 'h', 't', 'z', 'g', 'p', 'q' -> key(oneIn(40) ? anyKind() : kind);
            case 'y' -> key(kind);
            case 'k' -> key(anyKind());
            case 'v' -> value();
            case 'm' -> member();
            case 'i' -> oneIn(12) ? one(NUMBERS) : "" + random.nextInt(-5, 300);
            case 'f' -> oneIn(12) ? one(FRACTIONS) : oneIn(2) ? "" + random.nextInt(-5, 20) : "" + random.nextInt(-999, 999) / 8.0;
            case 'n' -> oneIn(40) ? one(NUMBERS) : "" + random.nextInt(-12, 13);
            case 'j' -> "" + random.nextInt(-12, 13);
            case 'c' -> oneIn(40) ? one(NUMBERS) : "" + random.nextInt(0, 7);
            case 'b' -> oneIn(40) ? "" + random.nextInt(100_000) : "" + random.nextInt(150);
            case 'w' -> oneIn(3) ? one(WIDTHS) : (oneIn(2) ? "u" : "i") + (1 + random.nextInt(63));
            case 'r' -> (oneIn(4) ? "(" : "") + draw('f');
            case 'x' -> oneIn(4) ? oneIn(2) ? "-" : "+" : (oneIn(2) ? "[" : "(") + member();
            case 'd' -> random.nextInt(1, 60) + (oneIn(3) ? "" : "-" + random.nextInt(4));
            case 'e' -> "" + (FUTURE_SECONDS * 1000 + random.nextInt(1_000_000));
            case 'E' -> "" + (FUTURE_SECONDS + random.nextInt(1_000));
            case 'o' -> "" + random.nextInt(-1800, 1801) / 10.0;
            case 'a' -> "" + random.nextInt(-850, 851) / 10.0;
            default -> throw new IllegalArgumentException("$" + kind);
        };
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private String one(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private char anyKind() {
        return KEY_KINDS.charAt(random.nextInt(KEY_KINDS.length()));
    }

    private String key(char kind) {
        return "" + kind + random.nextInt(KEYS_PER_KIND);
    }

    private String member() {
        int number = random.nextInt(MEMBERS);
        return switch (number % 5) {
            case 0 -> "" + number;
            case 1 -> "member-" + number;
            case 2 -> oneIn(10) ? "long".repeat(20) + number : "m" + number;
            case 3 -> oneIn(10) ? "\u0001\u00ff" + number : "-" + number;
            default -> oneIn(20) ? "" : "x" + number;
        };
    }

    private String value() {
        return switch (random.nextInt(10)) {
            case 0 -> "";
            case 1, 2 -> "" + random.nextInt(-1000, 1000);
            case 3 -> "" + random.nextInt() / 7.0;
            case 4 -> one(NUMBERS);
            case 5 -> "v".repeat(random.nextInt(600));
            case 6 -> "\u0000\r\n\u00ff" + random.nextInt(9);
            default -> "value-" + random.nextInt(50);
        };
    }
}
