package dev.spinel.engine.client;

/** CLIENT REPLY: whether the client wants answers. */
public enum ReplyMode {
    ON,
    OFF,
    /** This command, CLIENT REPLY SKIP itself, and the next one stay unanswered. */
    SKIP_NEXT,
    SKIPPING
}
