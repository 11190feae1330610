package dev.steno.replay.run;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When the requests of a run are due. Immutable. */
public sealed interface RunTiming {
    /** One after the other: each once the exchange before it has ended. */
    record Serial() implements RunTiming {}

    /** As soon as there is room for it. */
    record AsSoonAsPossible() implements RunTiming {}

    /**
     * As far apart as in the record.
     *
     * @param speed by which times are divided; above 0
     * @param longest upper bound on the time between two, in nanoseconds, after the division
     */
    record Recorded(double speed, long longest) implements RunTiming {}

    /**
     * At a rate, whatever the server does.
     *
     * @param perSecond above 0
     * @param random whether the times between requests are those of a Poisson process; else they are equal
     */
    record Rate(double perSecond, boolean random) implements RunTiming {}

    /** Upper bound on a rate. */
    double HIGHEST_RATE = 1_000_000;

    /** The form of a rate. */
    Pattern RATE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)\\s*/\\s*(s|m|min|h)");

    /** Whether requests are due whether or not others were answered. */
    default boolean isOpenLoop() {
        return this instanceof Recorded || this instanceof Rate;
    }

    /**
     * Reads a timing.
     *
     * @param text {@code serial}, {@code recorded}, {@code asap}, or a rate such as {@code 500/s}
     * @param speed of the recorded one
     * @param longest of the recorded one
     * @param random of a rate
     * @throws IllegalArgumentException if it is none; the message says which there are
     */
    static RunTiming parse(String text, double speed, long longest, boolean random) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "serial" -> {
                return new Serial();
            }
            case "asap" -> {
                return new AsSoonAsPossible();
            }
            case "recorded" -> {
                return new Recorded(speed, longest);
            }
            default -> {
                Matcher rate = RATE.matcher(text);
                double perSecond = rate.matches() ? Double.parseDouble(rate.group(1)) / seconds(rate.group(2)) : 0;
                if (perSecond <= 0 || perSecond > HIGHEST_RATE) {
                    throw new IllegalArgumentException(
                            "\"" + text
                                    + "\" is no timing: serial, recorded, asap, or a rate up to 1000000/s such as 500/s or 90/m");
                }
                return new Rate(perSecond, random);
            }
        }
    }

    private static int seconds(String unit) {
        return unit.equals("s") ? 1 : unit.equals("h") ? 3600 : 60;
    }
}
