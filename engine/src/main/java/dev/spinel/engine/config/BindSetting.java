package dev.spinel.engine.config;

import java.util.List;

/** Addresses to listen on; {@code *} is every IPv4 one, and one after a hyphen may be missing on this machine. */
public final class BindSetting extends Setting {
    private static final int MAX_ADDRESSES = 16;
    private static final List<String> DEFAULT = List.of("*", "-::*");

    private List<String> addresses = DEFAULT;

    BindSetting(String names) {
        super(names, MULTI_WORD);
    }

    /** Empty means no TCP at all. */
    public List<String> addresses() {
        return addresses;
    }

    /** Whether nobody chose addresses; protected mode looks at this. */
    public boolean isDefault() {
        return addresses.equals(DEFAULT);
    }

    @Override
    public String text() {
        return String.join(" ", addresses);
    }

    @Override
    public String assign(List<String> words) {
        if (words.size() > MAX_ADDRESSES) {
            return "Too many bind addresses specified.";
        }
        addresses = words.size() == 1 && words.get(0).isEmpty() ? List.of() : List.copyOf(words);
        return null;
    }

    @Override
    protected void rewrite(RewriteSink out) {
        if (isDefault()) {
            out.none(this);
        } else {
            out.line(this, addresses.isEmpty() ? "\"\"" : text(), true);
        }
    }
}
