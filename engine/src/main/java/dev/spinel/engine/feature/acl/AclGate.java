package dev.spinel.engine.feature.acl;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.Gate;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;

/** Keeps commands from clients that must authenticate first, and from users who may not run them. */
final class AclGate implements Gate {
    private final Acl acl;

    AclGate(Acl acl) {
        this.acl = acl;
    }

    @Override
    public byte[] refusal(Client client, CommandRow row, Args args) {
        if (!client.is(ClientFlag.AUTHENTICATED) && !row.is(CommandFlag.NO_AUTH) && acl.isAuthRequired()) {
            return Errors.NO_AUTH;
        }
        AclUser user = (AclUser) client.user();
        return user == null || user.isUnrestricted() ? null : acl.refusal(client, user, row, args);
    }
}
