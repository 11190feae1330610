package dev.steno.bench.mock;

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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The same recorded responses of 1 KiB as a session, and as mappings of WireMock. Stateless. */
final class RecordedItems {
    static final String HOST = "mock.invalid";

    private static final int COMMIT = 2_000;
    private static final String BODY = "0123456789abcdef".repeat(64);

    private RecordedItems() {}

    /** The path of an item, from 1. */
    static String path(long number) {
        return "/item/" + number + "?from=bench";
    }

    /** The path of the questions. */
    static final String HOT = "/ask";

    /** The content of a question, from 1. */
    static String question(long number) {
        return "{\"query\": \"item " + number + "\", \"from\": \"bench\"}";
    }

    /** Writes a session with this number of items. */
    static void writeSession(Path file, long count) throws SessionException {
        writeSession(file, count, 0);
    }

    /** Writes a session with this number of items, and of questions to one URL. */
    static void writeSession(Path file, long items, long questions) throws SessionException {
        long count = items + questions;
        SqliteSessionStore store = SqliteSessionStore.open(file, "bench/run mock-session");
        try {
            List<FlowEvent> batch = new ArrayList<>(COMMIT);
            for (long i = 1; i <= count; i++) {
                batch.add(new FlowEvent.Closed(flow(i, i <= items ? 0 : i - items)));
                if (batch.size() == COMMIT || i == count) {
                    store.commit(WriteBatch.of(batch.toArray(FlowEvent[]::new)));
                    batch.clear();
                }
            }
        } finally {
            store.close();
        }
    }

    /** @param question its number; 0 for an item */
    private static HttpFlow flow(long id, long question) {
        long now = Times.now();
        Peer client = new Peer(0, new Endpoint("", 0), null, null, now, Times.UNSET, Times.UNSET, null, null);
        HttpRequest request = question == 0
                ? new HttpRequest(
                        "GET",
                        "http",
                        HOST,
                        80,
                        path(id),
                        "HTTP/1.1",
                        Headers.of("Host", HOST),
                        null,
                        Body.NONE,
                        now,
                        now)
                : new HttpRequest(
                        "POST",
                        "http",
                        HOST,
                        80,
                        HOT,
                        "HTTP/1.1",
                        Headers.of("Host", HOST, "Content-Type", "application/json"),
                        null,
                        new Body.Inline(question(question).getBytes(StandardCharsets.US_ASCII)),
                        now,
                        now);
        byte[] body = BODY.getBytes(StandardCharsets.US_ASCII);
        HttpResponse response = new HttpResponse(
                "HTTP/1.1",
                200,
                "OK",
                Headers.of("Content-Type", "text/plain", "Content-Length", Integer.toString(body.length)),
                null,
                new Body.Inline(body),
                now,
                now);
        return new HttpFlow(
                id, 1, FlowState.COMPLETE, now, 1, client, null, request, response, List.of(), null, Notes.NONE, null);
    }

    /** Writes mappings of WireMock with this number of items, as one file in the folder that it reads. */
    static void writeMappings(Path root, long count) throws IOException {
        Path folder = Files.createDirectories(root.resolve("mappings"));
        try (var out = Files.newBufferedWriter(folder.resolve("items.json"))) {
            out.write("{\"mappings\":[");
            for (long i = 1; i <= count; i++) {
                out.write((i == 1 ? "" : ",") + "{\"request\":{\"method\":\"GET\",\"url\":\"" + path(i)
                        + "\"},\"response\":{\"status\":200,\"headers\":{\"Content-Type\":\"text/plain\"},\"body\":\""
                        + BODY
                        + "\"}}");
            }
            out.write("]}");
        }
    }
}
