package dev.spinel.engine.type.set;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.ResultStore;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.listpack.Decimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Several sets made into one: rows and methods of SINTER, SUNION, SDIFF and their kin. One per engine. */
final class SetAlgebra {
    private static final byte[] SINTERSTORE = KeyEvent.name("sinterstore");
    private static final byte[] SUNIONSTORE = KeyEvent.name("sunionstore");
    private static final byte[] SDIFFSTORE = KeyEvent.name("sdiffstore");
    private static final byte[] LIMIT = Text.bytes("limit");
    private static final byte[] APPROX = Text.bytes("approx");
    private static final Comparator<SetValue> BY_COUNT = (one, other) -> Long.compare(one.count(), other.count());

    private final Keyspace keyspace;
    private final SetLimits limits;
    private final List<SetValue> sources = new ArrayList<>();
    private final SetValue result;
    private final SetCursor cursor = new SetCursor();
    private List<SetValue> operands = List.of();

    SetAlgebra(Keyspace keyspace, SetLimits limits) {
        this.keyspace = keyspace;
        this.limits = limits;
        result = new SetValue(keyspace.hasher(), limits);
    }

    void register(CommandTable table) {
        table.add("SINTER", this::intersect);
        table.add("SINTERSTORE", this::storeIntersection);
        table.add("SINTERCARD", this::countIntersection);
        table.add("SUNION", this::unite);
        table.add("SUNIONSTORE", this::storeUnion);
        table.add("SDIFF", this::subtract);
        table.add("SDIFFSTORE", this::storeDifference);
        table.add("SUNIONCARD", this::countUnion);
        table.add("SDIFFCARD", this::countDifference);
    }

    /** Opens the keys of the arguments from {@code first} on; latches WRONGTYPE. Absent keys are empty sets. */
    private boolean open(Call call, int first, int end) {
        int count = end - first;
        while (sources.size() < count) {
            sources.add(new SetValue(keyspace.hasher(), limits));
        }
        operands = sources.subList(0, count);
        for (int i = 0; i < count && !call.failed(); i++) {
            sources.get(i).open(call.read(first + i, 0, ValueType.SET));
        }
        return !call.failed();
    }

    /** Replies the members all sets have. Redis: sinterGenericCommand. */
    private void intersect(Call call) {
        if (!open(call, 1, call.argCount())) {
            return;
        }
        ReplyBuilder reply = call.reply();
        long start = reply.defer();
        beginIntersection(call);
        long count = 0;
        while (nextOfIntersection()) {
            cursor.reply(reply);
            count++;
        }
        reply.closeSet(start, count);
    }

    private void storeIntersection(Call call) {
        if (!open(call, 2, call.argCount())) {
            return;
        }
        result.openFree();
        beginIntersection(call);
        while (nextOfIntersection()) {
            result.add(cursor.address(), cursor.length());
        }
        ResultStore.store(call, call.write(1), result, KeyEvent.SET, SINTERSTORE);
    }

    /** Replies how many members all sets have, counting no further than the limit. Redis: sinterCardCommand. */
    private void countIntersection(Call call) {
        long limit = openCounted(call, false);
        if (call.failed()) {
            return;
        }
        beginIntersection(call);
        long count = 0;
        while (count < limit && nextOfIntersection()) {
            count++;
        }
        call.reply().integer(count);
    }

    /** Replies how many members any set has. APPROX allows an estimate, but the answer is exact all the same. */
    private void countUnion(Call call) {
        long limit = openCounted(call, true);
        if (call.failed()) {
            return;
        }
        result.openFree().expect(Math.min(total(), limit), true);
        long text = call.scratch(Decimal.MAX_BYTES);
        for (int i = 0; i < operands.size() && result.count() < limit; i++) {
            cursor.begin(operands.get(i), text);
            while (result.count() < limit && cursor.next()) {
                result.add(cursor.address(), cursor.length());
            }
        }
        call.reply().integer(result.count());
        result.discard();
    }

    /** Replies how many members of the first set no other has. */
    private void countDifference(Call call) {
        long limit = openCounted(call, false);
        if (call.failed()) {
            return;
        }
        List<SetValue> others = operands.subList(1, operands.size());
        cursor.begin(operands.getFirst(), call.scratch(Decimal.MAX_BYTES));
        long count = 0;
        while (count < limit && cursor.next()) {
            count += isInAny(others) ? 0 : 1;
        }
        call.reply().integer(count);
    }

    /** Opens the keys behind their number; answers how far to count. */
    private long openCounted(Call call, boolean mayEstimate) {
        long numkeys = call.integer(1, Errors.NUMKEYS_NOT_POSITIVE);
        if (!call.failed() && numkeys <= 0) {
            call.fail(Errors.NUMKEYS_NOT_POSITIVE);
        }
        if (!call.failed() && numkeys > call.argCount() - 2) {
            call.fail(Errors.MORE_KEYS_THAN_ARGS);
        }
        long limit = call.failed() ? 0 : limit(call, 2 + (int) numkeys, mayEstimate);
        if (!call.failed()) {
            open(call, 2, 2 + (int) numkeys);
        }
        return limit == 0 ? Long.MAX_VALUE : limit;
    }

    private static long limit(Call call, int from, boolean mayEstimate) {
        Args args = call.args();
        long limit = 0;
        for (int i = from; i < args.count() && !call.failed(); i++) {
            if (args.is(i, LIMIT) && i + 1 < args.count()) {
                limit = call.integer(++i, Errors.LIMIT_NEGATIVE);
                if (limit < 0) {
                    call.fail(Errors.LIMIT_NEGATIVE);
                }
            } else if (!mayEstimate || !args.is(i, APPROX)) {
                call.fail(Errors.SYNTAX);
            }
        }
        return limit;
    }

    /** The smallest set is walked and the others are asked, so an empty one ends it at once. */
    private void beginIntersection(Call call) {
        operands.sort(BY_COUNT);
        cursor.begin(operands.getFirst(), call.scratch(Decimal.MAX_BYTES));
    }

    private boolean nextOfIntersection() {
        while (cursor.next()) {
            int holders = 1;
            while (holders < operands.size() && operands.get(holders).contains(cursor.address(), cursor.length())) {
                holders++;
            }
            if (holders == operands.size()) {
                return true;
            }
        }
        return false;
    }

    /** Replies the members any set has. Redis: sunionDiffGenericCommand. */
    private void unite(Call call) {
        if (!open(call, 1, call.argCount())) {
            return;
        }
        result.openFree().expect(total(), true);
        addAll(call);
        replyResult(call);
    }

    private void storeUnion(Call call) {
        if (!open(call, 2, call.argCount())) {
            return;
        }
        result.openFree();
        addAll(call);
        ResultStore.store(call, call.write(1), result, KeyEvent.SET, SUNIONSTORE);
    }

    private long total() {
        long total = 0;
        for (SetValue operand : operands) {
            total += operand.count();
        }
        return total;
    }

    private void addAll(Call call) {
        long text = call.scratch(Decimal.MAX_BYTES);
        for (SetValue operand : operands) {
            cursor.begin(operand, text);
            while (cursor.next()) {
                result.add(cursor.address(), cursor.length());
            }
        }
    }

    /** Replies the members of the first set that no other has. Redis: sunionDiffGenericCommand. */
    private void subtract(Call call) {
        if (open(call, 1, call.argCount())) {
            buildDifference(call);
            replyResult(call);
        }
    }

    private void storeDifference(Call call) {
        if (open(call, 2, call.argCount())) {
            buildDifference(call);
            ResultStore.store(call, call.write(1), result, KeyEvent.SET, SDIFFSTORE);
        }
    }

    /** Asks the other sets about each member, or takes their members away one by one: whatever is less work. */
    private void buildDifference(Call call) {
        result.openFree();
        SetValue first = operands.getFirst();
        List<SetValue> others = operands.subList(1, operands.size());
        long text = call.scratch(Decimal.MAX_BYTES);
        boolean asks = first.count() * operands.size() / 2 <= total();
        if (asks) {
            others.sort(BY_COUNT.reversed());
        }
        cursor.begin(first, text);
        while (cursor.next()) {
            if (!asks || !isInAny(others)) {
                result.add(cursor.address(), cursor.length());
            }
        }
        for (int i = 0; i < others.size() && !asks; i++) {
            cursor.begin(others.get(i), text);
            while (cursor.next()) {
                result.remove(cursor.address(), cursor.length());
            }
        }
    }

    private boolean isInAny(List<SetValue> others) {
        for (SetValue other : others) {
            if (other.contains(cursor.address(), cursor.length())) {
                return true;
            }
        }
        return false;
    }

    private void replyResult(Call call) {
        call.reply().set(result.count());
        cursor.begin(result, call.scratch(Decimal.MAX_BYTES));
        while (cursor.next()) {
            cursor.reply(call.reply());
        }
        result.discard();
    }
}
