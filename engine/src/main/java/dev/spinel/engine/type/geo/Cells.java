package dev.spinel.engine.type.geo;

/**
 * Cells of grids over the globe, which have 2^step columns and 2^step rows. A cell is the bits of its column and of its
 * row in turns; see the floor plan. Source: geohash.c.
 */
final class Cells {
    /** Step of the finest grid, whose cells are scores. */
    static final int FINEST = 26;
    static final double MAX_LONGITUDE = 180;
    static final double MAX_LATITUDE = 85.05112878;

    private static final long ROW_BITS = 0x5555555555555555L;
    private static final long COLUMN_BITS = ~ROW_BITS;
    private static final double POLE = 90;
    private static final double TWO_TO_63 = 0x1p63;
    private static final String ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz";
    private static final int TEXT_LENGTH = 11;
    private static final int BITS_PER_CHAR = 5;

    private Cells() {}

    static boolean isOnGrid(double longitude, double latitude) {
        return Math.abs(longitude) <= MAX_LONGITUDE && Math.abs(latitude) <= MAX_LATITUDE;
    }

    /** The cell around a position on the grid. */
    static long around(double longitude, double latitude, int step) {
        return around(longitude, latitude, MAX_LATITUDE, step);
    }

    private static long around(double longitude, double latitude, double maxLatitude, int step) {
        double column = (longitude + MAX_LONGITUDE) / (2 * MAX_LONGITUDE);
        double row = (latitude + maxLatitude) / (2 * maxLatitude);
        double cells = 1L << step;
        return spread((long) (row * cells)) | spread((long) (column * cells)) << 1;
    }

    /** A score as a cell of the finest grid, even one that is none, the way C on x86 converts it. */
    static long ofScore(double score) {
        if (score < TWO_TO_63) {
            return (long) score;
        }
        double rest = score - TWO_TO_63;
        return rest < TWO_TO_63 ? (long) rest ^ Long.MIN_VALUE : 0;
    }

    /** First score in a cell; the first one behind it is that of the next cell. */
    static double score(long cell, int step) {
        return cell << 2 * (FINEST - step);
    }

    /** Longitude of the middle of a cell of the finest grid. */
    static double longitude(long cell) {
        return middle(west(cell, FINEST), east(cell, FINEST), MAX_LONGITUDE);
    }

    /** Latitude of the middle of a cell of the finest grid. */
    static double latitude(long cell) {
        return middle(south(cell, FINEST), north(cell, FINEST), MAX_LATITUDE);
    }

    private static double middle(double from, double to, double limit) {
        return Math.clamp((from + to) / 2, -limit, limit);
    }

    static double west(long cell, int step) {
        return edge(gather(cell >>> 1), step, MAX_LONGITUDE);
    }

    static double east(long cell, int step) {
        return edge(gather(cell >>> 1) + 1 & 0xFFFFFFFFL, step, MAX_LONGITUDE);
    }

    static double south(long cell, int step) {
        return edge(gather(cell), step, MAX_LATITUDE);
    }

    static double north(long cell, int step) {
        return edge(gather(cell) + 1 & 0xFFFFFFFFL, step, MAX_LATITUDE);
    }

    private static double edge(long index, int step, double limit) {
        return -limit + index * 1.0 / (1L << step) * (limit + limit);
    }

    /** The cell so many columns to the east and rows to the north, around the globe; each is -1, 0 or 1. */
    static long neighbour(long cell, int step, int east, int north) {
        long mask = -1L >>> Long.SIZE - 2 * step;
        return moved(cell & COLUMN_BITS, COLUMN_BITS & mask, ROW_BITS & mask, east)
            | moved(cell & ROW_BITS, ROW_BITS & mask, COLUMN_BITS & mask, north);
    }

    /** Counts in every other bit of a number up or down: the bits between are filled so that carries pass over them. */
    private static long moved(long bits, long counted, long between, int by) {
        return switch (by) {
            case 1 -> bits + (between + 1) & counted;
            case -1 -> (bits | between) - (between + 1) & counted;
            default -> bits;
        };
    }

    /** The usual text of a position: letters for a grid that reaches from pole to pole. The last one is always 0. */
    static byte[] text(double longitude, double latitude) {
        long cell = around(longitude, latitude, POLE, FINEST);
        byte[] text = new byte[TEXT_LENGTH];
        for (int i = 0; i < TEXT_LENGTH; i++) {
            int shift = 2 * FINEST - (i + 1) * BITS_PER_CHAR;
            int letter = shift < 0 ? 0 : (int) (cell >>> shift) & (1 << BITS_PER_CHAR) - 1;
            text[i] = (byte) ALPHABET.charAt(letter);
        }
        return text;
    }

    /** Puts a zero above each of the low 32 bits. */
    private static long spread(long bits) {
        long x = bits & 0xFFFFFFFFL;
        x = (x | x << 16) & 0x0000FFFF0000FFFFL;
        x = (x | x << 8) & 0x00FF00FF00FF00FFL;
        x = (x | x << 4) & 0x0F0F0F0F0F0F0F0FL;
        x = (x | x << 2) & 0x3333333333333333L;
        return (x | x << 1) & ROW_BITS;
    }

    /** Every other bit, from the lowest on. */
    private static long gather(long bits) {
        long x = bits & ROW_BITS;
        x = (x | x >>> 1) & 0x3333333333333333L;
        x = (x | x >>> 2) & 0x0F0F0F0F0F0F0F0FL;
        x = (x | x >>> 4) & 0x00FF00FF00FF00FFL;
        x = (x | x >>> 8) & 0x0000FFFF0000FFFFL;
        return (x | x >>> 16) & 0xFFFFFFFFL;
    }
}
