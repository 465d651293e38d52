package dev.spinel.module.spi;

import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.Native;
import dev.spinel.module.api.ContextApi;
import dev.spinel.module.api.EventData;
import dev.spinel.module.api.ModuleKey;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One kind of {@link ServerEvent}: its number among {@code REDISMODULE_EVENT_*}, and how the server's struct becomes
 * the record.
 */
record EventKind(int id, Reader reader) {
    static final long VERSION = 1;

    private static final Map<Class<? extends ServerEvent>, EventKind> ALL = Map.ofEntries(
            Map.entry(ServerEvent.RoleChange.class, new EventKind(0, EventKind::role)),
            Map.entry(ServerEvent.Persistence.class, new EventKind(1, (context, detail, data) ->
                    new ServerEvent.Persistence(ServerEvent.Persistence.Step.values()[detail]))),
            Map.entry(ServerEvent.Flush.class, new EventKind(2, (context, detail, data) ->
                    new ServerEvent.Flush(detail != 0, Native.getInt(data + EventData.SECOND),
                            Native.getInt(data + EventData.FIRST) == 0))),
            Map.entry(ServerEvent.Loading.class, new EventKind(3, (context, detail, data) ->
                    new ServerEvent.Loading(ServerEvent.Loading.Step.values()[detail]))),
            Map.entry(ServerEvent.ClientChange.class, new EventKind(4, EventKind::client)),
            Map.entry(ServerEvent.Shutdown.class, new EventKind(5, (context, detail, data) ->
                    new ServerEvent.Shutdown())),
            Map.entry(ServerEvent.ReplicaChange.class, new EventKind(6, (context, detail, data) ->
                    new ServerEvent.ReplicaChange(detail == 0))),
            Map.entry(ServerEvent.PrimaryLink.class, new EventKind(7, (context, detail, data) ->
                    new ServerEvent.PrimaryLink(detail == 0))),
            Map.entry(ServerEvent.Cron.class, new EventKind(8, (context, detail, data) ->
                    new ServerEvent.Cron(Native.getInt(data + EventData.FIRST)))),
            Map.entry(ServerEvent.ModuleChange.class, new EventKind(9, (context, detail, data) ->
                    new ServerEvent.ModuleChange(detail == 0, text(data + EventData.FIRST),
                            Native.getInt(data + EventData.WIDE)))),
            Map.entry(ServerEvent.LoadingProgress.class, new EventKind(10, (context, detail, data) ->
                    new ServerEvent.LoadingProgress(detail != 0, Native.getInt(data + EventData.FIRST),
                            Native.getInt(data + EventData.SECOND)))),
            Map.entry(ServerEvent.SwapDatabases.class, new EventKind(11, (context, detail, data) ->
                    new ServerEvent.SwapDatabases(Native.getInt(data + EventData.FIRST),
                            Native.getInt(data + EventData.SECOND)))),
            Map.entry(ServerEvent.Turn.class, new EventKind(15, (context, detail, data) ->
                    new ServerEvent.Turn(detail == 0))),
            Map.entry(ServerEvent.SettingsChange.class, new EventKind(16, EventKind::settings)),
            Map.entry(ServerEvent.KeyRemoval.class, new EventKind(17, EventKind::key)));

    /** Reads what is behind a pointer from the server, 0 where the kind has none. */
    @FunctionalInterface
    interface Reader {
        ServerEvent read(ModuleContext context, int detail, long data);
    }

    static EventKind of(Class<? extends ServerEvent> kind) {
        return ALL.get(kind);
    }

    private static ServerEvent role(ModuleContext context, int detail, long data) {
        return new ServerEvent.RoleChange(detail == 0, text(data + EventData.HOST),
                Native.getInt(data + EventData.PORT), text(data + EventData.ID), text(data + EventData.SECOND_ID),
                Native.getLong(data + EventData.OFFSET), Native.getLong(data + EventData.SECOND_OFFSET));
    }

    private static ServerEvent client(ModuleContext context, int detail, long data) {
        return new ServerEvent.ClientChange(detail == 0, Native.getLong(data + ContextApi.CLIENT_ID_OFFSET),
                Native.text(data + ContextApi.CLIENT_ADDRESS_OFFSET),
                Short.toUnsignedInt(Native.getShort(data + ContextApi.CLIENT_PORT_OFFSET)),
                Native.getShort(data + ContextApi.CLIENT_DATABASE_OFFSET));
    }

    private static ServerEvent settings(ModuleContext context, int detail, long data) {
        long names = Native.getLong(data + EventData.WIDE);
        List<String> texts = IntStream.range(0, Native.getInt(data + EventData.FIRST))
                .mapToObj(i -> text(names + (long) i * Long.BYTES)).toList();
        return new ServerEvent.SettingsChange(texts);
    }

    private static ServerEvent key(ModuleContext context, int detail, long data) {
        ModuleKey key = HandleTable.resolve(Native.getLong(data + EventData.FIRST), ModuleKey.class);
        return new ServerEvent.KeyRemoval(ServerEvent.KeyRemoval.Reason.values()[detail], new Key(context, key));
    }

    private static String text(long pointer) {
        return Native.text(Native.getLong(pointer));
    }
}
