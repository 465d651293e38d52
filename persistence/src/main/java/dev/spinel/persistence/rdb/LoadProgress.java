package dev.spinel.persistence.rdb;

import dev.spinel.engine.Engine;
import dev.spinel.engine.port.DataFileListener;
import dev.spinel.engine.port.DataFileListener.Source;
import dev.spinel.engine.stats.InfoWriter;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** How far the loading of a file is: shown in INFO, and the occasion to answer clients. Reactor. */
public final class LoadProgress implements LoadObserver {
    private final Engine engine;
    private final BooleanSupplier serveClients;
    private long startMs;
    private long totalBytes;
    private long loadedBytes;
    private RdbLoad load;

    LoadProgress(Engine engine, BooleanSupplier serveClients) {
        this.engine = engine;
        this.serveClients = serveClients;
    }

    /** Starts to load {@code bytes} bytes. */
    public void begin(long bytes, RdbLoad what, Source source) {
        engine.dataFileListener().onLoad(source);
        startMs = engine.keyspace().nowMs();
        totalBytes = bytes;
        loadedBytes = 0;
        load = what;
    }

    /** Loading is over, if it began. */
    public void end(boolean isGood) {
        if (load != null) {
            load = null;
            engine.dataFileListener().onLoaded(isGood);
        }
    }

    @Override
    public boolean onProgress(long bytes) {
        return proceed(bytes, false);
    }

    /** As {@link #onProgress}, while commands are being loaded. */
    public boolean onCommands(long bytes) {
        return proceed(bytes, true);
    }

    private boolean proceed(long bytes, boolean isAof) {
        loadedBytes = bytes;
        int part = totalBytes == 0 ? 0 : (int) (bytes * DataFileListener.WHOLE / totalBytes);
        engine.dataFileListener().onLoadProgress(isAof, part);
        return serveClients.getAsBoolean();
    }

    void describe(InfoWriter writer) {
        boolean isLoading = engine.keyspace().isLoading();
        boolean isServing = engine.keyspace().isServingWhileLoading();
        writer.field("loading", isLoading && !isServing).field("async_loading", isServing);
        if (!isLoading || load == null) {
            return;
        }
        long elapsedSeconds = (engine.keyspace().nowMs() - startMs) / 1000;
        long rest = Math.max(totalBytes - loadedBytes, 0);
        double share = totalBytes == 0 ? 0 : 100.0 * loadedBytes / totalBytes;
        writer.field("loading_start_time", startMs / 1000)
                .field("loading_total_bytes", totalBytes)
                .field("loading_rdb_used_mem", load.usedMemory)
                .field("loading_loaded_bytes", loadedBytes)
                .field("loading_loaded_perc", String.format(Locale.ROOT, "%.2f", share))
                .field("loading_eta_seconds", loadedBytes == 0 ? 1 : elapsedSeconds * rest / loadedBytes);
    }
}
