package dev.steno.interop.table;

import dev.steno.flow.Flow;
import dev.steno.interop.outlet.ExportFlows;
import dev.steno.interop.outlet.FlowExporter;
import dev.steno.json.ColumnText;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.FlowRow;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes comma-separated values (RFC 4180) under a line with the names of the columns, in UTF-8; a value that a flow does not
 * have is empty. A text that a spreadsheet would take for a formula begins with an apostrophe, since the texts are those of
 * strangers (https://owasp.org/www-community/attacks/CSV_Injection).
 */
public final class CsvExporter implements FlowExporter {
    @Override
    public String label() {
        return "csv";
    }

    @Override
    public String title() {
        return "CSV of the columns";
    }

    @Override
    public String extension() {
        return ".csv";
    }

    @Override
    public String mediaType() {
        return "text/csv";
    }

    @Override
    public void exportFlows(ExportFlows from, OutputStream to) throws IOException {
        write(to, FlowColumns.SHOWN.stream().map(FlowColumn::name).collect(Collectors.joining(",")));
        from.forEach(flow -> {
            write(to, line(flow));
            from.wrote();
        });
    }

    private static void write(OutputStream to, String line) throws IOException {
        to.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String line(Flow flow) {
        FlowRow row = FlowRow.of(flow);
        return FlowColumns.SHOWN.stream().map(column -> cell(column, row)).collect(Collectors.joining(","));
    }

    private static String cell(FlowColumn column, FlowRow row) {
        if (column instanceof FlowColumn.Number number) {
            return ColumnText.of(number, row.number(number));
        }
        if (column instanceof FlowColumn.Text text) {
            String value = row.text(text);
            return Objects.equals(value, text.absent()) ? "" : quoted(value);
        }
        return quoted(((FlowColumn.Derived) column).value().of(row));
    }

    private static String quoted(@Nullable String value) {
        if (value == null) {
            return "";
        }
        String safe = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        boolean plain = !safe.isEmpty() && safe.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
