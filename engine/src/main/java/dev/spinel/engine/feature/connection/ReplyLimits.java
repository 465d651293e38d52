package dev.spinel.engine.feature.connection;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.config.BufferLimitsSetting;
import dev.spinel.engine.config.BufferLimitsSetting.ClientClass;
import dev.spinel.engine.config.BufferLimitsSetting.Limits;

/**
 * {@code client-output-buffer-limit}: who may let how many bytes of replies wait, and for how long. Source:
 * checkClientOutputBufferLimits in networking.c.
 */
public final class ReplyLimits {
    private final BufferLimitsSetting setting;

    public ReplyLimits(BufferLimitsSetting setting) {
        this.setting = setting;
    }

    /** Whether a client has to go: over the hard limit, or over the soft one for too long. */
    public boolean isExceeded(Client client, long nowMs) {
        long pending = client.reply().pendingLength();
        Limits limits = setting.limits(classOf(client));
        if (limits.hardBytes() != 0 && pending > limits.hardBytes()) {
            return true;
        }
        if (limits.softBytes() == 0 || pending <= limits.softBytes()) {
            client.stats().softLimitSinceMs(0);
            return false;
        }
        long since = client.stats().softLimitSinceMs();
        if (since == 0) {
            client.stats().softLimitSinceMs(nowMs);
            return false;
        }
        return nowMs - since > limits.softSeconds() * 1000L;
    }

    private static ClientClass classOf(Client client) {
        return switch (ClientType.of(client)) {
            case REPLICA -> ClientClass.SLAVE;
            case PUBSUB -> ClientClass.PUBSUB;
            default -> ClientClass.NORMAL;
        };
    }
}
