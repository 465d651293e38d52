package dev.spinel.module.api;

import dev.spinel.module.abi.FunctionCatalog;

/** The whole module API: the list of its sections. A new section is one line here. */
public final class ModuleApi {
    private static final Class<?>[] SECTIONS = {
        BlockedClientApi.class,
        CallApi.class,
        CallReplyApi.class,
        ClusterApi.class,
        CommandApi.class,
        CommandFilterApi.class,
        ConfigApi.class,
        ContextApi.class,
        DataTypeApi.class,
        DefragApi.class,
        DescriptorApi.class,
        DictApi.class,
        DigestApi.class,
        ForkApi.class,
        HashApi.class,
        InfoApi.class,
        IoApi.class,
        KeyApi.class,
        KeyspaceEventApi.class,
        ListApi.class,
        LogApi.class,
        MemoryApi.class,
        ModuleInitApi.class,
        RandomApi.class,
        RdbApi.class,
        ReplyApi.class,
        ScanApi.class,
        ServerConfigApi.class,
        ServerEventApi.class,
        ServerInfoApi.class,
        SharedApi.class,
        StreamApi.class,
        StringApi.class,
        StringKeyApi.class,
        ThreadApi.class,
        TimeApi.class,
        TimerApi.class,
        UserApi.class,
        ZsetApi.class,
    };

    private ModuleApi() {}

    /** Every function of every section. Scanning takes milliseconds: made once, before the first module is loaded. */
    public static FunctionCatalog catalog() {
        return FunctionCatalog.scan(SECTIONS);
    }
}
