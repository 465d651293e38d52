package dev.spinel.module.spi;

/** What may happen to the server, by the numbers of {@code REDISMODULE_EVENT_*}. */
public enum ServerEvent {
    /** 0: it is a primary now; 1: a replica. */
    ROLE_CHANGE(0),
    /**
     * 0, 1, 2: an RDB file, an AOF file, a synchronous RDB file is begun; 3: it is done; 4: it failed; 5: as 1, in
     * front.
     */
    PERSISTENCE(1),
    /** 0: all data, or a database, is about to go; 1: it is gone. */
    FLUSH(2),
    /** 0, 1, 2: loading from RDB, AOF, a primary begins; 3: it is done; 4: it failed. */
    LOADING(3),
    /** 0: a client came; 1: it went. */
    CLIENT_CHANGE(4),
    /** The server is about to end. */
    SHUTDOWN(5),
    /** 0: a replica is in step; 1: it went. */
    REPLICA_CHANGE(6),
    /** 0: the link to the primary is up; 1: it is down. */
    PRIMARY_LINK_CHANGE(7),
    /** {@code hz} times a second. */
    CRON(8),
    /** 0: a module was loaded; 1: unloaded. */
    MODULE_CHANGE(9),
    /** 0, 1: progress of loading an RDB, an AOF file. */
    LOADING_PROGRESS(10),
    /** Two databases changed places. */
    SWAP_DATABASES(11),
    /** 0: settings were changed by CONFIG SET. */
    CONFIG(16);

    static final long VERSION = 1;

    private final int id;

    ServerEvent(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }

    /** Is told of an event, on the thread that holds all data. */
    @FunctionalInterface
    public interface Listener {
        /** @param detail which of the cases of the event, as its constant says; 0 when there is one */
        void onEvent(ModuleContext context, int detail) throws Exception;
    }
}
