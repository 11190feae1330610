package dev.steno.builtin;

import com.google.re2j.PatternSyntaxException;
import dev.steno.filter.Regex;
import dev.steno.flow.Endpoint;
import java.util.List;

/** Case-insensitive regular expressions that match anywhere in {@code host:port}. Immutable. */
final class HostPatterns {
    private final List<Regex> patterns;

    private HostPatterns(List<Regex> patterns) {
        this.patterns = patterns;
    }

    /**
     * Compiles patterns.
     *
     * @throws IllegalArgumentException if one is not a regular expression of RE2, which runs in linear time; the
     *     message names it
     */
    static HostPatterns of(List<String> texts) {
        return new HostPatterns(texts.stream().map(HostPatterns::compile).toList());
    }

    private static Regex compile(String text) {
        try {
            return Regex.of(text, Regex.Mode.PLAIN);
        } catch (PatternSyntaxException e) {
            String lookaround = text.contains("(?!") || text.contains("(?=") || text.contains("(?<")
                    ? " (lookahead and lookbehind are not supported; to intercept only some hosts, use --allow-hosts)"
                    : "";
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a regular expression: " + e.getMessage() + lookaround, e);
        }
    }

    boolean isEmpty() {
        return patterns.isEmpty();
    }

    /** Whether any of the patterns matches any of the names. */
    boolean match(Endpoint... names) {
        for (Endpoint name : names) {
            String text = name.toString();
            for (Regex pattern : patterns) {
                if (pattern.find(text)) {
                    return true;
                }
            }
        }
        return false;
    }
}
