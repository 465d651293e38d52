package dev.spinel.engine.type.geo;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.type.sortedset.SortedSetCursor;
import dev.spinel.engine.type.sortedset.SortedSetLimits;
import dev.spinel.engine.type.sortedset.SortedSetValue;

/** Rows and methods of the geo group that work on members by name; the others are registered from here. */
public final class GeoCommands {
    /** What a change is announced and repeated as: it is one of a sorted set. */
    private static final byte[] ZADD = KeyEvent.name("zadd");
    private static final byte[] NX = Text.bytes("nx");
    private static final byte[] XX = Text.bytes("xx");
    private static final byte[] CH = Text.bytes("ch");
    private static final int WORDS_PER_PLACE = 3;

    private final SortedSetValue set;
    private final SortedSetCursor cursor = new SortedSetCursor();
    private final Position position = new Position();
    private final Position other = new Position();
    private boolean onlyNew;
    private boolean onlyOld;
    private boolean countsChanged;

    private GeoCommands(Keyspace keyspace, SortedSetLimits limits) {
        set = new SortedSetValue(keyspace.hasher(), limits);
    }

    /** Adds the commands of this room. {@code limits} are those of the sorted sets. */
    public static void register(CommandTable table, Keyspace keyspace, SortedSetLimits limits) {
        new GeoCommands(keyspace, limits).register(table);
        new GeoSearchCommands(keyspace, limits).register(table);
    }

    private void register(CommandTable table) {
        table.add("GEOADD", this::add);
        table.add("GEOPOS", this::positions);
        table.add("GEODIST", this::distance);
        table.add("GEOHASH", this::texts);
    }

    /** Replies how many members are new, with CH how many changed. Redis: geoaddCommand. */
    private void add(Call call) {
        int first = parse(call);
        if (call.failed()) {
            return;
        }
        Key key = call.writeTyped(1, ValueType.SORTED_SET);
        if (call.failed()) {
            return;
        }
        Args args = call.args();
        set.open(key, call.scratch(SortedSetValue.BUFFER_BYTES));
        if (!onlyOld) {
            set.expect((args.count() - first) / WORDS_PER_PLACE, args.length(first + 2));
        }
        int added = 0;
        int moved = 0;
        for (int i = first; i < args.count(); i += WORDS_PER_PLACE) {
            boolean isThere = set.find(cursor, args.address(i + 2), args.length(i + 2));
            boolean isChanged = isThere ? move(call, i) : insert(call, i);
            added += isChanged && !isThere ? 1 : 0;
            moved += isChanged && isThere ? 1 : 0;
        }
        if (added + moved > 0) {
            call.changed(key, KeyEvent.SORTED_SET, ZADD);
            call.dirty(added + moved - 1);
            repeat(call, first);
        }
        call.reply().integer(countsChanged ? added + moved : added);
    }

    /** Reads the words and checks every position; answers the index of the first one. */
    private int parse(Call call) {
        Args args = call.args();
        onlyNew = false;
        onlyOld = false;
        countsChanged = false;
        int first = 2;
        while (first < args.count() && isWord(args, first)) {
            first++;
        }
        int words = args.count() - first;
        if (words % WORDS_PER_PLACE != 0 || onlyNew && onlyOld) {
            call.fail(Errors.SYNTAX);
        }
        for (int i = first; i < args.count() && !call.failed(); i += WORDS_PER_PLACE) {
            position.parse(call, i);
        }
        if (words == 0) {
            call.fail(Errors.SYNTAX);
        }
        return first;
    }

    private boolean isWord(Args args, int index) {
        boolean isNx = args.is(index, NX);
        boolean isXx = args.is(index, XX);
        boolean isCh = args.is(index, CH);
        onlyNew |= isNx;
        onlyOld |= isXx;
        countsChanged |= isCh;
        return isNx || isXx || isCh;
    }

    /** Score of the position in an argument and the next. */
    private double score(Call call, int index) {
        position.parse(call, index);
        return Cells.score(Cells.around(position.longitude(), position.latitude(), Cells.FINEST), Cells.FINEST);
    }

    private boolean move(Call call, int index) {
        double score = score(call, index);
        if (onlyNew || score == cursor.score()) {
            return false;
        }
        set.setScore(cursor, score, call.args().address(index + 2), call.args().length(index + 2));
        return true;
    }

    private boolean insert(Call call, int index) {
        if (!onlyOld) {
            set.insert(score(call, index), call.args().address(index + 2), call.args().length(index + 2));
        }
        return !onlyOld;
    }

    /** Repeats the change as ZADD. */
    private void repeat(Call call, int first) {
        Args args = call.args();
        int places = (args.count() - first) / WORDS_PER_PLACE;
        Propagator propagator = call.rewrite().begin(call.database(), first + 2 * places).word(ZADD);
        for (int i = 1; i < first; i++) {
            propagator.bytes(args.address(i), args.length(i));
        }
        for (int i = first; i < args.count(); i += WORDS_PER_PLACE) {
            propagator.integer((long) score(call, i)).bytes(args.address(i + 2), args.length(i + 2));
        }
    }

    /** Looks the sorted set in argument 1 up for reading; false when the command is over. */
    private boolean read(Call call) {
        set.open(call.read(1, 0, ValueType.SORTED_SET), call.scratch(SortedSetValue.BUFFER_BYTES));
        return !call.failed();
    }

    /** Goes to the position of the member in an argument; false when there is none. */
    private boolean find(Call call, int index, Position at) {
        boolean isThere = set.find(cursor, call.args().address(index), call.args().length(index));
        if (isThere) {
            at.ofScore(cursor.score());
        }
        return isThere;
    }

    /** Replies a longitude and a latitude per member, null for what is absent. Redis: geoposCommand. */
    private void positions(Call call) {
        if (!read(call)) {
            return;
        }
        ReplyBuilder reply = call.reply();
        reply.array(call.argCount() - 2);
        for (int i = 2; i < call.argCount(); i++) {
            if (find(call, i, position)) {
                GeoSearchCommands.replyPosition(reply, position.longitude(), position.latitude());
            } else {
                reply.nilArray();
            }
        }
    }

    /** Replies the usual text of positions, null for what is absent. Redis: geohashCommand. */
    private void texts(Call call) {
        if (!read(call)) {
            return;
        }
        ReplyBuilder reply = call.reply();
        reply.array(call.argCount() - 2);
        for (int i = 2; i < call.argCount(); i++) {
            if (find(call, i, position)) {
                reply.bulk(Cells.text(position.longitude(), position.latitude()));
            } else {
                reply.nil();
            }
        }
    }

    /** Replies how far two members are apart, or null. Redis: geodistCommand. */
    private void distance(Call call) {
        LengthUnit unit = call.argCount() == 5 ? LengthUnit.parse(call, 4) : LengthUnit.M;
        if (call.argCount() > 5) {
            call.fail(Errors.SYNTAX);
        }
        if (call.failed() || !read(call)) {
            return;
        }
        if (find(call, 2, position) && find(call, 3, other)) {
            double metres = Globe.distance(position.longitude(), position.latitude(), other.longitude(),
                other.latitude());
            GeoSearchCommands.replyDistance(call.reply(), metres / unit.metres());
        } else {
            call.reply().nil();
        }
    }
}
