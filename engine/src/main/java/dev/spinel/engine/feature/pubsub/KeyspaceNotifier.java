package dev.spinel.engine.feature.pubsub;

import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.KeyspaceListener;
import dev.spinel.engine.resp.Text;

/** Publishes keyspace events as messages, those that {@code notify-keyspace-events} names. Source: notify.c. */
public final class KeyspaceNotifier implements KeyspaceListener {
    private final PubSub pubSub;
    private int kinds;

    public KeyspaceNotifier(PubSub pubSub) {
        this.pubSub = pubSub;
    }

    /** Bits of {@link KeyEvent} that are published. */
    public void kinds(int kinds) {
        this.kinds = kinds;
    }

    public int kinds() {
        return kinds;
    }

    @Override
    public void onEvent(int kind, byte[] event, Key key) {
        if ((kinds & kind) != 0 && !pubSub.isIdle()) {
            publish(event, key);
        }
    }

    private void publish(byte[] event, Key key) {
        int database = key.database().index();
        byte[] name = key.name();
        if ((kinds & KeyEvent.KEYSPACE) != 0) {
            pubSub.publish(Text.bytes("__keyspace@" + database + "__:" + Text.string(name)), event);
        }
        if ((kinds & KeyEvent.KEYEVENT) != 0) {
            pubSub.publish(Text.bytes("__keyevent@" + database + "__:" + Text.string(event)), name);
        }
    }
}
