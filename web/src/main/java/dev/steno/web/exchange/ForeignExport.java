package dev.steno.web.exchange;

import dev.steno.interop.Formats;
import dev.steno.interop.SessionExport;
import dev.steno.interop.outlet.ExportOptions;
import dev.steno.interop.outlet.FlowExporter;
import dev.steno.interop.outlet.FlowIds;
import dev.steno.redact.Redactor;
import dev.steno.session.Session;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiResponse;
import java.io.IOException;

/** Exports in the formats of other tools, written while they are sent. Stateless but for what it is given; any thread. */
public final class ForeignExport {
    private final Session session;
    private final Leaving leaving;

    /** What replaces secrets in all that leaves the machine. */
    @FunctionalInterface
    public interface Leaving {
        /** Returns a redactor that has counted nothing yet. Reads the disk. */
        Redactor redactor() throws IOException;
    }

    public ForeignExport(Session session, Leaving leaving) {
        this.session = session;
        this.leaving = leaving;
    }

    /**
     * Returns the format of a name.
     *
     * @throws ApiProblem 400 if there is none
     */
    public static FlowExporter format(String label) {
        return Formats.exporter(label)
                .orElseThrow(() ->
                        ApiProblem.badRequest("format must be steno, " + Formats.exporterLabels() + ", not " + label));
    }

    /**
     * Returns the export as a response without a name.
     *
     * @param secrets whether they are sent too
     */
    public ApiResponse respond(FlowExporter format, Selection flows, boolean secrets, Progress progress)
            throws IOException {
        Redactor redactor = secrets ? Redactor.NONE : leaving.redactor();
        return ApiResponse.stream(format.mediaType(), out -> {
            try (SessionReader reader = session.reader()) {
                SessionExport.write(
                        reader,
                        new SessionExport.Request(format, flows.of(reader), ExportOptions.NONE, redactor),
                        out,
                        progress);
            }
        });
    }

    /** Which flows are exported. */
    @FunctionalInterface
    public interface Selection {
        /** Returns the flows. */
        FlowIds of(SessionReader reader) throws IOException;
    }
}
