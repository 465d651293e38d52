package dev.spinel.module.spi;

import dev.spinel.module.abi.Native;
import dev.spinel.module.api.ContextApi;
import dev.spinel.module.api.LoadedModule;
import dev.spinel.module.api.ReplyApi;
import java.util.Optional;

/**
 * What is known of a client.
 *
 * @param name empty for one that did not tell it
 * @param user whom it acts as; empty for one of a module
 */
public record ClientFacts(long id, String address, int port, int database, String name, String user) {
    private static final int STRUCT_BYTES = 80;

    static Optional<ClientFacts> of(ModuleContext context, long id) {
        LoadedModule module = context.functions().module();
        long struct = context.scratch(new byte[STRUCT_BYTES]);
        Native.putLong(struct, EventKind.VERSION);
        if (ContextApi.getClientInfoById(module, struct, id) != ReplyApi.OK) {
            return Optional.empty();
        }
        return Optional.of(new ClientFacts(id, Native.text(struct + ContextApi.CLIENT_ADDRESS_OFFSET),
                Short.toUnsignedInt(Native.getShort(struct + ContextApi.CLIENT_PORT_OFFSET)),
                Native.getShort(struct + ContextApi.CLIENT_DATABASE_OFFSET),
                text(ContextApi.getClientNameById(module, null, id)),
                text(ContextApi.getClientUserNameById(module, null, id))));
    }

    private static String text(long string) {
        String text = Strings.takenText(string);
        return text == null ? "" : text;
    }
}
