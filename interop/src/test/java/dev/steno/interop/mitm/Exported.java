package dev.steno.interop.mitm;

import dev.steno.addon.FlowEvent;
import dev.steno.filter.Filter;
import dev.steno.flow.Flow;
import dev.steno.flow.Message;
import dev.steno.interop.OfflineRecorder;
import dev.steno.interop.SessionExport;
import dev.steno.interop.outlet.ExportOptions;
import dev.steno.interop.outlet.FlowIds;
import dev.steno.redact.Redactor;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A session with given flows as a flow file.
 *
 * @param file the flow file
 */
record Exported(Path file, SessionExport.Exported result) {

    /** Records facts and flows to a session in a folder, and exports it in a format. */
    static Exported of(Path folder, int format, List<FlowEvent> facts) throws IOException {
        return of(folder, format, facts, Redactor.NONE);
    }

    static Exported of(Path folder, int format, List<FlowEvent> facts, Redactor redactor) throws IOException {
        Path session = Files.createTempFile(folder, "session", ".steno");
        Files.delete(session);
        try (OfflineRecorder recorder = OfflineRecorder.open(session, false, "steno test")) {
            facts.forEach(recorder.session()::accept);
            recorder.session().awaitDurable();
            Path file = Files.createTempFile(folder, "exported", ".mitm");
            try (SessionReader reader = recorder.session().reader()) {
                SessionExport.Request request = new SessionExport.Request(
                        new MitmExporter(),
                        FlowIds.matching(reader, Filter.ALL, () -> false),
                        new ExportOptions(format, false, false),
                        redactor);
                return new Exported(file, SessionExport.write(reader, request, file, true, Progress.NONE));
            }
        }
    }

    /** The fact of a flow that ended. */
    static FlowEvent ended(Flow flow) {
        return new FlowEvent.Closed(flow);
    }

    /** The fact of a message. */
    static FlowEvent seen(Message message) {
        return new FlowEvent.MessageSeen(message);
    }
}
