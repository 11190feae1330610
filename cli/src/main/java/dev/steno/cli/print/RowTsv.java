package dev.steno.cli.print;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes rows as lines with complete values, separated by tabs, for {@code cut} and {@code awk}. */
final class RowTsv implements RowWriter {
    private final PrintStream out;
    private final boolean header;

    RowTsv(PrintStream out, boolean header) {
        this.out = out;
        this.header = header;
    }

    @Override
    public void columns(List<String> names) {
        if (header) {
            row(List.copyOf(names));
        }
    }

    @Override
    public void row(List<@Nullable Object> values) {
        out.print(values.stream().map(RowCells::text).collect(Collectors.joining("\t", "", "\n")));
    }
}
