package dev.steno.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.WebSocket;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.testing.process.Program;
import dev.steno.testing.process.StenoProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Long-lived exchanges: a page in Chromium with a WebSocket and an event stream, and a stream that is open when the
 * product is killed.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LiveIT {
    private static final String NAME = "live.test";

    @TempDir
    Path folder;

    @Test
    void aPageOfChromiumHasItsEventsAndMessagesAndSoHasTheSession() throws Exception {
        Program.need("chromium");
        Program.need("certutil");
        Node.need("ws");
        Path session = folder.resolve("work.steno");
        try (Node site = Node.start(folder, "live-page.js");
                StenoProcess steno = record(session)) {
            String url = "http://" + NAME + ":" + site.await("port ") + "/";
            try (Chromium chromium = Chromium.open(folder, steno.port(), steno.ca(), url)) {
                assertThat(chromium).isNotNull();
                assertThat(site.await("posted "))
                        .isEqualTo("closed 4001, event 1, event 2, event 3, message 70000, message from the page");
                Awaitility.await().until(() -> steno.out().contains("/socket 101"));
            }
            steno.stop();
        }
        assertThat(StenoProcess.call("verify", session).code()).isZero();
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            HttpFlow socket = flow(reader, "/socket");
            assertThat(socket.state()).isEqualTo(FlowState.COMPLETE);
            WebSocket passed = Objects.requireNonNull(socket.webSocket());
            assertThat(passed.close()).isEqualTo(new WebSocket.Close(Direction.CLIENT_TO_SERVER, 4001, "enough"));
            assertThat(passed.problem()).isNull();
            assertThat(Objects.requireNonNull(socket.response()).headers().get("Sec-WebSocket-Extensions"))
                    .contains("permessage-deflate");
            List<Message> messages = reader.messages(socket.id(), 0, 10);
            assertThat(messages).extracting(m -> m.data().length).containsExactlyInAnyOrder(13, 70_000, 13, 70_000);
            HttpFlow events = flow(reader, "/events");
            assertThat(body(reader, events)).isEqualTo("data: 1\n\ndata: 2\n\ndata: 3\n\n");
        }
    }

    @Test
    void whatPassedOfAStreamThatIsOpenAtAKillIsInTheSession() throws Exception {
        Program curl = Program.need("curl");
        Node.need("ws");
        Path session = folder.resolve("work.steno");
        Path out = folder.resolve("events.txt");
        try (Node site = Node.start(folder, "live-page.js");
                StenoProcess steno = record(session)) {
            Process fetch = new ProcessBuilder(curl.words(
                            "-sN",
                            "-x",
                            "http://127.0.0.1:" + steno.port(),
                            "-o",
                            out,
                            "http://" + NAME + ":" + site.await("port ") + "/slow"))
                    .start();
            try {
                Awaitility.await().until(() -> recorded(session) >= 60);
                assertThat(StenoProcess.call("ls", session, "--filter", "state = open & size >= 60")
                                .text()
                                .lines())
                        .hasSize(1);
                steno.kill();
            } finally {
                Program.end(fetch.toHandle());
            }
        }
        try (StenoProcess again = record(session)) {
            assertThat(again.err()).contains("1 flow marked interrupted");
            again.stop();
        }
        assertThat(StenoProcess.call("verify", session).code()).isZero();
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            HttpFlow slow = flow(reader, "/slow");
            assertThat(slow.state()).isEqualTo(FlowState.INTERRUPTED);
            String kept = body(reader, slow);
            assertThat(kept).hasSizeGreaterThanOrEqualTo(60);
            assertThat(Files.readString(out)).startsWith(kept);
        }
    }

    private StenoProcess record(Path session) throws IOException {
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 " + NAME + " localhost\n");
        return StenoProcess.recordIn("-Djdk.net.hosts.file=" + hosts, session);
    }

    private static long recorded(Path session) throws IOException {
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            return reader.page(Place.START, 10, false).stream()
                    .map(HttpFlow.class::cast)
                    .filter(flow -> flow.response() != null)
                    .mapToLong(flow -> flow.response().body().size())
                    .sum();
        }
    }

    private static HttpFlow flow(SessionReader reader, String path) throws IOException {
        for (Flow flow : reader.page(Place.START, 100, false)) {
            if (flow instanceof HttpFlow http && http.request().path().equals(path)) {
                return http;
            }
        }
        throw new AssertionError("no flow to " + path);
    }

    private static String body(SessionReader reader, HttpFlow flow) throws IOException {
        Body body = Objects.requireNonNull(flow.response()).body();
        return new String(reader.body(body).readAllBytes(), StandardCharsets.UTF_8);
    }
}
