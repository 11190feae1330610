package dev.steno.interop;

import dev.steno.addon.FlowEvent;
import dev.steno.filter.FilterParser;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.interop.outlet.ExportOptions;
import dev.steno.interop.outlet.FlowExporter;
import dev.steno.interop.outlet.FlowIds;
import dev.steno.redact.Redactor;
import dev.steno.session.Session;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A session with flows that a test gives, to be exported. */
public final class RecordedSession implements AutoCloseable {
    /** When its flows begin, in nanoseconds since the epoch. */
    public static final long BEGAN = 1_700_000_000_123_456_789L;

    private final OfflineRecorder recorder;

    /** Opens a new session. */
    public RecordedSession(Path file) throws IOException {
        recorder = OfflineRecorder.open(file, false, "steno test");
    }

    /** Returns the recorder. */
    public Session session() {
        return recorder.session();
    }

    /** Adds a flow. */
    public void add(Flow flow) {
        session().accept(new FlowEvent.Closed(flow));
    }

    /** Stores a body, in chunks if it is large. */
    public Body body(byte[] bytes) {
        if (bytes.length <= Body.Inline.LIMIT) {
            return bytes.length == 0 ? Body.NONE : new Body.Inline(bytes);
        }
        long id = session().sequences().nextBody();
        int sequence = 0;
        for (int at = 0; at < bytes.length; at += Body.Stored.CHUNK) {
            byte[] chunk = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + Body.Stored.CHUNK));
            session().accept(new FlowEvent.BodyChunk(id, sequence++, chunk));
        }
        return new Body.Stored(id, bytes.length, bytes.length, true);
    }

    /** Returns a complete exchange of HTTP/1.1 with {@code https://example.org}. */
    public HttpFlow exchange(String method, String path, Headers sent, byte[] request, Headers got, byte[] response) {
        long id = session().sequences().nextFlow();
        Endpoint server = new Endpoint("example.org", 443);
        return new HttpFlow(
                id,
                1,
                FlowState.COMPLETE,
                BEGAN,
                30_000_000,
                new Peer(
                        1,
                        new Endpoint("127.0.0.1", 5000),
                        null,
                        null,
                        BEGAN,
                        Times.UNSET,
                        Times.UNSET,
                        null,
                        null,
                        null),
                new Peer(
                        2,
                        server,
                        new Endpoint("192.0.2.1", 443),
                        null,
                        BEGAN + 1_000_000,
                        BEGAN + 6_000_000,
                        Times.UNSET,
                        null,
                        null,
                        null),
                new HttpRequest(
                        method,
                        "https",
                        "example.org",
                        443,
                        path,
                        "HTTP/1.1",
                        sent,
                        null,
                        body(request),
                        BEGAN,
                        BEGAN + 2_000_000),
                new HttpResponse(
                        "HTTP/1.1", 200, "OK", got, null, body(response), BEGAN + 20_000_000, BEGAN + 25_000_000),
                List.of(),
                null,
                Notes.NONE,
                null);
    }

    /** Exports all flows with their secrets. */
    public byte[] export(FlowExporter format) throws IOException {
        return export(format, "", ExportOptions.NONE, Redactor.NONE);
    }

    /** Exports the flows that match. */
    public byte[] export(FlowExporter format, String filter, ExportOptions options, Redactor redactor)
            throws IOException {
        session().awaitDurable();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SessionReader reader = session().reader()) {
            SessionExport.write(
                    reader,
                    new SessionExport.Request(
                            format,
                            FlowIds.matching(reader, FilterParser.parseOrAll(filter), () -> false),
                            options,
                            redactor),
                    out,
                    Progress.NONE);
        }
        return out.toByteArray();
    }

    @Override
    public void close() throws IOException {
        recorder.close();
    }
}
