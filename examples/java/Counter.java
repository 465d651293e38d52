import dev.spinel.module.spi.Arguments;
import dev.spinel.module.spi.DataType;
import dev.spinel.module.spi.Digest;
import dev.spinel.module.spi.Key;
import dev.spinel.module.spi.ModuleContext;
import dev.spinel.module.spi.SpinelModule;
import dev.spinel.module.spi.ValueMethods;
import dev.spinel.module.spi.ValueReader;
import dev.spinel.module.spi.ValueWriter;
import java.util.List;
import java.util.LongSummaryStatistics;

/** A data type of its own: a counter that remembers how it came to its total. */
public final class Counter implements SpinelModule {
    private DataType<LongSummaryStatistics> type;

    @Override
    public String name() {
        return "counter";
    }

    @Override
    public void onLoad(ModuleContext context, List<String> arguments) {
        type = context.newDataType("statcount", 0, LongSummaryStatistics.class, new Methods());
        context.commands().add("counter.add", "write deny-oom fast", 1, 1, 1, this::add);
        context.commands().add("counter.stats", "readonly fast", 1, 1, 1, this::stats);
    }

    private void add(ModuleContext context, Arguments args) {
        args.requireCount(3);
        long amount = args.integer(2);
        try (Key key = context.keys().write(args.bytes(1))) {
            LongSummaryStatistics counter = key.value(type);
            if (counter == null) {
                counter = new LongSummaryStatistics();
                key.setValue(type, counter);
            }
            counter.accept(amount);
            context.reply().integer(counter.getSum());
        }
        context.replicateVerbatim();
    }

    private void stats(ModuleContext context, Arguments args) {
        args.requireCount(2);
        try (Key key = context.keys().read(args.bytes(1))) {
            LongSummaryStatistics counter = key.value(type);
            if (counter == null) {
                context.reply().nil();
                return;
            }
            context.reply().array(4);
            context.reply().integer(counter.getCount());
            context.reply().integer(counter.getSum());
            context.reply().integer(counter.getMin());
            context.reply().integer(counter.getMax());
        }
    }

    private static final class Methods implements ValueMethods<LongSummaryStatistics> {
        @Override
        public void save(LongSummaryStatistics value, ValueWriter out) {
            out.integer(value.getCount());
            out.integer(value.getSum());
            out.integer(value.getMin());
            out.integer(value.getMax());
        }

        @Override
        public LongSummaryStatistics load(ValueReader in, int version) {
            long count = in.integer();
            long sum = in.integer();
            return new LongSummaryStatistics(count, in.integer(), in.integer(), sum);
        }

        @Override
        public LongSummaryStatistics copy(LongSummaryStatistics value) {
            LongSummaryStatistics copy = new LongSummaryStatistics();
            copy.combine(value);
            return copy;
        }

        @Override
        public void digest(LongSummaryStatistics value, Digest digest) {
            digest.add(value.getCount()).add(value.getSum()).endSequence();
        }
    }
}
