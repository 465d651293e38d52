package dev.spinel.tools.server;

import dev.spinel.engine.config.Choice.OomScoreAdj;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.port.OperatorLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code oom-score-adj}: how gladly Linux ends this process when memory runs out. The first value is for a
 * primary, the second for a replica; the third has no use, we have no child processes. Source: setOOMScoreAdj in
 * server.c.
 */
final class OomScore {
    private static final int LIMIT = 1000;

    private final Settings settings;
    private final OperatorLog log;
    private final Path file;
    /** The score before ours; null while ours is not wanted. */
    private Integer inherited;

    /** @param file normally {@code /proc/self/oom_score_adj} */
    OomScore(Settings settings, OperatorLog log, Path file) {
        this.settings = settings;
        this.log = log;
        this.file = file;
    }

    /** Makes the settings true; null when done, otherwise what CONFIG SET replies. */
    String apply() {
        OomScoreAdj mode = settings.oomScoreAdj.value().canonical();
        if (mode == OomScoreAdj.NO && inherited == null) {
            return null;
        }
        try {
            if (inherited == null) {
                inherited = Integer.valueOf(Files.readString(file).strip());
            }
            int base = mode == OomScoreAdj.ABSOLUTE ? 0 : inherited;
            int score = mode == OomScoreAdj.NO ? inherited : base + ofRole();
            Files.writeString(file, String.valueOf(Math.clamp(score, -LIMIT, LIMIT)));
            inherited = mode == OomScoreAdj.NO ? null : inherited;
            return null;
        } catch (IOException refused) {
            log.log(OperatorLog.WARNING, "Unable to write oom_score_adj: " + refused.getMessage());
            return "Failed to set current oom_score_adj. Check server logs.";
        }
    }

    private int ofRole() {
        boolean isReplica = settings.replicaof.isSet();
        return isReplica ? settings.oomScoreAdjValues.replica() : settings.oomScoreAdjValues.master();
    }
}
