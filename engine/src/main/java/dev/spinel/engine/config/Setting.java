package dev.spinel.engine.config;

import java.util.List;

/**
 * One setting: a name, perhaps an older alias, and a value that CONFIG GET, CONFIG SET, the configuration file and the
 * command line all show or change. Subclasses hold the value in the type its readers want.
 *
 * <p>Owned by the reactor. Text is Latin-1: one char stands for one byte, so every value survives unharmed; see
 * {@link ConfigWords#decode}.
 */
public abstract class Setting {
    /** Start-up only: CONFIG SET refuses it. */
    public static final int IMMUTABLE = 1;
    /** Takes any number of words. */
    public static final int MULTI_WORD = 1 << 1;
    /** Kept out of logs, MONITOR and the slow log. */
    public static final int SENSITIVE = 1 << 2;
    /** Worth printing in a crash report. */
    public static final int DEBUG = 1 << 3;
    /** CONFIG GET shows it by its exact name only. */
    public static final int HIDDEN = 1 << 4;
    /** CONFIG SET needs enable-protected-configs. */
    public static final int PROTECTED = 1 << 5;
    /** Refused while a dataset is loading. */
    public static final int DENY_LOADING = 1 << 6;
    /** Applied even when set to the value it has, for example because a file's content may have changed. */
    public static final int VOLATILE = 1 << 7;

    static final String WRONG_WORD_COUNT = "wrong number of arguments";

    private final String name;
    private final String alias;
    private final int flags;
    private ApplyHook applyHook;

    /** @param names the name, or name and older alias as {@code name|alias} */
    protected Setting(String names, int flags) {
        int bar = names.indexOf('|');
        this.name = bar < 0 ? names : names.substring(0, bar);
        this.alias = bar < 0 ? null : names.substring(bar + 1);
        this.flags = flags;
    }

    public final String name() {
        return name;
    }

    /** Null when there is none. */
    public final String alias() {
        return alias;
    }

    public final boolean is(int flag) {
        return (flags & flag) != 0;
    }

    /** What happens after CONFIG SET changed the value, after what was asked for before. */
    public final void onApply(ApplyHook hook) {
        ApplyHook earlier = applyHook;
        applyHook = earlier == null ? hook : () -> {
            String complaint = earlier.apply();
            return complaint == null ? hook.apply() : complaint;
        };
    }

    final ApplyHook applyHook() {
        return applyHook;
    }

    /** The value as CONFIG GET replies it. */
    public abstract String text();

    /**
     * Takes a new value, or keeps the old one and says why.
     *
     * @param words one, unless the setting is {@link #MULTI_WORD}
     * @return null when taken, else the reason in Redis' words
     */
    public abstract String assign(List<String> words);

    /** As {@link #assign}, for a line of the configuration file, where repeated lines may add up. */
    public String load(List<String> words) {
        return assign(words);
    }

    /** Writes the lines that keep the present value over a restart. */
    protected abstract void rewrite(RewriteSink out);

    /** Takes a value as CONFIG SET gives it: one argument, split at each blank when several words are allowed. */
    public final String assignText(String value) {
        if (!is(MULTI_WORD)) {
            return assign(List.of(value));
        }
        return assign(value.isEmpty() ? List.of() : List.of(value.split(" ", -1)));
    }

    @Override
    public final String toString() {
        return name;
    }

    /** Called after a change; the change is taken back when it fails. */
    @FunctionalInterface
    public interface ApplyHook {
        /** Null when done, else the reason as CONFIG SET replies it. */
        String apply();
    }

    /** Where CONFIG REWRITE collects lines. */
    public interface RewriteSink {
        /**
         * One line {@code name value}.
         *
         * @param force whether to add the line where the old file has none
         */
        void line(Setting setting, String value, boolean force);

        /** No line is needed; those in the old file go. */
        void none(Setting setting);
    }
}
