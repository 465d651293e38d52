package dev.spinel.engine.config;

import java.util.List;
import java.util.Locale;

/** One of a few named values; the names are those of the constants, in lower case and with hyphens. */
public final class EnumSetting<E extends Enum<E>> extends Setting {
    private final E byDefault;
    private E value;

    EnumSetting(String names, E byDefault, int flags) {
        super(names, flags);
        this.byDefault = byDefault;
        this.value = byDefault;
    }

    public E value() {
        return value;
    }

    @Override
    public String text() {
        return name(value);
    }

    @Override
    public String assign(List<String> words) {
        E[] choices = byDefault.getDeclaringClass().getEnumConstants();
        for (E choice : choices) {
            if (words.size() == 1 && name(choice).equalsIgnoreCase(words.get(0))) {
                value = canonical(choice);
                return null;
            }
        }
        return mustBeOneOf(choices);
    }

    private E canonical(E choice) {
        return choice instanceof Choice.Synonym<?> word ? byDefault.getDeclaringClass().cast(word.canonical()) : choice;
    }

    static String mustBeOneOf(Enum<?>[] choices) {
        StringBuilder text = new StringBuilder("argument(s) must be one of the following: ");
        for (int i = 0; i < choices.length; i++) {
            text.append(i == 0 ? "" : ", ").append(name(choices[i]));
        }
        return text.toString();
    }

    static String name(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    protected void rewrite(RewriteSink out) {
        out.line(this, text(), value != byDefault);
    }
}
