package dev.spinel.engine.command;

/** Executes one command. Replies through the call; throws only when an invariant of the server is broken. */
@FunctionalInterface
public interface Handler {
    void run(Call call);
}
