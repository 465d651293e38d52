package dev.spinel.engine.feature.acl;

import dev.spinel.engine.command.KeyFlag;
import dev.spinel.engine.config.ConfigWords;
import dev.spinel.engine.resp.ArgSource;
import dev.spinel.engine.resp.Glob;
import dev.spinel.engine.resp.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One set of rights: commands, together with the keys and channels they may touch. Owned by its user. */
final class Selector {
    private static final int READ = 1;
    private static final int WRITE = 2;

    private final CommandRules commands;
    private final List<KeyPattern> keys = new ArrayList<>();
    private final List<byte[]> channels = new ArrayList<>();
    private boolean allKeys;
    private boolean allChannels;

    /** Keys that may be used in some way; {@code rights} are bits of READ and WRITE. */
    private record KeyPattern(byte[] pattern, int rights) {
        String describe() {
            String sign = rights == READ ? "%R~" : rights == WRITE ? "%W~" : "~";
            return sign + Text.string(pattern);
        }
    }

    Selector(CommandCatalog catalog, boolean allChannels) {
        this.commands = new CommandRules(catalog);
        this.allChannels = allChannels;
    }

    private Selector(Selector source) {
        commands = source.commands.copy();
        keys.addAll(source.keys);
        channels.addAll(source.channels);
        allKeys = source.allKeys;
        allChannels = source.allChannels;
    }

    Selector copy() {
        return new Selector(this);
    }

    /** A selector from the rules between parentheses; the error is latched into {@code errors}. */
    static Selector parse(CommandCatalog catalog, boolean allChannels, String rules, List<RuleError> errors) {
        Selector selector = new Selector(catalog, allChannels);
        List<String> words = ConfigWords.split(rules);
        if (words == null) {
            errors.add(RuleError.SYNTAX);
            return null;
        }
        for (String word : words) {
            RuleError error = selector.apply(word);
            if (error != null) {
                errors.add(error);
                return null;
            }
        }
        return selector;
    }

    CommandRules commands() {
        return commands;
    }

    boolean allowsAllKeys() {
        return allKeys;
    }

    boolean allowsAllChannels() {
        return allChannels;
    }

    List<byte[]> channels() {
        return channels;
    }

    /** Whether nothing at all is refused. */
    boolean isUnrestricted() {
        return allKeys && allChannels && commands.allowsAll();
    }

    /** Whether a key may be used as the flags, from {@link KeyFlag}, say. */
    boolean allowsKey(ArgSource args, int index, int flags) {
        return allKeys || allowsKey(args.address(index), args.length(index), flags);
    }

    /** Whether one pattern covers every key with a prefix: it ends in a star and its rest matches. */
    boolean allowsPrefix(byte[] prefix, int flags) {
        int needed = rights(flags);
        return allKeys || keys.stream().anyMatch(key -> (key.rights & needed) == needed
                && key.pattern.length > 0 && key.pattern[key.pattern.length - 1] == '*'
                && Glob.matches(key.pattern, prefix, false));
    }

    boolean allowsKey(long address, long length, int flags) {
        if (allKeys) {
            return true;
        }
        int needed = rights(flags);
        for (int i = 0; i < keys.size(); i++) {
            KeyPattern key = keys.get(i);
            if ((key.rights & needed) == needed && Glob.matches(key.pattern, address, length, false)) {
                return true;
            }
        }
        return false;
    }

    /** Whether every key may be used as the flags say. */
    boolean allowsEveryKey(int flags) {
        int needed = rights(flags);
        return allKeys || keys.stream().anyMatch(key -> (key.rights & needed) == needed && Glob.isAll(key.pattern));
    }

    private static int rights(int flags) {
        int reads = (flags & KeyFlag.ACCESS) != 0 ? READ : 0;
        return (flags & (KeyFlag.INSERT | KeyFlag.DELETE | KeyFlag.UPDATE)) != 0 ? reads | WRITE : reads;
    }

    /** Whether a channel may be used; a pattern must be one of ours to the letter. */
    boolean allowsChannel(long address, long length, boolean isPattern) {
        return allChannels || matches(channels, address, length, isPattern);
    }

    private static boolean matches(List<byte[]> patterns, long address, long length, boolean isPattern) {
        for (int i = 0; i < patterns.size(); i++) {
            byte[] pattern = patterns.get(i);
            if (isPattern ? Text.equals(address, length, pattern) : Glob.matches(pattern, address, length, false)) {
                return true;
            }
        }
        return false;
    }

    /** Applies one rule; null, or why it is none. Nothing changes then. */
    RuleError apply(String rule) {
        switch (rule.toLowerCase(Locale.ROOT)) {
            case "allkeys", "~*" -> keys(true);
            case "resetkeys" -> keys(false);
            case "allchannels", "&*" -> channels(true);
            case "resetchannels" -> channels(false);
            case "allcommands", "+@all" -> commands.all(true);
            case "nocommands", "-@all" -> commands.all(false);
            default -> {
                return applyOther(rule);
            }
        }
        return null;
    }

    private RuleError applyOther(String rule) {
        return switch (rule.charAt(0)) {
            case '~' -> addKey(rule.substring(1), READ | WRITE);
            case '%' -> addKeyWithRights(rule);
            case '&' -> addChannel(rule.substring(1));
            case '+', '-' -> commands.apply(rule);
            default -> RuleError.SYNTAX;
        };
    }

    private void keys(boolean all) {
        allKeys = all;
        keys.clear();
    }

    private void channels(boolean all) {
        allChannels = all;
        channels.clear();
    }

    private RuleError addKeyWithRights(String rule) {
        if (allKeys) {
            return RuleError.AFTER_ALL_KEYS;
        }
        int rights = 0;
        int i = 1;
        while (i < rule.length() && rule.charAt(i) != '~') {
            int right = switch (rule.charAt(i)) {
                case 'R', 'r' -> READ;
                case 'W', 'w' -> WRITE;
                default -> 0;
            };
            if (right == 0 || (rights & right) != 0) {
                return RuleError.SYNTAX;
            }
            rights |= right;
            i++;
        }
        return rights == 0 ? RuleError.SYNTAX : addKey(rule.substring(Math.min(i + 1, rule.length())), rights);
    }

    private RuleError addKey(String pattern, int rights) {
        if (allKeys) {
            return RuleError.AFTER_ALL_KEYS;
        }
        if (AclUser.hasSpaces(pattern)) {
            return RuleError.SYNTAX;
        }
        byte[] bytes = Text.bytes(pattern);
        for (int i = 0; i < keys.size(); i++) {
            if (Arrays.equals(keys.get(i).pattern, bytes)) {
                keys.set(i, new KeyPattern(bytes, keys.get(i).rights | rights));
                return null;
            }
        }
        keys.add(new KeyPattern(bytes, rights));
        return null;
    }

    private RuleError addChannel(String pattern) {
        if (allChannels) {
            return RuleError.AFTER_ALL_CHANNELS;
        }
        if (AclUser.hasSpaces(pattern)) {
            return RuleError.SYNTAX;
        }
        byte[] bytes = Text.bytes(pattern);
        if (channels.stream().noneMatch(known -> Arrays.equals(known, bytes))) {
            channels.add(bytes);
        }
        return null;
    }

    /** Key patterns as ACL GETUSER shows them. */
    String describeKeys() {
        return allKeys ? "~*" : String.join(" ", keys.stream().map(KeyPattern::describe).toList());
    }

    /** Channel patterns as ACL GETUSER shows them. */
    String describeChannels() {
        return allChannels ? "&*" : String.join(" ", channels.stream().map(each -> "&" + Text.string(each)).toList());
    }

    /** All rules as ACL LIST shows them. */
    String describe() {
        StringBuilder text = new StringBuilder();
        if (allKeys || !keys.isEmpty()) {
            text.append(describeKeys()).append(' ');
        }
        if (!allChannels) {
            text.append("resetchannels ");
        }
        if (allChannels || !channels.isEmpty()) {
            text.append(describeChannels()).append(' ');
        }
        return text.append(commands.describe()).toString();
    }
}
