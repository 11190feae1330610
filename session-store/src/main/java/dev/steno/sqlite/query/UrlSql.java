package dev.steno.sqlite.query;

import dev.steno.flow.Endpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * A flow's URL in SQL. It is not stored. Since composing it for every row would dominate the cost of a scan, a search
 * term is first compared with the parts of the URL. Pure functions.
 */
final class UrlSql {
    private static final String HOST = "iif(instr(host, ':') > 0, '[' || host || ']', host)";

    /** {@code host:port}, with brackets around an IPv6 literal. */
    static final String ENDPOINT = HOST + " || ':' || port";

    /** Rows whose URL is just {@code host:port}: a raw stream or a CONNECT. */
    private static final String BARE = "(path IS NULL OR method = 'CONNECT')";

    private static final String USUAL_PORT =
            "port = iif(scheme = 'https', " + Endpoint.HTTPS_PORT + ", " + Endpoint.HTTP_PORT + ")";

    static final String URL = "(CASE WHEN " + BARE + " THEN " + ENDPOINT + " ELSE scheme || '://' || " + HOST
            + " || iif(" + USUAL_PORT + ", '', ':' || port) || iif(substr(path, 1, 1) = '/', '', '/') || path END)";

    /** The separators between the parts of a URL. */
    private static final String JOINTS = "[:/\\[\\]]";

    private UrlSql() {}

    /** Returns a condition for rows whose URL contains a lower-case ASCII text, ignoring case. */
    static SqlCondition contains(String lower) {
        List<SqlCondition> conditions = new ArrayList<>();
        String[] pieces = lower.split(JOINTS);
        for (String piece : pieces) {
            if (!piece.isEmpty()) {
                conditions.add(piece(piece));
            }
        }
        if (pieces.length != 1 || !pieces[0].equals(lower)) {
            conditions.add(SqlCondition.of("instr(lower(" + URL + "), ?) > 0", lower));
        }
        return SqlCondition.all(conditions);
    }

    /**
     * Returns a condition for rows with the text in one part of the URL. The text contains no separator, so it cannot
     * span two parts.
     */
    private static SqlCondition piece(String lower) {
        List<SqlCondition> parts = new ArrayList<>();
        parts.add(TextOperand.contains("host", lower));
        List<SqlCondition> whole = new ArrayList<>();
        whole.add(TextOperand.contains("path", lower));
        if ("https".contains(lower)) {
            whole.add(TextOperand.contains("scheme", lower));
        }
        parts.add(SqlCondition.all(SqlCondition.of("NOT " + BARE), SqlCondition.any(whole)));
        if (lower.length() <= 5 && lower.chars().allMatch(c -> c >= '0' && c <= '9')) {
            parts.add(SqlCondition.all(
                    TextOperand.contains("port", lower), SqlCondition.of("(" + BARE + " OR NOT " + USUAL_PORT + ")")));
        }
        return SqlCondition.any(parts);
    }
}
