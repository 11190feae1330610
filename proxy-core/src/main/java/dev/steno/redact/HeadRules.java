package dev.steno.redact;

import dev.steno.flow.Headers;
import dev.steno.redact.json.NameTable;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Redacts the fields of messages. A value keeps what is not secret in it, and stays legal. Any thread. */
final class HeadRules {
    private static final List<String> URL_FIELDS =
            List.of((":path location referer content-location refresh link origin host :authority sourcemap "
                            + "x-original-url x-rewrite-url alt-svc")
                    .split(" "));

    /** Upper bound on remembered fields of messages; others take their places. A power of two. */
    private static final int REMEMBERED = 256;

    /** Upper bound on the chars of a name that is remembered. */
    private static final int LONGEST_NAME = 64;

    /** Upper bound on remembered names of fields; the memory is emptied when it is full. */
    private static final int REMEMBERED_NAMES = 512;

    private final NameTable fields = new NameTable();
    private final AtomicReferenceArray<@Nullable Seen> recent = new AtomicReferenceArray<>(REMEMBERED);
    private final AtomicReferenceArray<@Nullable SeenPath> recentPaths = new AtomicReferenceArray<>(REMEMBERED);
    private final Map<String, FieldRule> names = new ConcurrentHashMap<>(); // as they are written
    private final NameTable cookies = new NameTable();
    private final NameTable urlFields = new NameTable();
    private final UrlText urls;

    HeadRules(List<RedactionRule> rules, UrlText urls) {
        this.urls = urls;
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i) instanceof RedactionRule.Header header) {
                fields.add(header.name(), i);
            } else if (rules.get(i) instanceof RedactionRule.Cookie cookie) {
                cookies.add(cookie.name(), i);
            }
        }
        if (!urls.isIdle()) {
            URL_FIELDS.forEach(name -> urlFields.add(name, 0));
        }
    }

    @Nullable
    Headers redactAll(@Nullable Headers headers, Finders finders, Replacing with) {
        return headers == null ? null : redact(headers, finders, with);
    }

    /**
     * Redacts fields. The result for the fields of a message is remembered for a while, since each revision of its flow has
     * the same object.
     *
     * @return the same object if nothing was replaced
     */
    Headers redact(Headers headers, Finders finders, Replacing with) {
        if (headers.isEmpty()) {
            return headers;
        }
        if (with.isLogging()) {
            return redacted(headers, finders, with);
        }
        int place = System.identityHashCode(headers) & REMEMBERED - 1;
        Seen seen = recent.get(place);
        if (seen == null || seen.before != headers) {
            Replacing part = with.forPart();
            seen = new Seen(headers, redacted(headers, finders, part), part.used());
            recent.set(place, seen);
        }
        with.use(seen.used);
        return seen.after;
    }

    /** Redacts the target of a request; remembered as {@link #redact} does. */
    String target(String path, Finders finders, Replacing with) {
        if (with.isLogging()) {
            return finders.inWire(urls.target(path, finders, with), with);
        }
        int place = System.identityHashCode(path) & REMEMBERED - 1;
        SeenPath seen = recentPaths.get(place);
        if (seen == null || !isSame(seen.before, path)) {
            Replacing part = with.forPart();
            String after = finders.inWire(urls.target(path, finders, part), part);
            seen = new SeenPath(path, after.equals(path) ? path : after, part.used());
            recentPaths.set(place, seen);
        }
        with.use(seen.used);
        return seen.after;
    }

    @SuppressWarnings("ReferenceEquality") // the revisions of a flow have the same object
    private static boolean isSame(String one, String other) {
        return one == other;
    }

    /** Fields, what became of them, and by which rules. */
    private record Seen(Headers before, Headers after, BitSet used) {}

    private record SeenPath(String before, String after, BitSet used) {}

    /**
     * What is done with the values of a field.
     *
     * @param rule the index of the rule for whole values; -1 for none
     */
    private record FieldRule(int rule, boolean isCookie, boolean isSetCookie, boolean isTarget, boolean hasUrls) {
        boolean isIdle() {
            return rule < 0 && !isCookie && !isSetCookie && !hasUrls;
        }
    }

    private FieldRule ruleOf(String name) {
        FieldRule known = names.get(name);
        if (known != null) {
            return known;
        }
        boolean inCookies = !cookies.isEmpty();
        FieldRule found = new FieldRule(
                name.startsWith(":") ? -1 : fields.rule(name),
                inCookies && name.equalsIgnoreCase("cookie"),
                inCookies && name.equalsIgnoreCase("set-cookie"),
                name.equals(":authority") || name.equals(":path") || name.equalsIgnoreCase("host"),
                urlFields.rule(name) >= 0);
        if (name.length() <= LONGEST_NAME) {
            if (names.size() >= REMEMBERED_NAMES) {
                names.clear();
            }
            names.put(name, found);
        }
        return found;
    }

    private Headers redacted(Headers headers, Finders finders, Replacing with) {
        Headers.Builder changed = null;
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            String value = headers.value(i);
            String next = value(name, value, finders, with);
            if (changed == null && !next.equals(value)) {
                changed = Headers.builder(headers.size());
                for (int j = 0; j < i; j++) {
                    changed.add(headers.name(j), headers.value(j));
                }
            }
            if (changed != null) {
                changed.add(name, next);
            }
        }
        return changed == null ? headers : changed.build();
    }

    private String value(String name, String value, Finders finders, Replacing with) {
        if (value.isEmpty()) {
            return value;
        }
        FieldRule rule = ruleOf(name);
        if (rule.rule >= 0) {
            return credentials(rule.rule, name, value, with);
        }
        if (rule.isIdle()) {
            return finders.inWire(value, with);
        }
        String next = value;
        if (rule.isCookie) {
            next = cookies(value, with);
        } else if (rule.isSetCookie) {
            int end = value.indexOf(';');
            String pair = end < 0 ? value : value.substring(0, end);
            next = cookie(pair, with) + value.substring(pair.length());
        }
        if (rule.hasUrls) {
            next = rule.isTarget ? urls.target(next, finders, with) : urls.inText(next, finders, with, false);
        }
        return finders.inWire(next, with);
    }

    /** The scheme of credentials stays (RFC 9110, 11.4). */
    private static String credentials(int rule, String name, String value, Replacing with) {
        boolean hasScheme = name.toLowerCase(java.util.Locale.ROOT).endsWith("authorization");
        int blank = value.indexOf(' ');
        if (!hasScheme || blank <= 0) {
            return with.ascii(rule, "header", value, value);
        }
        String rest = value.substring(blank + 1);
        String basic = Finders.basic(value);
        String scheme = value.substring(0, blank);
        String kind =
                scheme.equalsIgnoreCase("basic") ? "basic" : scheme.equalsIgnoreCase("bearer") ? "bearer" : "header";
        return value.substring(0, blank + 1) + with.ascii(rule, kind, basic == null ? rest : basic, rest);
    }

    private String cookies(String value, Replacing with) {
        StringBuilder out = new StringBuilder(2 * value.length());
        int at = 0;
        while (at <= value.length()) {
            int end = value.indexOf(';', at);
            end = end < 0 ? value.length() : end;
            out.append(at == 0 ? "" : ";").append(cookie(value.substring(at, end), with));
            at = end + 1;
        }
        return out.toString();
    }

    private String cookie(String pair, Replacing with) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? "" : pair.substring(0, equals).strip();
        String written = pair.substring(equals + 1).strip();
        int rule = cookies.rule(name);
        if (rule < 0 || written.isEmpty()) {
            return pair;
        }
        boolean quoted = written.length() > 1 && written.startsWith("\"") && written.endsWith("\"");
        String secret = quoted ? written.substring(1, written.length() - 1) : written;
        int from = pair.indexOf(written, equals + 1);
        String token = with.ascii(rule, "cookie", secret, written);
        return pair.substring(0, from) + token + pair.substring(from + written.length());
    }

    /** Redacts fields that a free text quotes as {@code name: value}, up to the end of the line. */
    String inText(String text, Replacing with) {
        int colon = text.indexOf(':');
        if (colon < 0 || fields.isEmpty() && cookies.isEmpty()) {
            return text;
        }
        StringBuilder out = null;
        int copied = 0;
        for (; colon >= 0; colon = text.indexOf(':', colon + 1)) {
            int name = colon;
            while (name > 0 && isNamePart(text.charAt(name - 1))) {
                name--;
            }
            String field = text.substring(name, colon);
            int rule = field.isEmpty() ? -1 : fields.rule(field);
            if (rule < 0
                    && !cookies.isEmpty()
                    && (field.equalsIgnoreCase("cookie") || field.equalsIgnoreCase("set-cookie"))) {
                rule = Math.max(0, cookies.rule("*"));
            }
            if (rule < 0) {
                continue;
            }
            int from = colon + 1;
            while (from < text.length() && text.charAt(from) == ' ') {
                from++;
            }
            int end = from;
            while (end < text.length() && "\r\n\"".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            String written = text.substring(from, end);
            if (!written.isEmpty() && Redacted.indexOf(written, 0) < 0) {
                out = out == null ? new StringBuilder() : out;
                out.append(text, copied, from).append(with.unicode(rule, "header", written, written));
                copied = end;
            }
            colon = Math.max(colon, end - 1);
        }
        return out == null ? text : out.append(text, copied, text.length()).toString();
    }

    private static boolean isNamePart(char c) {
        return c == '-' || c == '_' || c < 128 && Character.isLetterOrDigit(c);
    }
}
