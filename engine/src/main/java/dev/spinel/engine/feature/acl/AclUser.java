package dev.spinel.engine.feature.acl;

import dev.spinel.engine.client.User;
import dev.spinel.engine.resp.Text;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A user: its passwords, as SHA-256 in hexadecimal, and its selectors, of which one must allow a whole call. Owned by
 * the reactor. Source: the user structure of acl.c.
 */
public final class AclUser implements User {
    private static final int HASH_DIGITS = 64;

    private final String name;
    private final CommandCatalog catalog;
    private final boolean allChannelsAtFirst;
    private final Set<String> passwords = new LinkedHashSet<>();
    private final List<Selector> selectors = new ArrayList<>();
    private boolean enabled;
    private boolean needsNoPassword;
    private boolean skipsSanitizing;
    private boolean unrestricted;

    /** A user who may do nothing and cannot log in. */
    AclUser(String name, CommandCatalog catalog, boolean allChannelsAtFirst) {
        this.name = name;
        this.catalog = catalog;
        this.allChannelsAtFirst = allChannelsAtFirst;
        selectors.add(new Selector(catalog, allChannelsAtFirst));
    }

    @Override
    public String name() {
        return name;
    }

    public boolean isEnabled() {
        return enabled;
    }

    public boolean needsNoPassword() {
        return needsNoPassword;
    }

    /** Whether any selector allows everything, so that nothing needs to be checked. */
    public boolean isUnrestricted() {
        return unrestricted;
    }

    List<Selector> selectors() {
        return selectors;
    }

    Collection<String> passwords() {
        return passwords;
    }

    /** Makes rules and passwords those of another user. */
    void copyFrom(AclUser source) {
        passwords.clear();
        passwords.addAll(source.passwords);
        selectors.clear();
        source.selectors.forEach(selector -> selectors.add(selector.copy()));
        enabled = source.enabled;
        needsNoPassword = source.needsNoPassword;
        skipsSanitizing = source.skipsSanitizing;
        unrestricted = source.unrestricted;
    }

    /** Whether a password, or none, opens the server to this user; compared in constant time. */
    boolean accepts(byte[] password) {
        if (!enabled || needsNoPassword) {
            return enabled;
        }
        byte[] candidate = hash(password).getBytes(StandardCharsets.ISO_8859_1);
        boolean found = false;
        for (String known : passwords) {
            found |= MessageDigest.isEqual(known.getBytes(StandardCharsets.ISO_8859_1), candidate);
        }
        return found;
    }

    /** Applies one rule; null, or why it is none. Nothing changes then. */
    RuleError apply(String rule) {
        RuleError error = rule.isEmpty() ? null : applyWord(rule);
        unrestricted = selectors.stream().anyMatch(Selector::isUnrestricted);
        return error;
    }

    private RuleError applyWord(String rule) {
        switch (rule.toLowerCase(Locale.ROOT)) {
            case "on" -> enabled = true;
            case "off" -> enabled = false;
            case "skip-sanitize-payload" -> skipsSanitizing = true;
            case "sanitize-payload" -> skipsSanitizing = false;
            case "nopass" -> passwords(true);
            case "resetpass" -> passwords(false);
            case "clearselectors" -> selectors.subList(1, selectors.size()).clear();
            case "reset" -> reset();
            default -> {
                return applySigned(rule);
            }
        }
        return null;
    }

    private RuleError applySigned(String rule) {
        String rest = rule.substring(1);
        return switch (rule.charAt(0)) {
            case '>' -> addPassword(hash(Text.bytes(rest)));
            case '#' -> isHash(rest) ? addPassword(rest) : RuleError.BAD_HASH;
            case '<' -> removePassword(hash(Text.bytes(rest)));
            case '!' -> isHash(rest) ? removePassword(rest) : RuleError.BAD_HASH;
            default -> rule.startsWith("(") && rule.endsWith(")")
                    ? addSelector(rule.substring(1, rule.length() - 1))
                    : selectors.get(0).apply(rule);
        };
    }

    private void passwords(boolean none) {
        needsNoPassword = none;
        passwords.clear();
    }

    private RuleError addPassword(String hash) {
        passwords.add(hash);
        needsNoPassword = false;
        return null;
    }

    private RuleError removePassword(String hash) {
        return passwords.remove(hash) ? null : RuleError.NO_SUCH_PASSWORD;
    }

    private RuleError addSelector(String rules) {
        List<RuleError> errors = new ArrayList<>(1);
        Selector selector = Selector.parse(catalog, allChannelsAtFirst, rules, errors);
        if (selector == null) {
            return errors.get(0);
        }
        selectors.add(selector);
        return null;
    }

    private void reset() {
        passwords(false);
        enabled = false;
        skipsSanitizing = false;
        selectors.clear();
        selectors.add(new Selector(catalog, allChannelsAtFirst));
    }

    /** SHA-256 in hexadecimal. */
    private static String hash(byte[] password) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(password));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    private static boolean isHash(String text) {
        return text.length() == HASH_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }

    /** Whether a name or pattern would break the lines of an ACL file. */
    static boolean hasSpaces(String text) {
        return text.chars().anyMatch(c -> c == ' ' || c >= '\t' && c <= '\r' || c == 0);
    }

    /** The flags as ACL GETUSER shows them. */
    List<String> flags() {
        List<String> flags = new ArrayList<>();
        flags.add(enabled ? "on" : "off");
        if (needsNoPassword) {
            flags.add("nopass");
        }
        flags.add(skipsSanitizing ? "skip-sanitize-payload" : "sanitize-payload");
        return flags;
    }

    /** All rules as ACL LIST shows them. */
    public String describe() {
        StringBuilder text = new StringBuilder(String.join(" ", flags())).append(' ');
        passwords.forEach(hash -> text.append('#').append(hash).append(' '));
        text.append(selectors.get(0).describe());
        for (Selector selector : selectors.subList(1, selectors.size())) {
            text.append(" (").append(selector.describe()).append(')');
        }
        return text.toString();
    }
}
