package dev.spinel.engine.config;

import dev.spinel.engine.resp.Errors;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One CONFIG SET: all of its parameters or none. Values are taken first, then applied; when either fails, those taken
 * so far go back and are applied again. Single use.
 */
public final class SettingsUpdate {
    private final Settings settings;
    private final boolean mayChangeProtected;
    private final boolean isLoading;
    private final List<Setting> changed = new ArrayList<>();
    private final List<String> oldTexts = new ArrayList<>();

    /**
     * @param mayChangeProtected whether enable-protected-configs lets this client
     * @param isLoading whether a dataset is being loaded
     */
    public SettingsUpdate(Settings settings, boolean mayChangeProtected, boolean isLoading) {
        this.settings = settings;
        this.mayChangeProtected = mayChangeProtected;
        this.isLoading = isLoading;
    }

    /**
     * Sets and applies.
     *
     * @param namesAndValues alternating
     * @return null when done, else the error reply
     */
    public byte[] set(List<String> namesAndValues) {
        if (namesAndValues.size() % 2 != 0) {
            return Errors.SYNTAX;
        }
        byte[] error = findAll(namesAndValues);
        if (error == null) {
            error = assignAll(namesAndValues);
        }
        if (error == null) {
            settings.wereSet(changed);
        }
        return error;
    }

    private byte[] findAll(List<String> namesAndValues) {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            String name = namesAndValues.get(i);
            Setting setting = settings.find(name);
            if (setting == null) {
                return Errors.oneLine("ERR Unknown option or number of arguments for CONFIG SET - '" + name + "'");
            }
            if (setting.is(Setting.DENY_LOADING) && isLoading && !isRefused(setting)) {
                return Errors.LOADING;
            }
            String refusal = refusal(setting);
            if (refusal != null) {
                return failed(name, refusal);
            }
            changed.add(setting);
            oldTexts.add(setting.text());
        }
        return null;
    }

    private boolean isRefused(Setting setting) {
        return setting.is(Setting.IMMUTABLE) || setting.is(Setting.PROTECTED) && !mayChangeProtected;
    }

    private String refusal(Setting setting) {
        if (setting.is(Setting.IMMUTABLE)) {
            return "can't set immutable config";
        }
        if (isRefused(setting)) {
            return "can't set protected config";
        }
        return changed.contains(setting) ? "duplicate parameter" : null;
    }

    private byte[] assignAll(List<String> namesAndValues) {
        Set<Setting> toApply = new LinkedHashSet<>();
        for (int i = 0; i < changed.size(); i++) {
            Setting setting = changed.get(i);
            String complaint = setting.assignText(namesAndValues.get(2 * i + 1));
            if (complaint != null) {
                takeBack();
                return failed(usedName(setting, namesAndValues.get(2 * i)), complaint);
            }
            boolean differs = !setting.text().equals(oldTexts.get(i)) || setting.is(Setting.VOLATILE);
            if (differs && setting.applyHook() != null) toApply.add(setting);
        }
        return applyAll(toApply);
    }

    /** A hook shared by several settings runs once. */
    private byte[] applyAll(Set<Setting> toApply) {
        Set<Setting.ApplyHook> done = new LinkedHashSet<>();
        for (Setting setting : toApply) {
            String complaint = done.add(setting.applyHook()) ? setting.applyHook().apply() : null;
            if (complaint != null) {
                takeBack();
                done.forEach(Setting.ApplyHook::apply);
                return failed(setting.name(), complaint);
            }
        }
        return null;
    }

    private void takeBack() {
        for (int i = 0; i < changed.size(); i++) {
            changed.get(i).assignText(oldTexts.get(i));
        }
    }

    private static String usedName(Setting setting, String typed) {
        return typed.equalsIgnoreCase(setting.alias()) ? setting.alias() : setting.name();
    }

    private static byte[] failed(String name, String reason) {
        String cause = reason.isEmpty() ? "" : " - " + reason;
        return Errors.oneLine("ERR CONFIG SET failed (possibly related to argument '" + name + "')" + cause);
    }
}
