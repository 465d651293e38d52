package dev.spinel.module.spi;

import dev.spinel.module.abi.Native;
import dev.spinel.module.api.ClusterApi;
import dev.spinel.module.api.ReplyApi;
import java.util.Optional;

/** A cluster, as far as the server is part of one; slots of keys in any case. Valid as its context. */
public final class Cluster {
    private final ModuleContext context;

    Cluster(ModuleContext context) {
        this.context = context;
    }

    /** The slot of a key. */
    public int slotOf(byte[] key) {
        return context.strings().with(key, ClusterApi::clusterKeySlot);
    }

    /** A short name that lies in a slot; empty for a number that is no slot. */
    public Optional<String> nameIn(int slot) {
        return text(ClusterApi.clusterCanonicalKeyNameInSlot(context.functions().module(), slot));
    }

    /** Whether this server serves a slot. */
    public boolean serves(int slot) {
        return ClusterApi.clusterCanAccessKeysInSlot(slot);
    }

    /** The name of this node; empty outside of a cluster. */
    public Optional<String> myId() {
        return text(ClusterApi.getMyClusterId());
    }

    /** How many nodes there are; 0 outside of a cluster. */
    public long size() {
        return ClusterApi.getClusterSize();
    }

    /** Sends a message to a node, or to all when {@code node} is null; false when it cannot. */
    public boolean send(String node, int type, byte[] message) {
        long target = node == null ? 0 : context.scratchText(node);
        return ClusterApi.sendClusterMessage(context.api(), target, type, context.scratch(message), message.length)
                == ReplyApi.OK;
    }

    private static Optional<String> text(long address) {
        return address == 0 ? Optional.empty() : Optional.of(Native.text(address));
    }
}
