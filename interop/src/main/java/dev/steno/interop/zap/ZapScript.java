package dev.steno.interop.zap;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The statements that the script and the log of a session may have. HSQLDB runs them when it opens a database, so that a crafted
 * session could read files or run code; only statements that define tables and hold rows are allowed. Stateless.
 */
final class ZapScript {
    private static final String NAME = "[\\w.\"$]+";

    private static final List<Pattern> ALLOWED = List.of(
            Pattern.compile(
                    "SET DATABASE (?:UNIQUE NAME|DEFAULT|EVENT LOG|TRANSACTION|TEXT TABLE DEFAULTS|SQL|COLLATION|GC) ?"
                            + "[\\w \"']*"),
            Pattern.compile("SET FILES [A-Z_ ]+(?:\\d+|TRUE|FALSE|NONE)?(?: MILLIS)?"),
            Pattern.compile("SET (?:WRITE_DELAY|WRITE DELAY|AUTOCOMMIT|REFERENTIAL_INTEGRITY) [\\w ]+"),
            Pattern.compile("SET SCHEMA " + NAME),
            Pattern.compile(
                    "SET TABLE " + NAME + " (?:INDEX ''|NEW SPACE|READONLY (?:TRUE|FALSE)|READ ONLY|READ WRITE)"),
            Pattern.compile("CREATE (?:USER|SCHEMA|SEQUENCE) [\\w .\"'-]+"),
            Pattern.compile("ALTER USER " + NAME + " SET [\\w \"']+"),
            Pattern.compile("CREATE (?:MEMORY |CACHED )?TABLE [^;]+"),
            Pattern.compile("CREATE (?:UNIQUE )?INDEX [^;]+"),
            Pattern.compile("ALTER TABLE [^;]+"),
            Pattern.compile("ALTER SEQUENCE [\\w .\"]+ RESTART WITH -?\\d+"),
            Pattern.compile("GRANT [\\w .,()\"]+"),
            Pattern.compile("INSERT INTO " + NAME + " ?VALUES ?\\([^;]*\\)"),
            Pattern.compile("DELETE FROM " + NAME + " WHERE [^;]+"),
            Pattern.compile("DROP (?:INDEX|TABLE) [\\w .\"]+"),
            Pattern.compile("COMMIT|ROLLBACK|DISCONNECT|(?:CONNECT )?USER [\\w \"]+|SAVEPOINT [\\w \"]+"));

    /** Words that make an allowed statement run something. */
    private static final Pattern FORBIDDEN = Pattern.compile(
            "\\b(?:EXTERNAL|CALL|TRIGGER|FUNCTION|PROCEDURE|ROUTINE|LOAD_FILE|LOAD_CLASS|CLASSPATH|SOURCE|AUTHENTICATION|SELECT)\\b"
                    + "|GENERATED\\s+ALWAYS\\s+AS\\s*\\(");

    /** The session that a line of the log belongs to. */
    private static final Pattern SESSION = Pattern.compile("^/\\*C\\d{1,18}\\*/");

    private ZapScript() {}

    /** Whether a line may be run. */
    static boolean allows(String line) {
        String statement = SESSION.matcher(line).replaceFirst("").strip();
        // HSQLDB may decode the escapes before or after it parses: the statement must be allowed either way
        return statement.isEmpty() || isAllowed(statement) && isAllowed(decoded(statement));
    }

    private static boolean isAllowed(String statement) {
        String skeleton = withoutLiterals(statement);
        if (skeleton.indexOf('\\') >= 0
                || skeleton.contains("--")
                || skeleton.contains("/*")
                || skeleton.contains("//")) {
            return false;
        }
        String upper = skeleton.toUpperCase(Locale.ROOT);
        return ALLOWED.stream().anyMatch(each -> each.matcher(upper).matches())
                && (upper.startsWith("INSERT INTO ") && isPlainInsert(upper)
                        || !FORBIDDEN.matcher(upper).find());
    }

    /** Rows are literals: numbers, strings, NULL, TRUE, FALSE. A name of a function is none. */
    private static boolean isPlainInsert(String upper) {
        String values = upper.substring(upper.indexOf('(') + 1);
        return !values.matches("(?s).*\\w\\s*\\(.*")
                && !FORBIDDEN.matcher(values).find();
    }

    /** Returns the statement with empty strings and empty quoted names; a quote that is not closed gives {@code \}. */
    private static String withoutLiterals(String statement) {
        StringBuilder out = new StringBuilder(Math.min(statement.length(), 4096));
        int at = 0;
        while (at < statement.length()) {
            char c = statement.charAt(at);
            if (c == '\'' || c == '"') {
                int end = statement.indexOf(c, at + 1);
                if (end < 0) {
                    return "\\";
                }
                boolean goesOn = end + 1 < statement.length() && statement.charAt(end + 1) == c;
                if (!goesOn) {
                    out.append(c).append(c);
                }
                at = goesOn ? end + 1 : end + 1;
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    private static String decoded(String statement) {
        if (!statement.contains("\\u")) {
            return statement;
        }
        StringBuilder out = new StringBuilder(statement.length());
        for (int i = 0; i < statement.length(); i++) {
            int code = statement.startsWith("\\u", i) ? hex(statement, i + 2) : -1;
            if (code >= 0) {
                out.append((char) code);
                i += 5;
            } else {
                out.append(statement.charAt(i));
            }
        }
        return out.toString();
    }

    private static int hex(String text, int from) {
        if (from + 4 > text.length()) {
            return -1;
        }
        int code = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }
}
