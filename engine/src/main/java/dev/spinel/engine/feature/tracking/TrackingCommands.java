package dev.spinel.engine.feature.tracking;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientTracking;
import dev.spinel.engine.client.Clients;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rows and methods of CLIENT that concern tracking. Source: clientCommand in networking.c. */
public final class TrackingCommands {
    private static final byte[] ON = Text.bytes("on");
    private static final byte[] OFF = Text.bytes("off");
    private static final byte[] YES = Text.bytes("yes");
    private static final byte[] NO = Text.bytes("no");
    private static final byte[] REDIRECT = Text.bytes("redirect");
    private static final byte[] PREFIX = Text.bytes("prefix");
    private static final byte[] BCAST = Text.bytes("bcast");
    private static final byte[] OPTIN = Text.bytes("optin");
    private static final byte[] OPTOUT = Text.bytes("optout");
    private static final byte[] NOLOOP = Text.bytes("noloop");
    private static final byte[] ONE_REDIRECT = Errors.bytes("ERR A client can only redirect to a single other client");
    private static final byte[] NO_SUCH_REDIRECT =
            Errors.bytes("ERR The client ID you want redirect to does not exist");
    private static final byte[] PREFIX_WITHOUT_BCAST =
            Errors.bytes("ERR PREFIX option requires BCAST mode to be enabled");
    private static final byte[] BCAST_SWITCH = Errors.bytes("ERR You can't switch BCAST mode on/off before disabling "
            + "tracking for this client, and then re-enabling it with a different mode.");
    private static final byte[] OPT_SWITCH = Errors.bytes("ERR You can't switch OPTIN/OPTOUT mode before disabling "
            + "tracking for this client, and then re-enabling it with a different mode.");
    private static final byte[] OPT_WITH_BCAST = Errors.bytes("ERR OPTIN and OPTOUT are not compatible with BCAST");
    private static final byte[] BOTH_OPTS = Errors.bytes("ERR You can't specify both OPTIN mode and OPTOUT mode");
    private static final byte[] CACHING_WITHOUT = Errors.bytes("ERR CLIENT CACHING can be called only when the client "
            + "is in tracking mode with OPTIN or OPTOUT mode enabled");
    private static final byte[] YES_WITHOUT_OPTIN =
            Errors.bytes("ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.");
    private static final byte[] NO_WITHOUT_OPTOUT =
            Errors.bytes("ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.");

    private final Tracking tracking;
    private final Clients clients;

    private TrackingCommands(Tracking tracking, Clients clients) {
        this.tracking = tracking;
        this.clients = clients;
    }

    /** Adds the commands of this room. */
    public static void register(CommandTable table, Tracking tracking, Clients clients) {
        TrackingCommands room = new TrackingCommands(tracking, clients);
        table.add("CLIENT TRACKING", room::tracking);
        table.add("CLIENT CACHING", TrackingCommands::caching);
        table.add("CLIENT GETREDIR", call -> call.reply().integer(redirect(call.client())));
        table.add("CLIENT TRACKINGINFO", TrackingCommands::trackingInfo);
    }

    /** Where the invalidations of a client go: to another one, 0 for itself, -1 when it does not track. */
    private static long redirect(Client client) {
        return client.tracking() == null ? -1 : client.tracking().redirect();
    }

    private void tracking(Call call) {
        Options options = options(call);
        if (call.failed()) {
            return;
        }
        if (call.args().is(2, ON)) {
            enable(call, options);
        } else if (call.args().is(2, OFF)) {
            tracking.forget(call.client());
        } else {
            call.fail(Errors.SYNTAX);
        }
        if (!call.failed()) {
            call.reply().ok();
        }
    }

    private Options options(Call call) {
        Options options = new Options();
        Args args = call.args();
        for (int i = 3; i < args.count() && !call.failed(); i++) {
            boolean hasMore = i + 1 < args.count();
            if (args.is(i, REDIRECT) && hasMore) {
                redirect(call, ++i, options);
            } else if (args.is(i, PREFIX) && hasMore) {
                options.prefixes.add(args.text(++i));
            } else if (args.is(i, BCAST)) {
                options.broadcast = true;
            } else if (args.is(i, OPTIN)) {
                options.optIn = true;
            } else if (args.is(i, OPTOUT)) {
                options.optOut = true;
            } else if (args.is(i, NOLOOP)) {
                options.noLoop = true;
            } else {
                call.fail(Errors.SYNTAX);
            }
        }
        return options;
    }

    private void redirect(Call call, int index, Options options) {
        if (options.redirect != 0) {
            call.fail(ONE_REDIRECT);
            return;
        }
        options.redirect = call.integer(index);
        if (clients.find(options.redirect) == null) {
            call.fail(NO_SUCH_REDIRECT);
        }
    }

    private void enable(Call call, Options options) {
        ClientTracking now = call.client().tracking();
        options.check(call, now);
        if (call.failed()) {
            return;
        }
        ClientTracking wanted = now == null ? new ClientTracking() : now;
        wanted.configure(options.redirect, options.broadcast, options.optIn, options.optOut, options.noLoop);
        tracking.enable(call.client(), wanted, options.prefixes);
    }

    private static void caching(Call call) {
        ClientTracking options = call.client().tracking();
        if (options == null) {
            call.fail(CACHING_WITHOUT);
        } else if (call.args().is(2, YES)) {
            caching(call, options, options.isOptIn(), YES_WITHOUT_OPTIN);
        } else if (call.args().is(2, NO)) {
            caching(call, options, options.isOptOut(), NO_WITHOUT_OPTOUT);
        } else {
            call.fail(Errors.SYNTAX);
        }
    }

    private static void caching(Call call, ClientTracking options, boolean isValid, byte[] error) {
        if (isValid) {
            options.caching(true);
            call.reply().ok();
        } else {
            call.fail(error);
        }
    }

    private static void trackingInfo(Call call) {
        ClientTracking options = call.client().tracking();
        ReplyBuilder reply = call.reply();
        List<String> flags = flags(options);
        reply.map(3);
        reply.bulk("flags");
        reply.set(flags.size());
        flags.forEach(reply::bulk);
        reply.bulk("redirect");
        reply.integer(redirect(call.client()));
        reply.bulk("prefixes");
        Set<String> prefixes = options == null ? Set.of() : options.prefixes();
        reply.array(prefixes.size());
        prefixes.forEach(reply::bulk);
    }

    private static List<String> flags(ClientTracking options) {
        if (options == null) {
            return List.of("off");
        }
        List<String> flags = new ArrayList<>();
        flags.add("on");
        addIf(flags, options.isBroadcast(), "bcast");
        addIf(flags, options.isOptIn(), "optin");
        addIf(flags, options.isOptIn() && options.isCaching(), "caching-yes");
        addIf(flags, options.isOptOut(), "optout");
        addIf(flags, options.isOptOut() && options.isCaching(), "caching-no");
        addIf(flags, options.isNoLoop(), "noloop");
        addIf(flags, options.isRedirectBroken(), "broken_redirect");
        return flags;
    }

    private static void addIf(List<String> flags, boolean on, String flag) {
        if (on) {
            flags.add(flag);
        }
    }

    /** What CLIENT TRACKING was told, before it holds. */
    private static final class Options {
        private final List<String> prefixes = new ArrayList<>();
        private long redirect;
        private boolean broadcast;
        private boolean optIn;
        private boolean optOut;
        private boolean noLoop;

        /** Latches an error when the options contradict one another or those in force, which may be null. */
        void check(Call call, ClientTracking now) {
            if (!broadcast && !prefixes.isEmpty()) {
                call.fail(PREFIX_WITHOUT_BCAST);
            } else if (now != null && now.isBroadcast() != broadcast) {
                call.fail(BCAST_SWITCH);
            } else if (broadcast && (optIn || optOut)) {
                call.fail(OPT_WITH_BCAST);
            } else if (optIn && optOut) {
                call.fail(BOTH_OPTS);
            } else if (now != null && (optIn && now.isOptOut() || optOut && now.isOptIn())) {
                call.fail(OPT_SWITCH);
            } else if (broadcast) {
                checkOverlaps(call, now == null ? Set.of() : now.prefixes());
            }
        }

        private void checkOverlaps(Call call, Set<String> existing) {
            for (int i = 0; i < prefixes.size(); i++) {
                String prefix = prefixes.get(i);
                for (String other : existing) {
                    failIfOverlap(call, prefix, other, "an existing");
                }
                for (String other : prefixes.subList(i + 1, prefixes.size())) {
                    failIfOverlap(call, prefix, other, "another provided");
                }
            }
        }

        private static void failIfOverlap(Call call, String prefix, String other, String whose) {
            if (prefix.startsWith(other) || other.startsWith(prefix)) {
                call.fail(Errors.oneLine("ERR Prefix '" + prefix + "' overlaps with " + whose + " prefix '" + other
                        + "'. Prefixes for a single client must not overlap."));
            }
        }
    }
}
