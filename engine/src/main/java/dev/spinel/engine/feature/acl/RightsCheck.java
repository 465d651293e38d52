package dev.spinel.engine.feature.acl;

import dev.spinel.engine.command.ChannelFlag;
import dev.spinel.engine.command.ChannelRule;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.KeyExtractor;
import dev.spinel.engine.resp.ArgSource;
import java.util.List;

/**
 * Decides whether one selector of a user allows a whole call. Reused, allocates nothing; the position of the argument
 * that was refused stays until the next check. Owned by the reactor. Source: ACLCheckAllUserCommandPerm in acl.c.
 */
final class RightsCheck implements ChannelRule.Sink {
    private static final int CHECKED_CHANNELS = ChannelFlag.SUBSCRIBE | ChannelFlag.PUBLISH;

    private final KeyExtractor keys = new KeyExtractor();
    private boolean keysFound;
    private ArgSource args;
    private Selector selector;
    private int channelDenied;
    private int position;

    /** The argument the last check refused; 0 when it was the command. */
    int position() {
        return position;
    }

    /** Why a call is refused, of {@link Denial}. */
    int check(AclUser user, CommandRow row, ArgSource callArgs) {
        if (user.isUnrestricted()) {
            return Denial.NONE;
        }
        keysFound = false;
        args = callArgs;
        int worst = Denial.COMMAND;
        int worstPosition = 0;
        List<Selector> selectors = user.selectors();
        for (int i = 0; i < selectors.size(); i++) {
            position = 0;
            int denial = check(selectors.get(i), row);
            if (denial == Denial.NONE) {
                return Denial.NONE;
            }
            if (denial > worst || denial == worst && position > worstPosition) {
                worst = denial;
                worstPosition = position;
            }
        }
        position = worstPosition;
        return worst;
    }

    /** Whether a selector that allows the call also allows every key to be used as the flags say. */
    boolean allowsWithEveryKey(AclUser user, CommandRow row, ArgSource callArgs, int flags) {
        keysFound = false;
        args = callArgs;
        for (Selector each : user.selectors()) {
            if (each.allowsEveryKey(flags) && check(each, row) == Denial.NONE) {
                return true;
            }
        }
        return false;
    }

    private int check(Selector candidate, CommandRow row) {
        if (!row.is(CommandFlag.NO_AUTH)
                && !candidate.commands().allows(row.id(), row.facts().isSubcommand(), args)) {
            return Denial.COMMAND;
        }
        if (!candidate.allowsAllKeys() && row.facts().mayHaveKeys() && !allowsKeys(candidate, row)) {
            return Denial.KEY;
        }
        boolean mayUseChannels = candidate.allowsAllChannels() || row.channelRule() == null;
        return mayUseChannels || allowsChannels(candidate, row) ? Denial.NONE : Denial.CHANNEL;
    }

    private boolean allowsKeys(Selector candidate, CommandRow row) {
        if (!keysFound) {
            keys.extract(row.facts(), args);
            keysFound = true;
        }
        for (int i = 0; i < keys.count(); i++) {
            if (!candidate.allowsKey(args, keys.position(i), keys.flags(i))) {
                position = keys.position(i);
                return false;
            }
        }
        return true;
    }

    private boolean allowsChannels(Selector candidate, CommandRow row) {
        selector = candidate;
        channelDenied = 0;
        row.channelRule().find(args, this);
        position = channelDenied;
        return channelDenied == 0;
    }

    @Override
    public void channel(int index, int flags) {
        boolean matters = channelDenied == 0 && (flags & CHECKED_CHANNELS) != 0;
        boolean isPattern = (flags & ChannelFlag.PATTERN) != 0;
        if (matters && !selector.allowsChannel(args.address(index), args.length(index), isPattern)) {
            channelDenied = index;
        }
    }
}
