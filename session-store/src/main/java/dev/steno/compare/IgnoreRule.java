package dev.steno.compare;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * What a comparison does not count as a difference, written {@code KIND:PATTERN}, such as {@code header:x-request-id} or
 * {@code json:$..updatedAt}. Immutable.
 *
 * @param pattern as it was written
 */
public record IgnoreRule(Kind kind, String pattern) {
    /** Reports a text that is not a rule. */
    public static final class IgnoreRuleException extends Exception {
        private static final long serialVersionUID = 1;

        IgnoreRuleException(String message) {
            super(message);
        }
    }

    /** What a pattern names. */
    public enum Kind {
        /** A header field or trailer; {@code *} stands for any characters. */
        HEADER,
        /** The value of a cookie that a server sets, and of the same one in the client's field. */
        COOKIE,
        /** A parameter of the query. */
        QUERY,
        /** A field of a form. */
        FORM,
        /** A value of JSON with all in it: a path with {@code *} for any member or element, and {@code ..} for any steps. */
        JSON,
        /** The text or attribute at a path of markup, such as {@code html>body>p} or {@code *>input@value}. */
        XML,
        /** A field of a protobuf message, such as {@code 1.4}. */
        PROTO,
        /** A regular expression; what it matches in a value or a line is left out. */
        TEXT,
        /** A part of flows, such as {@code outcome}, or one value of it, such as {@code request line/version}. */
        PART;

        /** Returns the word before the colon. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Pattern TRAILING_SLASH = Pattern.compile("/+$");

    /** @throws IgnoreRuleException if the text is not a rule; its message says what is */
    public static IgnoreRule parse(String text) throws IgnoreRuleException {
        int colon = text.indexOf(':');
        String word = colon < 0 ? "" : text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String pattern = text.substring(colon + 1).strip();
        Kind kind = Arrays.stream(Kind.values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElse(null);
        if (kind == null || pattern.isEmpty()) {
            throw new IgnoreRuleException("\"" + text + "\" says not what to ignore; expected KIND:PATTERN with one of "
                    + Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.joining(", "))
                    + ", such as header:x-request-id or json:$..updatedAt");
        }
        if (kind == Kind.JSON && !pattern.startsWith("$")) {
            throw new IgnoreRuleException("\"" + text + "\" is not a path into JSON; it begins with $, such as $..id");
        }
        IgnoreRule rule = new IgnoreRule(kind, pattern);
        try {
            rule.compiled();
        } catch (PatternSyntaxException e) {
            throw new IgnoreRuleException("\"" + text + "\" is not a "
                    + (kind == Kind.JSON ? "path into JSON: " : "regular expression: ") + e.getDescription());
        }
        return rule;
    }

    /** Returns an expression that a whole name, path or part must match; of a text, one that is searched. */
    public Pattern compiled() {
        return switch (kind) {
            case TEXT -> Pattern.compile(pattern);
            case JSON -> Pattern.compile(json(pattern), Pattern.DOTALL);
            case PROTO -> Pattern.compile(glob(pattern) + "([.].*)?");
            case PART ->
                Pattern.compile(glob(TRAILING_SLASH.matcher(pattern).replaceAll("")) + "(/.*)?", Pattern.DOTALL);
            case HEADER, COOKIE, QUERY, FORM, XML -> Pattern.compile(glob(pattern), Pattern.CASE_INSENSITIVE);
        };
    }

    private static String glob(String pattern) {
        return Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    }

    /** Returns an expression for the paths that {@link JsonValue} makes. */
    private static String json(String path) {
        StringBuilder regex = new StringBuilder("\\$");
        String any = "(\\.[A-Za-z0-9_-]+|\\[[^\\]\"]*\\]|\\[\"(\\\\.|[^\"\\\\])*\"\\])";
        int at = 1;
        while (at < path.length()) {
            if (path.startsWith("..", at)) {
                regex.append(any).append("*");
                at += path.startsWith("..[", at) ? 2 : 1;
                continue;
            }
            char first = path.charAt(at);
            int end = first == '[' ? endOfBracket(path, at) : endOfName(path, at + 1);
            String step = first == '[' || first == '.' ? path.substring(at + 1, end) : path.substring(at, end);
            if (first == '[' && !isClosed(path, at, end)) {
                throw new PatternSyntaxException("a bracket is not closed", path, at);
            }
            if (first == '[') {
                step = step.substring(0, Math.max(0, step.length() - 1)).strip();
            }
            if (step.isEmpty()) {
                throw new PatternSyntaxException("a name is missing behind " + path.substring(0, at + 1), path, at);
            }
            boolean quoted = step.length() >= 2 && "'\"".indexOf(step.charAt(0)) >= 0;
            if (step.equals("*")) {
                regex.append(any);
            } else if (first == '[' && !quoted) {
                regex.append("\\[\\+?").append(Pattern.quote(step)).append("\\]");
            } else {
                String name = quoted ? step.substring(1, step.length() - 1).replaceAll("\\\\(.)", "$1") : step;
                regex.append(Pattern.quote(JsonValue.member(name)));
            }
            at = end;
        }
        return regex.append("([.\\[].*)?").toString();
    }

    /** Whether a bracket ends with its own, and a quoted name in it with its quote. */
    private static boolean isClosed(String path, int from, int end) {
        if (end - from < 2 || path.charAt(end - 1) != ']') {
            return false;
        }
        String step = path.substring(from + 1, end - 1).strip();
        boolean quoted = !step.isEmpty() && "'\"".indexOf(step.charAt(0)) >= 0;
        return !quoted || step.length() >= 2 && step.charAt(step.length() - 1) == step.charAt(0);
    }

    private static int endOfName(String path, int from) {
        int end = from;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            end++;
        }
        return end;
    }

    private static int endOfBracket(String path, int from) {
        char quote = 0;
        for (int i = from + 1; i < path.length(); i++) {
            char c = path.charAt(i);
            if (quote == 0 && c == ']') {
                return i + 1;
            }
            if (c == '\\' && quote != 0) {
                i++;
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            }
        }
        return path.length();
    }

    @Override
    public String toString() {
        return kind.word() + ":" + pattern;
    }
}
