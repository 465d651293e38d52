package dev.spinel.engine.config;

import java.util.List;

/** The master this server follows, if any. REPLICAOF changes it at run time. */
public final class ReplicaOfSetting extends Setting {
    private static final int MAX_PORT = 65535;

    private String host;
    private int port;

    ReplicaOfSetting(String names) {
        super(names, IMMUTABLE | MULTI_WORD);
    }

    /** Whether there is a master. */
    public boolean isSet() {
        return host != null;
    }

    /** Null when this server is a master. */
    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    /**
     * Another master at run time, or none if {@code masterHost} is null; then happens what was asked for by
     * {@link #onApply}.
     */
    public void replace(String masterHost, int masterPort) {
        host = masterHost;
        port = masterPort;
        if (applyHook() != null) {
            applyHook().apply();    // whoever cannot follow has told the log
        }
    }

    @Override
    public String text() {
        return host == null ? "" : host + ' ' + port;
    }

    @Override
    public String assign(List<String> words) {
        if (words.size() != 2) {
            return WRONG_WORD_COUNT;
        }
        if (words.get(0).equalsIgnoreCase("no") && words.get(1).equalsIgnoreCase("one")) {
            host = null;
            return null;
        }
        Long number = Numerals.lenientInteger(words.get(1));
        if (number == null || number < 0 || number > MAX_PORT) {
            return "Invalid master port";
        }
        host = words.get(0);
        port = number.intValue();
        return null;
    }

    @Override
    protected void rewrite(RewriteSink out) {
        if (host == null) {
            out.none(this);
        } else {
            out.line(this, text(), true);
        }
    }
}
