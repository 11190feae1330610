package dev.steno.cli.print;

import java.io.PrintStream;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as comma-separated values (RFC 4180) under a line with the names of the columns. A blob is written as
 * hexadecimal digits. NULL is an empty field, an empty text two quotes.
 */
final class RowCsv implements RowWriter {
    private static final String END = "\r\n";

    private final PrintStream out;

    RowCsv(PrintStream out) {
        this.out = out;
    }

    @Override
    public void columns(List<String> names) {
        row(List.copyOf(names));
    }

    @Override
    public void row(List<@Nullable Object> values) {
        out.print(values.stream().map(RowCsv::field).collect(Collectors.joining(",", "", END)));
    }

    private static String field(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value.toString();
        boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
