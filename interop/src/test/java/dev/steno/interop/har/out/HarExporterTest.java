package dev.steno.interop.har.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Direction;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import dev.steno.interop.JsonTree;
import dev.steno.interop.RecordedSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HAR as it is written. */
class HarExporterTest {
    @TempDir
    private Path folder;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private @Nullable Object at(RecordedSession session, String path) throws IOException {
        return JsonTree.at(JsonTree.parse(session.export(new HarExporter())), path);
    }

    @Test
    void anEntryHasEveryFieldThatReadersAskFor() throws Exception {
        try (RecordedSession session = new RecordedSession(folder.resolve("a.steno"))) {
            session.add(session.exchange(
                    "POST",
                    "/a?q=1&r=%C3%A9",
                    Headers.of("Host", "example.org", "Cookie", "a=1; b=2", "Content-Type", "text/plain"),
                    utf8("h\u00e9llo"),
                    Headers.of("Set-Cookie", "s=1; Path=/; HttpOnly", "Content-Type", "text/html; charset=utf-8"),
                    utf8("<p>\u20ac</p>")));

            Object entry = at(session, "log.entries.0");

            assertThat(JsonTree.at(entry, "startedDateTime")).isEqualTo("2023-11-14T22:13:20.123456Z");
            assertThat(JsonTree.at(entry, "time")).isEqualTo(new BigDecimal("30.000"));
            assertThat(JsonTree.at(entry, "request.url")).isEqualTo("https://example.org/a?q=1&r=%C3%A9");
            assertThat(JsonTree.at(entry, "request.postData.text")).isEqualTo("h\u00e9llo");
            assertThat(JsonTree.at(entry, "request.queryString.1.value")).isEqualTo("\u00e9");
            assertThat(JsonTree.at(entry, "request.cookies.1.name")).isEqualTo("b");
            assertThat(JsonTree.at(entry, "response.cookies.0.httpOnly")).isEqualTo(true);
            assertThat(JsonTree.at(entry, "response.content.text")).isEqualTo("<p>\u20ac</p>");
            assertThat(JsonTree.at(entry, "response.content.size")).isEqualTo(10L);
            assertThat(JsonTree.at(entry, "serverIPAddress")).isEqualTo("192.0.2.1");
            assertThat(JsonTree.at(entry, "timings.connect")).isEqualTo(new BigDecimal("5.000"));
            assertThat((Map<?, ?>) JsonTree.at(entry, "timings"))
                    .allSatisfy((name, value) -> assertThat(value).isInstanceOf(Number.class));
        }
    }

    @Test
    void aCodedTextIsWrittenDecodedWithBothSizes() throws Exception {
        byte[] coded = gzip(utf8("x".repeat(1000)));
        try (RecordedSession session = new RecordedSession(folder.resolve("a.steno"))) {
            session.add(session.exchange(
                    "GET",
                    "/",
                    Headers.EMPTY,
                    new byte[0],
                    Headers.of("Content-Encoding", "gzip", "Content-Type", "text/plain"),
                    coded));

            Object response = at(session, "log.entries.0.response");

            assertThat(JsonTree.at(response, "content.text")).isEqualTo("x".repeat(1000));
            assertThat(JsonTree.at(response, "content.size")).isEqualTo(1000L);
            assertThat(JsonTree.at(response, "bodySize")).isEqualTo((long) coded.length);
            assertThat(JsonTree.at(response, "content.compression")).isEqualTo(1000L - coded.length);
        }
    }

    @Test
    void aBodyThatIsNotCodedAsItSaysStaysAsItIs() throws Exception {
        try (RecordedSession session = new RecordedSession(folder.resolve("a.steno"))) {
            session.add(session.exchange(
                    "GET", "/", Headers.EMPTY, new byte[0], Headers.of("Content-Encoding", "gzip"), utf8("plain")));

            Object response = at(session, "log.entries.0.response");

            assertThat(JsonTree.at(response, "content.encoding")).isEqualTo("base64");
            assertThat(JsonTree.at(response, "content.text"))
                    .isEqualTo(Base64.getEncoder().encodeToString(utf8("plain")));
            assertThat(JsonTree.at(response, "_steno.coded")).isEqualTo(true);
        }
    }

    @Test
    void largeBinaryBodiesAreWrittenInBase64() throws Exception {
        byte[] bytes = new byte[700_000];
        new Random(1).nextBytes(bytes);
        try (RecordedSession session = new RecordedSession(folder.resolve("a.steno"))) {
            session.add(session.exchange("PUT", "/", Headers.EMPTY, bytes, Headers.EMPTY, bytes));

            Object entry = at(session, "log.entries.0");

            assertThat(Base64.getDecoder().decode((String) JsonTree.at(entry, "response.content.text")))
                    .isEqualTo(bytes);
            assertThat(Base64.getDecoder().decode((String) JsonTree.at(entry, "request._content.text")))
                    .isEqualTo(bytes);
            assertThat(JsonTree.at(entry, "request.postData.text")).isEqualTo("");
        }
    }

    @Test
    void aFlowWithoutResponseHasStatusZeroAndItsError() throws Exception {
        try (RecordedSession session = new RecordedSession(folder.resolve("a.steno"))) {
            HttpFlow whole = session.exchange("GET", "/", Headers.EMPTY, new byte[0], Headers.EMPTY, new byte[0]);
            session.add(new HttpFlow(
                    whole.id(),
                    1,
                    FlowState.FAILED,
                    Times.UNSET,
                    Times.UNSET,
                    whole.client(),
                    null,
                    whole.request(),
                    null,
                    List.of(),
                    new FlowError(FlowError.Step.RESOLVE, "no such host", 0),
                    Notes.NONE.withMark("!"),
                    null));

            Object entry = at(session, "log.entries.0");

            assertThat(JsonTree.at(entry, "response.status")).isEqualTo(0L);
            assertThat(JsonTree.at(entry, "response.content.size")).isEqualTo(0L);
            assertThat(JsonTree.at(entry, "_error")).isEqualTo("no such host");
            assertThat(JsonTree.at(entry, "_steno.started")).isNull();
            assertThat(JsonTree.at(entry, "_steno.mark")).isEqualTo("!");
        }
    }

    @Test
    void messagesOfAWebSocketAreWrittenAsChromeWritesThem() throws Exception {
        try (RecordedSession session = new RecordedSession(folder.resolve("a.steno"))) {
            HttpFlow flow = session.exchange("GET", "/", Headers.EMPTY, new byte[0], Headers.EMPTY, new byte[0]);
            message(session, flow.id(), 0, Direction.CLIENT_TO_SERVER, Message.Kind.TEXT, false, utf8("he"));
            message(session, flow.id(), 1, Direction.SERVER_TO_CLIENT, Message.Kind.BINARY, true, new byte[] {0, 1});
            message(session, flow.id(), 2, Direction.CLIENT_TO_SERVER, Message.Kind.TEXT, true, utf8("llo"));
            session.add(flow.withWebSocket(WebSocket.OPENED.withMessages(3)));

            Object entry = at(session, "log.entries.0");

            assertThat(JsonTree.at(entry, "_resourceType")).isEqualTo("websocket");
            assertThat(JsonTree.at(entry, "_webSocketMessages.0.data")).isEqualTo("AAE=");
            assertThat(JsonTree.at(entry, "_webSocketMessages.0.opcode")).isEqualTo(2L);
            assertThat(JsonTree.at(entry, "_webSocketMessages.1.data")).isEqualTo("hello");
            assertThat(JsonTree.at(entry, "_webSocketMessages.1.type")).isEqualTo("send");
        }
    }

    private static void message(
            RecordedSession session,
            long flow,
            long sequence,
            Direction direction,
            Message.Kind kind,
            boolean last,
            byte[] data) {
        session.session()
                .accept(new dev.steno.addon.FlowEvent.MessageSeen(new Message(
                        flow,
                        sequence,
                        RecordedSession.BEGAN,
                        direction,
                        kind,
                        last,
                        Message.Edit.NONE,
                        data.length,
                        data)));
    }
}
