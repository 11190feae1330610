package dev.steno.cli.diff;

import dev.steno.diff.DiffSummary;
import dev.steno.diff.FlowDifference;
import java.io.IOException;
import java.util.List;

/** A form in which differences are written, one by one. For one thread. */
interface DiffOutput extends AutoCloseable {
    /** Writes what comes before the first difference. */
    void writeHead(List<DiffOptions.Side> sides) throws IOException;

    void write(FlowDifference difference) throws IOException;

    /** Writes what comes behind the last difference. */
    void writeEnd(DiffSummary summary) throws IOException;

    @Override
    void close() throws IOException;
}
