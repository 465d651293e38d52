package dev.spinel.engine.config;

import java.util.Arrays;
import java.util.List;

/** How many bytes of replies may wait for a client of each class before it is disconnected. */
public final class BufferLimitsSetting extends Setting {
    private static final int WORDS_PER_CLASS = 4;
    private static final Limits[] DEFAULTS = {
        new Limits(0, 0, 0), new Limits(256L << 20, 64L << 20, 60), new Limits(32L << 20, 8L << 20, 60),
    };

    private Limits[] limits = DEFAULTS;

    BufferLimitsSetting(String names) {
        super(names, MULTI_WORD);
    }

    /** Who the limits are for; the position is the one in CONFIG GET, where replicas still have their old name. */
    public enum ClientClass { NORMAL, SLAVE, PUBSUB }

    /**
     * Zero means no limit.
     *
     * @param hardBytes disconnect at once
     * @param softBytes disconnect when exceeded for {@code softSeconds} on end
     */
    public record Limits(long hardBytes, long softBytes, long softSeconds) {}

    public Limits limits(ClientClass clientClass) {
        return limits[clientClass.ordinal()];
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder();
        for (ClientClass client : ClientClass.values()) {
            Limits limit = limits(client);
            text.append(text.isEmpty() ? "" : " ").append(EnumSetting.name(client)).append(' ')
                .append(Long.toUnsignedString(limit.hardBytes())).append(' ')
                .append(Long.toUnsignedString(limit.softBytes())).append(' ').append(limit.softSeconds());
        }
        return text.toString();
    }

    /** Classes not named keep their limits; all words are checked before any limit changes. */
    @Override
    public String assign(List<String> words) {
        if (words.size() % WORDS_PER_CLASS != 0) {
            return "Wrong number of arguments in buffer limit configuration.";
        }
        Limits[] changed = limits.clone();
        for (int i = 0; i < words.size(); i += WORDS_PER_CLASS) {
            int client = classIndex(words.get(i));
            if (client < 0) {
                return "Invalid client class specified in buffer limit configuration.";
            }
            Long hard = Numerals.memory(words.get(i + 1));
            Long soft = Numerals.memory(words.get(i + 2));
            Long seconds = Numerals.lenientInteger(words.get(i + 3));
            if (hard == null || soft == null || seconds == null || seconds < 0) {
                return "Error in hard, soft or soft_seconds setting in buffer limit configuration.";
            }
            changed[client] = new Limits(hard, soft, seconds);
        }
        limits = changed;
        return null;
    }

    private static int classIndex(String word) {
        String name = word.equalsIgnoreCase("replica") ? "slave" : word;
        return Arrays.stream(ClientClass.values()).filter(c -> EnumSetting.name(c).equalsIgnoreCase(name))
            .mapToInt(Enum::ordinal).findFirst().orElse(-1);
    }

    @Override
    protected void rewrite(RewriteSink out) {
        for (ClientClass client : ClientClass.values()) {
            Limits limit = limits(client);
            String name = client == ClientClass.SLAVE ? "replica" : EnumSetting.name(client);
            out.line(this, name + ' ' + Numerals.shortMemory(limit.hardBytes()) + ' '
                + Numerals.shortMemory(limit.softBytes()) + ' ' + limit.softSeconds(),
                !limit.equals(DEFAULTS[client.ordinal()]));
        }
    }
}
