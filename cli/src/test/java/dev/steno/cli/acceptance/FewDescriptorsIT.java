package dev.steno.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.http1.Head;
import dev.steno.testing.process.Program;
import dev.steno.testing.process.StenoProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * More clients than the process has file descriptors: connected clients are served if that needs no further descriptor,
 * the others wait, and all are served once some disconnect.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FewDescriptorsIT {
    private static final int ROOM = 20;
    private static final int CROWD = 80;

    @TempDir
    Path folder;

    @Test
    void whoIsConnectedIsServedAndTheOthersWaitUntilSomeLeave() throws Exception {
        assumeTrue(
                Files.isDirectory(Path.of("/proc/self/fd")),
                "needs Linux, whose /proc/self/fd lists the descriptors of a process");
        Program prlimit = Program.need("prlimit");
        Path session = folder.resolve("work.steno");
        try (AnsweringOrigin origin = AnsweringOrigin.plain(
                        (request, body, out) -> AnsweringOrigin.ok(out, "text/plain", answer(request)));
                AnsweringOrigin second = AnsweringOrigin.plain(
                        (request, body, out) -> AnsweringOrigin.ok(out, "text/plain", answer(request)));
                StenoProcess steno = StenoProcess.record(session);
                Client connected = Client.plain(steno.port());
                Client early = Client.plain(steno.port())) {
            check(connected, origin, "/before"); // opens its server connection and loads the classes
            check(early, origin, "/before-too");
            int limit = descriptors(steno) + ROOM;
            assertThat(prlimit.call("--pid", steno.pid(), "--nofile=" + limit + ":" + limit)
                            .code())
                    .isZero();

            List<Client> crowd = new ArrayList<>();
            try {
                for (int i = 0; i < CROWD; i++) {
                    crowd.add(Client.plain(steno.port()));
                }
                Awaitility.await().until(() -> descriptors(steno) >= limit);

                check(connected, origin, "/meanwhile");
                early.get(url(second, "/unreached"), authority(second));
                Head refused = early.head();
                assertThat(refused.status()).isEqualTo(502);
                assertThat(new String(early.body(refused).readAllBytes(), StandardCharsets.UTF_8))
                        .contains("there is no file descriptor left: raise the limit of the process (ulimit -n)");

                try (Client waiting = Client.plain(steno.port())) {
                    waiting.get(url(origin, "/waiting"), authority(origin));
                    for (Client each : crowd) {
                        each.close();
                    }
                    assertThat(waiting.answer()).isEqualTo("/waiting".getBytes(StandardCharsets.US_ASCII));
                }
            } finally {
                for (Client each : crowd) {
                    each.close();
                }
            }
            Awaitility.await().until(() -> descriptors(steno) < limit - ROOM / 2);
            check(early, second, "/reached");
            try (Client late = Client.plain(steno.port())) {
                check(late, origin, "/after");
            }
            assertThat(steno.err()).doesNotContain("\tat ", "should not have happened");
            steno.stop();
        }
        assertThat(StenoProcess.call("verify", session).code()).isZero();
        assertThat(StenoProcess.call("ls", session).text())
                .contains("/before", "/meanwhile", "/unreached", "/waiting", "/reached", "/after");
    }

    private static byte[] answer(Head request) {
        return request.target().getBytes(StandardCharsets.US_ASCII);
    }

    private static String authority(AnsweringOrigin origin) {
        return "127.0.0.1:" + origin.port();
    }

    private static String url(AnsweringOrigin origin, String path) {
        return "http://" + authority(origin) + path;
    }

    private static void check(Client client, AnsweringOrigin origin, String path) throws IOException {
        assertThat(client.get(url(origin, path), authority(origin)).answer())
                .isEqualTo(path.getBytes(StandardCharsets.US_ASCII));
    }

    private static int descriptors(StenoProcess steno) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + steno.pid() + "/fd"))) {
            return (int) open.count();
        }
    }
}
