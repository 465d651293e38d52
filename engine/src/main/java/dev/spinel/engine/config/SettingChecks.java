package dev.spinel.engine.config;

import java.util.List;

/** Checks of single text settings: null when fine, else the reason in Redis' words. */
final class SettingChecks {
    private static final int MAX_HOST_LENGTH = 256;
    private static final List<String> TITLE_VARIABLES =
        List.of("title", "listen-addr", "server-mode", "config-file", "port", "tls-port", "unixsocket");

    private static final String INVALID_TEMPLATE = "template format is invalid or contains unknown variables";

    private SettingChecks() {}

    static String dbFilename(String name) {
        return isBaseName(name) ? null : "dbfilename can't be a path, just a filename";
    }

    static String appendFilename(String name) {
        if (name.isEmpty()) {
            return "appendfilename can't be empty";
        }
        return isBaseName(name) ? null : "appendfilename can't be a path, just a filename";
    }

    static String appendDirname(String name) {
        if (name.isEmpty()) {
            return "appenddirname can't be empty";
        }
        return isBaseName(name) ? null : "appenddirname can't be a path, just a dirname";
    }

    static String hostname(String name) {
        if (name.length() >= MAX_HOST_LENGTH) {
            return "Hostnames must be less than 256 characters";
        }
        return name.chars().allMatch(c -> isAlphanumeric(c) || c == '-' || c == '.') ? null
            : "Hostnames may only contain alphanumeric characters, hyphens or dots";
    }

    /** What a human calls a cluster node; it appears in lines that blanks and colons structure. */
    static String nodeName(String name) {
        return name.chars().allMatch(c -> c > ' ' && c <= '~' && "!#$%&()*+:;<>?@[]^{|}~".indexOf(c) < 0) ? null
            : "Announced human node name contained invalid character";
    }

    /** Known variables in braces, {@code {{} for a brace itself, and something that can become visible. */
    static String titleTemplate(String template) {
        boolean visible = false;
        for (int i = 0; i < template.length(); i++) {
            if (template.charAt(i) == '{' && !template.startsWith("{", i + 1)) {
                int end = template.indexOf('}', i);
                if (end < 0 || !TITLE_VARIABLES.contains(template.substring(i + 1, end))) {
                    return INVALID_TEMPLATE;
                }
                visible |= !template.startsWith("{title}", i) && !template.startsWith("{server-mode}", i);
                i = end;
            } else {
                i += template.startsWith("{{", i) ? 1 : 0;
                visible = true;
            }
        }
        return visible ? null : INVALID_TEMPLATE;
    }

    private static boolean isBaseName(String name) {
        return name.indexOf('/') < 0 && name.indexOf('\\') < 0;
    }

    private static boolean isAlphanumeric(int c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }
}
