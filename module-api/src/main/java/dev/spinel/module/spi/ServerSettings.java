package dev.spinel.module.spi;

import dev.spinel.module.abi.Native;
import dev.spinel.module.api.ReplyApi;
import dev.spinel.module.api.ServerConfigApi;
import dev.spinel.module.api.SettingNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Settings of the server and of all modules, read and changed by name. Valid as its context. */
public final class ServerSettings {
    private final ModuleContext context;

    /** What kind of value a setting has, in the order of {@code REDISMODULE_CONFIG_TYPE_*}. */
    public enum Kind { FLAG, NUMBER, TEXT, CHOICE }

    ServerSettings(ModuleContext context) {
        this.context = context;
    }

    private long scratch() {
        return context.scratch(new byte[Long.BYTES]);
    }

    /** Empty when there is no such setting. */
    public Optional<Kind> kind(String name) {
        long result = scratch();
        return ServerConfigApi.configGetType(context.functions().module(), name, result) == ReplyApi.OK
                ? Optional.of(Kind.values()[Native.getInt(result)]) : Optional.empty();
    }

    /** The value as CONFIG GET tells it; empty when there is no such setting. */
    public Optional<String> text(String name) {
        long result = scratch();
        return ServerConfigApi.configGet(context.api(), name, result) == ReplyApi.OK
                ? Optional.of(Strings.takenText(Native.getLong(result))) : Optional.empty();
    }

    /** Empty when there is no such setting, or it is no number. */
    public OptionalLong number(String name) {
        long result = scratch();
        return ServerConfigApi.configGetNumeric(context.api(), name, result) == ReplyApi.OK
                ? OptionalLong.of(Native.getLong(result)) : OptionalLong.empty();
    }

    /** Empty when there is no such setting, or it is no yes or no. */
    public Optional<Boolean> flag(String name) {
        long result = scratch();
        return ServerConfigApi.configGetBool(context.api(), name, result) == ReplyApi.OK
                ? Optional.of(Native.getInt(result) != 0) : Optional.empty();
    }

    /** Changes a setting as CONFIG SET does. Fails with the reason when that is refused. */
    public void set(String name, String value) {
        long reason = scratch();
        int status = context.strings().with(value, string ->
                ServerConfigApi.configSet(context.api(), name, string, reason));
        if (status != ReplyApi.OK) {
            throw new IllegalArgumentException(Strings.takenText(Native.getLong(reason)));
        }
    }

    /** The names that match a glob pattern. */
    public List<String> names(String pattern) {
        SettingNames all = ServerConfigApi.configIteratorCreate(context.api(), pattern);
        List<String> names = new ArrayList<>();
        for (long name = ServerConfigApi.configIteratorNext(all); name != 0;
                name = ServerConfigApi.configIteratorNext(all)) {
            names.add(Native.text(name));
        }
        ServerConfigApi.configIteratorRelease(context.api(), all);
        return names;
    }
}
