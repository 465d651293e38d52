package dev.spinel.engine.client;

import java.util.Set;
import java.util.TreeSet;

/** How the keys one client has read are tracked for it: the options of CLIENT TRACKING. Owned by the reactor. */
public final class ClientTracking {
    private final Set<String> prefixes = new TreeSet<>();
    private long redirect;
    private boolean broadcast;
    private boolean optIn;
    private boolean optOut;
    private boolean noLoop;
    private boolean caching;
    private boolean redirectBroken;

    /** Sets the options anew; prefixes stay, as does what CLIENT CACHING said. */
    public void configure(long redirectTo, boolean toBroadcast, boolean toOptIn, boolean toOptOut, boolean toNoLoop) {
        redirect = redirectTo;
        broadcast = toBroadcast;
        optIn = toOptIn;
        optOut = toOptOut;
        noLoop = toNoLoop;
        redirectBroken = false;
    }

    /** Id of the client that gets the invalidations; 0 for the client itself. */
    public long redirect() {
        return redirect;
    }

    /** Whether the client hears of all keys with its prefixes, read or not. */
    public boolean isBroadcast() {
        return broadcast;
    }

    public boolean isOptIn() {
        return optIn;
    }

    public boolean isOptOut() {
        return optOut;
    }

    /** Whether changes by the client itself are not told. */
    public boolean isNoLoop() {
        return noLoop;
    }

    /** Whether CLIENT CACHING spoke for the next command. */
    public boolean isCaching() {
        return caching;
    }

    public void caching(boolean given) {
        caching = given;
    }

    /** Whether the keys the next command reads are remembered. */
    public boolean remembersReads() {
        return !broadcast && (optIn ? caching : !optOut || !caching);
    }

    /** Whether the client that gets the invalidations was found to be gone. */
    public boolean isRedirectBroken() {
        return redirectBroken;
    }

    public void redirectBroken(boolean broken) {
        redirectBroken = broken;
    }

    /** Prefixes to broadcast, as text of one char per byte, in byte order. */
    public Set<String> prefixes() {
        return prefixes;
    }
}
