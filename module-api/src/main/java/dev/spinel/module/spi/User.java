package dev.spinel.module.spi;

import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;
import dev.spinel.module.api.LoadedModule;
import dev.spinel.module.api.ModuleUser;
import dev.spinel.module.api.ReplyApi;
import dev.spinel.module.api.UserApi;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A user: one of the server's, or one of the module's own. Close it within the callback that got it, or keep it. */
public final class User implements AutoCloseable {
    private final ModuleContext context;
    private final LoadedModule module;
    private final ModuleUser user;

    /** What is to be done with a key, by the numbers of {@code REDISMODULE_CMD_KEY_*}. */
    public enum Access {
        READ(1 << 4), UPDATE(1 << 5), INSERT(1 << 6), DELETE(1 << 7);

        private final int bit;

        Access(int bit) {
            this.bit = bit;
        }
    }

    User(ModuleContext context, ModuleUser user) {
        this.context = context;
        this.module = context.functions().module();
        this.user = user;
    }

    /** Applies rules as ACL SETUSER takes them, all or none. Fails with what is wrong. */
    public void allow(String rules) {
        byte[] text = rules.getBytes(StandardCharsets.UTF_8);
        context.strings().with(text, string -> context.strings().with(new byte[Long.BYTES], complaint -> {
            long error = StringCell.bytes(complaint);
            if (UserApi.setModuleUserAclString(module, null, user, StringCell.bytes(string), error) != ReplyApi.OK) {
                throw new IllegalArgumentException(new String(context.taken(Native.getLong(error)),
                        StandardCharsets.UTF_8));
            }
        }));
    }

    /** The rules, as ACL LIST shows them. */
    public String rules() {
        return new String(context.taken(UserApi.getModuleUserAclString(module, user)), StandardCharsets.UTF_8);
    }

    /** Whether the user may run a command with these words, of which the first is its name. */
    public boolean mayRun(String... words) {
        List<Long> strings = List.of(words).stream()
                .map(word -> StringCell.create(module.memory().strings(), word)).toList();
        try {
            byte[] none = new byte[strings.size() * Long.BYTES];
            boolean[] may = new boolean[1];
            context.strings().with(none, vector -> {
                long argv = StringCell.bytes(vector);
                for (int i = 0; i < strings.size(); i++) {
                    Native.putLong(argv + (long) i * Long.BYTES, strings.get(i));
                }
                may[0] = UserApi.aclCheckCommandPermissions(module, user, argv, strings.size()) == ReplyApi.OK;
            });
            return may[0];
        } finally {
            strings.forEach(StringCell::release);
        }
    }

    /** Whether the user may do all of this with a key. */
    public boolean mayUse(String key, Access... accesses) {
        int flags = 0;
        for (Access access : accesses) {
            flags |= access.bit;
        }
        int wanted = flags;
        boolean[] may = new boolean[1];
        context.strings().with(key.getBytes(StandardCharsets.UTF_8), name ->
                may[0] = UserApi.aclCheckKeyPermissions(module, user, name, wanted) == ReplyApi.OK);
        return may[0];
    }

    /** Whether the user may publish to a channel and listen to it. */
    public boolean mayUseChannel(String channel) {
        boolean[] may = new boolean[1];
        context.strings().with(channel.getBytes(StandardCharsets.UTF_8), name ->
                may[0] = UserApi.aclCheckChannelPermissions(module, user, name, 0) == ReplyApi.OK);
        return may[0];
    }

    @Override
    public void close() {
        UserApi.freeModuleUser(module, user);
    }
}
