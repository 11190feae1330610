package dev.steno.redact;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.steno.filter.ByteFinder;
import dev.steno.flow.Tokens;
import dev.steno.redact.json.SecretPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is redacted: rules in the order in which they were given. Immutable.
 *
 * <p>A spec is {@code header:NAME}, {@code cookie:NAME}, {@code query:NAME}, {@code form:NAME}, {@code json:PATH},
 * {@code regex:EXPRESSION}, {@code ws:EXPRESSION}, {@code ws:PATH}, {@code url-userinfo}, or the name of a preset. Names
 * ignore case and may have {@code *} for any characters. An expression is of RE2; if it has a group, the first group is the
 * secret.
 */
public final class RedactionRules {
    /** Names of parameters and of members of JSON whose values are secrets. */
    private static final List<String> SECRET_NAMES =
            List.of(("password passwd pwd passphrase secret client_secret client_assertion assertion "
                            + "access_token refresh_token id_token auth_token authtoken token accesstoken refreshtoken "
                            + "idtoken api_key apikey api-key x-api-key access_key secret_key private_key session_id "
                            + "sessionid session_token jsessionid phpsessid jwt otp code_verifier sig signature "
                            + "x-amz-signature x-amz-security-token x-goog-signature")
                    .split(" "));

    /** The presets, each as the specs that it stands for. */
    public static final Map<String, List<String>> PRESETS = presets();

    private static final List<String> USUAL = List.of("auth", "cookies");

    private final List<RedactionRule> rules;

    private RedactionRules(List<RedactionRule> rules) {
        this.rules = List.copyOf(rules);
    }

    private static Map<String, List<String>> presets() {
        List<String> auth = new ArrayList<>(List.of(
                "header:authorization",
                "header:proxy-authorization",
                "header:authentication-info",
                "header:x-api-key",
                "header:x-auth-token",
                "header:x-csrf-token",
                "header:x-amz-security-token",
                "url-userinfo"));
        for (String name : SECRET_NAMES) {
            auth.add("query:" + name);
            auth.add("form:" + name);
            auth.add("json:$.." + name);
        }
        Map<String, List<String>> presets = new LinkedHashMap<>();
        presets.put("auth", List.copyOf(auth));
        presets.put("cookies", List.of("cookie:*"));
        List<String> tokens = new ArrayList<>();
        List<String> pii = new ArrayList<>();
        for (SecretShape shape : SecretShape.values()) {
            (shape.isPersonal() ? pii : tokens).add("shape:" + shape.label());
        }
        presets.put("tokens", List.copyOf(tokens));
        pii.add("json:$..email");
        pii.add("form:email");
        pii.add("query:email");
        pii.add("json:$..phone");
        pii.add("form:phone");
        presets.put("pii", List.copyOf(pii));
        return Map.copyOf(presets);
    }

    /** What is redacted in everything that leaves the machine: the presets {@code auth} and {@code cookies}. */
    public static RedactionRules usual() {
        return parse(USUAL);
    }

    /**
     * Reads specs.
     *
     * @throws IllegalArgumentException if one is not valid, with a sentence that says what to write
     */
    public static RedactionRules parse(List<String> specs) {
        Map<String, RedactionRule> rules = new LinkedHashMap<>();
        specs.forEach(spec -> add(spec.strip(), rules));
        return new RedactionRules(List.copyOf(rules.values()));
    }

    private static void add(String spec, Map<String, RedactionRule> rules) {
        List<String> preset = PRESETS.get(spec.toLowerCase(Locale.ROOT));
        if (preset != null) {
            preset.forEach(each -> rules.putIfAbsent(each, rule(each)));
        } else if (spec.equals("usual")) {
            USUAL.forEach(each -> add(each, rules));
        } else if (!spec.isEmpty()) {
            rules.putIfAbsent(spec, rule(spec));
        }
    }

    private static RedactionRule rule(String spec) {
        if (spec.equals("url-userinfo")) {
            return new RedactionRule.UserInfo(spec);
        }
        int colon = spec.indexOf(':');
        String value = spec.substring(colon + 1);
        if (colon < 0 || value.isEmpty()) {
            throw wrong(spec);
        }
        return switch (spec.substring(0, colon)) {
            case "header" -> new RedactionRule.Header(spec, headerName(spec, value));
            case "cookie" -> new RedactionRule.Cookie(spec, value);
            case "query" -> new RedactionRule.Query(spec, value);
            case "form" -> new RedactionRule.Form(spec, value);
            case "json" -> new RedactionRule.Json(spec, path(spec, value));
            case "regex" -> new RedactionRule.Expression(spec, pattern(spec, value));
            case "shape" -> new RedactionRule.Shape(spec, shape(spec, value));
            case "ws" ->
                value.startsWith("$.") || value.startsWith("$[")
                        ? new RedactionRule.JsonInMessages(spec, path(spec, value))
                        : new RedactionRule.InMessages(spec, pattern(spec, value));
            default -> throw wrong(spec);
        };
    }

    private static String headerName(String spec, String name) {
        if (!Tokens.isToken(name.replace("*", "x"))) {
            throw new IllegalArgumentException("redaction rule \"" + spec + "\": \"" + name
                    + "\" is not the name of a header field (RFC 9110, 5.1)");
        }
        return name.toLowerCase(Locale.ROOT);
    }

    private static SecretPath path(String spec, String path) {
        try {
            return SecretPath.parse(path);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("redaction rule \"" + spec + "\": " + e.getMessage(), e);
        }
    }

    private static Pattern pattern(String spec, String expression) {
        try {
            ByteFinder.expression(expression); // checks its size
            Pattern pattern = Pattern.compile(expression, Pattern.MULTILINE);
            if (pattern.matches("")) {
                throw new IllegalArgumentException("redaction rule \"" + spec
                        + "\" matches a text without characters; write an expression that needs at least one");
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "redaction rule \"" + spec + "\": " + e.getMessage() + "; an expression is of RE2", e);
        }
    }

    private static SecretShape shape(String spec, String label) {
        for (SecretShape shape : SecretShape.values()) {
            if (shape.label().equals(label)) {
                return shape;
            }
        }
        throw wrong(spec);
    }

    private static IllegalArgumentException wrong(String spec) {
        return new IllegalArgumentException(
                "\"" + spec + "\" is not a redaction rule; expected header:NAME, cookie:NAME, "
                        + "query:NAME, form:NAME, json:PATH, regex:EXPRESSION, ws:EXPRESSION, url-userinfo, or a preset: auth, "
                        + "cookies, tokens, pii");
    }

    /** These rules, and then others. */
    public RedactionRules and(RedactionRules further) {
        Map<String, RedactionRule> all = new LinkedHashMap<>();
        rules.forEach(rule -> all.put(rule.text(), rule));
        further.rules.forEach(rule -> all.putIfAbsent(rule.text(), rule));
        return new RedactionRules(List.copyOf(all.values()));
    }

    /** Whether nothing is redacted. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** The rules as specs, without presets. */
    public List<String> specs() {
        return rules.stream().map(RedactionRule::text).toList();
    }

    List<RedactionRule> rules() {
        return rules;
    }
}
