package dev.spinel.engine.type.geo;

/** Distances on a globe, in metres between positions in degrees. Source: geohash_helper.c. */
final class Globe {
    /** Mean radius of the Earth in metres, as WGS-84 has it. */
    static final double RADIUS = 6372797.560856;

    private static final double RADIAN = Math.PI / 180.0;

    private Globe() {}

    static double radians(double degrees) {
        return degrees * RADIAN;
    }

    static double degrees(double radians) {
        return radians / RADIAN;
    }

    /** The way along a meridian. */
    static double distance(double latitude1, double latitude2) {
        return RADIUS * Math.abs(radians(latitude2) - radians(latitude1));
    }

    /** The way along a great circle, by the haversine formula. */
    static double distance(double longitude1, double latitude1, double longitude2, double latitude2) {
        double east = Math.sin((radians(longitude2) - radians(longitude1)) / 2);
        if (east == 0) {
            return distance(latitude1, latitude2);
        }
        double from = radians(latitude1);
        double to = radians(latitude2);
        double north = Math.sin((to - from) / 2);
        double chord = north * north + Math.cos(from) * Math.cos(to) * east * east;
        return 2 * RADIUS * Math.asin(Math.sqrt(chord));
    }
}
