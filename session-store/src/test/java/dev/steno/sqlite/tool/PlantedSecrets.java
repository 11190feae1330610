package dev.steno.sqlite.tool;

import dev.steno.addon.FlowEvent;
import dev.steno.content.stream.StreamCodings;
import dev.steno.flow.Body;
import dev.steno.flow.BodyTransform;
import dev.steno.flow.Direction;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.session.Flows;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.WriteBatch;
import dev.steno.testing.ByteSearch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** A session with secrets in all places where a session can have them. */
final class PlantedSecrets {
    /** The rules by which all of them are found. */
    static final List<String> RULES =
            List.of("auth", "cookies", "header:x-key", "regex:SEC[0-9a-f]{16}", "ws:$..secret");

    private static final int PLACES = 16;

    private final Random random = new Random(15);
    private final List<String> secrets = new ArrayList<>();

    /** The secrets as they are without any coding. */
    List<String> secrets() {
        return secrets;
    }

    private String secret() {
        String secret = "SEC" + String.format("%016x", random.nextLong());
        secrets.add(secret);
        return secret;
    }

    /** A secret that no expression finds, but only the name of its place. */
    private String hidden() {
        String secret = Long.toString(random.nextLong() & Long.MAX_VALUE, 36) + "Zq7";
        secrets.add(secret);
        return secret;
    }

    /** Records flows until there are this many secrets. */
    static PlantedSecrets record(Path file, int secrets) throws Exception {
        PlantedSecrets planted = new PlantedSecrets();
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        long id = 1;
        for (; planted.secrets.size() < secrets; id++) {
            store.commit(WriteBatch.of(planted.flow(id).toArray(new FlowEvent[0])));
        }
        store.close();
        return planted;
    }

    private List<FlowEvent> flow(long id) throws IOException {
        List<FlowEvent> facts = new ArrayList<>();
        HttpFlow flow = Flows.complete(id);
        switch ((int) (id % PLACES)) {
            case 0 -> facts.add(closed(fields(flow, "Authorization", "Bearer " + hidden(), "authorization", hidden())));
            case 1 -> {
                String pair = "bob:" + hidden();
                facts.add(closed(fields(flow, "Authorization", "Basic " + base64(pair), "X-Key", hidden())));
            }
            case 2 -> {
                String session = hidden();
                HttpFlow echoed = answered(
                        flow,
                        Headers.of("Set-Cookie", "sid=" + session + "; Path=/"),
                        inline("<p>your session is " + session + "</p>"));
                facts.add(closed(fields(echoed, "Cookie", "sid=" + session + "; a=\"" + hidden() + "\"")));
            }
            case 3 -> facts.add(closed(path(flow, "/x?token=" + hidden() + "&password=%53EC" + secret().substring(3))));
            case 4 ->
                facts.add(closed(fields(
                        flow, "Referer", "https://bob:p%40" + hidden() + "@h.test/a", "X-Other", "see " + secret())));
            case 5 ->
                facts.add(closed(sent(
                        flow,
                        Headers.of("Content-Type", "application/x-www-form-urlencoded"),
                        inline("a=b&password=" + hidden() + "&c=" + secret().replace("SEC", "%53EC")))));
            case 6 ->
                facts.add(closed(answered(
                        flow,
                        Headers.of("Content-Type", "application/json"),
                        inline("{\"access_token\":\"" + hidden() + "\",\"note\":\"" + secret() + "\"}"))));
            case 7 -> large(facts, flow, "gzip", "{\"access_token\":\"" + hidden() + "\",\"x\":\"" + secret() + "\"}");
            case 8 -> large(facts, flow, "br", "x".repeat(300_000) + secret());
            case 9 -> large(facts, flow, "", "y".repeat(Body.Stored.CHUNK - 9) + secret() + "y".repeat(1000));
            case 10 -> {
                HttpFlow original = fields(flow, "X", secret());
                facts.add(closed(copy(flow, FlowState.COMPLETE, null, Notes.NONE, original)));
            }
            case 11 ->
                facts.add(closed(copy(
                        flow,
                        FlowState.FAILED,
                        new FlowError(FlowError.Step.RESPONSE, "bad line: X-Key: " + hidden(), 5),
                        new Notes(
                                "red",
                                "see " + secret(),
                                Map.of("addon", "https://u:" + hidden() + "@h/"),
                                Notes.Replay.NONE),
                        null)));
            case 12 -> {
                String secret = hidden();
                String text = "{\"secret\":\"" + secret + "\"} " + secret();
                for (int at = 0, n = 0; at < text.length(); at += 10, n++) {
                    int end = Math.min(text.length(), at + 10);
                    facts.add(message(id, n, Message.Kind.TEXT, end == text.length(), text.substring(at, end)));
                }
                facts.add(closed(flow));
            }
            case 13 -> {
                String text = "HELO " + secret() + " there";
                facts.add(message(id, 0, Message.Kind.PIECE, true, text.substring(0, 12)));
                facts.add(message(id, 1, Message.Kind.PIECE, true, text.substring(12)));
                facts.add(new FlowEvent.Closed(Flows.raw(id, FlowState.COMPLETE, 2)));
            }
            case 14 -> {
                HttpFlow trailing = new HttpFlow(
                        flow.id(),
                        flow.revision(),
                        flow.state(),
                        flow.started(),
                        flow.duration(),
                        flow.client(),
                        flow.server(),
                        flow.request().withTrailers(Headers.of("X-Key", hidden())),
                        flow.response(),
                        List.of(response(Headers.of("Set-Cookie", "i=" + hidden()), Body.NONE)),
                        null,
                        Notes.NONE,
                        null);
                facts.add(closed(trailing));
            }
            default -> {
                HttpFlow before = fields(flow, "X-Key", hidden());
                facts.add(closed(flow));
                facts.add(new FlowEvent.Edited(
                        flow.withNotes(flow.notes()), before, new FlowEdit(0, 5, "me", "headers\nwas " + secret())));
            }
        }
        return facts;
    }

    private static FlowEvent message(long flow, long sequence, Message.Kind kind, boolean last, String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        return new FlowEvent.MessageSeen(new Message(
                flow,
                sequence,
                Flows.EPOCH,
                Direction.CLIENT_TO_SERVER,
                kind,
                last,
                Message.Edit.NONE,
                data.length,
                data));
    }

    private static FlowEvent closed(HttpFlow flow) {
        return new FlowEvent.Closed(flow);
    }

    private static HttpFlow fields(HttpFlow flow, String... fields) {
        return flow.withRequest(flow.request().withHeaders(Headers.of(fields)));
    }

    private static HttpFlow path(HttpFlow flow, String path) {
        HttpRequest old = flow.request();
        return flow.withRequest(new HttpRequest(
                old.method(),
                old.scheme(),
                old.host(),
                old.port(),
                path,
                old.version(),
                old.headers().with(":path", path),
                null,
                old.body(),
                old.started(),
                old.ended()));
    }

    private static HttpFlow sent(HttpFlow flow, Headers headers, Body body) {
        return flow.withRequest(flow.request().withHeaders(headers).withBody(body));
    }

    private static HttpFlow answered(HttpFlow flow, Headers headers, Body body) {
        return flow.withResponse(response(headers, body));
    }

    private static HttpResponse response(Headers headers, Body body) {
        return new HttpResponse("HTTP/1.1", 200, "OK", headers, null, body, 5, 6);
    }

    private static HttpFlow copy(HttpFlow flow, FlowState state, FlowError error, Notes notes, HttpFlow original) {
        return new HttpFlow(
                flow.id(),
                flow.revision(),
                state,
                flow.started(),
                flow.duration(),
                flow.client(),
                flow.server(),
                flow.request(),
                flow.response(),
                List.of(),
                error,
                notes,
                original);
    }

    private static Body inline(String text) {
        return new Body.Inline(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void large(List<FlowEvent> facts, HttpFlow flow, String coding, String text) throws IOException {
        Headers headers = coding.isEmpty()
                ? Headers.of("Content-Type", "text/plain")
                : Headers.of("Content-Type", "application/json", "Content-Encoding", coding);
        byte[] bytes = coded(text.getBytes(StandardCharsets.UTF_8), headers);
        for (int at = 0, n = 0; at < bytes.length; at += Body.Stored.CHUNK, n++) {
            facts.add(new FlowEvent.BodyChunk(
                    flow.id(), n, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + Body.Stored.CHUNK))));
        }
        facts.add(closed(answered(flow, headers, new Body.Stored(flow.id(), bytes.length, bytes.length, true))));
    }

    private static byte[] coded(byte[] bytes, Headers headers) throws IOException {
        BodyTransform encoder = StreamCodings.encoder(headers);
        encoder.put(bytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] piece = encoder.next(); piece != null; piece = encoder.next()) {
            out.writeBytes(piece);
        }
        if (!headers.contains("Content-Encoding")) {
            return out.toByteArray();
        }
        encoder.end();
        for (byte[] piece = encoder.next(); piece != null; piece = encoder.next()) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }

    /** The secrets of which a coding occurs in a file of a folder, with the file. */
    List<String> foundIn(Path folder) throws IOException {
        return new ByteSearch(secrets.stream().flatMap(PlantedSecrets::forms).toList()).in(folder);
    }

    private static Stream<String> forms(String secret) {
        return Stream.of(
                secret, base64(secret).replaceAll("=+$", ""), base64("bob:" + secret), secret.replace("SEC", "%53EC"));
    }
}
