package dev.steno.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.InFull;
import dev.steno.testing.process.StenoProcess;
import dev.steno.testing.tls.Identity;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client of {@code @grpc/grpc-js} whose server is recorded and then stopped: a mock answers its calls of all four kinds. In
 * the bidirectional one, the client sends its next message only after it received the answer to the last one.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class MockedGrpcIT {
    @TempDir
    Path folder;

    private Path session;

    @BeforeEach
    void needPackages() {
        Node.need("@grpc/grpc-js", "@grpc/proto-loader");
        session = folder.resolve("recorded.steno");
    }

    @Test
    @InFull("everyCallShapeIsAnsweredFromTheRecordOverTls")
    void everyCallShapeIsAnsweredFromTheRecordInTheClear() throws Exception {
        String address;
        String recorded;
        try (StenoProcess steno = recording();
                Node server = Node.start(folder, "grpc-server.js")) {
            address = "localhost:" + server.await("port ");
            recorded = called(steno.port(), address);
            steno.stop();
        }
        try (StenoProcess mock = mock()) {
            assertThat(called(mock.port(), address)).isEqualTo(recorded);
        }
    }

    @Test
    void everyCallShapeIsAnsweredFromTheRecordOverTls() throws Exception {
        Identity identity = Identity.make(folder.resolve("origin"), "localhost");
        identity.writeTo(folder);
        String address;
        String recorded;
        try (StenoProcess steno = recording("--upstream-ca", identity.ca().toString());
                Node server = Node.start(
                        folder, "grpc-server.js", folder.resolve("leaf-key.pem"), folder.resolve("leaf.pem"))) {
            address = "localhost:" + server.await("port ");
            recorded = called(steno.port(), address, steno.ca());
            steno.stop();
        }
        try (StenoProcess mock = mock()) {
            assertThat(called(mock.port(), address, mock.ca())).isEqualTo(recorded);
        }
    }

    @Test
    @InFull("everyCallShapeIsAnsweredFromTheRecordOverTls")
    void aReverseListenerIsTheRecordedServerOfAClientThatKnowsNoProxy() throws Exception {
        String address;
        String recorded;
        try (StenoProcess steno = recording();
                Node server = Node.start(folder, "grpc-server.js")) {
            address = "localhost:" + server.await("port ");
            recorded = called(steno.port(), address);
            steno.stop();
        }
        try (StenoProcess mock = mock("--reverse", "http://" + address)) {
            assertThat(called("none", "127.0.0.1:" + mock.port())).isEqualTo(recorded);
        }
    }

    private StenoProcess recording(String... more) throws Exception {
        return StenoProcess.of("run", folder, joined(more, "--session", session.toString()));
    }

    private StenoProcess mock(String... more) throws Exception {
        return StenoProcess.of("mock", folder, joined(more, session.toString()));
    }

    private static String[] joined(String[] more, String... first) {
        return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
    }

    private String called(Object proxy, String address, Object... ca) throws Exception {
        Object[] words = Stream.concat(Stream.of(proxy, address), Stream.of(ca)).toArray();
        try (Node client = Node.start(folder, "grpc-client.js", words)) {
            client.await("done");
            assertThat(client.output()).startsWith("unary: hello 0 sent\n").contains("bidi: 50 pong 49");
            return client.output();
        }
    }
}
