package dev.spinel.module.spi;

import dev.spinel.module.abi.StringCell;
import dev.spinel.module.api.CommandFilterApi;
import dev.spinel.module.api.FilterContext;
import dev.spinel.module.api.ReplyApi;
import java.nio.charset.StandardCharsets;

/** The words of a command while a filter looks at them; word 0 is its name. */
public final class FilteredCommand {
    private final Strings strings;
    private final FilterContext words;

    FilteredCommand(Strings strings, FilterContext words) {
        this.strings = strings;
        this.words = words;
    }

    public int size() {
        return CommandFilterApi.commandFilterArgsCount(words);
    }

    /** A copy of a word; null beyond the last. */
    public byte[] bytes(int index) {
        long string = CommandFilterApi.commandFilterArgGet(words, index);
        return string == 0 ? null : StringCell.toBytes(string);
    }

    /** As {@link #bytes}, in UTF-8. */
    public String text(int index) {
        byte[] word = bytes(index);
        return word == null ? null : new String(word, StandardCharsets.UTF_8);
    }

    /** Inserts a word in front of another, or behind the last. */
    public void insert(int index, byte[] word) {
        long string = strings.create(word);
        if (CommandFilterApi.commandFilterArgInsert(words, index, string) != ReplyApi.OK) {
            throw refused(index, string);
        }
    }

    public void replace(int index, byte[] word) {
        long string = strings.create(word);
        if (CommandFilterApi.commandFilterArgReplace(words, index, string) != ReplyApi.OK) {
            throw refused(index, string);
        }
    }

    public void remove(int index) {
        if (CommandFilterApi.commandFilterArgDelete(words, index) != ReplyApi.OK) {
            throw new IndexOutOfBoundsException(index);
        }
    }

    /** Who sent it. */
    public long clientId() {
        return CommandFilterApi.commandFilterGetClientId(words);
    }

    private static IndexOutOfBoundsException refused(int index, long string) {
        StringCell.release(string);
        return new IndexOutOfBoundsException(index);
    }
}
