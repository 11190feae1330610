package dev.steno.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.testing.InFull;
import dev.steno.testing.process.StenoProcess;
import dev.steno.testing.tls.Identity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * gRPC's four kinds of calls through Steno, with a client and a server of {@code @grpc/grpc-js}. In the streams, each
 * side sends its next message only after it received the other's last one, so a call completes only if each message is
 * forwarded immediately.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class GrpcIT {
    @TempDir
    Path folder;

    @BeforeEach
    void needPackages() {
        Node.need("@grpc/grpc-js", "@grpc/proto-loader");
    }

    @Test
    @InFull("everyCallShapePassesOverTls; Http2OriginsTest and ReverseModeTest")
    void everyCallShapePassesInTheClear() throws Exception {
        Path session = folder.resolve("plain.steno");
        try (StenoProcess steno = StenoProcess.record(session);
                Node server = Node.start(folder, "grpc-server.js")) {
            String address = "localhost:" + server.await("port ");
            try (Node client = Node.start(folder, "grpc-client.js", steno.port(), address)) {
                check(client);
            }
            steno.stop();
        }
        checkRecord(session, "http");
    }

    @Test
    void everyCallShapePassesOverTls() throws Exception {
        Path session = folder.resolve("secure.steno");
        Identity identity = Identity.make(folder.resolve("origin"), "localhost");
        identity.writeTo(folder);
        try (StenoProcess steno = StenoProcess.record(session, "--upstream-ca", identity.ca());
                Node server = Node.start(
                        folder, "grpc-server.js", folder.resolve("leaf-key.pem"), folder.resolve("leaf.pem"))) {
            String address = "localhost:" + server.await("port ");
            try (Node client = Node.start(folder, "grpc-client.js", steno.port(), address, steno.ca())) {
                check(client);
            }
            steno.stop();
        }
        checkRecord(session, "https");
    }

    @Test
    @InFull("everyCallShapePassesOverTls; Http2OriginsTest and ReverseModeTest")
    void everyCallShapePassesAReverseListenerInTheClear() throws Exception {
        Path session = folder.resolve("reverse.steno");
        try (Node server = Node.start(folder, "grpc-server.js");
                StenoProcess steno =
                        StenoProcess.record(session, "--mode", "reverse:http://localhost:" + server.await("port "))) {
            try (Node client = Node.start(folder, "grpc-client.js", "none", "127.0.0.1:" + steno.port())) {
                check(client);
            }
            steno.stop();
        }
        checkRecord(session, "http");
    }

    @ParameterizedTest
    @CsvSource({"false, true", "true, true", "false, false", "true, false"})
    @InFull("everyCallShapePassesOverTls; Http2OriginsTest and ReverseModeTest")
    void everyCallShapePassesToNginxBeforeTheServer(boolean tls, boolean reverse) throws Exception {
        Path session = folder.resolve("nginx.steno");
        Identity identity = Identity.make(folder.resolve("origin"), "localhost");
        try (Node server = Node.start(folder, "grpc-server.js");
                Nginx nginx = Nginx.beforeGrpc(
                        folder.resolve("nginx"), identity, tls, "127.0.0.1:" + server.await("port "))) {
            String address = "localhost:" + nginx.port();
            String mode = reverse ? "reverse:" + (tls ? "https" : "http") + "://" + address : "regular";
            try (StenoProcess steno = StenoProcess.record(session, "--upstream-ca", identity.ca(), "--mode", mode)) {
                Object proxy = reverse ? "none" : steno.port();
                String to = reverse ? "localhost:" + steno.port() : address;
                try (Node client = tls
                        ? Node.start(folder, "grpc-client.js", proxy, to, steno.ca())
                        : Node.start(folder, "grpc-client.js", proxy, to)) {
                    check(client);
                }
                steno.stop();
            }
            assertThat(nginx.accesses().lines())
                    .hasSize(10)
                    .allSatisfy(line ->
                            assertThat(line).contains("POST /steno.test.Echo/").contains(" HTTP/2.0\" 200 "));
        }
        checkRecord(session, tls ? "https" : "http");
    }

    private static void check(Node client) {
        client.await("done");
        assertThat(client.output()).isEqualTo("""
                unary: hello 0 sent
                failing: error 9 it was asked to fail asked to
                large: 3000007
                client stream: a+b+c
                server stream: piece 5, piece 4, piece 3, piece 2, piece 1
                bidi: 50 pong 49
                done
                """);
    }

    private static void checkRecord(Path session, String scheme) throws Exception {
        List<HttpFlow> flows;
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            flows = reader.page(Place.START, 100, false).stream()
                    .map(HttpFlow.class::cast)
                    .toList();
        }
        assertThat(flows).allSatisfy(flow -> {
            assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
            assertThat(flow.request().scheme()).isEqualTo(scheme);
            assertThat(flow.request().version()).isEqualTo("HTTP/2.0");
            assertThat(flow.response().version()).isEqualTo("HTTP/2.0");
        });
        Map<String, Long> calls = flows.stream()
                .collect(Collectors.groupingBy(flow -> flow.request().path(), Collectors.counting()));
        assertThat(calls)
                .isEqualTo(Map.of(
                        "/steno.test.Echo/Unary", 3L,
                        "/steno.test.Echo/ClientStream", 1L,
                        "/steno.test.Echo/ServerStream", 5L,
                        "/steno.test.Echo/Bidi", 1L));
        assertThat(flows.get(0).response().trailers().get("grpc-status")).isEqualTo("0");
        assertThat(flows.get(0).response().trailers().get("x-trailer")).isEqualTo("sent");
        assertThat(status(flows.get(1))).isEqualTo("9");
        assertThat(flows.get(1).response().toString()).contains("asked to");
    }

    /** A response without messages has its status in the head. */
    private static String status(HttpFlow flow) {
        return flow.response().trailers() == null
                ? flow.response().headers().get("grpc-status")
                : flow.response().trailers().get("grpc-status");
    }
}
