package dev.steno.rule.cookie;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The dates in cookies, which are written in many ways (RFC 6265, 5.1.1). Stateless. */
final class CookieDate {
    private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d{1,2}):(\\d{1,2})");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private CookieDate() {}

    /** Seconds since the epoch; null if it is no date. */
    static @Nullable Long parse(String text) {
        int day = -1;
        int month = -1;
        int year = -1;
        Matcher time = null;
        for (String token : text.toLowerCase(Locale.ROOT).split("[^0-9a-z:]+")) {
            Matcher clock = TIME.matcher(token);
            if (time == null && clock.matches()) {
                time = clock;
            } else if (day < 0 && token.matches("\\d{1,2}")) {
                day = Integer.parseInt(token);
            } else if (month < 0 && token.length() >= 3 && MONTHS.contains(token.substring(0, 3))) {
                month = MONTHS.indexOf(token.substring(0, 3)) + 1;
            } else if (year < 0 && token.matches("\\d{2}|\\d{4}")) {
                year = Integer.parseInt(token);
                year += year < 70 ? 2000 : year < 100 ? 1900 : 0;
            }
        }
        if (time == null || day < 0 || month < 0 || year < 0) {
            return null;
        }
        try {
            return LocalDateTime.of(year, month, day, number(time, 1), number(time, 2), number(time, 3))
                    .toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException none) {
            return null;
        }
    }

    private static int number(Matcher time, int group) {
        return Integer.parseInt(time.group(group));
    }
}
