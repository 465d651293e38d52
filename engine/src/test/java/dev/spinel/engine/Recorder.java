package dev.spinel.engine;

import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyspaceListener;
import dev.spinel.engine.port.Journal;
import dev.spinel.engine.resp.Text;
import java.util.ArrayList;
import java.util.List;

/** Writes down what an engine announces: events as {@code name key}, journal lines as words with their database. */
public final class Recorder implements KeyspaceListener, Journal {
    private final List<String> events = new ArrayList<>();
    private final List<String> journal = new ArrayList<>();

    /** Listens to an engine from now on. */
    public static Recorder of(Engine engine) {
        Recorder recorder = new Recorder();
        engine.keyspace().addListener(recorder);
        engine.propagator().addJournal(recorder);
        return recorder;
    }

    @Override
    public void onEvent(int kind, byte[] event, Key key) {
        events.add(Text.string(event) + " " + Text.string(key.name()));
    }

    @Override
    public void append(int database, long address, long length) {
        String[] lines = Text.string(address, length).split("\r\n");
        List<String> words = new ArrayList<>();
        for (int i = 2; i < lines.length; i += 2) {
            words.add(lines[i]);
        }
        journal.add(String.join(" ", words));
    }

    /** Events since the last time, in order. */
    public List<String> events() {
        List<String> seen = List.copyOf(events);
        events.clear();
        return seen;
    }

    /** Commands repeated since the last time, in order. */
    public List<String> journal() {
        List<String> seen = List.copyOf(journal);
        journal.clear();
        return seen;
    }
}
