package dev.spinel.engine.port;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.TimeZone;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LogTimeTest {
    @Test
    void padsEveryField() {
        assertEquals("01 Jan 1970 00:00:00.007", LogTime.format(7, TimeZone.getTimeZone("UTC")));
        assertEquals("31 Dec 1969 23:59:59.999", LogTime.format(-1, TimeZone.getTimeZone("UTC")));
    }

    @Test
    void writesWhatTheJdkWrites() {
        DateTimeFormatter jdk = DateTimeFormatter.ofPattern("dd MMM yyyy HH:mm:ss.SSS", Locale.ROOT);
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (String name : new String[] {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns"}) {
            TimeZone zone = TimeZone.getTimeZone(name);
            for (int i = 0; i < 1000; i++) {
                long ms = random.nextLong(1L << 42);
                assertEquals(jdk.format(Instant.ofEpochMilli(ms).atZone(zone.toZoneId())), LogTime.format(ms, zone));
            }
        }
    }
}
