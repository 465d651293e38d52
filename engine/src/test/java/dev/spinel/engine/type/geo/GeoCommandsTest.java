package dev.spinel.engine.type.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.Recorder;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GeoCommandsTest {
    private EngineHarness harness;
    private Recorder recorder;

    @BeforeEach
    void open() {
        harness = new EngineHarness();
        recorder = Recorder.of(harness.engine());
        run("GEOADD", "sicily", "13.361389", "38.115556", "Palermo", "15.087269", "37.502669", "Catania");
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private String run(String... words) {
        return harness.run(words);
    }

    /** The lines of a reply that are neither headers nor empty, with blanks between. */
    private String flat(String... words) {
        return Stream.of(run(words).split("\r\n")).filter(line -> !line.isEmpty() && "*$".indexOf(line.charAt(0)) < 0)
            .collect(Collectors.joining(" "));
    }

    @Test
    void placesAreScoresOfASortedSet() {
        assertEquals("Palermo 3479099956230698 Catania 3479447370796909",
            flat("ZRANGE", "sicily", "0", "-1", "WITHSCORES"));
        assertEquals(List.of("new sicily", "zadd sicily"), recorder.events());
        assertEquals(List.of("zadd sicily 3479099956230698 Palermo 3479447370796909 Catania"), recorder.journal());
    }

    @Test
    void addHeedsItsConditions() {
        assertEquals(":0\r\n", run("GEOADD", "sicily", "NX", "13", "38", "Palermo"));
        assertEquals(":1\r\n", run("GEOADD", "sicily", "XX", "CH", "13", "38", "Palermo", "1", "1", "Enna"));
        assertEquals(":0\r\n", run("GEOADD", "none", "XX", "13", "38", "Palermo"));
        assertEquals(":0\r\n", run("EXISTS", "none"));
        assertEquals("-ERR syntax error\r\n", run("GEOADD", "k", "XX", "NX", "13", "38", "a"));
        assertEquals("-ERR syntax error\r\n", run("GEOADD", "k", "13", "38", "a", "1"));
        assertEquals("-ERR syntax error\r\n", run("GEOADD", "k", "nx", "xx", "ch"));
        assertEquals("-ERR value is not a valid float\r\n", run("GEOADD", "k", "x", "38", "a"));
        assertEquals("-ERR invalid longitude,latitude pair 200.000000,-0.000000\r\n",
            run("GEOADD", "k", "200", "-0.00000001", "a"));
        assertEquals(":0\r\n", run("EXISTS", "k"));
    }

    @Test
    void positionsDistancesAndTextsOfMembers() {
        assertEquals("13.36138933897018433 38.11555639549629859", flat("GEOPOS", "sicily", "Palermo"));
        assertEquals("*1\r\n*-1\r\n", run("GEOPOS", "sicily", "Rome"));
        assertEquals("sqc8b49rny0 sqdtr74hyu0", flat("GEOHASH", "sicily", "Palermo", "Catania"));
        assertEquals("$11\r\n166274.1516\r\n", run("GEODIST", "sicily", "Palermo", "Catania"));
        assertEquals("$8\r\n103.3182\r\n", run("GEODIST", "sicily", "Palermo", "Catania", "mi"));
        assertEquals("$-1\r\n", run("GEODIST", "sicily", "Palermo", "Rome"));
        assertEquals("$-1\r\n", run("GEODIST", "none", "Palermo", "Rome"));
        assertEquals("-ERR unsupported unit provided. please use M, KM, FT, MI\r\n",
            run("GEODIST", "sicily", "Palermo", "Catania", "yd"));
    }

    @Test
    void searchesCirclesAndBoxes() {
        assertEquals("Palermo Catania", flat("GEOSEARCH", "sicily", "FROMLONLAT", "15", "37", "BYRADIUS", "200", "km"));
        assertEquals("Catania 56.4413 Palermo 190.4424",
            flat("GEORADIUS", "sicily", "15", "37", "200", "km", "WITHDIST", "ASC"));
        assertEquals("Catania", flat("GEOSEARCH", "sicily", "FROMLONLAT", "15", "37", "BYBOX", "150", "150", "km"));
        assertEquals("Palermo 166.2742",
            flat("GEORADIUSBYMEMBER_RO", "sicily", "Catania", "300", "km", "COUNT", "1", "DESC", "WITHDIST"));
        assertEquals("*0\r\n", run("GEOSEARCH", "none", "FROMMEMBER", "Rome", "BYRADIUS", "1", "m"));
        assertEquals(1, flat("GEORADIUS", "sicily", "15", "37", "200", "km", "COUNT", "1", "ANY").split(" ").length);
    }

    @Test
    void searchesComplain() {
        assertEquals("-ERR could not decode requested zset member\r\n",
            run("GEOSEARCH", "sicily", "FROMMEMBER", "Rome", "BYRADIUS", "1", "m"));
        assertEquals("-ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for geosearch\r\n",
            run("geosearch", "sicily", "BYRADIUS", "1", "m", "ASC", "DESC", "ASC"));
        assertEquals("-ERR exactly one of BYRADIUS and BYBOX can be specified for GEOSEARCH\r\n",
            run("GEOSEARCH", "sicily", "FROMMEMBER", "Catania", "ASC", "DESC", "ASC"));
        assertEquals("-ERR radius cannot be negative\r\n", run("GEORADIUS", "sicily", "1", "1", "-1", "m"));
        assertEquals("-ERR need numeric radius\r\n", run("GEORADIUS", "sicily", "1", "1", "x", "m"));
        assertEquals("-ERR height or width cannot be negative\r\n",
            run("GEOSEARCH", "sicily", "FROMMEMBER", "Catania", "BYBOX", "1", "-1", "m"));
        assertEquals("-ERR the ANY argument requires COUNT argument\r\n",
            run("GEORADIUS", "sicily", "1", "1", "1", "m", "ANY"));
        assertEquals("-ERR syntax error\r\n", run("GEORADIUS_RO", "sicily", "1", "1", "1", "m", "STORE", "k"));
        assertEquals("-ERR STORE option in GEORADIUS is not compatible with WITHDIST, WITHHASH and WITHCOORD options\r\n",
            run("GEORADIUS", "sicily", "1", "1", "1", "m", "STORE", "k", "WITHDIST"));
    }

    @Test
    void resultsAreStored() {
        recorder.events();
        recorder.journal();
        assertEquals(":2\r\n", run("GEORADIUS", "sicily", "15", "37", "200", "km", "STORE", "near"));
        assertEquals(run("GEOPOS", "sicily", "Palermo"), run("GEOPOS", "near", "Palermo"));
        assertEquals(":1\r\n", run("GEOSEARCHSTORE", "far", "sicily", "FROMMEMBER", "Catania", "BYRADIUS", "200", "km",
            "DESC", "COUNT", "1", "STOREDIST"));
        assertEquals("Palermo", flat("ZRANGE", "far", "0", "-1"));
        assertEquals(":0\r\n", run("GEOSEARCHSTORE", "near", "sicily", "FROMLONLAT", "0", "0", "BYRADIUS", "1", "m"));
        assertEquals(List.of("new near", "georadiusstore near", "new far", "geosearchstore far", "del near"),
            recorder.events());
        assertEquals(3, recorder.journal().size());
    }
}
