package dev.steno.interop.message;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a response (RFC 9112, 4). Immutable.
 *
 * @param version as written
 * @param reason as written; may be empty
 */
public record ResponseLine(String version, int status, String reason) {
    private static final Pattern LINE =
            Pattern.compile("((?:HTTP/[0-9.]{1,8})|ICY)[ \\t]+([1-9][0-9]{2})(?:[ \\t](.*))?", Pattern.DOTALL);

    /** Splits a line; null if it is no status line. */
    public static @Nullable ResponseLine parse(String line) {
        Matcher match = LINE.matcher(line);
        if (!match.matches()) {
            return null;
        }
        String reason = match.group(3);
        return new ResponseLine(match.group(1), Integer.parseInt(match.group(2)), reason == null ? "" : reason.strip());
    }
}
