package dev.spinel.module.spi;

import dev.spinel.module.api.ListApi;
import dev.spinel.module.api.ModuleKey;

/** A key as a list, whose elements {@link Key#length} counts. Valid as long as its key is open. */
public final class ListView {
    private static final int HEAD = 0;
    private static final int TAIL = -1;

    private final ModuleContext context;
    private final ModuleKey key;

    ListView(ModuleContext context, ModuleKey key) {
        this.context = context;
        this.key = key;
    }

    public void pushFirst(byte[] element) {
        push(HEAD, element);
    }

    public void pushLast(byte[] element) {
        push(TAIL, element);
    }

    private void push(int where, byte[] element) {
        Key.check(context.strings().with(element, string -> ListApi.listPush(key, where, string)));
    }

    /** Takes the first element out; null when there is none. */
    public byte[] popFirst() {
        return Strings.taken(ListApi.listPop(key, HEAD));
    }

    /** Takes the last element out; null when there is none. */
    public byte[] popLast() {
        return Strings.taken(ListApi.listPop(key, TAIL));
    }

    /** The element at an index, from the end when negative; null beyond. */
    public byte[] get(long index) {
        return key == null ? null : Strings.taken(ListApi.listGet(key, index));
    }

    /** Replaces the element at an index. */
    public void set(long index, byte[] element) {
        Key.check(context.strings().with(element, string -> ListApi.listSet(key, index, string)));
    }

    /** Inserts an element, which has this index then, counted from the end when negative. */
    public void insert(long index, byte[] element) {
        Key.check(context.strings().with(element, string -> ListApi.listInsert(key, index, string)));
    }

    /** Removes the element at an index. */
    public void remove(long index) {
        Key.check(ListApi.listDelete(key, index));
    }
}
