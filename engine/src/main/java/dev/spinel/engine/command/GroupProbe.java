package dev.spinel.engine.command;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.resp.RequestPreview;
import dev.spinel.engine.struct.table.LinearTable;

/**
 * Loads what pipelined commands are going to look up, all at once, before the first of them runs: the misses of a group
 * overlap, where one command after the other would wait for each. Takes first arguments for keys; a wrong guess costs a
 * hash and two loads. Small tables are in the cache anyway. Owned by the reactor.
 */
public final class GroupProbe {
    private static final int GROUP = 16;
    /** From here on table and entries outgrow the second-level cache. */
    private static final long WORTH_PROBING_KEYS = 1 << 15;

    private final RequestPreview requests = new RequestPreview(GROUP);
    private final long[] hashes = new long[GROUP];
    /** Keeps the loads alive: the JIT drops what nobody keeps. */
    @SuppressWarnings("unused")
    private long sum;

    /** Probes for the requests from {@code from} on; answers up to where it need not be asked again. */
    public long probe(Client client, long from, long limit) {
        LinearTable table = client.database().table();
        if (table.count() < WORTH_PROBING_KEYS) {
            return limit;
        }
        long end = requests.look(from, limit);
        if (requests.count() > 1) {
            load(table, requests.count());
        }
        return Math.max(end, from + 1);
    }

    private void load(LinearTable table, int count) {
        long loaded = sum;
        for (int i = 0; i < count; i++) {
            long hash = table.hash(requests.address(i), requests.length(i));
            hashes[i] = hash;
            loaded += table.probeBucket(hash);
        }
        for (int i = 0; i < count; i++) {
            loaded += table.probeEntry(hashes[i]);
        }
        sum = loaded;
    }
}
