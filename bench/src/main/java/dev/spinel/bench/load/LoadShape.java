package dev.spinel.bench.load;

/**
 * What a load looks like: which command, how deep the pipeline, how many clients and keys, how long a value in bytes.
 */
record LoadShape(Workload workload, int pipeline, int connectionCount, int keyCount, int valueLength) {
    LoadShape {
        if (pipeline < 1 || connectionCount < 1 || keyCount < 1 || valueLength < 1) {
            throw new IllegalArgumentException("pipeline, connections, keys and value size start at 1");
        }
    }

    /** The batch of client number {@code clientIndex}: the same bytes in every run. */
    RequestBatch batch(int clientIndex) {
        return new RequestBatch(workload, pipeline, keyCount, valueLength, clientIndex + 1L);
    }
}
