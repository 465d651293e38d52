package dev.spinel.engine.stats;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The sections of INFO, in the order in which they were added, and who fills them: several parts of the server may add
 * lines to one section. Owned by the reactor.
 */
public final class InfoSections {
    private final Map<String, Section> sections = new LinkedHashMap<>();
    private ModuleSections modules = (writer, wanted, all) -> { };

    /** When a section is shown. */
    public enum Shown {
        /** Without arguments. */
        BY_DEFAULT,
        /** With {@code all}. */
        WITH_ALL,
        /** Only by name. */
        BY_NAME
    }

    /** What modules add: sections of their own, named {@code module} or {@code module_section}. */
    public interface ModuleSections {
        /** @param wanted lower-case names asked for; with {@code all} every section is */
        void write(InfoWriter writer, Set<String> wanted, boolean all);
    }

    private record Section(String title, Shown shown, List<Consumer<InfoWriter>> contributors) {}

    /** Adds a section; its name is the title in lower case. */
    public void add(String title, Shown shown) {
        sections.put(title.toLowerCase(Locale.ROOT), new Section(title, shown, new ArrayList<>()));
    }

    /** Adds lines to a section that is there. */
    public void contribute(String section, Consumer<InfoWriter> contributor) {
        sections.get(section).contributors().add(contributor);
    }

    public void modules(ModuleSections moduleSections) {
        modules = moduleSections;
    }

    /** The text for the words after INFO; none asks for the default sections. */
    public String text(Collection<String> words) {
        Set<String> wanted = new TreeSet<>();
        words.forEach(word -> wanted.add(word.toLowerCase(Locale.ROOT)));
        InfoWriter writer = new InfoWriter();
        writeOwn(writer, wanted);
        modules.write(writer, wanted, wanted.contains("everything") || wanted.contains("modules"));
        return writer.toString();
    }

    /** All sections of the server's own: no code of a module runs. */
    public String ownText() {
        InfoWriter writer = new InfoWriter();
        writeOwn(writer, Set.of("all"));
        return writer.toString();
    }

    private void writeOwn(InfoWriter writer, Set<String> wanted) {
        boolean everything = wanted.contains("everything");
        boolean all = everything || wanted.contains("all");
        boolean byDefault = wanted.isEmpty() || wanted.contains("default");
        for (Map.Entry<String, Section> entry : sections.entrySet()) {
            Section section = entry.getValue();
            boolean shown = wanted.contains(entry.getKey())
                    || byDefault && section.shown() == Shown.BY_DEFAULT
                    || all && section.shown() != Shown.BY_NAME;
            if (shown) {
                writer.section(section.title());
                section.contributors().forEach(contributor -> contributor.accept(writer));
            }
        }
    }
}
