package dev.spinel.engine.feature.acl;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.Clients;
import dev.spinel.engine.client.Subscriptions;
import dev.spinel.engine.resp.Glob;
import dev.spinel.engine.resp.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a user may no longer listen to after a change of its rules. Source: getUpcomingChannelList and
 * ACLShouldKillPubsubClient in acl.c.
 */
final class LostChannels {
    private final AclUser before;
    private final List<byte[]> left = new ArrayList<>();
    private final boolean nothingLost;

    LostChannels(AclUser after, AclUser before) {
        this.before = before;
        after.selectors().forEach(selector -> left.addAll(selector.channels()));
        nothingLost = after.selectors().stream().anyMatch(Selector::allowsAllChannels) || isSuperset();
    }

    private boolean isSuperset() {
        return before.selectors().stream().noneMatch(Selector::allowsAllChannels)
                && before.selectors().stream().flatMap(selector -> selector.channels().stream()).allMatch(this::hasLiteral);
    }

    private boolean hasLiteral(byte[] pattern) {
        return left.stream().anyMatch(each -> Arrays.equals(each, pattern));
    }

    /** Closes the clients of the user that listen to something they may no longer hear. */
    void closeSubscribers(Clients clients, Consumer<Client> close) {
        if (nothingLost) {
            return;
        }
        for (Client client : List.copyOf(clients.all())) {
            if (client.user() == before && concerns(client)) {
                close.accept(client);
            }
        }
    }

    /** Whether a client listens to something that is lost. */
    boolean concerns(Client client) {
        Subscriptions subscriptions = client.subscriptions();
        if (nothingLost || subscriptions == null) {
            return false;
        }
        boolean hearsPatterns = subscriptions.patterns().stream().allMatch(name -> hasLiteral(Text.bytes(name)));
        return !(hearsPatterns && matchesAll(subscriptions.channels()) && matchesAll(subscriptions.shardChannels()));
    }

    private boolean matchesAll(Collection<String> channels) {
        return channels.stream().map(Text::bytes)
                .allMatch(name -> left.stream().anyMatch(pattern -> Glob.matches(pattern, name, false)));
    }
}
