package dev.steno.rule.network;

import dev.steno.addon.Verdict;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.rule.action.RuleAction;
import dev.steno.rule.action.RulePoint;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code clock}: the response is that of a server whose clock is wrong. Last-Modified stays, since it is a validator: the
 * server would not know it again. Any thread.
 */
record ClockFault(Chance chance, Duration shift) implements RuleAction {
    private static final Pattern EXPIRES = Pattern.compile("(?i)(;\\s*expires\\s*=\\s*)\"?([^;\"]+)\"?");
    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    /**
     * The forms of dates without the name of the day: IMF-fixdate and that of RFC 850 (RFC 9110, 5.6.7), and that of old
     * cookies. A date in the form of asctime stays as it is.
     */
    private static final List<DateTimeFormatter> READ = List.of(
            DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss z", Locale.US),
            DateTimeFormatter.ofPattern("d-MMM-uuuu HH:mm:ss z", Locale.US),
            shortYear());

    /** The last year that a date of HTTP can have. */
    private static final int LAST_YEAR = 9999;

    /** A year of two digits is the latest that is no more than 50 years ahead. */
    private static DateTimeFormatter shortYear() {
        return new DateTimeFormatterBuilder()
                .appendPattern("d-MMM-")
                .appendValueReduced(
                        ChronoField.YEAR, 2, 2, LocalDate.now(ZoneOffset.UTC).minusYears(49))
                .appendPattern(" HH:mm:ss z")
                .toFormatter(Locale.US);
    }

    @Override
    public Set<RulePoint> points() {
        return EnumSet.of(RulePoint.RESPONSE);
    }

    @Override
    public @Nullable Verdict<HttpFlow> apply(HttpFlow flow, RulePoint point) {
        HttpResponse response = flow.response();
        if (response == null || !chance.strikes()) {
            return null;
        }
        Headers moved = response.headers();
        for (int i = 0; i < moved.size(); i++) {
            String value = moved(moved.name(i).toLowerCase(Locale.ROOT), moved.value(i));
            if (!value.equals(moved.value(i))) {
                moved = moved.replaceAt(i, moved.name(i), value);
            }
        }
        return moved == response.headers()
                ? null
                : new Verdict.Replace<>(flow.withResponse(response.withHeaders(moved)));
    }

    private String moved(String name, String value) {
        return switch (name) {
            case "date", "expires", "retry-after" -> moved(value);
            case "set-cookie" -> {
                Matcher expires = EXPIRES.matcher(value);
                yield expires.find()
                        ? value.substring(0, expires.start(2))
                                + moved(expires.group(2))
                                + value.substring(expires.end(2))
                        : value;
            }
            default -> value;
        };
    }

    /** The date, moved; other texts, such as the 0 of Expires, as they are, and an end that would be after the year 9999. */
    private String moved(String date) {
        String text = date.strip().replaceFirst("^[A-Za-z]+, *", "");
        for (DateTimeFormatter form : READ) {
            try {
                ZonedDateTime moved = ZonedDateTime.parse(text, form)
                        .withZoneSameInstant(ZoneOffset.UTC)
                        .plus(shift);
                return moved.getYear() < 1 || moved.getYear() > LAST_YEAR ? date : WRITTEN.format(moved);
            } catch (DateTimeException e) {
                // of another form
            }
        }
        return date;
    }
}
