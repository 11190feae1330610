package dev.steno.replay.request;

import dev.steno.flow.Tokens;
import dev.steno.rule.json.JsonPath;
import dev.steno.rule.spec.RuleException;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One change of every request that is sent again: {@code header:NAME=VALUE}, {@code query:NAME=VALUE}, {@code
 * url:REGEX=REPLACEMENT} or {@code body:json:PATH=VALUE}. Immutable.
 */
public sealed interface RequestChange {
    /** The value of a header field; without a value the field is removed. */
    record Field(String name, ValueTemplate value) implements RequestChange {}

    /** The value of a parameter of the query, which is added if there is none of this name. */
    record Parameter(String name, ValueTemplate value) implements RequestChange {}

    /** What replaces each match in the URL, with groups as {@code $1}. */
    record InUrl(Pattern regex, ValueTemplate replacement) implements RequestChange {}

    /** A value in a body of JSON: one that is JSON itself is written as it is, another one as a string. */
    record InJson(JsonPath path, ValueTemplate value) implements RequestChange {}

    /** Whether a text is meant as a change, by its first word. */
    static boolean isOne(String text) {
        return text.startsWith("header:")
                || text.startsWith("query:")
                || text.startsWith("url:")
                || text.startsWith("body:");
    }

    /**
     * Reads a change.
     *
     * @param values the user's variables
     * @throws IllegalArgumentException if it is none; the message says why
     */
    static RequestChange parse(String text, Map<String, String> values) {
        String rest = text.substring(text.indexOf(':') + 1);
        if (text.startsWith("header:")) {
            String name = left(text, rest);
            if (!Tokens.isToken(name) && !name.equals(":authority")) {
                throw wrong(text, "\"" + name + "\" is not the name of a header field");
            }
            return new Field(name, fieldValue(text, right(rest), values));
        } else if (text.startsWith("query:")) {
            return new Parameter(left(text, rest), ValueTemplate.parse(right(rest), values));
        } else if (text.startsWith("url:")) {
            try {
                return new InUrl(Pattern.compile(left(text, rest)), ValueTemplate.parse(right(rest), values));
            } catch (PatternSyntaxException e) {
                throw wrong(text, "it is not a regular expression: " + e.getDescription());
            }
        } else if (text.startsWith("body:json:")) {
            String change = rest.substring("json:".length());
            try {
                return new InJson(JsonPath.parse(left(text, change)), ValueTemplate.parse(right(change), values));
            } catch (RuleException e) {
                throw wrong(text, e.getMessage());
            }
        }
        throw wrong(text, "it must begin with header:, query:, url: or body:json:");
    }

    private static ValueTemplate fieldValue(String text, String value, Map<String, String> values) {
        ValueTemplate template = ValueTemplate.parse(value, values);
        String example = template.text(new ValueTemplate.Occasion(1, 1));
        if (example.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7f)) {
            throw wrong(text, "a header field has no line breaks and no control characters");
        }
        return template;
    }

    private static String left(String text, String change) {
        int end = equals(change);
        if (end < 1) {
            throw wrong(text, "it must have the form NAME=VALUE, such as header:X-Run=1");
        }
        return change.substring(0, end);
    }

    private static String right(String change) {
        return change.substring(equals(change) + 1);
    }

    /** The first sign of equality that no backslash precedes. */
    private static int equals(String change) {
        int at = change.indexOf('=');
        while (at > 0 && change.charAt(at - 1) == '\\') {
            at = change.indexOf('=', at + 1);
        }
        return at;
    }

    private static IllegalArgumentException wrong(String text, @org.jspecify.annotations.Nullable String why) {
        return new IllegalArgumentException("\"" + text + "\" cannot be set: " + why);
    }
}
