package dev.steno.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.process.StenoProcess;
import dev.steno.testing.tls.Identity;
import dev.steno.testing.tls.TestCa;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that has loaded every native library is killed, and leaves none of them in the temporary folder. */
@Timeout(600)
class KilledNativesIT {
    private static final String TEXT = "a text of the record";
    private static final byte[] BROTLI = HexFormat.of().parseHex("1b1300f825c28a10646a8876ae05");
    private static final byte[] ZSTD =
            HexFormat.of().parseHex("28b52ffd0458a10000612074657874206f6620746865207265636f7264d1bfe762");

    private static final List<String> LIBRARIES = List.of(
            "sqlitejdbc", "netty_tcnative", "netty_transport_native_epoll", "netty_quiche", "brotli", "libzstd-jni");

    @TempDir
    Path folder;

    @Test
    void nothingIsLeft() throws Exception {
        assumeTrue(
                Files.isReadable(Path.of("/proc/self/maps")),
                "needs Linux, whose /proc/self/maps lists the files that a process has mapped");
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path session = folder.resolve("work.steno");
        Identity identity = Identity.make(folder.resolve("origin"), "localhost");
        try (AnsweringOrigin origin = AnsweringOrigin.secure(identity.server(), (request, body, out) -> {
                    boolean brotli = request.target().endsWith("br");
                    byte[] coded = brotli ? BROTLI : ZSTD;
                    out.write(("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: "
                                    + (brotli ? "br" : "zstd") + "\r\nContent-Length: " + coded.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
                    out.write(coded);
                    out.flush();
                });
                StenoProcess steno = StenoProcess.recordIn(
                        "-Djava.io.tmpdir=" + temporary,
                        session,
                        "--upstream-ca",
                        identity.ca(),
                        "--mode=regular",
                        "--mode=reverse:http3://localhost:" + origin.port() + "@0",
                        "--detail=3")) {
            try (Client client = Client.tunnel(steno.port(), "localhost", origin.port(), TestCa.trusting(steno.ca()))) {
                for (String coding : List.of("br", "zstd")) {
                    client.get("/" + coding, "localhost:" + origin.port()).answer();
                }
            }
            Awaitility.await()
                    .untilAsserted(() -> assertThat(steno.out().split(TEXT, -1)).hasSize(3));
            String mapped = Files.readString(Path.of("/proc/" + steno.pid() + "/maps"), StandardCharsets.ISO_8859_1);
            assertThat(mapped).contains(LIBRARIES);
            assertThat(names(temporary)).isEmpty();
            steno.kill();
        }
        assertThat(names(temporary)).isEmpty();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> Objects.toString(file.getFileName())).toList();
        }
    }
}
