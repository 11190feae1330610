package dev.steno.net.channel;

import java.util.Locale;
import java.util.regex.Pattern;

/** Masks possible secrets in the details of a trace. Stateless; any thread. */
public final class TraceMask {
    /** Names of fields whose values are not shown: those that carry credentials (RFC 9110, RFC 6265), and similar names. */
    private static final Pattern SECRET =
            Pattern.compile(".*(authorization|cookie|token|secret|password|passwd|credential"
                    + "|api-?key|access-?key|session|signature|jwt|assertion).*");

    /** Fields whose whole value is a URL. */
    private static final Pattern URL = Pattern.compile(":path|referer|location|content-location");

    /** Fields whose whole value is the authority of a URL, which may hold user information (RFC 3986, 3.2.1). */
    private static final Pattern AUTHORITY = Pattern.compile(":authority|host");

    /** A query or fragment with parameters, within any text. */
    private static final Pattern PARAMETERS = Pattern.compile("([?#])[^\\s<>\"=]*=[^\\s<>\"]*");

    private static final Pattern QUOTED = Pattern.compile("\".*\"", Pattern.DOTALL);

    private TraceMask() {}

    /** A URL without its query and fragment. A fragment holds secrets as well, e.g. those of OAuth (RFC 6749, 4.2.2). */
    public static String url(String url) {
        for (int i = 0; i < url.length(); i++) {
            if (url.charAt(i) == '?' || url.charAt(i) == '#') {
                return url.substring(0, i + 1) + "...";
            }
        }
        return url;
    }

    /** The text after the last {@code @}: without user information, even in a URL that cannot be parsed. */
    public static String beforeAt(String text) {
        int at = text.lastIndexOf('@');
        return at < 0 ? text : "***" + text.substring(at);
    }

    /** The value of a header field, as it may be shown. */
    public static String field(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (SECRET.matcher(lower).matches()) {
            return "*** (" + value.length() + " characters)";
        } else if (URL.matcher(lower).matches()) {
            return url(value);
        } else if (AUTHORITY.matcher(lower).matches()) {
            return beforeAt(value);
        }
        return value.indexOf('=') < 0 ? value : PARAMETERS.matcher(value).replaceAll("$1...");
    }

    /**
     * The text of an error about a malformed message, with its quotations masked: a quoted field line may hold
     * credentials.
     */
    public static String quotes(String message) {
        return QUOTED.matcher(message).replaceAll("\"...\"");
    }
}
