package dev.steno.redact;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that is searched in any text. For one thread. */
final class Finders {
    private static final String BASIC = "Basic ";

    private final List<ValueFinder> finders;

    Finders(List<ValueFinder> finders) {
        this.finders = List.copyOf(finders);
    }

    boolean isEmpty() {
        return finders.isEmpty();
    }

    /** A part of the bytes that is replaced. */
    record Cut(int start, int end, byte[] by) {}

    /**
     * Replaces what is found in bytes.
     *
     * @param from what is before it is context only
     * @param limit what begins at it or behind it is left to a later call, in which more is known
     * @param length of the bytes that are known
     * @param out gets the bytes from {@code from} up to the result
     * @return the limit, or where a match ends that goes beyond it
     */
    int replace(
            byte[] data, int from, int limit, int length, Replacing with, boolean unicode, ByteArrayOutputStream out) {
        int at = from;
        for (Cut cut : cuts(data, from, limit, length, with, unicode)) {
            out.write(data, at, cut.start() - at);
            out.writeBytes(cut.by());
            at = cut.end();
        }
        if (at < limit) {
            out.write(data, at, limit - at);
            at = limit;
        }
        return at;
    }

    /** What is to be replaced in bytes, in order and not overlapping; parameters as of {@link #replace}. */
    List<Cut> cuts(byte[] data, int from, int limit, int length, Replacing with, boolean unicode) {
        List<Cut> cuts = new ArrayList<>();
        List<ValueFinder> open = new ArrayList<>(finders);
        Map<ValueFinder, int[]> found = new IdentityHashMap<>();
        Map<ValueFinder, String> secrets = new IdentityHashMap<>();
        forget();
        int at = from;
        while (at < limit) {
            ValueFinder first = null;
            for (Iterator<ValueFinder> each = open.iterator(); each.hasNext(); ) {
                ValueFinder finder = each.next();
                int[] place = found.get(finder);
                if (place == null || place[0] < at) {
                    if (!finder.find(data, at, length)) {
                        each.remove();
                        found.remove(finder);
                        continue;
                    }
                    place = new int[] {finder.start(), finder.end()};
                    found.put(finder, place);
                    String coded = finder.secret();
                    if (coded != null) {
                        secrets.put(finder, coded);
                    }
                }
                int[] best = first == null ? null : found.get(first);
                if (best == null || place[0] < best[0] || place[0] == best[0] && place[1] > best[1]) {
                    first = finder;
                }
            }
            int[] place = first == null ? null : found.get(first);
            if (first == null || place == null || place[0] >= limit) {
                break;
            }
            if (!isWithinToken(data, place[0], place[1], length)) {
                String written = new String(data, place[0], place[1] - place[0], StandardCharsets.ISO_8859_1);
                String secret = secrets.getOrDefault(first, written);
                String token = unicode
                        ? with.unicode(first.rule(), first.kind(), secret, written)
                        : with.ascii(first.rule(), first.kind(), secret, written);
                cuts.add(new Cut(place[0], place[1], token.getBytes(StandardCharsets.UTF_8)));
            }
            at = place[1];
        }
        return cuts;
    }

    private void forget() {
        for (ValueFinder finder : finders) {
            if (finder instanceof ExpressionFinder expression) {
                expression.forget();
            }
        }
    }

    /** Whether a match lies within a token, or overlaps one: a token is never searched for secrets. */
    private static boolean isWithinToken(byte[] data, int start, int end, int length) {
        int from = Math.max(0, start - 40);
        String around = new String(data, from, Math.min(length, end + 40) - from, StandardCharsets.ISO_8859_1);
        for (int at = Redacted.indexOf(around, 0); at >= 0; at = Redacted.indexOf(around, at + 1)) {
            if (from + at < end && from + Redacted.end(around, at) > start) {
                return true;
            }
        }
        return false;
    }

    /** Whether anything is found in a text, a char for each byte. */
    @Nullable
    ValueFinder first(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        forget();
        for (ValueFinder finder : finders) {
            if (finder.find(bytes, 0, bytes.length)
                    && !isWithinToken(bytes, finder.start(), finder.end(), bytes.length)) {
                return finder;
            }
        }
        return null;
    }

    /** Replaces what is found in a value of the wire, a char for each byte; also within credentials of Basic. */
    String inWire(String text, Replacing with) {
        if (finders.isEmpty() || text.isEmpty()) {
            return text;
        }
        String basic = basic(text);
        if (basic != null) {
            ValueFinder found = first(basic);
            if (found != null) {
                String written = text.substring(BASIC.length());
                return text.substring(0, BASIC.length()) + with.ascii(found.rule(), found.kind(), basic, written);
            }
        }
        if (first(text) == null) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        replace(bytes, 0, bytes.length, bytes.length, with, false, out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    /** Replaces what is found in a Unicode text. */
    String inText(String text, Replacing with) {
        if (finders.isEmpty() || text.isEmpty()) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        replace(bytes, 0, bytes.length, bytes.length, with, true, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The user and password of Basic credentials (RFC 7617), a char for each byte; null if the value has none. */
    static @Nullable String basic(String value) {
        if (!value.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return null;
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(value.substring(BASIC.length()).strip());
            return new String(decoded, StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return null; // it is not base64
        }
    }

    /** The finders of rules. */
    static Finders of(List<RedactionRule> rules, boolean inMessages, List<ValueFinder> further) {
        List<ValueFinder> finders = new ArrayList<>(further);
        List<SecretShape> shapes = new ArrayList<>();
        List<Integer> shapeRules = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            RedactionRule rule = rules.get(i);
            if (rule instanceof RedactionRule.Expression expression) {
                finders.add(new ExpressionFinder(i, "regex", expression.pattern()));
            } else if (rule instanceof RedactionRule.InMessages expression && inMessages) {
                finders.add(new ExpressionFinder(i, "ws", expression.pattern()));
            } else if (rule instanceof RedactionRule.Shape shape) {
                shapes.add(shape.shape());
                shapeRules.add(i);
            }
        }
        if (!shapes.isEmpty()) {
            finders.add(new ShapeFinder(
                    shapes, shapeRules.stream().mapToInt(Integer::intValue).toArray()));
        }
        return new Finders(finders);
    }
}
