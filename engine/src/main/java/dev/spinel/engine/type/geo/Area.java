package dev.spinel.engine.type.geo;

import dev.spinel.engine.type.sortedset.SortedSetCursor;
import dev.spinel.engine.type.sortedset.SortedSetValue;
import java.util.List;

/**
 * The circle or box that is searched, around a position. Measures are in the unit of the query. Reused; owned by one
 * query. Source: geohashCalculateAreasByShapeWGS84 in geohash_helper.c.
 */
final class Area {
    private static final double HALF_THE_EQUATOR = 20037726.37;
    private static final double NEAR_A_POLE = 66;
    private static final double AT_A_POLE = 80;
    private static final int CELLS = 9;
    private static final long NO_CELL = -1;

    // Where the cells around the middle one are, in the order they are searched.
    private static final int[] EAST = {0, 0, 0, 1, -1, 1, -1, 1, -1};
    private static final int[] NORTH = {0, 1, -1, 0, 0, 1, 1, -1, -1};

    private final Position centre = new Position();
    private final Position place = new Position();
    private final SortedSetCursor cursor = new SortedSetCursor();
    private final long[] cells = new long[CELLS];
    private boolean isBox;
    private double radius;
    private double width;
    private double height;
    private double unitMetres;
    private int step;
    private double west;
    private double east;
    private double south;
    private double north;

    Position centre() {
        return centre;
    }

    double unitMetres() {
        return unitMetres;
    }

    void circle(double ofRadius, LengthUnit unit) {
        isBox = false;
        radius = ofRadius;
        unitMetres = unit.metres();
    }

    void box(double ofWidth, double ofHeight, LengthUnit unit) {
        isBox = true;
        width = ofWidth;
        height = ofHeight;
        unitMetres = unit.metres();
    }

    /** Adds members inside the area, until there are {@code limit} of them; 0 for all. */
    void search(SortedSetValue set, List<Match> matches, long limit) {
        coverWithCells();
        int last = 0;
        for (int i = 0; i < CELLS; i++) {
            // On a coarse grid neighbours on opposite sides are the same cell.
            boolean isRepeated = last > 0 && cells[i] == cells[last];
            if (cells[i] == NO_CELL || isRepeated) {
                continue;
            }
            if (isEnough(matches, limit)) {
                return;
            }
            searchCell(set, cells[i], matches, limit);
            last = i;
        }
    }

    private static boolean isEnough(List<Match> matches, long limit) {
        return limit > 0 && matches.size() >= limit;
    }

    private void searchCell(SortedSetValue set, long cell, List<Match> matches, long limit) {
        double end = Cells.score(cell + 1, step);
        long rank = set.countBelow(Cells.score(cell, step), false);
        boolean isThere = set.seek(cursor, rank);
        while (isThere && cursor.score() < end) {
            double score = cursor.score();
            double distance = distance(place.ofScore(score));
            if (distance >= 0) {
                matches.add(new Match(rank, score, place.longitude(), place.latitude(), distance));
            }
            if (isEnough(matches, limit)) {
                return;
            }
            rank++;
            isThere = cursor.next();
        }
    }

    /** How far a position is from the centre in metres; negative when it is outside. */
    private double distance(Position to) {
        double longitude = centre.longitude();
        double latitude = centre.latitude();
        boolean isOutside = isBox
            && (Globe.distance(to.latitude(), latitude) > height * unitMetres / 2
            || Globe.distance(to.longitude(), to.latitude(), longitude, to.latitude()) > width * unitMetres / 2);
        if (isOutside) {
            return -1;
        }
        double distance = Globe.distance(longitude, latitude, to.longitude(), to.latitude());
        return !isBox && distance > radius * unitMetres ? -1 : distance;
    }

    /** Chooses the finest grid on which nine cells cover the area, and the cells among them that are needed. */
    private void coverWithCells() {
        measure();
        step = estimateStep();
        chooseCells();
        if (step > 1 && reachesBeyondCells()) {
            step--;
            chooseCells();
        }
        if (step >= 2) {
            dropCellsOutside();
        }
    }

    /** Finds the edges of the area; nearer to the pole a degree of longitude is shorter. */
    private void measure() {
        double halfHeight = unitMetres * (isBox ? height / 2 : radius);
        double halfWidth = unitMetres * (isBox ? width / 2 : radius);
        double up = Globe.degrees(halfHeight / Globe.RADIUS);
        double nearPole = centre.latitude() < 0 ? centre.latitude() - up : centre.latitude() + up;
        double aside = Globe.degrees(halfWidth / Globe.RADIUS / Math.cos(Globe.radians(nearPole)));
        west = centre.longitude() - aside;
        east = centre.longitude() + aside;
        south = centre.latitude() - up;
        north = centre.latitude() + up;
    }

    private int estimateStep() {
        double reach = isBox ? Math.sqrt(width / 2 * (width / 2) + height / 2 * (height / 2)) : radius;
        double metres = reach * unitMetres;
        if (metres == 0) {
            return Cells.FINEST;
        }
        int estimate = -1;
        while (metres < HALF_THE_EQUATOR) {
            metres *= 2;
            estimate++;
        }
        double latitude = Math.abs(centre.latitude());
        estimate -= latitude > NEAR_A_POLE ? 1 : 0;
        estimate -= latitude > AT_A_POLE ? 1 : 0;
        return Math.clamp(estimate, 1, Cells.FINEST);
    }

    private void chooseCells() {
        long middle = Cells.around(centre.longitude(), centre.latitude(), step);
        for (int i = 0; i < CELLS; i++) {
            cells[i] = Cells.neighbour(middle, step, EAST[i], NORTH[i]);
        }
        cells[0] = middle;
    }

    private boolean reachesBeyondCells() {
        return Cells.north(cells[1], step) < north || Cells.south(cells[2], step) > south
            || Cells.east(cells[3], step) < east || Cells.west(cells[4], step) > west;
    }

    private void dropCellsOutside() {
        long middle = cells[0];
        boolean dropsSouth = Cells.south(middle, step) < south;
        boolean dropsNorth = Cells.north(middle, step) > north;
        boolean dropsWest = Cells.west(middle, step) < west;
        boolean dropsEast = Cells.east(middle, step) > east;
        for (int i = 1; i < CELLS; i++) {
            if (dropsSouth && NORTH[i] < 0 || dropsNorth && NORTH[i] > 0 || dropsWest && EAST[i] < 0
                || dropsEast && EAST[i] > 0) {
                cells[i] = NO_CELL;
            }
        }
    }
}
