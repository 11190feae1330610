package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.testing.http1.RawClient;
import dev.steno.testing.process.Curl;
import dev.steno.testing.process.StenoProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests to Steno's own API that the proxy refuses are recorded, but not the secrets that they have. */
class WithheldTokenTest {
    private static final Pattern URL = Pattern.compile("web interface: http://127\\.0\\.0\\.1:([0-9]+)/#login=(\\S+)");
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:([0-9]+)");

    @TempDir
    Path folder;

    private Path session() {
        return folder.resolve("work.steno");
    }

    private String token() throws IOException {
        return Files.readString(folder.resolve("home/web-token")).strip();
    }

    private StenoProcess start(String... flags) throws IOException {
        List<String> all = new ArrayList<>(List.of("--session", session().toString()));
        all.addAll(List.of(flags));
        return new StenoProcess(folder, all.toArray(String[]::new));
    }

    /** The printable characters of every file of the session. */
    private String recorded() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("work.steno"))
                    .toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString().replaceAll("[^ -~]", "");
    }

    private void isWithheld(StenoProcess steno, String code) throws Exception {
        isWithheldMeanwhile(code, 1);
        isWithheldAtTheEnd(steno, code);
    }

    /** In the middle of the run, too: the write-ahead log keeps what later revisions replace. */
    private void isWithheldMeanwhile(String code, int refusals) throws IOException {
        await().untilAsserted(() ->
                assertThat(recorded().split("own user interface", -1)).hasSizeGreaterThan(refusals));
        assertThat(recorded()).contains("marker").doesNotContain(token()).doesNotContain(code);
    }

    private void isWithheldAtTheEnd(StenoProcess steno, String code) throws Exception {
        String token = token();
        assertThat(steno.terminate()).isZero();
        assertThat(recorded()).contains("(withheld)").doesNotContain(token).doesNotContain(code);
        assertThat(steno.out() + steno.err().replaceAll("#login=\\S+", ""))
                .doesNotContain(token)
                .doesNotContain(code);
    }

    /** One process for all ways, each of which is looked for in the record before the next. */
    @Test
    void theTokenAndACodeAreNotRecordedWhateverWayTheyCome() throws Exception {
        try (StenoProcess steno = start("--web", "0")) {
            Matcher web = steno.awaitMessage(URL);
            String code = web.group(2);
            String query = "/api/v1/status?token=" + token() + "&code=" + code;
            String body = "-d {\"code\":\"" + code + "\"} ";
            for (String way : List.of(
                    "http://127.0.0.1:PORT" + query,
                    "http://LOCALHOST.:PORT" + query,
                    "http://0.0.0.0:PORT" + query,
                    "-p http://127.0.0.1:PORT" + query,
                    "-p http://localhost:PORT" + query,
                    "-p --http2-prior-knowledge http://localhost:PORT" + query,
                    "-k https://localhost:PORT" + query,
                    "-k --http1.1 https://127.0.0.1:PORT" + query,
                    body + "http://127.0.0.1:PORT/api/v1/login",
                    body + "http://localhost:PORT/api/v1/login")) {
                String marker = "marker" + UUID.randomUUID();
                List<String> arguments = new ArrayList<>(List.of("-x", "http://127.0.0.1:" + steno.port()));
                arguments.addAll(List.of("--noproxy", "", "-H", "Authorization: Bearer " + token()));
                arguments.addAll(
                        List.of("-H", "Sec-WebSocket-Protocol: steno, " + token(), "-H", "X-Marker: " + marker));
                arguments.addAll(List.of(way.replace("PORT", web.group(1)).split(" ")));
                int before = recorded().split("own user interface", -1).length;

                assertThat(Curl.curl(arguments.toArray(String[]::new)).text())
                        .as(way)
                        .contains("own user interface");

                isWithheldMeanwhile(code, before);
                assertThat(recorded()).as(way).contains(marker);
            }
            isWithheldAtTheEnd(steno, code);
        }
    }

    @Test
    void aReverseProxyToTheApiRecordsNoToken() throws Exception {
        int web;
        try (ServerSocket free = new ServerSocket(0)) {
            web = free.getLocalPort();
        }
        try (StenoProcess steno = start("--web", String.valueOf(web), "--mode", "reverse:http://127.0.0.1:" + web)) {
            String code = steno.awaitMessage(URL).group(2);
            int port = Integer.parseInt(steno.awaitMessage(LISTENING).group(1));
            try (RawClient client = RawClient.to(port)) {
                client.send("GET /?login=" + code + " HTTP/1.1\r\nHost: a\r\nX-Marker: marker\r\n"
                        + "Authorization: Bearer " + token() + "\r\nConnection: close\r\n\r\n");
                assertThat(client.response().text()).contains("own user interface");
            }

            isWithheld(steno, code);
        }
    }

    @Test
    void anotherSecretAndAnotherServerAreRecordedAsTheyPass() throws Exception {
        try (StenoProcess steno = start("--web", "0")) {
            String web = steno.awaitMessage(URL).group(1);
            String other = "A".repeat(43);
            assertThat(Curl.curl(
                                    "-x",
                                    "http://127.0.0.1:" + steno.port(),
                                    "--noproxy",
                                    "",
                                    "-H",
                                    "Authorization: Bearer " + other,
                                    "http://127.0.0.1:" + web + "/api/v1/status")
                            .text())
                    .contains("own user interface");
            await().untilAsserted(() -> assertThat(recorded()).contains("own user interface"));
            assertThat(recorded()).contains("Bearer " + other).doesNotContain("(withheld)");
            assertThat(steno.terminate()).isZero();
        }
    }
}
