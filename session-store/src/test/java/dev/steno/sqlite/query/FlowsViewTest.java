package dev.steno.sqlite.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Times;
import dev.steno.sqlite.ToolSession;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.condition.Dialect;
import dev.steno.store.condition.FlowValue;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The view {@code flows} of the newest format matches the columns. Scripts of released formats never change, so a new
 * column's script must create the view again, as this test expects it.
 */
class FlowsViewTest {
    @TempDir
    Path folder;

    @Test
    void theViewHasWhatTheColumnsSay() throws Exception {
        Path file = ToolSession.record(folder.resolve("work.steno"));
        String view = ToolSession.rows(file, "SELECT sql FROM sqlite_master WHERE name = 'flows'")
                .get(0);
        assertThat(view.substring(0, view.length() - 1)).isEqualTo(expected());
    }

    private static String expected() {
        return FlowColumns.IN_VIEW.stream()
                .map(column -> "    " + select(column))
                .collect(Collectors.joining(",\n", "CREATE VIEW flows AS\nSELECT\n", "\nFROM flow"));
    }

    private static String select(FlowColumn column) {
        String value = value(column);
        String name = column.traits().view();
        return value.equals(name) ? name : value + " AS " + name;
    }

    private static String value(FlowColumn column) {
        if (column == FlowColumns.URL) {
            return SqliteDialect.INSTANCE.print(FlowValue.Composed.URL);
        }
        if (!(column instanceof FlowColumn.Number number)) {
            return column.name();
        }
        if (number.constants() != null) {
            return Dialect.words(number.constants(), column);
        }
        return switch (number.unit()) {
            case COUNT, BYTES -> column.name();
            case TIME -> time(column.name());
            case DURATION -> "round(" + column.name() + " / 1e6, 3)";
        };
    }

    /** A time in UTC, as ISO 8601 with microseconds; NULL if it is unset. */
    private static String time(String column) {
        // SQLite reads the lowest number itself as a floating-point one
        return "CASE WHEN " + column + " > " + (Times.UNSET + 1) + " THEN strftime('%Y-%m-%dT%H:%M:%S', " + column
                + " / 1000000000, 'unixepoch')\n        || printf('.%06dZ', " + column + " / 1000 % 1000000) END";
    }
}
