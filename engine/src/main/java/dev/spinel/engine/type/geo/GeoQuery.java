package dev.spinel.engine.type.geo;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.type.sortedset.Scores;
import dev.spinel.engine.type.sortedset.SortedSetCursor;
import dev.spinel.engine.type.sortedset.SortedSetValue;

/**
 * What GEOSEARCH and GEORADIUS are asked: the area, which matches, in which order, and what of them. Reused; owned by
 * the room. Source: georadiusGeneric in geo.c.
 */
final class GeoQuery {
    /** How a command names the area and the target. */
    enum Form { COORDINATES, MEMBER, SEARCH, SEARCH_STORE }

    private static final byte[] WITHDIST = Text.bytes("withdist");
    private static final byte[] WITHHASH = Text.bytes("withhash");
    private static final byte[] WITHCOORD = Text.bytes("withcoord");
    private static final byte[] ANY = Text.bytes("any");
    private static final byte[] ASC = Text.bytes("asc");
    private static final byte[] DESC = Text.bytes("desc");
    private static final byte[] COUNT = Text.bytes("count");
    private static final byte[] STORE = Text.bytes("store");
    private static final byte[] STOREDIST = Text.bytes("storedist");
    private static final byte[] FROMMEMBER = Text.bytes("frommember");
    private static final byte[] FROMLONLAT = Text.bytes("fromlonlat");
    private static final byte[] BYRADIUS = Text.bytes("byradius");
    private static final byte[] BYBOX = Text.bytes("bybox");
    private static final byte[] NO_RADIUS = Errors.bytes("ERR need numeric radius");
    private static final byte[] NEGATIVE_RADIUS = Errors.bytes("ERR radius cannot be negative");
    private static final byte[] NO_WIDTH = Errors.bytes("ERR need numeric width");
    private static final byte[] NO_HEIGHT = Errors.bytes("ERR need numeric height");
    private static final byte[] NEGATIVE_BOX = Errors.bytes("ERR height or width cannot be negative");
    private static final byte[] NO_MEMBER = Errors.bytes("ERR could not decode requested zset member");
    private static final byte[] COUNT_NOT_POSITIVE = Errors.bytes("ERR COUNT must be > 0");
    private static final byte[] ANY_WITHOUT_COUNT = Errors.bytes("ERR the ANY argument requires COUNT argument");
    private static final byte[] STORE_WITH_WORDS = Errors.bytes(
        "ERR STORE option in GEORADIUS is not compatible with WITHDIST, WITHHASH and WITHCOORD options");
    private static final byte[] SEARCH_STORE_WITH_WORDS =
        Errors.bytes("ERR GEOSEARCHSTORE is not compatible with WITHDIST, WITHHASH and WITHCOORD options");

    private final Area area = new Area();
    private final SortedSetCursor cursor = new SortedSetCursor();
    private final SortedSetValue set;
    private Form form;
    private boolean isReadOnly;
    private boolean isAbsent;
    private boolean withDistance;
    private boolean withHash;
    private boolean withCoordinates;
    private boolean fromMember;
    private boolean fromPosition;
    private boolean byRadius;
    private boolean byBox;
    private boolean isAny;
    private boolean storesDistance;
    private int order;
    private int target;
    private long count;

    GeoQuery(SortedSetValue set) {
        this.set = set;
    }

    Area area() {
        return area;
    }

    boolean withDistance() {
        return withDistance;
    }

    boolean withHash() {
        return withHash;
    }

    boolean withCoordinates() {
        return withCoordinates;
    }

    /** Argument that names the key the result goes to; 0 for none. */
    int target() {
        return target;
    }

    boolean isSearch() {
        return form == Form.SEARCH || form == Form.SEARCH_STORE;
    }

    /** Whether there is no sorted set to search. */
    boolean isAbsent() {
        return isAbsent;
    }

    /** Whether distances are stored rather than positions. */
    boolean storesDistance() {
        return storesDistance;
    }

    /** Most matches wanted, 0 for all. */
    long count() {
        return count;
    }

    /** Matches after which the search may end, 0 when all must be seen. */
    long enough() {
        return isAny ? count : 0;
    }

    /** 1 for the nearest first, -1 for the farthest first, 0 as found. The nearest count unless any will do. */
    int order() {
        return order == 0 && count != 0 && !isAny ? 1 : order;
    }

    /** Opens the sorted set and reads everything; latches the first thing wrong. */
    void parse(Call call, Form ofForm, boolean readOnly) {
        form = ofForm;
        isReadOnly = readOnly;
        withDistance = false;
        withHash = false;
        withCoordinates = false;
        fromMember = false;
        fromPosition = false;
        byRadius = false;
        byBox = false;
        isAny = false;
        storesDistance = false;
        order = 0;
        count = 0;
        target = form == Form.SEARCH_STORE ? 1 : 0;
        Key key = call.read(form == Form.SEARCH_STORE ? 2 : 1, 0, ValueType.SORTED_SET);
        isAbsent = !key.exists();
        set.open(key, call.scratch(SortedSetValue.BUFFER_BYTES));
        parseWords(call, parseFixed(call));
        checkWords(call);
    }

    /** Reads what stands at a fixed place; answers the index of the first word behind it. */
    private int parseFixed(Call call) {
        if (call.failed()) {
            return 0;
        }
        switch (form) {
            case COORDINATES -> {
                area.centre().parse(call, 2);
                parseCircle(call, 4);
                return 6;
            }
            case MEMBER -> {
                if (!isAbsent) {
                    parseMember(call, 2);
                    parseCircle(call, 3);
                }
                return 5;
            }
            case SEARCH -> {
                return 2;
            }
            default -> {
                return 3;
            }
        }
    }

    private void parseMember(Call call, int index) {
        if (isAbsent) {
            return;
        }
        if (set.find(cursor, call.args().address(index), call.args().length(index))) {
            area.centre().ofScore(cursor.score());
        } else {
            call.fail(NO_MEMBER);
        }
    }

    private void parseCircle(Call call, int index) {
        if (call.failed()) {
            return;
        }
        double radius = Scores.parse(call, index, NO_RADIUS);
        if (radius < 0) {
            call.fail(NEGATIVE_RADIUS);
        }
        area.circle(radius, LengthUnit.parse(call, index + 1));
    }

    private void parseBox(Call call, int index) {
        double width = Scores.parse(call, index, NO_WIDTH);
        double height = Scores.parse(call, index + 1, NO_HEIGHT);
        if (width < 0 || height < 0) {
            call.fail(NEGATIVE_BOX);
        }
        area.box(width, height, LengthUnit.parse(call, index + 2));
    }

    private void parseWords(Call call, int first) {
        int index = first;
        while (!call.failed() && index < call.argCount()) {
            int taken = isSearch() ? parseSearchWord(call, index) : parseStoreWord(call.args(), index);
            index += taken > 0 ? taken : parseCommonWord(call, index);
        }
    }

    /** Reads a word that all forms know; answers how many arguments it takes. */
    private int parseCommonWord(Call call, int index) {
        Args args = call.args();
        if (args.is(index, WITHDIST)) {
            withDistance = true;
        } else if (args.is(index, WITHHASH)) {
            withHash = true;
        } else if (args.is(index, WITHCOORD)) {
            withCoordinates = true;
        } else if (args.is(index, ANY)) {
            isAny = true;
        } else if (args.is(index, ASC)) {
            order = 1;
        } else if (args.is(index, DESC)) {
            order = -1;
        } else if (args.is(index, COUNT) && index + 1 < args.count()) {
            count = call.integer(index + 1);
            if (count <= 0) {
                call.fail(COUNT_NOT_POSITIVE);
            }
            return 2;
        } else {
            call.fail(Errors.SYNTAX);
        }
        return 1;
    }

    /** Reads a word of GEORADIUS; answers how many arguments it takes, 0 when it is none. */
    private int parseStoreWord(Args args, int index) {
        boolean isStore = args.is(index, STORE);
        if (isReadOnly || index + 1 >= args.count() || !isStore && !args.is(index, STOREDIST)) {
            return 0;
        }
        target = index + 1;
        storesDistance = !isStore;
        return 2;
    }

    /** Reads a word of GEOSEARCH; answers how many arguments it takes, 0 when it is none. */
    private int parseSearchWord(Call call, int index) {
        Args args = call.args();
        int left = args.count() - index - 1;
        if (form == Form.SEARCH_STORE && args.is(index, STOREDIST)) {
            storesDistance = true;
            return 1;
        }
        if (left >= 1 && !fromPosition && args.is(index, FROMMEMBER)) {
            parseMember(call, index + 1);
            fromMember = true;
            return 2;
        }
        if (left >= 2 && !fromMember && args.is(index, FROMLONLAT)) {
            area.centre().parse(call, index + 1);
            fromPosition = true;
            return 3;
        }
        if (left >= 2 && !byBox && args.is(index, BYRADIUS)) {
            parseCircle(call, index + 1);
            byRadius = true;
            return 3;
        }
        if (left >= 3 && !byRadius && args.is(index, BYBOX)) {
            parseBox(call, index + 1);
            byBox = true;
            return 4;
        }
        return 0;
    }

    private void checkWords(Call call) {
        if (call.failed()) {
            return;
        }
        if (target > 0 && (withDistance || withHash || withCoordinates)) {
            call.fail(isSearch() ? SEARCH_STORE_WITH_WORDS : STORE_WITH_WORDS);
        } else if (isSearch() && !fromMember && !fromPosition) {
            call.fail(exactlyOne(call, "FROMMEMBER or FROMLONLAT"));
        } else if (isSearch() && !byRadius && !byBox) {
            call.fail(exactlyOne(call, "BYRADIUS and BYBOX"));
        } else if (isAny && count == 0) {
            call.fail(ANY_WITHOUT_COUNT);
        }
    }

    private static byte[] exactlyOne(Call call, String words) {
        return Errors.oneLine("ERR exactly one of " + words + " can be specified for " + call.args().text(0));
    }
}
