package dev.spinel.module.spi;

import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;
import dev.spinel.module.api.LoadedModule;
import dev.spinel.module.api.ModuleUser;
import dev.spinel.module.api.ReplyApi;
import dev.spinel.module.api.UserApi;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** A user: one of the server's, or one of the module's own. Close it within the callback that got it, or keep it. */
public final class User implements AutoCloseable {
    private final LoadedModule module;
    private final Strings strings;
    private final ModuleUser user;

    /** What is to be done with a key, by the numbers of {@code REDISMODULE_CMD_KEY_*}. */
    public enum Access {
        READ(1 << 4), UPDATE(1 << 5), INSERT(1 << 6), DELETE(1 << 7);

        private final int bit;

        Access(int bit) {
            this.bit = bit;
        }
    }

    User(LoadedModule module, ModuleUser user) {
        this.module = module;
        this.strings = new Strings(module);
        this.user = user;
    }

    ModuleUser api() {
        return user;
    }

    /** Applies rules as ACL SETUSER takes them, all or none. Fails with what is wrong. */
    public void allow(String rules) {
        String complaint = strings.with(rules, text -> strings.with(new byte[Long.BYTES], out -> {
            long error = StringCell.bytes(out);
            int status = UserApi.setModuleUserAclString(module, null, user, StringCell.bytes(text), error);
            return status == ReplyApi.OK ? null : Strings.takenText(Native.getLong(error));
        }));
        if (complaint != null) {
            throw new IllegalArgumentException(complaint);
        }
    }

    /** The rules, as ACL LIST shows them. */
    public String rules() {
        return Strings.takenText(UserApi.getModuleUserAclString(module, user));
    }

    /** Whether the user may run a command with these words, of which the first is its name. */
    public boolean mayRun(String... words) {
        List<byte[]> command = Stream.of(words).map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
        return strings.withVector(command, argv ->
                UserApi.aclCheckCommandPermissions(module, user, argv, command.size()) == ReplyApi.OK);
    }

    /** Whether the user may do all of this with a key. */
    public boolean mayUse(String key, Access... accesses) {
        int flags = 0;
        for (Access access : accesses) {
            flags |= access.bit;
        }
        int wanted = flags;
        return strings.with(key, name -> UserApi.aclCheckKeyPermissions(module, user, name, wanted) == ReplyApi.OK);
    }

    /** Whether the user may publish to a channel and listen to it. */
    public boolean mayUseChannel(String channel) {
        return strings.with(channel, name -> UserApi.aclCheckChannelPermissions(module, user, name, 0) == ReplyApi.OK);
    }

    @Override
    public void close() {
        UserApi.freeModuleUser(module, user);
    }
}
