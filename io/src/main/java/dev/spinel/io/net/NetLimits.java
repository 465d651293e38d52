package dev.spinel.io.net;

/** The settings the transport needs on its hot path; written by setting hooks on the reactor. */
public final class NetLimits {
    /** {@code maxclients}. */
    public int maxClients = 10_000;
    /** {@code max-new-connections-per-cycle}. */
    public int acceptsPerTurn = 10;
    /** {@code timeout}: idle seconds after which a client is closed; 0 for never. */
    public int idleSeconds;
    /** {@code tcp-keepalive} in seconds; 0 for off. */
    public int keepAliveSeconds = 300;
    /** {@code proto-max-bulk-len}. */
    public long maxBulkBytes = 512L << 20;
    /** {@code client-query-buffer-limit}. */
    public long maxQueryBytes = 1L << 30;
    /** {@code protected-mode}, and no password is set. */
    public boolean isProtected = true;
    /** {@code bind-source-addr}: where connections of our own come from; null for anywhere. */
    public String sourceAddress;
}
