package dev.spinel.engine.type.sortedset;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.ResultStore;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Several sets and sorted sets made into one: rows and methods of ZUNION, ZINTER, ZDIFF and their kin. One per engine.
 * Source: zunionInterDiffGenericCommand in t_zset.c.
 */
final class SortedSetAlgebra {
    private static final byte[] ZUNIONSTORE = KeyEvent.name("zunionstore");
    private static final byte[] ZINTERSTORE = KeyEvent.name("zinterstore");
    private static final byte[] ZDIFFSTORE = KeyEvent.name("zdiffstore");
    private static final byte[] WEIGHTS = Text.bytes("weights");
    private static final byte[] AGGREGATE = Text.bytes("aggregate");
    private static final byte[] WITHSCORES = Text.bytes("withscores");
    private static final byte[] LIMIT = Text.bytes("limit");
    private static final byte[][] AGGREGATES =
        {Text.bytes("sum"), Text.bytes("min"), Text.bytes("max"), Text.bytes("count")};
    private static final byte[] WEIGHT_NOT_FLOAT = Errors.bytes("ERR weight value is not a float");
    private static final Comparator<Source> BY_COUNT = (one, other) -> Long.compare(one.count(), other.count());

    private static final int SUM = 0;
    private static final int MIN = 1;
    /** The sum of the weights of the sets that have a member. */
    private static final int COUNT = 3;

    // Which words a command takes.
    private static final int WEIGHS = 1;
    private static final int SHOWS_SCORES = 1 << 1;
    private static final int LIMITS = 1 << 2;

    private final Keyspace keyspace;
    private final SortedSetLimits limits;
    private final List<Source> sources = new ArrayList<>();
    private final SortedSetValue result;
    private final SortedSetCursor place = new SortedSetCursor();
    private List<Source> operands = List.of();
    private int aggregate;
    private boolean withScores;
    private long limit;

    SortedSetAlgebra(Keyspace keyspace, SortedSetLimits limits) {
        this.keyspace = keyspace;
        this.limits = limits;
        result = new SortedSetValue(keyspace.hasher(), limits);
    }

    void register(CommandTable table) {
        table.add("ZUNION", call -> reply(call, WEIGHS | SHOWS_SCORES, this::unite));
        table.add("ZINTER", call -> reply(call, WEIGHS | SHOWS_SCORES, this::intersect));
        table.add("ZDIFF", call -> reply(call, SHOWS_SCORES, this::subtract));
        table.add("ZUNIONSTORE", call -> store(call, WEIGHS, this::unite, ZUNIONSTORE));
        table.add("ZINTERSTORE", call -> store(call, WEIGHS, this::intersect, ZINTERSTORE));
        table.add("ZDIFFSTORE", call -> store(call, 0, this::subtract, ZDIFFSTORE));
        table.add("ZINTERCARD", this::countIntersection);
    }

    private void reply(Call call, int words, Runnable operation) {
        if (!open(call, 1, words)) {
            return;
        }
        if (withScores) {
            result.expect(Long.MAX_VALUE, 0);   // a listpack would forget the sign of zero
        }
        operation.run();
        ReplyBuilder reply = call.reply();
        boolean isNested = withScores && reply.version() >= 3;
        long count = result.count();
        reply.array(withScores && !isNested ? count * 2 : count);
        for (boolean isThere = result.seek(place, 0); isThere; isThere = place.next()) {
            place.reply(reply, withScores, isNested);
        }
        result.discard();
    }

    private void store(Call call, int words, Runnable operation, byte[] event) {
        if (open(call, 2, words)) {
            result.keepZeroSigns();
            operation.run();
            ResultStore.store(call, call.write(1), result, KeyEvent.SORTED_SET, event);
        }
    }

    /** Replies how many members all sets have, counting no further than the limit. Redis: zinterCardCommand. */
    private void countIntersection(Call call) {
        if (!open(call, 1, LIMITS)) {
            return;
        }
        operands.sort(BY_COUNT);
        Source first = operands.getFirst();
        first.begin();
        long count = 0;
        while ((limit == 0 || count < limit) && first.next()) {
            count += isInAll(first) ? 1 : 0;
        }
        call.reply().integer(count);
    }

    private boolean isInAll(Source first) {
        for (int i = 1; i < operands.size(); i++) {
            if (!operands.get(i).find(first.address(), first.length())) {
                return false;
            }
        }
        return true;
    }

    /** Opens the keys behind their number in argument {@code at} and parses the words behind them. */
    private boolean open(Call call, int at, int words) {
        long numkeys = call.integer(at);
        if (!call.failed() && numkeys < 1) {
            call.fail(Errors.bytes("ERR at least 1 input key is needed for '" + call.row().fullName() + "' command"));
        }
        if (numkeys > call.argCount() - at - 1) {
            call.fail(Errors.SYNTAX);
        }
        if (call.failed()) {
            return false;
        }
        int count = (int) numkeys;
        while (sources.size() < count) {
            sources.add(new Source(keyspace, limits));
        }
        operands = sources.subList(0, count);
        long buffer = call.scratch(SortedSetValue.BUFFER_BYTES);
        for (int i = 0; i < count && !call.failed(); i++) {
            Key key = call.read(at + 1 + i);
            if (key.exists() && key.type() != ValueType.SORTED_SET && key.type() != ValueType.SET) {
                call.fail(Errors.WRONG_TYPE);
            } else {
                operands.get(i).open(key, buffer);
            }
        }
        parseWords(call, at + 1 + count, words);
        result.openFree(buffer);
        return !call.failed();
    }

    private void parseWords(Call call, int from, int words) {
        Args args = call.args();
        aggregate = SUM;
        withScores = false;
        limit = 0;
        for (int i = from; i < args.count() && !call.failed(); i++) {
            int left = args.count() - i - 1;
            if ((words & WEIGHS) != 0 && left >= operands.size() && args.is(i, WEIGHTS)) {
                for (Source operand : operands) {
                    operand.weight(Scores.parse(call, ++i, WEIGHT_NOT_FLOAT));
                }
            } else if ((words & WEIGHS) != 0 && left >= 1 && args.is(i, AGGREGATE)) {
                parseAggregate(call, ++i);
            } else if ((words & SHOWS_SCORES) != 0 && args.is(i, WITHSCORES)) {
                withScores = true;
            } else if ((words & LIMITS) != 0 && left >= 1 && args.is(i, LIMIT)) {
                limit = call.integer(++i, Errors.LIMIT_NEGATIVE);
                if (limit < 0) {
                    call.fail(Errors.LIMIT_NEGATIVE);
                }
            } else {
                call.fail(Errors.SYNTAX);
            }
        }
    }

    private void parseAggregate(Call call, int index) {
        for (int i = 0; i < AGGREGATES.length; i++) {
            if (call.args().is(index, AGGREGATES[i])) {
                aggregate = i;
                operands.forEach(operand -> operand.counted(aggregate == COUNT));
                return;
            }
        }
        call.fail(Errors.SYNTAX);
    }

    /** Of two zeros the first stays, whatever their signs. */
    private double aggregate(double a, double b) {
        if (aggregate != SUM && aggregate != COUNT) {
            return (aggregate == MIN ? b < a : b > a) ? b : a;
        }
        double sum = a + b;
        return Double.isNaN(sum) ? 0 : sum;
    }

    /** From the smallest to the largest, because the order decides how sums are rounded. */
    private void unite() {
        operands.sort(BY_COUNT);
        for (Source operand : operands) {
            operand.begin();
            while (operand.next()) {
                long member = operand.address();
                long length = operand.length();
                if (result.find(place, member, length)) {
                    double score = aggregate(place.score(), operand.score());
                    if (Double.doubleToRawLongBits(score) != Double.doubleToRawLongBits(place.score())) {
                        result.setScore(place, score, member, length);
                    }
                } else {
                    result.insert(operand.score(), member, length);
                }
            }
        }
    }

    private void intersect() {
        operands.sort(BY_COUNT);
        Source first = operands.getFirst();
        first.begin();
        while (first.next()) {
            double score = first.score();
            int holders = 1;
            while (holders < operands.size() && operands.get(holders).find(first.address(), first.length())) {
                score = aggregate(score, operands.get(holders).foundScore());
                holders++;
            }
            if (holders == operands.size()) {
                result.insert(score, first.address(), first.length());
            }
        }
    }

    private void subtract() {
        Source first = operands.getFirst();
        first.begin();
        while (first.next()) {
            int others = 1;
            while (others < operands.size() && !operands.get(others).find(first.address(), first.length())) {
                others++;
            }
            if (others == operands.size()) {
                result.insert(first.score(), first.address(), first.length());
            }
        }
    }
}
