package dev.spinel.engine.type.stream;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;

/** Finds groups and consumers that arguments name, and makes consumers that are not there yet. All static. */
final class GroupLookup {
    static final byte[] CREATE_CONSUMER = KeyEvent.name("xgroup-createconsumer");

    private GroupLookup() {}

    /** The group that an argument names, 0 when there is none, or no stream. */
    static long find(Call call, Key key, int groupAt) {
        Args args = call.args();
        return key.exists() ? StreamRoot.findGroup(key.root(), args.address(groupAt), args.length(groupAt)) : 0;
    }

    /** The group that an argument names; latches an error when there is none, or no stream. */
    static long require(Call call, Key key, int groupAt, String where) {
        if (call.failed()) {
            return 0;
        }
        long group = find(call, key, groupAt);
        if (group == 0) {
            call.fail(Errors.oneLine("NOGROUP No such key '" + cut(Text.string(key.name())) + "' or consumer group '"
                + cut(call.args().text(groupAt)) + "'" + where));
        }
        return group;
    }

    /** The group that an argument names, of a stream that is there; latches an error when there is none. */
    static long requireIn(Call call, Key key, int groupAt) {
        long group = find(call, key, groupAt);
        if (group == 0) {
            call.fail(Errors.oneLine("NOGROUP No such consumer group '" + cut(call.args().text(groupAt))
                + "' for key name '" + cut(Text.string(key.name())) + "'"));
        }
        return group;
    }

    /** A name in an error ends at a NUL. */
    private static String cut(String name) {
        int nul = name.indexOf('\0');
        return nul < 0 ? name : name.substring(0, nul);
    }

    /** The consumer that an argument names, or 0. */
    static long findConsumer(Call call, long group, int consumerAt) {
        Args args = call.args();
        return ConsumerGroup.findConsumer(group, args.address(consumerAt), args.length(consumerAt));
    }

    /** Makes the consumer that an argument names, which is not there, and announces it. */
    static long createConsumer(Call call, Key key, long group, int consumerAt) {
        Args args = call.args();
        long consumer = ConsumerGroup.addConsumer(group, args.address(consumerAt), args.length(consumerAt),
            call.nowMs());
        call.dirty(1);
        call.event(key, KeyEvent.STREAM, CREATE_CONSUMER);
        return consumer;
    }

    /** The consumer that an argument names, made if need be; it was seen now. */
    static long seeConsumer(Call call, Key key, long group, int consumerAt) {
        long found = findConsumer(call, group, consumerAt);
        long consumer = found != 0 ? found : createConsumer(call, key, group, consumerAt);
        Consumer.seenMs(consumer, call.nowMs());
        return consumer;
    }
}
