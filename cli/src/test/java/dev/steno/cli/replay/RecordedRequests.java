package dev.steno.cli.replay;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionException;
import dev.steno.store.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A session of exchanges that a test makes up, one after the other, 10 ms each. For one thread. */
final class RecordedRequests implements AutoCloseable {
    private static final long STARTED = 1_767_323_045_000_000_000L;
    private static final long STEP = 10_000_000;

    private final SqliteSessionStore store;
    private final int port;
    private long flows;

    /** @param port of the server on 127.0.0.1 to which all were sent */
    RecordedRequests(Path file, int port) throws SessionException {
        this.store = SqliteSessionStore.open(file, "steno test");
        this.port = port;
    }

    RecordedRequests get(String path, String response, String... fields) throws SessionException {
        return add("GET", "127.0.0.1", path, "", response, fields);
    }

    /** @param fields names and values, of the request before an empty name, and of the response behind it */
    RecordedRequests add(String method, String host, String path, String body, String response, String... fields)
            throws SessionException {
        Headers ofRequest = Headers.of("Host", host + ":" + port);
        Headers ofResponse = Headers.of("Content-Length", Integer.toString(response.length()));
        boolean behind = false;
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].isEmpty()) {
                behind = true;
            } else if (behind) {
                ofResponse = ofResponse.with(fields[i], fields[i + 1]);
            } else {
                ofRequest = ofRequest.with(fields[i], fields[i + 1]);
            }
        }
        long number = ++flows;
        long started = STARTED + number * STEP;
        HttpRequest request = new HttpRequest(
                method, "http", host, port, path, "HTTP/1.1", ofRequest, null, inline(body), started, started + 1);
        HttpResponse answer =
                new HttpResponse("HTTP/1.1", 200, "OK", ofResponse, null, inline(response), started + 2, started + 3);
        Peer client =
                new Peer(1, new Endpoint("127.0.0.1", 1234), null, null, STARTED, Times.UNSET, Times.UNSET, null, null);
        HttpFlow flow = new HttpFlow(
                number,
                1,
                FlowState.COMPLETE,
                started,
                4,
                client,
                null,
                request,
                answer,
                List.of(),
                null,
                Notes.NONE,
                null);
        store.commit(WriteBatch.of(new FlowEvent.Closed(flow)));
        return this;
    }

    private static Body inline(String text) {
        return text.isEmpty() ? Body.NONE : new Body.Inline(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws SessionException {
        store.close();
    }
}
