package dev.spinel.engine.command;

import dev.spinel.engine.resp.ArgSource;

/** Finds the keys of a command whose key specs cannot say it all. Built in, or a module's getkeys callback. */
public interface KeyRule {
    /** Adds every key of this call to {@code keys}; none when the arguments make no sense. */
    void find(ArgSource args, KeyExtractor keys);
}
