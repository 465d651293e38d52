package dev.spinel.engine.client;

import dev.spinel.engine.resp.ReplyBlocks;
import dev.spinel.engine.resp.ReplyBuilder;

/**
 * Messages a client causes for itself while its command runs; they follow the reply: first what was published, then
 * what became invalid. Owned by one client. Source: pending_push_messages and tracking_pending_keys in server.c.
 */
final class HeldPushes {
    private final ReplyBuilder published;
    private final ReplyBuilder invalidations;

    HeldPushes(ReplyBlocks blocks) {
        published = new ReplyBuilder(blocks);
        invalidations = new ReplyBuilder(blocks);
    }

    ReplyBuilder published() {
        return published;
    }

    ReplyBuilder invalidations() {
        return invalidations;
    }

    boolean isEmpty() {
        return published.pendingLength() == 0 && invalidations.pendingLength() == 0;
    }

    void moveTo(ReplyBuilder reply) {
        move(published, reply);
        move(invalidations, reply);
    }

    private static void move(ReplyBuilder from, ReplyBuilder to) {
        to.raw(from.pendingAddress(), from.pendingLength());
        from.clear();
    }
}
