package dev.spinel.module.api;

import dev.spinel.engine.port.OperatorLog;

/** Names of settings and ACL categories: letters, digits, underscore, hyphen. */
final class ResourceName {
    private static final String OTHERS = "_-";

    private ResourceName() {}

    /** Whether a module may use the name; the log says what is wrong with it. */
    static boolean isValid(ModuleServer server, String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean isFine = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                    || OTHERS.indexOf(c) >= 0;
            if (!isFine) {
                server.log(OperatorLog.WARNING, "Invalid character " + c + " in Module resource name " + name + ".");
                return false;
            }
        }
        return !name.isEmpty();
    }
}
