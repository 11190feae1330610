package dev.steno.cli;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionException;
import dev.steno.store.WriteBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A session with one flow of each kind, written by the product's store. */
public final class SampleSession {
    /** 2026-01-02 03:04:05 UTC. */
    static final long STARTED = 1_767_323_045_000_000_000L;

    static final String JSON = "{\"name\":\"steno\",\"list\":[1,2.50,{}],\"text\":\"a\\\"b\"}";

    /** Too large to be stored inline, so it is stored in chunks. */
    static final byte[] LARGE = large();

    private SampleSession() {}

    /** Creates the session file. */
    public static Path write(Path file) throws SessionException {
        SqliteSessionStore store = SqliteSessionStore.open(file, "steno test");
        store.commit(WriteBatch.of(
                new FlowEvent.Closed(json()),
                new FlowEvent.Closed(refused()),
                new FlowEvent.BodyChunk(1, 0, LARGE),
                new FlowEvent.Closed(download()),
                new FlowEvent.MessageSeen(new Message(4, 0, STARTED, Direction.CLIENT_TO_SERVER, bytes("hello\n"))),
                new FlowEvent.MessageSeen(
                        new Message(4, 1, STARTED + 1, Direction.SERVER_TO_CLIENT, new byte[] {0, 1, 2, (byte) 0xff})),
                new FlowEvent.Closed(stream()),
                new FlowEvent.Closed(hostile())));
        store.close();
        return file;
    }

    /** Flow 1: a JSON response, compressed with gzip. */
    private static HttpFlow json() {
        return http(
                1,
                FlowState.COMPLETE,
                12_345_678,
                request("GET", "/data?q=1", Body.NONE),
                response(
                        200,
                        Headers.of("Content-Type", "application/json; charset=utf-8", "Content-Encoding", "gzip"),
                        new Body.Inline(gzip(JSON))),
                null);
    }

    /** Flow 2: the server refused the connection. */
    private static HttpFlow refused() {
        return http(
                2,
                FlowState.FAILED,
                2_000_000,
                request("POST", "/form", new Body.Inline(bytes("a=1&b=2"))),
                null,
                new FlowError(FlowError.Step.CONNECT, "connection refused", STARTED));
    }

    /** Flow 3: a stored body that is not text. */
    private static HttpFlow download() {
        return http(
                3,
                FlowState.COMPLETE,
                1_500_000_000,
                request("GET", "/large.bin", Body.NONE),
                response(
                        200,
                        Headers.of("Content-Type", "application/octet-stream"),
                        new Body.Stored(1, LARGE.length, LARGE.length, true)),
                null);
    }

    /** Flow 4: a raw stream. */
    private static TcpFlow stream() {
        return new TcpFlow(
                4,
                1,
                FlowState.COMPLETE,
                STARTED + 3,
                5_000_000,
                client(),
                null,
                new Endpoint("db.example.org", 5432),
                "tcp",
                6,
                4,
                2,
                0,
                null,
                Notes.NONE);
    }

    /** Flow 5: a server that sends terminal control characters. */
    private static HttpFlow hostile() {
        return http(
                5,
                FlowState.COMPLETE,
                1_000_000,
                request("GET", "/\u001b[2J\u0007\t", Body.NONE),
                response(
                        404,
                        Headers.of("Content-Type", "text/html", "X-Evil", "\u001b]0;owned\u0007\u009b"),
                        new Body.Inline(bytes("<p>\u001b[31mred</p>\n"))),
                null);
    }

    /** A flow like flow 1, whose path contains its number. */
    public static HttpFlow numbered(long id) {
        return http(
                id,
                FlowState.COMPLETE,
                1_000_000,
                request("GET", "/number-" + id, Body.NONE),
                response(200, Headers.of("Content-Type", "application/json"), new Body.Inline(bytes(JSON))),
                null);
    }

    /**
     * An event stream whose body has this number of chunks of 100 bytes so far. Its revision is that number, plus one
     * if it ended.
     */
    static HttpFlow events(long id, int pieces, boolean ended) {
        return new HttpFlow(
                id,
                ended ? pieces + 1 : pieces,
                ended ? FlowState.COMPLETE : FlowState.OPEN,
                STARTED + id - 1,
                ended ? 1_000_000 : Times.UNSET,
                client(),
                server(),
                request("GET", "/events-" + id, Body.NONE),
                response(
                        200,
                        Headers.of("Content-Type", "text/event-stream"),
                        new Body.Stored(id, 100L * pieces, 100L * pieces, ended)),
                List.of(),
                null,
                Notes.NONE,
                null);
    }

    /**
     * A raw stream with this number of messages of 10 bytes so far. Its revision is that number, plus one if it ended.
     */
    static TcpFlow messages(long id, int count, boolean ended) {
        return new TcpFlow(
                id,
                ended ? count + 1 : count,
                ended ? FlowState.COMPLETE : FlowState.OPEN,
                STARTED + id - 1,
                ended ? 1_000_000 : Times.UNSET,
                client(),
                null,
                new Endpoint("db.example.org", 5432),
                "tcp",
                0,
                10L * count,
                count,
                0,
                null,
                Notes.NONE);
    }

    /** Flow 1 with this response to {@code GET /?q=a+b}. */
    static HttpFlow answering(Headers headers, Body body) {
        return http(
                1,
                FlowState.COMPLETE,
                1_000_000,
                request("GET", "/?q=a+b", Body.NONE),
                response(200, headers, body),
                null);
    }

    /** A flow whose response has this Content-Encoding. */
    static HttpFlow coded(long id, String coding, byte[] body) {
        return http(
                id,
                FlowState.COMPLETE,
                1_000_000,
                request("GET", "/coded", Body.NONE),
                response(
                        200,
                        Headers.of("Content-Type", "text/plain", "Content-Encoding", coding),
                        new Body.Inline(body)),
                null);
    }

    private static HttpFlow http(
            long id,
            FlowState state,
            long duration,
            HttpRequest request,
            @Nullable HttpResponse response,
            @Nullable FlowError error) {
        return new HttpFlow(
                id,
                2,
                state,
                STARTED + id - 1,
                duration,
                client(),
                server(),
                request,
                response,
                List.of(),
                error,
                Notes.NONE,
                null);
    }

    private static HttpRequest request(String method, String path, Body body) {
        return new HttpRequest(
                method,
                "https",
                "example.org",
                443,
                path,
                "HTTP/1.1",
                Headers.of("Host", "example.org", "Accept", "*/*"),
                null,
                body,
                STARTED,
                STARTED + 1);
    }

    private static HttpResponse response(int status, Headers headers, Body body) {
        return new HttpResponse("HTTP/1.1", status, "OK", headers, null, body, STARTED, STARTED + 1);
    }

    private static Peer client() {
        return new Peer(
                1,
                new Endpoint("127.0.0.1", 40000),
                null,
                new Endpoint("127.0.0.1", 8080),
                STARTED,
                Times.UNSET,
                Times.UNSET,
                null,
                null);
    }

    private static Peer server() {
        return new Peer(
                2,
                new Endpoint("example.org", 443),
                new Endpoint("192.0.2.1", 443),
                null,
                STARTED,
                STARTED,
                Times.UNSET,
                new Tls(
                        STARTED,
                        "TLSv1.3",
                        "TLS_AES_128_GCM_SHA256",
                        "example.org",
                        "http/1.1",
                        List.of(),
                        List.of(),
                        List.of(),
                        null),
                null);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] large() {
        byte[] bytes = new byte[40_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return bytes;
    }
}
