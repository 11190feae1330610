package dev.steno.interop.saz;

import dev.steno.interop.loss.Loss;
import dev.steno.interop.loss.LossReport;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The sessions of an archive by the names of its entries: {@code raw/12_c.txt}, in any number of digits. Stateless. */
final class SazSessions {
    private static final Pattern NAME = Pattern.compile("raw/(\\d{1,18})_([csmwg]|whistle)\\.(?:txt|xml|json)");

    private SazSessions() {}

    /**
     * The entries of one session; null for one that is missing.
     *
     * @param number as it is written
     */
    record Names(
            String number,
            @Nullable String request,
            @Nullable String response,
            @Nullable String metadata,
            @Nullable String frames) {
        Names with(String part, String entry) {
            return switch (part) {
                case "c" -> new Names(number, entry, response, metadata, frames);
                case "s" -> new Names(number, request, entry, metadata, frames);
                case "m" -> new Names(number, request, response, entry, frames);
                default -> new Names(number, request, response, metadata, entry);
            };
        }

        String place() {
            return "session " + number;
        }
    }

    /** The order is that of the numbers; two that are spelled differently are two sessions. */
    private record Number(long value, String digits) implements Comparable<Number> {
        @Override
        public int compareTo(Number other) {
            int byValue = Long.compare(value, other.value);
            return byValue != 0 ? byValue : digits.compareTo(other.digits);
        }
    }

    /** Whether an entry is a request or a response. */
    static boolean isMessage(String name) {
        Matcher match = NAME.matcher(name);
        return match.matches() && (match.group(2).equals("c") || match.group(2).equals("s"));
    }

    /** Returns the sessions, in the order of their numbers. */
    static Collection<Names> of(List<String> entries, LossReport losses) {
        TreeMap<Number, Names> sessions = new TreeMap<>();
        for (String entry : entries) {
            Matcher match = NAME.matcher(entry);
            if (!match.matches()) {
                if (entry.endsWith("_c.txt") || entry.endsWith("_s.txt")) {
                    losses.count(Loss.DAMAGED, "entry " + entry + ": a message outside of the folder raw");
                }
                continue;
            }
            String part = match.group(2);
            if (part.equals("g") || part.equals("whistle")) {
                losses.count(Loss.DETAILS, "entry " + entry);
                continue;
            }
            Number number = new Number(Long.parseLong(match.group(1)), match.group(1));
            Names before = sessions.getOrDefault(number, new Names(match.group(1), null, null, null, null));
            sessions.put(number, before.with(part, entry));
        }
        return sessions.values();
    }
}
