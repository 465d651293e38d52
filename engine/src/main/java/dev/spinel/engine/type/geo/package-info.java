/**
 * Geo: positions on the globe as members of a sorted set. A guest of the sorted sets, without a type of its own.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.type.geo.GeoCommands} GEOADD GEOPOS GEODIST GEOHASH, registration
 *   <li>{@code GeoSearchCommands} GEOSEARCH and GEORADIUS in all their names; {@code GeoQuery} reads their arguments,
 *       {@code Area} is the circle or box asked for, {@code Match} what was found in it
 *   <li>{@code Cells} positions as scores and the cells of the grid that cover an area, {@code Globe} distances,
 *       {@code LengthUnit} metres and miles, {@code Position} a longitude and a latitude
 * </ul>
 *
 * A score is a cell of a grid of 2^26 by 2^26 cells, the bits of its column and row taking turns, so that the cells of
 * a coarser grid are ranges of scores:
 *
 * <pre>
 *   bit   51          50           …   1           0
 *         | column 25 | row 25     | … | column 0  | row 0 |     columns from 180° west, rows from 85.05112878° south
 * </pre>
 */
package dev.spinel.engine.type.geo;
