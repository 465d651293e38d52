package dev.spinel.engine.propagate;

import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.port.Journal;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.ReplyBlocks;
import dev.spinel.engine.resp.ReplyBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Repeats changes to the journals: AOF and replicas. Commands of one execution unit are collected and appended when
 * the unit ends, between MULTI and EXEC when there is more than one. Source: propagatePendingCommands in server.c.
 */
public final class Propagator {
    /** The arguments as they were called. */
    public static final int AS_CALLED = 0;
    /** What the command wrote with {@link #begin} and its companions. */
    public static final int REWRITTEN = 1;
    /** Nothing, although something changed. */
    public static final int NOTHING = 2;
    /** The arguments as they were called, even though nothing changed. */
    public static final int ALWAYS = 3;
    /** The arguments as they were called, even though nothing changed, but not to the AOF. */
    public static final int TO_REPLICAS = 4;

    private static final byte[] MULTI = {'m', 'u', 'l', 't', 'i'};
    private static final byte[] EXEC = {'e', 'x', 'e', 'c'};

    private final ReplyBuilder pending;
    private final List<Journal> journals = new ArrayList<>();
    private long[] ends = new long[8];
    private int[] databases = new int[8];
    private int[] commandKinds = new int[8];
    private int count;
    private int kinds = Journal.ALL;
    private int listening;
    private boolean grouped;
    private boolean separate;
    private boolean quiet;

    public Propagator(ReplyBlocks blocks) {
        pending = new ReplyBuilder(blocks);
    }

    public void addJournal(Journal journal) {
        journals.add(journal);
        countKinds();
    }

    public void removeJournal(Journal journal) {
        journals.remove(journal);
        countKinds();
    }

    private void countKinds() {
        listening = 0;
        for (Journal journal : journals) {
            listening |= journal.kind();
        }
    }

    /** Whether anybody listens to what commands repeat now; when not, nothing is collected. */
    public boolean isActive() {
        return (listening & kinds) != 0 && !quiet;
    }

    /** While quiet nothing is collected: a module calls a command it does not want repeated, nor what that leads to. */
    public void quiet(boolean on) {
        quiet = on;
    }

    public boolean isQuiet() {
        return quiet;
    }

    /** Which kinds of journals get the commands that begin from now on; from {@link Journal}. */
    public void kinds(int kinds) {
        this.kinds = kinds;
    }

    public int kinds() {
        return kinds;
    }

    /** Starts a command of {@code words} words; follow with as many calls of the other methods. */
    public Propagator begin(Database database, int words) {
        if (isActive()) {
            open(database.index());
            pending.array(words);
        }
        return this;
    }

    public Propagator word(byte[] word) {
        if (isActive()) {
            pending.bulk(word);
            close();
        }
        return this;
    }

    public Propagator bytes(long address, long length) {
        if (isActive()) {
            pending.bulk(address, length);
            close();
        }
        return this;
    }

    public Propagator integer(long value) {
        if (isActive()) {
            pending.bulkInteger(value);
            close();
        }
        return this;
    }

    /** Adds a whole command. */
    public void add(Database database, Args args) {
        begin(database, args.count());
        for (int i = 0; i < args.count(); i++) {
            bytes(args.address(i), args.length(i));
        }
    }

    /** Where the next command of this unit will stand; give it to {@link #moveToEnd}. */
    public int next() {
        return count;
    }

    /** Puts one command behind all that were collected since: what it led to goes before it. */
    public void moveToEnd(int index) {
        if (index >= count - 1) {
            return;
        }
        long start = index == 0 ? 0 : ends[index - 1];
        byte[] moved = Mem.toBytes(pending.address(start), (int) (ends[index] - start));
        byte[] behind = Mem.toBytes(pending.address(ends[index]), (int) (ends[count - 1] - ends[index]));
        pending.truncate(start);
        pending.raw(behind);
        pending.raw(moved);
        int database = databases[index];
        int kind = commandKinds[index];
        for (int i = index; i < count - 1; i++) {
            ends[i] = ends[i + 1] - moved.length;
            databases[i] = databases[i + 1];
            commandKinds[i] = commandKinds[i + 1];
        }
        ends[count - 1] = pending.position();
        databases[count - 1] = database;
        commandKinds[count - 1] = kind;
    }

    /** The commands of this unit stand between MULTI and EXEC even if there is only one. */
    public void group() {
        grouped = true;
    }

    /** The commands of this unit do not belong together: nothing stands around them. */
    public void separate() {
        separate = true;
    }

    /** How far the file reaches that repeats the changes; 0 when there is none. */
    public long filePosition() {
        for (int i = 0; i < journals.size(); i++) {
            if (journals.get(i).kind() == Journal.FILE) {
                return journals.get(i).position();
            }
        }
        return 0;
    }

    /** Ends the execution unit: hands everything collected to the journals. Whether there was anything. */
    public boolean flush() {
        boolean isAnything = count > 0;
        if (isAnything) {
            boolean wrapped = grouped || count > 1 && !separate;
            int wrappedFor = wrapped ? allKinds() : 0;
            appendWord(wrappedFor, MULTI);
            long start = 0;
            for (int i = 0; i < count; i++) {
                append(commandKinds[i], databases[i], start, ends[i] - start);
                start = ends[i];
            }
            appendWord(wrappedFor, EXEC);
        }
        count = 0;
        grouped = false;
        separate = false;
        pending.clear();
        return isAnything;
    }

    private int allKinds() {
        int all = 0;
        for (int i = 0; i < count; i++) {
            all |= commandKinds[i];
        }
        return all;
    }

    /** The replies of this turn are about to leave. */
    public void beforeReplies() {
        for (int i = 0; i < journals.size(); i++) {
            journals.get(i).beforeReplies();
        }
    }

    private void appendWord(int wanted, byte[] word) {
        if (wanted != 0) {
            long start = pending.position();
            pending.array(1);
            pending.bulk(word);
            append(wanted, -1, start, pending.position() - start);
        }
    }

    private void append(int wanted, int database, long start, long length) {
        for (int i = 0; i < journals.size(); i++) {
            Journal journal = journals.get(i);
            if ((journal.kind() & wanted) != 0) {
                journal.append(database, pending.address(start), length);
            }
        }
    }

    private void open(int database) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
            databases = Arrays.copyOf(databases, count * 2);
            commandKinds = Arrays.copyOf(commandKinds, count * 2);
        }
        commandKinds[count] = kinds;
        databases[count++] = database;
    }

    private void close() {
        ends[count - 1] = pending.position();
    }
}
