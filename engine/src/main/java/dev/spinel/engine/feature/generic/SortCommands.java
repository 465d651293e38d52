package dev.spinel.engine.feature.generic;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.Executor;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Lists, sets and sorted sets in another order: rows of SORT and SORT_RO. An instance is one execution. */
final class SortCommands {
    private static final byte[] ASC = Text.bytes("asc");
    private static final byte[] DESC = Text.bytes("desc");
    private static final byte[] ALPHA = Text.bytes("alpha");
    private static final byte[] LIMIT = Text.bytes("limit");
    private static final byte[] STORE = Text.bytes("store");
    private static final byte[] BY = Text.bytes("by");
    private static final byte[] GET = Text.bytes("get");
    private static final byte[] SORTSTORE = KeyEvent.name("sortstore");
    private static final byte[] NO_DOUBLE = Errors.bytes("ERR One or more scores can't be converted into double");
    private static final byte[] BY_DENIED =
            Errors.bytes("ERR BY option of SORT denied due to insufficient ACL permissions.");
    private static final byte[] GET_DENIED =
            Errors.bytes("ERR GET option of SORT denied due to insufficient ACL permissions.");
    private static final Pattern DECIMAL = Pattern.compile("[ \t-\r]*[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern INFINITE = Pattern.compile("[ \t-\r]*[+-]?inf(inity)?", Pattern.CASE_INSENSITIVE);

    private final Call call;
    private final Executor executor;
    private boolean descending;
    private boolean alphabetic;
    private boolean unsorted;
    private long offset;
    private long limit = -1;
    private int storeIndex;
    private SortPattern by;
    private final List<SortPattern> gets = new ArrayList<>();

    /** An element with what it is ordered by; {@code text} may be null, which comes first. */
    private record Item(byte[] element, double score, byte[] text) {}

    private SortCommands(Call call, Executor executor) {
        this.call = call;
        this.executor = executor;
    }

    static void register(CommandTable table, Executor executor) {
        table.add("SORT", call -> new SortCommands(call, executor).run(true));
        table.add("SORT_RO", call -> new SortCommands(call, executor).run(false));
    }

    /** Replies the elements, or how many were stored. Errors: WRONGTYPE, no number. Redis: sortCommandGeneric. */
    private void run(boolean mayStore) {
        parse(mayStore);
        List<byte[]> elements = call.failed() ? List.of() : load();
        if (call.failed()) {
            return;
        }
        int count = elements.size();
        int first = Math.clamp(offset, 0, count);
        int taken = limit < 0 ? count - first : (int) Math.min(limit, count - first);
        if (!unsorted) {
            sort(elements);
        }
        if (call.failed()) {
            return;
        }
        List<byte[]> output = output(elements.subList(first, first + taken));
        if (storeIndex > 0) {
            store(output);
        } else {
            reply(output);
        }
    }

    private void parse(boolean mayStore) {
        Args args = call.args();
        for (int i = 2; i < args.count() && !call.failed(); i++) {
            int left = args.count() - i - 1;
            if (args.is(i, ASC) || args.is(i, DESC)) {
                descending = args.is(i, DESC);
            } else if (args.is(i, ALPHA)) {
                alphabetic = true;
            } else if (args.is(i, LIMIT) && left >= 2) {
                offset = call.integer(++i);
                limit = call.integer(++i);
            } else if (mayStore && args.is(i, STORE) && left >= 1) {
                storeIndex = ++i;
            } else if (args.is(i, BY) && left >= 1) {
                by = new SortPattern(args.bytes(++i));
                unsorted = unsorted || !by.hasStar();
                failUnlessAllowed(by.hasStar(), BY_DENIED);
            } else if (args.is(i, GET) && left >= 1) {
                gets.add(new SortPattern(args.bytes(++i)));
                failUnlessAllowed(true, GET_DENIED);
            } else {
                call.fail(Errors.SYNTAX);
            }
        }
    }

    /** Patterns name keys that the arguments do not: whoever uses them must be allowed to read all. */
    private void failUnlessAllowed(boolean namesKeys, byte[] error) {
        if (namesKeys && !executor.permissions().mayReadEveryKey(call)) {
            call.fail(error);
        }
    }

    /** The elements as their type keeps them, turned round where only the direction was asked for. */
    private List<byte[]> load() {
        List<byte[]> elements = new ArrayList<>();
        Key key = call.read(1);
        if (!key.exists()) {
            return elements;
        }
        int type = key.type();
        if (!key.valueType().forEachElement(key, (address, length) -> elements.add(Mem.toBytes(address, length)))) {
            call.fail(Errors.WRONG_TYPE);
        }
        if (unsorted && type == ValueType.SET && storeIndex > 0) {
            // A set has no order of its own to repeat elsewhere, so what is stored has to be sorted.
            unsorted = false;
            alphabetic = true;
            by = null;
        }
        if (unsorted && descending && type != ValueType.SET) {
            Collections.reverse(elements);
        }
        return elements;
    }

    private void sort(List<byte[]> elements) {
        List<Item> items = new ArrayList<>(elements.size());
        for (byte[] element : elements) {
            items.add(item(element));
        }
        Comparator<Item> order = alphabetic ? SortCommands::compareTexts : SortCommands::compareScores;
        items.sort(descending ? order.reversed() : order);
        elements.clear();
        items.forEach(item -> elements.add(item.element()));
    }

    private Item item(byte[] element) {
        byte[] text = by == null ? element : by.resolve(call, element);
        if (alphabetic || text == null) {
            return new Item(element, 0, text);
        }
        String number = Text.string(text);
        double score = DECIMAL.matcher(number).matches() ? Double.parseDouble(number.strip()) : infinite(number);
        return new Item(element, score, text);
    }

    private double infinite(String number) {
        if (number.isEmpty()) {
            return 0;
        }
        if (!INFINITE.matcher(number).matches()) {
            call.fail(NO_DOUBLE);
        }
        return number.strip().startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }

    private static int compareTexts(Item a, Item b) {
        if (a.text() == null || b.text() == null) {
            return Boolean.compare(a.text() != null, b.text() != null);
        }
        return Arrays.compareUnsigned(a.text(), b.text());
    }

    /** Equal scores are told apart by the elements, so that the order is always the same. */
    private static int compareScores(Item a, Item b) {
        if (a.score() != b.score()) {
            return a.score() < b.score() ? -1 : 1;
        }
        return Arrays.compareUnsigned(a.element(), b.element());
    }

    /** The elements themselves, or what the GET patterns yield for each; null for nothing. */
    private List<byte[]> output(List<byte[]> elements) {
        if (gets.isEmpty()) {
            return elements;
        }
        List<byte[]> output = new ArrayList<>(elements.size() * gets.size());
        for (byte[] element : elements) {
            for (SortPattern get : gets) {
                output.add(get.resolve(call, element));
            }
        }
        return output;
    }

    private void reply(List<byte[]> output) {
        call.reply().array(output.size());
        for (byte[] value : output) {
            if (value == null) {
                call.reply().nil();
            } else {
                call.reply().bulk(value);
            }
        }
    }

    private void store(List<byte[]> output) {
        Key key = call.write(storeIndex);
        boolean existed = key.exists();
        if (existed) {
            key.delete();
        }
        if (!output.isEmpty()) {
            output.replaceAll(value -> value == null ? new byte[0] : value);
            ValueType.of(ValueType.LIST).storeElements(key, output);
            if (existed) {
                // Redis replaces the value, so the key is not a new one.
                key.takeCreated();
            }
            call.dirty(output.size() - 1L);
            call.changed(key, KeyEvent.LIST, SORTSTORE);
        } else if (existed) {
            call.changed(key, KeyEvent.GENERIC, KeyEvent.DEL);
        }
        call.reply().integer(output.size());
    }
}
