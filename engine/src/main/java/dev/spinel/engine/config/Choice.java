package dev.spinel.engine.config;

/** The values of the settings that choose among a few; see {@link EnumSetting}. */
public final class Choice {
    private Choice() {}

    /** A value that is another word for a value of the same setting. */
    interface Synonym<E extends Enum<E>> {
        /** The value meant; itself when it is no synonym. */
        E canonical();
    }

    /** What to evict when memory is full. */
    public enum MaxmemoryPolicy {
        VOLATILE_LRU, VOLATILE_LFU, VOLATILE_RANDOM, VOLATILE_TTL, VOLATILE_LRM, ALLKEYS_LRU, ALLKEYS_LFU,
        ALLKEYS_RANDOM, ALLKEYS_LRM, NOEVICTION;

        public boolean isLfu() {
            return this == VOLATILE_LFU || this == ALLKEYS_LFU;
        }

        public boolean isLru() {
            return this == VOLATILE_LRU || this == ALLKEYS_LRU;
        }

        /** Whether the least recently changed keys go first. */
        public boolean isLrm() {
            return this == VOLATILE_LRM || this == ALLKEYS_LRM;
        }

        public boolean isAllKeys() {
            return this == ALLKEYS_LRU || this == ALLKEYS_LFU || this == ALLKEYS_RANDOM || this == ALLKEYS_LRM;
        }
    }

    /** When the AOF reaches the disk. */
    public enum AppendFsync { EVERYSEC, ALWAYS, NO }

    /** From talkative to silent. */
    public enum LogLevel { DEBUG, VERBOSE, NOTICE, WARNING, NOTHING }

    /** How closely calls of modules are watched. */
    public enum ModuleDebug { NO, STRICT }

    /** Who may use a dangerous command. */
    public enum Permission { NO, YES, LOCAL }

    /** Channels a new ACL user starts with. */
    public enum PubsubDefault { ALLCHANNELS, RESETCHANNELS }

    /** What other cluster nodes and clients are told to connect to. */
    public enum EndpointType { IP, HOSTNAME, UNKNOWN_ENDPOINT }

    /** How the kernel's OOM score is set; relative is kept, and shown, as yes. */
    public enum OomScoreAdj implements Synonym<OomScoreAdj> {
        NO, YES, RELATIVE, ABSOLUTE;

        @Override
        public OomScoreAdj canonical() {
            return this == RELATIVE ? YES : this;
        }
    }

    /** What a replica does when its master sends nonsense. */
    public enum PropagationError { IGNORE, PANIC, PANIC_ON_REPLICAS }

    /** Where a replica puts a dataset that arrives without a file. */
    public enum DisklessLoad { DISABLED, ON_EMPTY_DB, SWAPDB }

    /** Which payloads are checked deeply before use. */
    public enum SanitizePayload { NO, YES, CLIENTS }

    /** Who starts and stops this process. */
    public enum Supervised { UPSTART, SYSTEMD, AUTO, NO }

    /** syslog facility. */
    public enum SyslogFacility { USER, LOCAL0, LOCAL1, LOCAL2, LOCAL3, LOCAL4, LOCAL5, LOCAL6, LOCAL7 }

    /** Whether TLS clients must show a certificate. */
    public enum TlsAuthClients { NO, YES, OPTIONAL }
}
