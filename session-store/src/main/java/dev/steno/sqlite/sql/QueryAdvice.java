package dev.steno.sqlite.sql;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Adds to SQLite's message for a query what the person who wrote it may have meant. Pure. */
final class QueryAdvice {
    private static final Pattern COLUMN = Pattern.compile("no such column: (?:\\w+\\.)?(.+)", Pattern.DOTALL);
    private static final Pattern FUNCTION = Pattern.compile("no such function: (\\w+)");
    private static final Pattern ARGUMENTS = Pattern.compile("wrong number of arguments to function (\\w+)\\(\\)");

    /** The functions of {@link FlowFunctions}, as they are called. */
    private static final Map<String, String> CALLS = Map.of(
            "header", "header(id, 'name')",
            "request_header", "request_header(id, 'name')",
            "body", "body(id)",
            "request_body", "request_body(id)",
            "json", "json(id, '$.name')",
            "body_json", "body_json(id, '$.name')",
            "request_json", "request_json(id, '$.name')");

    private QueryAdvice() {}

    /**
     * Returns a message with advice, or as it is.
     *
     * @param message SQLite's
     * @param columns the columns of the view {@code flows}
     */
    static String on(String message, List<String> columns) {
        Matcher column = COLUMN.matcher(message);
        if (column.matches()) {
            String name = column.group(1);
            return message + ". A text is written in single quotes: '" + name + "'; a header field is header(id, '"
                    + name + "'); flows has the columns " + String.join(" ", columns);
        }
        if (message.startsWith("no such table: ")) {
            return message + ". The views are flows, bodies and messages";
        }
        Matcher function = FUNCTION.matcher(message);
        if (function.matches()) {
            return message + ". "
                    + (function.group(1).equalsIgnoreCase("regexp")
                            ? "Texts are matched by LIKE '%x%' and GLOB '*x*'; steno ls '~u REGEX' matches URLs"
                            : "Beside SQLite's own, there are "
                                    + String.join(
                                            ", ",
                                            CALLS.values().stream().sorted().toList()));
        }
        Matcher arguments = ARGUMENTS.matcher(message);
        String call = arguments.matches() ? CALLS.get(arguments.group(1).toLowerCase(Locale.ROOT)) : null;
        return call == null ? message : message + ". It is called as " + call;
    }

    /** Returns the message for a statement that does not only read. */
    static String notReading(String sql) {
        String begin = sql.strip().toLowerCase(Locale.ROOT);
        String advice = "";
        if (begin.startsWith("delete")) {
            advice = ". To remove flows: steno rm SESSION --filter FILTER";
        } else if (begin.startsWith(".")) {
            advice = ". Commands with a dot are those of the program sqlite3, which opens the file too";
        } else if (begin.startsWith("pragma")) {
            advice = ". For the columns of a view: SELECT * FROM pragma_table_info('flows')";
        }
        return "a query begins with SELECT, WITH, VALUES or EXPLAIN: the session is only read" + advice;
    }
}
