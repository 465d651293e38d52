package dev.spinel.engine.feature.acl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads users: rules given as words, {@code user} lines of the configuration, the text of an ACL file. Nothing reaches
 * the users of the server before all of it was found to be right. Source: ACLLoadFromFile and ACLLoadConfiguredUsers in
 * acl.c.
 */
final class AclLoader {
    private static final String NO_CHANGE =
            "WARNING: ACL errors detected, no change to the previously active ACL rules was performed";

    private final Acl acl;

    AclLoader(Acl acl) {
        this.acl = acl;
    }

    /** Users by name, or what is wrong with the text. */
    record Result(Map<String, AclUser> users, String errors) {}

    /**
     * Joins the words of a selector, which may hold blanks, to one word. Null when a parenthesis stays open; it starts
     * in the word {@code openAt[0]} then.
     */
    static List<String> joinSelectors(List<String> words, int[] openAt) {
        List<String> joined = new ArrayList<>();
        StringBuilder open = null;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (open != null) {
                open.append(' ').append(word);
            } else if (word.startsWith("(") && !word.endsWith(")")) {
                open = new StringBuilder(word);
                openAt[0] = i;
            } else {
                joined.add(word);
            }
            if (open != null && open.length() > word.length() && word.endsWith(")")) {
                joined.add(open.toString());
                open = null;
            }
        }
        return open == null ? joined : null;
    }

    /** Applies rules to a user one after the other; null, or what Redis says of the first wrong one. */
    static String apply(AclUser user, List<String> rules) {
        int[] openAt = new int[1];
        List<String> joined = joinSelectors(rules, openAt);
        if (joined == null) {
            return "Unmatched parenthesis in acl selector starting at '" + rules.get(openAt[0]) + "'.";
        }
        for (String rule : joined) {
            RuleError error = user.apply(rule);
            if (error != null) {
                return "Error in ACL SETUSER modifier '" + rule + "': " + error.text();
            }
        }
        return null;
    }

    /** Reads the text of an ACL file. */
    Result parse(String fileName, String text) {
        Map<String, AclUser> users = new LinkedHashMap<>();
        StringBuilder errors = new StringBuilder();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (!line.isEmpty()) {
                parseLine(fileName + ":" + (i + 1), i + 1, line, users, errors);
            }
        }
        return errors.isEmpty() ? new Result(users, null) : new Result(null, errors.append(NO_CHANGE).toString());
    }

    private void parseLine(String place, int number, String line, Map<String, AclUser> users, StringBuilder errors) {
        List<String> words = List.of(line.split(" ", -1));
        if (!words.get(0).equals("user") || words.size() < 2) {
            errors.append(place).append(" should start with user keyword followed by the username. ");
            return;
        }
        String name = words.get(1);
        if (AclUser.hasSpaces(name)) {
            errors.append('\'').append(place).append(": username '").append(name)
                    .append("' contains invalid characters. ");
            return;
        }
        AclUser user = acl.newUser(name);
        if (users.putIfAbsent(name, user) != null) {
            errors.append("WARNING: Duplicate user '").append(name).append("' found on line ").append(number)
                    .append(". ");
            return;
        }
        applyLine(place, user, words.subList(2, words.size()), errors);
    }

    /** Of the errors of a line only the first is told, except unknown commands, which are no secret. */
    private static void applyLine(String place, AclUser user, List<String> rules, StringBuilder errors) {
        List<String> joined = joinSelectors(rules, new int[1]);
        if (joined == null) {
            errors.append(place).append(": Unmatched parenthesis in selector definition.");
            return;
        }
        boolean told = false;
        for (String rule : joined) {
            RuleError error = user.apply(rule.strip());
            if (error == RuleError.UNKNOWN_COMMAND) {
                errors.append(place).append(": Error in applying operation '").append(rule.strip()).append("': ")
                        .append(error.text()).append(". ");
            } else if (error != null && !told) {
                errors.append(place).append(": ").append(error.text()).append(". ");
                told = true;
            }
        }
    }
}
