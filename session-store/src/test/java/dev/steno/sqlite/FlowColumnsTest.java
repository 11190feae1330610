package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.filter.Flag;
import dev.steno.filter.NumberField;
import dev.steno.filter.Order;
import dev.steno.filter.TextField;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table in the file and the table on the page have the columns of {@link FlowColumns}. */
class FlowColumnsTest {
    @TempDir
    Path folder;

    @Test
    void theTableInTheFileHasTheseColumns() throws Exception {
        Path file = ToolSession.record(folder.resolve("work.steno"));
        assertThat(ToolSession.rows(
                        file, "SELECT name, type, \"notnull\" OR pk FROM pragma_table_info('flow') ORDER BY cid"))
                .containsExactlyElementsOf(FlowColumns.ALL.stream()
                        .map(column -> column.name() + "|" + type(column) + "|"
                                + (column.traits().required() ? 1 : 0) + "|")
                        .toList());
        assertThat(ToolSession.rows(file, "SELECT name FROM pragma_table_info('flows')"))
                .containsExactlyInAnyOrderElementsOf(FlowColumns.IN_VIEW.stream()
                        .map(column -> column.traits().view() + "|")
                        .toList());
    }

    @Test
    void thePageHasTheTable() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "session-format.md"));
        StringBuilder table = new StringBuilder(
                "| column | type | filter | order | in `ls --json` | holds |\n|---|---|---|---|---|---|\n");
        for (FlowColumn column : FlowColumns.ALL) {
            FlowColumn.Traits traits = column.traits();
            table.append(row(List.of(
                    code(column.name()),
                    type(column) + (traits.required() ? "" : ", may be NULL"),
                    filter(traits.filter()),
                    traits.order() == null ? "" : code(traits.order().label()),
                    traits.rank() == 0 ? "" : "yes",
                    traits.meaning() + (traits.since() == 1 ? "" : ". Since format " + traits.since()))));
        }
        assertThat(page).contains(table);
    }

    @Test
    void eachFieldOfAFilterAndEachOrderHasOneColumnAtMost() {
        assertThat(FlowColumns.ALL)
                .extracting(column -> column.traits().filter())
                .filteredOn(Objects::nonNull)
                .doesNotHaveDuplicates();
        assertThat(Order.values())
                .allSatisfy(order -> assertThat(FlowColumns.orderedBy(order)).isNotNull());
        assertThat(FlowColumns.SHOWN).extracting(FlowColumn::name).doesNotHaveDuplicates();
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static String type(FlowColumn column) {
        return column instanceof FlowColumn.Number ? "INTEGER" : "TEXT";
    }

    private static String filter(Enum<?> field) {
        if (field instanceof TextField text) {
            return code(Objects.requireNonNullElseGet(text.label(), text::operator));
        }
        if (field instanceof NumberField number) {
            return code(number.label());
        }
        return field == null ? "" : code(((Flag) field).operator());
    }
}
