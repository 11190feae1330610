package dev.steno.redact;

import dev.steno.flow.Headers;
import dev.steno.redact.json.NameTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Proposes rules for a session: looks for values with the form of a secret, names of secrets, and values of high entropy.
 * For one thread.
 */
public final class Suggestions {
    /** Upper bound on the bytes of a body that are looked at. */
    public static final int LARGEST = 1 << 20;

    private static final int SHORTEST = 16;
    private static final int LONGEST = 4096;
    private static final int FIELDS = 20_000;

    /** Bits of entropy for each character, from which a value looks random. */
    private static final double RANDOM = 3.3;

    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9+/_=.~:|%-]+");
    private static final Pattern MEMBER =
            Pattern.compile("\"([^\"\\\\]{1,64})\"\\s*:\\s*\"([^\"\\\\]{" + SHORTEST + "," + LONGEST + "})\"");

    /** Fields whose values look random and are no secrets. */
    private static final Set<String> HARMLESS =
            Set.of(("etag if-none-match if-match traceparent tracestate x-request-id x-correlation-id "
                            + "x-amzn-requestid x-amz-request-id x-amz-id-2 x-amz-cf-id x-amz-cf-pop cf-ray x-trace-id "
                            + "x-github-request-id x-served-by x-cache x-timer server-timing via nel report-to "
                            + "sec-websocket-key sec-websocket-accept user-agent accept accept-language "
                            + "accept-encoding content-type content-disposition content-security-policy date expires "
                            + "last-modified content-md5 digest repr-digest content-digest host :authority :path "
                            + "referer location link origin alt-svc vary cache-control permissions-policy sec-ch-ua "
                            + "strict-transport-security if-modified-since x-powered-by server content-location")
                    .split(" "));

    private final NameTable secretNames = new NameTable();
    private final List<String> secretNameSpecs;
    private final ShapeFinder shapes;
    private final Map<String, Found> found = new LinkedHashMap<>();

    /**
     * A proposed rule.
     *
     * @param spec the rule
     * @param why what was seen
     * @param count how often
     * @param where the first place, for people
     */
    public record Found(String spec, String why, long count, String where) {}

    public Suggestions() {
        List<RedactionRule> usual = RedactionRules.usual().rules();
        List<String> specs = new ArrayList<>();
        for (RedactionRule rule : usual) {
            if (rule instanceof RedactionRule.Query query) {
                secretNames.add(query.name(), specs.size());
                specs.add(query.name());
            }
        }
        secretNameSpecs = List.copyOf(specs);
        List<SecretShape> all = List.of(SecretShape.values());
        shapes = new ShapeFinder(all, new int[all.size()]);
    }

    /** Looks at the fields of a message. @param where the message, for people */
    public void look(Headers headers, String where) {
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i).toLowerCase(Locale.ROOT);
            String value = headers.value(i);
            if (name.equals("cookie")) {
                for (String pair : value.split(";", -1)) {
                    cookie(pair, where);
                }
            } else if (name.equals("set-cookie")) {
                cookie(value.split(";", 2)[0], where);
            } else if (name.endsWith("authorization") || name.equals("x-api-key") || name.equals("x-auth-token")) {
                add("header:" + name, "credentials", where);
            } else if (!HARMLESS.contains(name) && isRandom(value)) {
                add("header:" + name, "random values", where);
            }
            if (!name.startsWith(":")) {
                text(value, where);
            }
        }
    }

    private void cookie(String pair, String where) {
        int equals = pair.indexOf('=');
        if (equals > 0 && isRandom(pair.substring(equals + 1).strip())) {
            add("cookie:" + pair.substring(0, equals).strip(), "random values", where);
        }
    }

    /** Looks at a request target or a form. @param kind of the rules, {@code query} or {@code form} */
    public void parameters(String text, String kind, String where) {
        int from = kind.equals("query") ? text.indexOf('?') + 1 : 0;
        if (kind.equals("query") && from == 0) {
            return;
        }
        for (String pair : text.substring(from).split("[&;]", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && equals + 1 < pair.length()) {
                named(
                        kind + ":",
                        UrlText.decoded(pair.substring(0, equals), true),
                        UrlText.decoded(pair.substring(equals + 1), true),
                        where);
            }
        }
        text(text, where);
    }

    private void named(String prefix, String name, String value, String where) {
        int known = secretNames.rule(name);
        if (known >= 0) {
            add(prefix + secretNameSpecs.get(known), "the name of a secret", where);
        } else if (isRandom(value) && name.matches("[A-Za-z0-9_.\\-]+")) {
            add(prefix + name, "random values", where);
        }
    }

    /** Looks at a decoded body. */
    public void body(byte[] bytes, Headers headers, String where) {
        BodyType type = BodyType.of(headers);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (type.isForm()) {
            parameters(text, "form", where);
            return;
        }
        if (type.isJson()) {
            for (Matcher member = MEMBER.matcher(text); member.find(); ) {
                named("json:$..", member.group(1), member.group(2), where);
            }
        }
        if (type.mayBeJson() || type.parsed().isText()) {
            text(text, where);
        }
    }

    /** Looks for values with the form of a secret. */
    public void text(String text, String where) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int at = 0; shapes.find(bytes, at, bytes.length); at = shapes.end()) {
            add("shape:" + shapes.kind(), "the form of a secret", where);
        }
    }

    private void add(String spec, String why, String where) {
        if (found.size() < FIELDS || found.containsKey(spec)) {
            found.merge(
                    spec,
                    new Found(spec, why, 1, where),
                    (old, one) -> new Found(old.spec, old.why, old.count + 1, old.where));
        }
    }

    /** Whether a value looks random: long enough, of few kinds of characters, with digits and letters and high entropy. */
    static boolean isRandom(String value) {
        if (value.length() < SHORTEST
                || value.length() > LONGEST
                || Redacted.hasToken(value)
                || !VALUE.matcher(value).matches()) {
            return false;
        }
        int[] counts = new int[128];
        int digits = 0;
        int letters = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            counts[c]++;
            digits += c >= '0' && c <= '9' ? 1 : 0;
            letters += Character.isLetter(c) ? 1 : 0;
        }
        double entropy = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / value.length();
                entropy -= share * Math.log(share) / Math.log(2);
            }
        }
        return digits >= 3 && letters >= 3 && entropy >= RANDOM;
    }

    /** What was found, the most frequent first. */
    public List<Found> found() {
        return found.values().stream()
                .sorted(Comparator.comparingLong(Found::count).reversed().thenComparing(Found::spec))
                .toList();
    }
}
