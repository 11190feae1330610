package dev.steno.mcp.record;

import dev.steno.filter.Filter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Literal texts that no part of a token matches ({@link dev.steno.redact.Redacted}). Where such a text occurs in what is
 * shown, it occurs in the record as well, so the record's index can find it, and its absence tells nothing about a secret.
 * Stateless.
 */
final class LiteralText {
    private static final String SPECIAL = "\\.+*?()|[]{}^$";
    private static final String HEX = "0123456789abcdef";
    private static final int DIGEST = 8;

    /** The kinds of tokens that the usual rules make. */
    private static final List<String> KINDS =
            List.of("header", "basic", "bearer", "cookie", "form", "json", "userinfo", "query");

    private LiteralText() {}

    /** Whether a leaf of a filter is such a text. */
    static boolean isTokenFree(Filter leaf) {
        if (leaf instanceof Filter.Equals equals) {
            return !hasBorder(equals.value()); // without a token, the whole text is as it was recorded
        }
        String literal =
                leaf instanceof Filter.Matches matches ? literal(matches.regex().text()) : null;
        return literal != null && isTokenFree(literal.toLowerCase(Locale.ROOT));
    }

    private static boolean hasBorder(String text) {
        return text.indexOf('~') >= 0 || text.indexOf('\u2039') >= 0 || text.indexOf('\u203a') >= 0;
    }

    static boolean isTokenFree(String text) {
        if (text.isEmpty() || hasBorder(text)) {
            return false;
        }
        if (!text.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == ':')) {
            return true;
        }
        boolean isOfDigest = text.length() <= DIGEST && text.chars().allMatch(c -> HEX.indexOf(c) >= 0);
        return !isOfDigest
                && !text.contains(".")
                && !text.contains(":")
                && !text.equals("r")
                && KINDS.stream().noneMatch(kind -> kind.contains(text));
    }

    /** The text that an expression matches literally; null if it matches others too. */
    private static @Nullable String literal(String expression) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\' && i + 1 < expression.length() && SPECIAL.indexOf(expression.charAt(i + 1)) >= 0) {
                c = expression.charAt(++i);
            } else if (SPECIAL.indexOf(c) >= 0) {
                return null;
            }
            text.append(c);
        }
        return text.toString();
    }
}
