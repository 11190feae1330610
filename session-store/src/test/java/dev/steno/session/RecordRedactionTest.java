package dev.steno.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.content.ContentDecoder;
import dev.steno.content.stream.StreamCodings;
import dev.steno.flow.Body;
import dev.steno.flow.BodyTransform;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.redact.Redacted;
import dev.steno.redact.RedactionKey;
import dev.steno.redact.RedactionRules;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.check.SessionCheck;
import dev.steno.store.Place;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import dev.steno.testing.Bytes;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.proxy.ProxyTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets in traffic that pass unchanged and never reach a file of the session. */
class RecordRedactionTest extends ProxyTest {
    private static final String SECRET = "s3cret-0123456789";
    private static final RedactionKey KEY = RedactionKey.of(new byte[32], "a");
    private static final int CHUNK = Body.Stored.CHUNK;

    @TempDir
    Path folder;

    private final List<String> seenByHandlers = new CopyOnWriteArrayList<>();
    private Session session;

    @Override
    protected Addon[] addons() {
        session = new Session(new RecordBudget(64 << 20));
        Addon looking = new Addon() {
            @Override
            public String name() {
                return "looking";
            }

            @Override
            public void register(dev.steno.addon.Registrar registrar) {
                registrar.on(Hook.REQUEST_HEAD, Phase.ROUTE, (flow, context) -> {
                    seenByHandlers.add(flow.request().headers().toString());
                    return Verdict.pass();
                });
            }
        };
        return new Addon[] {session, looking};
    }

    @BeforeEach
    void record() throws Exception {
        Redactor redactor =
                Redactor.of(RedactionRules.parse(List.of("auth", "cookies", "regex:s3cret-\\d+", "ws:$..secret")), KEY);
        proxy.runtime().redactRecord(redactor);
        session.redactBy(redactor);
        session.start(
                SqliteSessionStore.open(folder.resolve("work.steno"), "test"),
                proxy.runtime().sequences());
        session.indexTexts();
    }

    /** Asserts that no file has the secret, before and after the session is closed; returns the flows. */
    private List<Flow> recorded(int count) throws Exception {
        proxy.ended(count);
        session.awaitDurable();
        assertNoSecret();
        for (FlowEvent event : proxy.events()) {
            assertThat(event.toString()).doesNotContain(SECRET);
        }
        proxy.close();
        session.close();
        assertNoSecret();
        assertThat(SessionCheck.verify(folder.resolve("work.steno"), Progress.NONE)
                        .counts())
                .isEmpty();
        try (SessionReader reader = reader()) {
            return reader.page(Place.START, 1000, false);
        }
    }

    private SessionReader reader() throws Exception {
        return SqliteSessionReader.open(folder.resolve("work.steno"));
    }

    private void assertNoSecret() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1).indexOf(SECRET))
                        .as("secret in %s", file)
                        .isNegative();
            }
        }
    }

    private byte[] response(HttpFlow flow) throws Exception {
        HttpResponse response = Objects.requireNonNull(flow.response());
        try (SessionReader reader = reader()) {
            return ContentDecoder.strict(1 << 26)
                    .decode(reader.body(response.body()).readAllBytes(), response.headers());
        }
    }

    @Test
    void headsAndSmallBodiesPassAsTheyAreAndAreRecordedRedacted() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            HttpAnswer request = connection.readWholeRequest();
            assertThat(request.text()).isEqualTo("a=1&password=" + SECRET);
            String body = "{\"access_token\":\"" + SECRET + "\"}";
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nSet-Cookie: sid=" + SECRET
                    + "; Secure\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        });
        String body = "a=1&password=" + SECRET;
        String basic = Base64.getEncoder().encodeToString(("bob:" + SECRET).getBytes(StandardCharsets.UTF_8));
        HttpAnswer answer = client().send("POST http://" + origin.authority() + "/x?token=" + SECRET
                        + " HTTP/1.1\r\nHost: a\r\nAuthorization: Basic " + basic + "\r\nAuthorization: Bearer "
                        + SECRET
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body)
                .response();
        assertThat(answer.text()).contains(SECRET);
        assertThat(answer.field("Set-Cookie")).contains(SECRET);
        assertThat(origin.received()).contains(basic).contains("/x?token=" + SECRET);

        HttpFlow flow = (HttpFlow) recorded(1).get(0);

        assertThat(seenByHandlers).anyMatch(fields -> fields.contains(SECRET));
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(Redacted.isRedacted(flow)).isTrue();
        assertThat(flow.request().path()).matches("/x\\?token=~r\\.query\\.[0-9a-f]{8}~");
        assertThat(flow.request().headers().toString()).doesNotContain(basic);
        assertThat(flow.request().body().trueSize()).isEqualTo(body.length());
        assertThat(new String(response(flow), StandardCharsets.UTF_8))
                .matches("\\{\"access_token\":\"\u2039r:json:[0-9a-f]{8}\u203a\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gzip", "br", "zstd"})
    void largeBodiesPassAsTheyAreAndAreRecordedRedactedWhateverTheirCoding(String coding) throws Exception {
        StringBuilder text = new StringBuilder("x".repeat(CHUNK - 8));
        for (int i = 0; i < 20; i++) {
            text.append(' ').append(SECRET).append(" ").append("y".repeat(i * 7919));
        }
        Headers headers = coding.isEmpty() ? Headers.EMPTY : Headers.of("Content-Encoding", coding);
        byte[] sent = coded(text.toString().getBytes(StandardCharsets.UTF_8), headers);
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n" + headers + "Transfer-Encoding: chunked\r\n\r\n");
            for (int at = 0; at < sent.length; at += 1000) {
                int end = Math.min(sent.length, at + 1000);
                connection.send(Bytes.concat(
                        latin1(Integer.toHexString(end - at) + "\r\n"),
                        Arrays.copyOfRange(sent, at, end),
                        latin1("\r\n")));
            }
            connection.send("0\r\n\r\n");
        });
        assertThat(client().send(get(origin, "/")).response().body()).isEqualTo(sent);

        HttpFlow flow = (HttpFlow) recorded(1).get(0);

        String shown = new String(response(flow), StandardCharsets.UTF_8);
        assertThat(shown).doesNotContain("s3cret");
        assertThat(shown.replaceAll("~r\\.regex\\.[0-9a-f]{8}~", SECRET)).isEqualTo(text.toString());
        Body body = Objects.requireNonNull(flow.response()).body();
        assertThat(body.trueSize()).isEqualTo(sent.length);
        assertThat(((Body.Stored) body).complete()).isTrue();
        assertThat(Redacted.isRedacted(flow)).isTrue();
    }

    private static byte[] coded(byte[] bytes, Headers headers) throws IOException {
        if (headers.isEmpty()) {
            return bytes;
        }
        BodyTransform encoder = StreamCodings.encoder(headers);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        encoder.put(bytes);
        for (byte[] piece = encoder.next(); piece != null; piece = encoder.next()) {
            out.writeBytes(piece);
        }
        encoder.end();
        for (byte[] piece = encoder.next(); piece != null; piece = encoder.next()) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }

    @Test
    void aBodyWhoseCodingIsUnknownIsNotKept() throws Exception {
        ScriptedOrigin origin =
                origin(ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Encoding: rot13\r\nContent-Length: "
                        + SECRET.length() + "\r\n\r\n" + SECRET));
        assertThat(client().send(get(origin, "/")).response().text()).isEqualTo(SECRET);
        HttpFlow flow = (HttpFlow) recorded(1).get(0);
        assertThat(Objects.requireNonNull(flow.response()).body())
                .isEqualTo(new Body.Stored(0, 0, SECRET.length(), true));
    }

    @Test
    void aBodyThatIsNotCodedAsItSaysIsNotKept() throws Exception {
        String body = "no gzip " + SECRET + "z".repeat(40_000);
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
        assertThat(client().send(get(origin, "/")).response().text()).isEqualTo(body);
        HttpFlow flow = (HttpFlow) recorded(1).get(0);
        Body kept = Objects.requireNonNull(flow.response()).body();
        assertThat(kept.size()).isZero();
        assertThat(kept.trueSize()).isEqualTo(body.length());
    }

    @Test
    void aSecretIsFoundWhereFramesOfAFieldBlockMeet() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        byte[] head = FrameClient.block(FrameClient.fields(
                "GET",
                "http://" + origin.authority() + "/?token=" + SECRET,
                "cookie",
                "sid=" + SECRET,
                "cookie",
                "b=" + SECRET,
                "authorization",
                SECRET));
        int at = new String(head, StandardCharsets.ISO_8859_1).indexOf(SECRET) + 5;
        FrameClient client = FrameClient.over(client());
        client.raw()
                .send(Bytes.concat(
                        FrameClient.frame(FrameClient.HEADERS, FrameClient.END_STREAM, 1, Arrays.copyOf(head, at)),
                        FrameClient.frame(
                                FrameClient.CONTINUATION,
                                FrameClient.END_HEADERS,
                                1,
                                Arrays.copyOfRange(head, at, head.length))));
        assertThat(client.answer(1).body()).isEqualTo("ok");
        assertThat(origin.received()).contains(SECRET);

        HttpFlow flow = (HttpFlow) recorded(1).get(0);

        assertThat(flow.request().headers().toString()).contains("~r.cookie.").contains("~r.header.");
        assertThat(flow.request().path()).contains("~r.query.");
    }

    @Test
    void aSecretIsFoundWhereFragmentsOfAWebSocketMessageMeet() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
            String text = "{\"secret\":\"hidden-1\"} " + SECRET;
            for (int at = 0; at < text.length(); at += 5) {
                int end = Math.min(text.length(), at + 5);
                int first = (at == 0 ? 1 : 0) | (end == text.length() ? 0x80 : 0);
                connection.send(
                        Bytes.concat(new byte[] {(byte) first, (byte) (end - at)}, latin1(text.substring(at, end))));
            }
            connection.send(new byte[] {(byte) 0x88, 0});
            connection.awaitEnd();
        });
        RawClient client = client();
        client.send(
                "GET http://" + origin.authority() + "/chat HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        client.wire().readHead();
        int pieces = ("{\"secret\":\"hidden-1\"} " + SECRET).length();
        client.wire().readExactly(pieces + 2 * ((pieces + 4) / 5));
        client.close();

        HttpFlow flow = (HttpFlow) recorded(1).get(0);

        try (SessionReader reader = reader()) {
            List<Message> rows = reader.messages(flow.id(), 0, 100);
            assertThat(rows).hasSize(1);
            assertThat(new String(rows.get(0).data(), StandardCharsets.UTF_8))
                    .matches("\\{\"secret\":\"\u2039r:json:[0-9a-f]{8}\u203a\"} ~r\\.regex\\.[0-9a-f]{8}~");
            assertThat(rows.get(0).trueSize()).isEqualTo("{\"secret\":\"hidden-1\"} ".length() + SECRET.length());
        }
    }

    @Test
    void aSecretIsFoundWherePiecesOfARawStreamMeet() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readText(10);
            connection.send("go");
            connection.readText(SECRET.length() - 5);
            connection.send("bye");
            connection.close();
        });
        RawClient client = client().connect(origin.authority());
        client.send("\0hey " + SECRET.substring(0, 5));
        assertThat(client.wire().readText(2)).isEqualTo("go");
        client.send(SECRET.substring(5));
        assertThat(client.wire().readText(3)).isEqualTo("bye");
        client.close();

        List<Flow> flows = recorded(1);

        try (SessionReader reader = reader()) {
            StringBuilder sent = new StringBuilder();
            for (Flow flow : flows) {
                for (Message row : reader.messages(flow.id(), 0, 100)) {
                    sent.append(row.direction().isFromClient() ? new String(row.data(), StandardCharsets.UTF_8) : "");
                }
            }
            assertThat(sent.toString()).matches("\0hey ~r\\.regex\\.[0-9a-f]{8}~");
        }
    }

    @Test
    void aCommentOfAPersonIsRedacted() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        client().send(get(origin, "/")).response();
        proxy.ended(1);
        session.awaitDurable();
        try (SessionReader reader = session.reader()) {
            session.edit(1, notes -> notes.withComment("the key is " + SECRET), reader);
        }
        assertThat(recorded(1).get(0).notes().comment()).matches("the key is \u2039r:regex:[0-9a-f]{8}\u203a");
    }

    @Test
    void ofAThousandSecretsInTrafficNoneIsInAnyFile() throws Exception {
        List<String> secrets = new ArrayList<>();
        ScriptedOrigin origin = origin(connection -> {
            for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                String secret = head.replaceAll("(?s).*X-Api-Key: (\\S+).*", "$1");
                String body = "{\"password\":\"" + secret + "j\"}";
                connection.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nSet-Cookie: a=" + secret
                        + "c\r\nLocation: http://u:" + secret + "u@h/\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body);
            }
        });
        RawClient client = client();
        for (int i = 0; i < 200; i++) {
            String secret = "k" + Long.toString(0x1234_5678_9abcL * (i + 77), 36);
            secrets.add(secret);
            HttpAnswer answer = client.send(
                            "GET http://" + origin.authority() + "/?token=" + secret + "q HTTP/1.1\r\nHost: a\r\n"
                                    + "X-Api-Key: " + secret + "\r\nCookie: b=" + secret + "b\r\n\r\n")
                    .response();
            assertThat(answer.text()).contains(secret);
        }
        List<Flow> flows = recorded(200);
        assertThat(flows).hasSize(200).allMatch(Redacted::isRedacted);
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(secrets).noneMatch(bytes::contains);
            }
        }
        assertThat(flows.get(0).notes().metadata()).containsKey(Redacted.MARK);
        assertThat(flows.get(0).notes().metadata().get(Redacted.MARK))
                .contains("header")
                .contains("cookie");
    }
}
