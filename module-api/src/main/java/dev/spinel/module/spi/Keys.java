package dev.spinel.module.spi;

import dev.spinel.module.abi.StringCell;
import dev.spinel.module.api.KeyApi;
import dev.spinel.module.api.ModuleKey;
import java.nio.charset.StandardCharsets;

/** The keys of the selected database. What is changed through them is not replicated: see {@link ModuleContext}. */
public final class Keys {
    private final ModuleContext context;

    Keys(ModuleContext context) {
        this.context = context;
    }

    /** Opens a key to read it; an absent one reads as empty. Close it before the callback returns. */
    public Key read(String name) {
        return open(name.getBytes(StandardCharsets.UTF_8), ModuleKey.READ);
    }

    public Key read(byte[] name) {
        return open(name, ModuleKey.READ);
    }

    /** Opens a key to read and change it. Close it before the callback returns. */
    public Key write(String name) {
        return write(name.getBytes(StandardCharsets.UTF_8));
    }

    public Key write(byte[] name) {
        return open(name, ModuleKey.READ | ModuleKey.WRITE);
    }

    public boolean exists(String name) {
        try (Key key = read(name)) {
            return key.exists();
        }
    }

    private Key open(byte[] name, int mode) {
        long string = context.newString(name);
        try {
            return new Key(context, KeyApi.openKey(context.api(), string, mode));
        } finally {
            StringCell.release(string);
        }
    }
}
