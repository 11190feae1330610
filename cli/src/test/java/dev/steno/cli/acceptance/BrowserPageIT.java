package dev.steno.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.WebSocket;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.testing.InFull;
import dev.steno.testing.process.Program;
import dev.steno.testing.process.StenoProcess;
import dev.steno.testing.tls.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A page over HTTPS that Chromium loads from Node: fetches, an event stream and a WebSocket. On the browser's side the
 * WebSocket is an HTTP/2 stream (RFC 8441), whichever version the server uses.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@InFull("LiveIT, a page of Chromium with the same streams over HTTP/1.1; Http2WebSocketTest")
class BrowserPageIT {
    private static final String NAME = "live.test";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"1, 2, HTTP/2.0, 200, strict", "0, 1.1, HTTP/1.1, 101, process"})
    void aPageOfHttp2HasItsEventsAndMessagesAndSoHasTheSession(
            String extended, String spoken, String version, int status, String durability) throws Exception {
        Program.need("chromium");
        Program.need("certutil");
        Node.need("ws");
        Path session = folder.resolve("work.steno");
        Identity identity = Identity.make(folder.resolve("origin"), NAME);
        identity.writeTo(folder);
        Map<String, String> settings = Map.of("TLS", folder.toString(), "EXTENDED", extended);
        String url;
        try (Node site = Node.startWith(settings, folder, "live-page.js");
                StenoProcess steno = record(session, identity, durability)) {
            url = "https://" + NAME + ":" + site.await("port ");
            try (Chromium chromium = Chromium.open(folder, steno.port(), steno.ca(), url + "/")) {
                assertThat(chromium).isNotNull();
                assertThat(site.await("posted "))
                        .isEqualTo("closed 4001, event 1, event 2, event 3, message 70000, message from the page");
                assertThat(site.await("socket ")).isEqualTo(spoken);
                Awaitility.await().until(() -> steno.out().contains("/socket " + status));
            }
            steno.stop();
        }
        assertThat(StenoProcess.call("verify", session).code()).isZero();
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            HttpFlow socket = flow(reader, "/socket");
            assertThat(socket.state()).isEqualTo(FlowState.COMPLETE);
            assertThat(socket.error()).isNull();
            assertThat(socket.request().version()).isEqualTo("HTTP/2.0");
            assertThat(socket.request().headers().get(":protocol")).isEqualTo("websocket");
            assertThat(socket.request().url()).isEqualTo(url + "/socket");
            HttpResponse response = Objects.requireNonNull(socket.response());
            assertThat(response.version()).isEqualTo(version);
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.headers().get("Sec-WebSocket-Extensions")).contains("permessage-deflate");
            WebSocket passed = Objects.requireNonNull(socket.webSocket());
            assertThat(passed.close()).isEqualTo(new WebSocket.Close(Direction.CLIENT_TO_SERVER, 4001, "enough"));
            assertThat(passed.problem()).isNull();
            assertThat(reader.messages(socket.id(), 0, 10))
                    .extracting(m -> m.direction().isFromClient() + " " + m.kind() + " " + m.data().length)
                    .containsExactlyInAnyOrder(
                            "true TEXT 13", "true BINARY 70000", "false TEXT 13", "false BINARY 70000");
            assertThat(reader.messages(socket.id(), 0, 10))
                    .filteredOn(m -> m.kind() == Message.Kind.TEXT)
                    .allMatch(m -> new String(m.data(), StandardCharsets.UTF_8).equals("from the page"));
            for (String path : List.of("/", "/events", "/report")) {
                HttpFlow flow = flow(reader, path);
                assertThat(flow.request().version()).as(path).isEqualTo("HTTP/2.0");
                assertThat(Objects.requireNonNull(flow.response()).version())
                        .as(path)
                        .isEqualTo("HTTP/2.0");
            }
            assertThat(reader.body(Objects.requireNonNull(
                                            flow(reader, "/events").response())
                                    .body())
                            .readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("data: 1\n\ndata: 2\n\ndata: 3\n\n");
        }
        assertThat(StenoProcess.call("ls", session, "--filter", "~websocket & ~d " + NAME)
                        .text()
                        .lines())
                .hasSize(1);
        assertThat(StenoProcess.call("show", session, id(session)).text())
                .contains("by the client, code 4001: enough")
                .contains("from the page");
    }

    private static long id(Path session) throws IOException {
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            return flow(reader, "/socket").id();
        }
    }

    private StenoProcess record(Path session, Identity identity, String durability) throws IOException {
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 " + NAME + " localhost\n");
        return StenoProcess.recordIn(
                "-Djdk.net.hosts.file=" + hosts, session, "--upstream-ca", identity.ca(), "--durability", durability);
    }

    private static HttpFlow flow(SessionReader reader, String path) throws IOException {
        for (Flow flow : reader.page(Place.START, 100, false)) {
            if (flow instanceof HttpFlow http
                    && http.request().host().equals(NAME)
                    && http.request().path().equals(path)) {
                return http;
            }
        }
        throw new AssertionError("no flow to " + path);
    }
}
