package dev.steno.cli.mcp;

import dev.steno.addon.FlowEvent;
import dev.steno.cli.SampleSession;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionException;
import dev.steno.store.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Sessions for tests, written by the product's store. Stateless. */
final class Recorded {
    private Recorded() {}

    /** Writes flows to a session. */
    static Path session(Path file, HttpFlow... flows) throws SessionException {
        SqliteSessionStore store = SqliteSessionStore.open(file, "steno test");
        store.commit(
                WriteBatch.of(Arrays.stream(flows).map(FlowEvent.Closed::new).toArray(FlowEvent[]::new)));
        store.close();
        return file;
    }

    /** Writes numbered flows, beginning with 1. */
    static Path session(Path file, int count) throws SessionException {
        HttpFlow[] flows = new HttpFlow[count];
        for (int i = 0; i < count; i++) {
            flows[i] = SampleSession.numbered(i + 1);
        }
        return session(file, flows);
    }

    /** A flow with a response. */
    static HttpFlow answered(long id, Headers headers, byte[] body) {
        HttpFlow flow = SampleSession.numbered(id);
        HttpResponse response = flow.response();
        if (response == null) {
            throw new AssertionError("the sample has a response");
        }
        return flow.withResponse(response.withHeaders(headers).withBody(new Body.Inline(body)));
    }

    static HttpFlow answered(long id, String type, String body) {
        return answered(id, Headers.of("Content-Type", type), body.getBytes(StandardCharsets.UTF_8));
    }

    /** A flow with a request to a path. */
    static HttpFlow asked(long id, String path, Headers headers, String body) {
        HttpFlow flow = SampleSession.numbered(id);
        HttpRequest request = flow.request();
        return flow.withRequest(new HttpRequest(
                request.method(),
                request.scheme(),
                request.host(),
                request.port(),
                path,
                request.version(),
                headers,
                null,
                new Body.Inline(body.getBytes(StandardCharsets.UTF_8)),
                request.started(),
                request.ended()));
    }
}
