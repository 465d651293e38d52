package dev.spinel.engine.port;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.TimeZone;

/**
 * A moment as the operator log shows it: {@code 31 Jan 2026 09:05:07.042}, local time, English. Written by hand because
 * the JDK's formatter loads locale data and a second copy of the time zones, a tenth of the server's start.
 */
public final class LogTime {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private LogTime() {}

    /** Formats milliseconds since 1970 for the time zone of this machine. */
    public static String format(long epochMs) {
        return format(epochMs, TimeZone.getDefault());
    }

    static String format(long epochMs, TimeZone zone) {
        long localMs = epochMs + zone.getOffset(epochMs);
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(localMs, 1000L), 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(24);
        padded(text, time.getDayOfMonth(), 10).append(' ')
            .append(MONTHS, time.getMonthValue() * 3 - 3, time.getMonthValue() * 3).append(' ')
            .append(time.getYear()).append(' ');
        padded(text, time.getHour(), 10).append(':');
        padded(text, time.getMinute(), 10).append(':');
        padded(text, time.getSecond(), 10).append('.');
        return padded(text, (int) Math.floorMod(localMs, 1000L), 100).toString();
    }

    /** Appends a number with zeros in front, as many digits as {@code order} has. */
    private static StringBuilder padded(StringBuilder text, int number, int order) {
        for (int digit = order; digit > 0; digit /= 10) {
            text.append((char) ('0' + number / digit % 10));
        }
        return text;
    }
}
