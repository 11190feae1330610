package dev.steno.cli.print;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.json.FlowJson;
import dev.steno.json.Json;
import dev.steno.store.FlowRow;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes flows as one JSON object per line, in ASCII. For one thread. */
public final class FlowJsonLines implements FlowWriter {
    private final JsonGenerator json;
    private final FlowJson objects;
    private final PrintStream out;

    public FlowJsonLines(PrintStream out) {
        this.out = out;
        this.json = Json.ascii(out);
        this.objects = new FlowJson(json);
    }

    @Override
    public void write(FlowRow row) {
        objects.write(row);
        endLine();
    }

    /**
     * Writes all of a flow, as {@link FlowJson} does.
     *
     * @param edits of the flow after its exchange
     * @param bodies read for the bytes of bodies; null to leave them out
     * @throws IOException if a body cannot be read
     */
    public void write(Flow flow, List<FlowEdit> edits, @Nullable SessionReader bodies) throws IOException {
        objects.write(flow, edits, bodies);
        endLine();
    }

    private void endLine() {
        json.flush(); // into the print stream, so that a reader that follows a session sees complete lines
        out.print('\n');
    }

    @Override
    public void writeEnd() {
        json.close();
    }
}
