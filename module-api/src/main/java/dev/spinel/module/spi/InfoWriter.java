package dev.spinel.module.spi;

import dev.spinel.module.api.InfoApi;
import dev.spinel.module.api.InfoContext;
import dev.spinel.module.api.ReplyApi;

/** Where a module writes its part of INFO. Valid until the callback that got it returns. */
public final class InfoWriter {
    private final InfoContext info;
    private final Strings strings;

    InfoWriter(InfoContext info, Strings strings) {
        this.info = info;
        this.strings = strings;
    }

    /** Starts a section; false when nobody asked for it, and its fields are passed over. */
    public boolean section(String name) {
        return InfoApi.infoAddSection(info, name) == ReplyApi.OK;
    }

    public void field(String name, long value) {
        InfoApi.infoAddFieldLongLong(info, name, value);
    }

    public void field(String name, double value) {
        InfoApi.infoAddFieldDouble(info, name, value);
    }

    public void field(String name, String value) {
        strings.with(value, string -> InfoApi.infoAddFieldString(info, name, string));
    }
}
