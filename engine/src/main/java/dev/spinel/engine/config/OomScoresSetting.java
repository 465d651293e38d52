package dev.spinel.engine.config;

import java.util.Arrays;
import java.util.List;

/** OOM scores of a master, a replica and a child process. */
public final class OomScoresSetting extends Setting {
    private static final int LIMIT = 2000;
    private static final int[] DEFAULTS = {0, 200, 800};

    private int[] scores = DEFAULTS;

    OomScoresSetting(String names) {
        super(names, MULTI_WORD);
    }

    public int master() {
        return scores[0];
    }

    public int replica() {
        return scores[1];
    }

    public int child() {
        return scores[2];
    }

    @Override
    public String text() {
        return scores[0] + " " + scores[1] + ' ' + scores[2];
    }

    @Override
    public String assign(List<String> words) {
        if (words.size() != DEFAULTS.length) {
            return WRONG_WORD_COUNT;
        }
        int[] parsed = new int[DEFAULTS.length];
        for (int i = 0; i < parsed.length; i++) {
            Long score = Numerals.lenientInteger(words.get(i));
            if (score == null || score < -LIMIT || score > LIMIT) {
                return "Invalid oom-score-adj-values, elements must be between -2000 and 2000.";
            }
            parsed[i] = score.intValue();
        }
        scores = parsed;
        return null;
    }

    @Override
    protected void rewrite(RewriteSink out) {
        out.line(this, text(), !Arrays.equals(scores, DEFAULTS));
    }
}
