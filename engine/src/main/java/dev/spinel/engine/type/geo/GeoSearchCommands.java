package dev.spinel.engine.type.geo;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.ResultStore;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.resp.Doubles;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.type.sortedset.SortedSetCursor;
import dev.spinel.engine.type.sortedset.SortedSetLimits;
import dev.spinel.engine.type.sortedset.SortedSetValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Members in an area: rows and methods of GEOSEARCH, GEORADIUS and their kin. One per engine. */
final class GeoSearchCommands {
    private static final byte[] GEOSEARCHSTORE = KeyEvent.name("geosearchstore");
    private static final byte[] GEORADIUSSTORE = KeyEvent.name("georadiusstore");
    private static final int DISTANCE_DECIMALS = 4;
    private static final Comparator<Match> NEAREST_FIRST =
        (one, other) -> Double.compare(one.distance(), other.distance());
    private static final Comparator<Match> FARTHEST_FIRST =
        (one, other) -> Double.compare(other.distance(), one.distance());

    private final SortedSetValue set;
    private final SortedSetValue result;
    private final SortedSetCursor cursor = new SortedSetCursor();
    private final GeoQuery query;

    GeoSearchCommands(Keyspace keyspace, SortedSetLimits limits) {
        set = new SortedSetValue(keyspace.hasher(), limits);
        result = new SortedSetValue(keyspace.hasher(), limits);
        query = new GeoQuery(set);
    }

    void register(CommandTable table) {
        table.add("GEORADIUS", call -> search(call, GeoQuery.Form.COORDINATES, false));
        table.add("GEORADIUS_RO", call -> search(call, GeoQuery.Form.COORDINATES, true));
        table.add("GEORADIUSBYMEMBER", call -> search(call, GeoQuery.Form.MEMBER, false));
        table.add("GEORADIUSBYMEMBER_RO", call -> search(call, GeoQuery.Form.MEMBER, true));
        table.add("GEOSEARCH", call -> search(call, GeoQuery.Form.SEARCH, true));
        table.add("GEOSEARCHSTORE", call -> search(call, GeoQuery.Form.SEARCH_STORE, false));
    }

    /** Replies the members in the area, or stores them and replies how many. */
    private void search(Call call, GeoQuery.Form form, boolean isReadOnly) {
        query.parse(call, form, isReadOnly);
        if (call.failed()) {
            return;
        }
        List<Match> matches = matches();
        if (query.target() > 0) {
            store(call, matches);
            return;
        }
        call.reply().array(matches.size());
        for (Match match : matches) {
            reply(call.reply(), match);
        }
    }

    private List<Match> matches() {
        if (query.isAbsent()) {
            return List.of();
        }
        List<Match> matches = new ArrayList<>();
        query.area().search(set, matches, query.enough());
        if (query.order() != 0) {
            matches.sort(query.order() > 0 ? NEAREST_FIRST : FARTHEST_FIRST);
        }
        boolean isCut = query.count() > 0 && query.count() < matches.size();
        return isCut ? matches.subList(0, (int) query.count()) : matches;
    }

    private double inUnit(Match match) {
        return match.distance() / query.area().unitMetres();
    }

    private void reply(ReplyBuilder reply, Match match) {
        int extras = (query.withDistance() ? 1 : 0) + (query.withHash() ? 1 : 0) + (query.withCoordinates() ? 1 : 0);
        if (extras > 0) {
            reply.array(extras + 1);
        }
        set.seek(cursor, match.rank());
        reply.bulk(cursor.address(), cursor.length());
        if (query.withDistance()) {
            replyDistance(reply, inUnit(match));
        }
        if (query.withHash()) {
            reply.integer((long) match.score());
        }
        if (query.withCoordinates()) {
            replyPosition(reply, match.longitude(), match.latitude());
        }
    }

    static void replyDistance(ReplyBuilder reply, double distance) {
        reply.bulk(Doubles.formatFixed(distance, DISTANCE_DECIMALS));
    }

    static void replyPosition(ReplyBuilder reply, double longitude, double latitude) {
        reply.array(2);
        reply.number(Text.bytes(Doubles.formatHuman(longitude)));
        reply.number(Text.bytes(Doubles.formatHuman(latitude)));
    }

    private void store(Call call, List<Match> matches) {
        result.openFree(call.scratch(SortedSetValue.BUFFER_BYTES));
        for (Match match : matches) {
            set.seek(cursor, match.rank());
            if (result.count() == 0) {
                result.expect(matches.size(), cursor.length());
            }
            double score = query.storesDistance() ? inUnit(match) : match.score();
            result.insert(score, cursor.address(), cursor.length());
        }
        Key target = call.write(query.target());
        ResultStore.store(call, target, result, KeyEvent.SORTED_SET,
            query.isSearch() ? GEOSEARCHSTORE : GEORADIUSSTORE);
        call.dirty(Math.max(matches.size() - 1, 0));
    }
}
