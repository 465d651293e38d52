package dev.spinel.engine.config;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** A text such as a file name, an address or a password. Some texts are unset while empty. */
public final class TextSetting extends Setting {
    private final String byDefault;
    private final UnaryOperator<String> check;
    private String value;

    /**
     * @param byDefault null for a setting that is unset while empty
     * @param check the reason to refuse a text, or null; may be null itself
     */
    TextSetting(String names, String byDefault, UnaryOperator<String> check, int flags) {
        super(names, flags);
        this.byDefault = byDefault;
        this.check = check;
        this.value = byDefault;
    }

    /** Null while unset. */
    public String value() {
        return value;
    }

    public boolean isSet() {
        return value != null && !value.isEmpty();
    }

    /** Takes a value the server worked out itself, for example the absolute form of a path. */
    public void replace(String chosen) {
        this.value = chosen;
    }

    @Override
    public String text() {
        return value == null ? "" : value;
    }

    @Override
    public String assign(List<String> words) {
        String text = words.get(0);
        String complaint = check == null ? null : check.apply(text);
        if (complaint == null) {
            value = byDefault == null && text.isEmpty() ? null : text;
        }
        return complaint;
    }

    @Override
    protected void rewrite(RewriteSink out) {
        if (value == null) {
            out.none(this);
        } else {
            out.line(this, ConfigWords.quote(value), !Objects.equals(value, byDefault));
        }
    }
}
