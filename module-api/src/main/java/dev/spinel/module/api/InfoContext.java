package dev.spinel.module.api;

import dev.spinel.module.abi.Handle;
import java.util.Locale;
import java.util.Set;

/** {@code RedisModuleInfoCtx}: one module writes its sections of INFO. Lives for one call of its function. */
public final class InfoContext extends Handle {
    private static final String UNSAFE = "#:\n\r";

    private final String module;
    private final Set<String> requested;
    private final StringBuilder text;
    private boolean isInSection;
    private boolean isInDict;

    /**
     * @param requested section names in lower case; null for all
     * @param text the sections of the modules before
     */
    InfoContext(String module, Set<String> requested, StringBuilder text) {
        this.module = module;
        this.requested = requested;
        this.text = text;
    }

    /** Starts a section named after the module; false when nobody asked for it. */
    boolean section(String name) {
        endDict();
        String fullName = name == null || name.isEmpty() ? module : module + "_" + name;
        isInSection = requested == null || requested.contains(fullName.toLowerCase(Locale.ROOT))
                || requested.contains(module.toLowerCase(Locale.ROOT));
        if (isInSection) {
            text.append(text.isEmpty() ? "" : "\r\n").append("# ").append(fullName).append("\r\n");
        }
        return isInSection;
    }

    boolean beginDict(String name) {
        if (!isInSection) {
            return false;
        }
        endDict();
        text.append(safe(module)).append('_').append(safe(name)).append(':');
        isInDict = true;
        return true;
    }

    /** False when no dictionary is open. */
    boolean endDict() {
        if (!isInDict) {
            return false;
        }
        if (text.charAt(text.length() - 1) == ',') {
            text.setLength(text.length() - 1);
        }
        text.append("\r\n");
        isInDict = false;
        return true;
    }

    boolean field(String name, String value) {
        if (!isInSection) {
            return false;
        }
        if (isInDict) {
            text.append(name).append('=').append(value).append(',');
        } else {
            text.append(module).append('_').append(name).append(':').append(value).append("\r\n");
        }
        return true;
    }

    /** Names from outside must not look like the structure of INFO. */
    static String safe(String name) {
        StringBuilder clean = new StringBuilder(name);
        for (int i = 0; i < clean.length(); i++) {
            if (UNSAFE.indexOf(clean.charAt(i)) >= 0) {
                clean.setCharAt(i, '_');
            }
        }
        return clean.toString();
    }
}
