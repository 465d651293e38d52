package dev.spinel.module.spi;

import dev.spinel.module.api.HashApi;
import dev.spinel.module.api.ModuleKey;
import java.nio.charset.StandardCharsets;

/** A key as a hash, whose fields {@link Key#forEach} visits. Valid as long as its key is open. */
public final class HashView {
    private final ModuleContext context;
    private final ModuleKey key;

    HashView(ModuleContext context, ModuleKey key) {
        this.context = context;
        this.key = key;
    }

    /** The value of a field; null when it is absent. */
    public byte[] get(byte[] field) {
        return context.strings().with(field, name ->
                Strings.taken(HashApi.hashGet(context.functions().module(), key, name)));
    }

    /** As {@link #get(byte[])}, in UTF-8. */
    public String get(String field) {
        byte[] value = get(field.getBytes(StandardCharsets.UTF_8));
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /** Sets a field; an absent key comes into being. */
    public void put(byte[] field, byte[] value) {
        Strings strings = context.strings();
        Key.check(strings.with(field, name -> strings.with(value, text -> HashApi.hashSet(key, name, text))));
    }

    public void put(String field, String value) {
        put(field.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    /** Removes a field if it is there; the key goes with its last one. */
    public void remove(byte[] field) {
        Key.check(context.strings().with(field, name -> HashApi.hashSet(key, name, HashApi.DELETE)));
    }

    public boolean contains(byte[] field) {
        return get(field) != null;
    }
}
