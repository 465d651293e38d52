package dev.spinel.module.spi;

import dev.spinel.module.abi.Native;
import dev.spinel.module.api.LoadedModule;
import dev.spinel.module.api.ReplyApi;
import dev.spinel.module.api.ServerInfo;
import dev.spinel.module.api.ServerInfoApi;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The fields INFO had at one moment. Valid until the callback that got it returns. */
public final class ServerFields implements AutoCloseable {
    private final ModuleContext context;
    private final ServerInfo info;

    private ServerFields(ModuleContext context, ServerInfo info) {
        this.context = context;
        this.info = info;
    }

    static ServerFields read(ModuleContext context, String section) {
        LoadedModule module = context.functions().module();
        return new ServerFields(context, ServerInfoApi.getServerInfo(module, context.api(), section));
    }

    /** A field; empty when there is none. */
    public Optional<String> text(String field) {
        LoadedModule module = context.functions().module();
        return Optional.ofNullable(Strings.takenText(ServerInfoApi.serverInfoGetField(module, null, info, field)));
    }

    /** A field as a number; empty when there is none, or it is none. */
    public OptionalLong number(String field) {
        long error = context.scratch(new byte[Integer.BYTES]);
        long value = ServerInfoApi.serverInfoGetFieldSigned(info, field, error);
        return Native.getInt(error) == ReplyApi.OK ? OptionalLong.of(value) : OptionalLong.empty();
    }

    /** A field as a real number, percent signs ignored; empty when there is none, or it is none. */
    public OptionalDouble real(String field) {
        long error = context.scratch(new byte[Integer.BYTES]);
        double value = ServerInfoApi.serverInfoGetFieldDouble(info, field, error);
        return Native.getInt(error) == ReplyApi.OK ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    @Override
    public void close() {
        ServerInfoApi.freeServerInfo(context.api(), info);
    }
}
