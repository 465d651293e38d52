package dev.spinel.engine.config;

import java.util.List;

/** A yes or no. */
public final class BoolSetting extends Setting {
    private final boolean byDefault;
    private boolean value;

    BoolSetting(String names, boolean byDefault, int flags) {
        super(names, flags);
        this.byDefault = byDefault;
        this.value = byDefault;
    }

    public boolean value() {
        return value;
    }

    @Override
    public String text() {
        return value ? "yes" : "no";
    }

    @Override
    public String assign(List<String> words) {
        boolean yes = words.get(0).equalsIgnoreCase("yes");
        if (!yes && !words.get(0).equalsIgnoreCase("no")) {
            return "argument must be 'yes' or 'no'";
        }
        value = yes;
        return null;
    }

    @Override
    protected void rewrite(RewriteSink out) {
        out.line(this, text(), value != byDefault);
    }
}
