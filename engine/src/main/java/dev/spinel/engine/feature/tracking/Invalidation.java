package dev.spinel.engine.feature.tracking;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientTracking;
import dev.spinel.engine.client.Clients;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import java.util.Collection;

/**
 * The message that tells a client, or the one it redirects to, which keys are no longer what they were: a push in
 * RESP3, a message of a reserved channel to a subscriber in RESP2. Source: sendTrackingMessage in tracking.c.
 */
final class Invalidation {
    private static final byte[] INVALIDATE = Text.bytes("invalidate");
    private static final byte[] MESSAGE = Text.bytes("message");
    private static final byte[] CHANNEL = Text.bytes("__redis__:invalidate");
    private static final byte[] REDIRECT_BROKEN = Text.bytes("tracking-redir-broken");

    private final Clients clients;

    Invalidation(Clients clients) {
        this.clients = clients;
    }

    /** Tells one key. */
    void key(Client client, long address, long length) {
        ReplyBuilder message = begin(client);
        if (message != null) {
            message.array(1);
            message.bulk(address, length);
            receiver(client).endPush();
        }
    }

    /** Tells one key whose name is on the Java heap. */
    void key(Client client, byte[] name) {
        ReplyBuilder message = begin(client);
        if (message != null) {
            message.array(1);
            message.bulk(name);
            receiver(client).endPush();
        }
    }

    /** Tells several keys, as text of one char per byte. */
    void keys(Client client, Collection<String> names) {
        ReplyBuilder message = begin(client);
        if (message != null) {
            message.array(names.size());
            names.forEach(message::bulk);
            receiver(client).endPush();
        }
    }

    /** Tells that all keys are gone; the null is in the protocol of the client, whoever receives it. */
    void all(Client client) {
        ReplyBuilder message = begin(client);
        if (message != null) {
            message.nil(client.reply().version());
            receiver(client).endPush();
        }
    }

    private Client receiver(Client client) {
        long redirect = client.tracking().redirect();
        return redirect == 0 ? client : clients.find(redirect);
    }

    /** Everything up to the keys; null when there is nobody to tell, or no way to. */
    private ReplyBuilder begin(Client client) {
        Client receiver = receiver(client);
        if (receiver == null) {
            breakRedirect(client);
            return null;
        }
        boolean isSubscriber = receiver.subscriptions() != null && !receiver.subscriptions().isEmpty();
        if (receiver.reply().version() > 2) {
            ReplyBuilder message = receiver.beginInvalidation();
            message.push(2);
            message.bulk(INVALIDATE);
            return message;
        }
        if (receiver == client || !isSubscriber) {
            return null;
        }
        ReplyBuilder message = receiver.beginInvalidation();
        message.array(3);
        message.bulk(MESSAGE);
        message.bulk(CHANNEL);
        return message;
    }

    private static void breakRedirect(Client client) {
        ClientTracking tracking = client.tracking();
        tracking.redirectBroken(true);
        if (client.reply().version() > 2) {
            ReplyBuilder message = client.beginInvalidation();
            message.push(2);
            message.bulk(REDIRECT_BROKEN);
            message.integer(tracking.redirect());
            client.endPush();
        }
    }
}
