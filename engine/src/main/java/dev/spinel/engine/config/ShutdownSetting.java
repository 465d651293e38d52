package dev.spinel.engine.config;

import java.util.List;

/** What a termination signal does: {@code default}, or a set of SHUTDOWN's modifiers. */
public final class ShutdownSetting extends Setting {
    /** Words in the order CONFIG GET shows them; {@code default} stands for none. */
    private enum Word { DEFAULT, SAVE, NOSAVE, NOW, FORCE }

    private int words;

    ShutdownSetting(String names, int flags) {
        super(names, flags | MULTI_WORD);
    }

    public boolean isSave() {
        return has(Word.SAVE);
    }

    public boolean isNoSave() {
        return has(Word.NOSAVE);
    }

    public boolean isNow() {
        return has(Word.NOW);
    }

    public boolean isForce() {
        return has(Word.FORCE);
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Word word : Word.values()) {
            if (has(word)) text.append(text.isEmpty() ? "" : " ").append(EnumSetting.name(word));
        }
        return text.isEmpty() ? EnumSetting.name(Word.DEFAULT) : text.toString();
    }

    @Override
    public String assign(List<String> newWords) {
        int mask = 0;
        for (String text : newWords) {
            int bit = bit(text);
            if (bit == 0) {
                return EnumSetting.mustBeOneOf(Word.values());
            }
            mask |= bit;
        }
        if (newWords.isEmpty()) {
            return EnumSetting.mustBeOneOf(Word.values());
        }
        if ((mask & 1 << Word.SAVE.ordinal()) != 0 && (mask & 1 << Word.NOSAVE.ordinal()) != 0) {
            return "shutdown options SAVE and NOSAVE can't be used simultaneously";
        }
        words = mask & ~(1 << Word.DEFAULT.ordinal());
        return null;
    }

    private static int bit(String text) {
        for (Word word : Word.values()) {
            if (EnumSetting.name(word).equalsIgnoreCase(text)) {
                return 1 << word.ordinal();
            }
        }
        return 0;
    }

    private boolean has(Word word) {
        return (words & 1 << word.ordinal()) != 0;
    }

    @Override
    protected void rewrite(RewriteSink out) {
        out.line(this, text(), words != 0);
    }
}
