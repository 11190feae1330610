package dev.steno.interop.message;

/**
 * The first line of a request (RFC 9112, 3). Lenient: the target may have blanks in it, the method may be empty, and the
 * version may be missing. Immutable.
 *
 * @param version as written; empty if it is missing
 */
public record RequestLine(String method, String target, String version) {
    /** Splits a line. */
    public static RequestLine parse(String line) {
        int first = line.indexOf(' ');
        if (first < 0) {
            return new RequestLine(line, "", "");
        }
        String rest = line.substring(first + 1).strip();
        int last = rest.lastIndexOf(' ');
        if (rest.regionMatches(true, last + 1, "HTTP/", 0, 5)) {
            return new RequestLine(
                    line.substring(0, first),
                    last < 0 ? "" : rest.substring(0, last).strip(),
                    rest.substring(last + 1));
        }
        return new RequestLine(line.substring(0, first), rest, "");
    }
}
