package dev.spinel.module.spi;

import dev.spinel.module.abi.JavaFunction;
import dev.spinel.module.abi.StringCell;
import dev.spinel.module.api.BlockedClientApi;
import dev.spinel.module.api.KeyApi;
import dev.spinel.module.api.KeyspaceEventApi;
import dev.spinel.module.api.ModuleKey;
import dev.spinel.module.api.ScanApi;
import dev.spinel.module.api.ScanCursor;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The keys of the selected database. What is changed through them is not replicated: see {@link ModuleContext}. */
public final class Keys {
    private final ModuleContext context;

    /** What opening a key leaves out, or does besides. */
    public enum Mode {
        /** The key does not count as used. */
        NO_TOUCH(ModuleKey.NO_TOUCH),
        /** No event tells that the key is absent. */
        NO_NOTIFY(ModuleKey.NO_NOTIFY),
        /** Neither a hit nor a miss. */
        NO_STATS(ModuleKey.NO_STATS),
        /** A key that is due stays, and reads as absent. */
        NO_EXPIRE(ModuleKey.NO_EXPIRE),
        /** All of these. */
        NO_EFFECTS(ModuleKey.NO_EFFECTS),
        /** A key that is due stays and is read. */
        ACCESS_EXPIRED(ModuleKey.ACCESS_EXPIRED);

        private final int bit;

        Mode(int bit) {
            this.bit = bit;
        }
    }

    Keys(ModuleContext context) {
        this.context = context;
    }

    /** Opens a key to read it; an absent one reads as empty. Close it before the callback returns. */
    public Key read(String name) {
        return open(name.getBytes(StandardCharsets.UTF_8), ModuleKey.READ);
    }

    public Key read(byte[] name, Mode... modes) {
        return open(name, bits(ModuleKey.READ, modes));
    }

    private static int bits(int mode, Mode[] modes) {
        return Stream.of(modes).mapToInt(each -> each.bit).reduce(mode, (a, b) -> a | b);
    }

    /** Opens a key to read and change it. Close it before the callback returns. */
    public Key write(String name) {
        return write(name.getBytes(StandardCharsets.UTF_8));
    }

    public Key write(byte[] name, Mode... modes) {
        return open(name, bits(ModuleKey.READ | ModuleKey.WRITE, modes));
    }

    public boolean exists(String name) {
        try (Key key = read(name)) {
            return key.exists();
        }
    }

    /**
     * Visits the name of every key of the selected database that is there all the while; others perhaps. The visitor
     * may change or remove what it sees.
     */
    public void forEach(Consumer<byte[]> visitor) {
        JavaFunction function = context.functions().withContext("scan",
                (ignored, name, key, data) -> visitor.accept(StringCell.toBytes(name)));
        ScanCursor cursor = ScanApi.scanCursorCreate();
        try {
            boolean hasMore = true;
            while (hasMore) {
                hasMore = ScanApi.scan(context.api(), cursor, function.address(), 0);
            }
        } finally {
            ScanApi.scanCursorDestroy(cursor);
            context.functions().close(function);
        }
    }

    /** Tells whoever listens to events of keys. */
    public void notify(KeyEvent kind, String event, byte[] name) {
        context.strings().with(name, string -> KeyspaceEventApi.notifyKeyspaceEvent(context.api(), kind.bit(),
                context.scratchText(event), string));
    }

    /** A key may serve clients that wait for it, although nothing was written to it. */
    public void signal(byte[] name) {
        context.strings().with(name, string -> {
            BlockedClientApi.signalKeyAsReady(context.api(), string);
            return null;
        });
    }

    private Key open(byte[] name, int mode) {
        return new Key(context, context.strings().with(name, string -> KeyApi.openKey(context.api(), string, mode)));
    }
}
