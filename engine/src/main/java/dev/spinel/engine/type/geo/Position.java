package dev.spinel.engine.type.geo;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.resp.Doubles;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.type.sortedset.Scores;

/** A place on the globe in degrees. Reused; owned by whoever works with it. */
final class Position {
    private static final int SHOWN_DECIMALS = 6;

    private double longitude;
    private double latitude;

    double longitude() {
        return longitude;
    }

    double latitude() {
        return latitude;
    }

    Position set(double east, double north) {
        longitude = east;
        latitude = north;
        return this;
    }

    /** Goes to the middle of the cell that a score stands for. */
    Position ofScore(double score) {
        long cell = Cells.ofScore(score);
        return set(Cells.longitude(cell), Cells.latitude(cell));
    }

    /** Reads longitude and latitude from two arguments; latches what is no number or not on the grid. */
    void parse(Call call, int index) {
        double east = Scores.parse(call, index, Errors.NOT_FLOAT);
        double north = Scores.parse(call, index + 1, Errors.NOT_FLOAT);
        if (!call.failed() && !Cells.isOnGrid(east, north)) {
            call.fail(Errors.bytes("ERR invalid longitude,latitude pair " + Doubles.formatFixed(east, SHOWN_DECIMALS)
                + "," + Doubles.formatFixed(north, SHOWN_DECIMALS)));
        }
        set(east, north);
    }
}
