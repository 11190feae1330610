package dev.steno.sqlite.query;

import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.condition.Condition;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.sqlite.Function;

/**
 * The SQL function {@code text_test(number, text)} of a connection, for tests of texts that SQL cannot express. For one
 * statement at a time.
 */
public final class TextTestFunction extends Function {
    private final List<Predicate<String>> tests = new ArrayList<>();

    private TextTestFunction() {}

    /** Defines the function. Call once per connection; a second definition would replace the first. */
    public static TextTestFunction on(SqliteConnection sqlite) throws SQLException {
        TextTestFunction tests = new TextTestFunction();
        sqlite.define("text_test", 2, tests);
        return tests;
    }

    /** Binds a condition's parameters, and registers its text tests. Returns the index of the next parameter. */
    int bind(PreparedStatement to, int from, List<Object> parameters) throws SQLException {
        int at = from;
        for (Object parameter : parameters) {
            if (parameter instanceof Condition.Tested text) {
                to.setInt(at++, tests.size());
                tests.add(text.test());
            } else if (parameter instanceof Long number) {
                to.setLong(at++, number);
            } else {
                to.setString(at++, (String) parameter);
            }
        }
        return at;
    }

    void clear() {
        tests.clear();
    }

    @Override
    protected void xFunc() throws SQLException {
        String text = value_text(1);
        result(text != null && tests.get(value_int(0)).test(text) ? 1 : 0);
    }
}
