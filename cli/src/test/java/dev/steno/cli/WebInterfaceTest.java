package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.process.StenoProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API of a running Steno: how it is found, and that it is not reached through the proxy. */
class WebInterfaceTest {
    private static final Pattern URL = Pattern.compile("web interface: http://127\\.0\\.0\\.1:([0-9]+)/#login=\\S+");

    @TempDir
    Path folder;

    private StenoProcess start(String... flags) throws IOException {
        return new StenoProcess(folder, flags);
    }

    private StenoHere here(String... flags) throws IOException {
        return new StenoHere(folder, flags);
    }

    private static int port(StenoHere steno) {
        return Integer.parseInt(steno.awaitMessage(URL).group(1));
    }

    private static int port(StenoProcess steno) {
        return Integer.parseInt(steno.awaitMessage(URL).group(1));
    }

    private Path runFile(StenoProcess steno) {
        return folder.resolve("home/run/" + steno.pid() + ".json");
    }

    @Test
    void theRunFileLeadsToTheApi() throws Exception {
        try (StenoProcess steno = start("--web", "0")) {
            int port = port(steno);
            await().until(() -> Files.exists(runFile(steno)));
            assertThat(Files.readString(runFile(steno))).contains("\"web\":\"http://127.0.0.1:" + port + "/\"");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(runFile(steno))))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(runFile(steno).getParent())))
                    .isEqualTo("rwx------");

            String token = Files.readString(folder.resolve("home/web-token")).strip();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/status"))
                    .header("Authorization", "Bearer " + token)
                    .build();
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(response.body()).contains("\"pid\":" + steno.pid());
            assertThat(steno.terminate()).isZero();
            assertThat(runFile(steno)).doesNotExist();
        }
    }

    @Test
    void theNextPortIsTakenInPlaceOfTheDefaultOnly() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress("127.0.0.1", 0));
            try (StenoProcess steno = start("--web", String.valueOf(taken.getLocalPort()))) {
                assertThat(steno.exitCode()).isNotZero();
                assertThat(steno.err())
                        .contains("cannot listen at 127.0.0.1:" + taken.getLocalPort() + " for the API")
                        .contains("--web off");
            }
        }
    }

    @Test
    void theProxyDoesNotLeadToTheApi() throws Exception {
        try (StenoHere steno = here("--web", "0")) {
            for (String host :
                    List.of("127.0.0.1", "localhost", "0.0.0.0", "[::ffff:127.0.0.1]", "127.1", "LOCALHOST.")) {
                String target = host + ":" + port(steno);
                String request = "GET / HTTP/1.1\r\nHost: " + target + "\r\nConnection: close\r\n\r\n";
                try (RawClient client = RawClient.to(steno.port())) {
                    refused(client.send(request.replace("GET /", "GET http://" + target + "/")), host);
                }
                try (RawClient client = RawClient.to(steno.port())) {
                    refused(client.connect(target).send(request), host);
                }
            }
        }
    }

    private static void refused(RawClient client, String host) throws IOException {
        HttpAnswer answer = client.response();
        assertThat(answer.status()).as(host).isEqualTo(502);
        assertThat(answer.text()).as(host).contains("Steno's own user interface");
    }

    @Test
    void aReverseProxyDoesNotLeadToTheApi() throws Exception {
        int web;
        try (ServerSocket free = new ServerSocket(0)) {
            web = free.getLocalPort();
        }
        try (StenoHere steno = here("--web", String.valueOf(web), "--mode", "reverse:http://127.0.0.1:" + web);
                RawClient client = RawClient.to(
                        Integer.parseInt(steno.awaitMessage(Pattern.compile("listening on 127\\.0\\.0\\.1:([0-9]+),"))
                                .group(1)))) {
            refused(client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), "a");
        }
    }

    private HttpResponse<String> call(int port, String method, String path, String... fields)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (fields.length > 0) {
            request.headers(fields);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String token() throws IOException {
        return "Bearer " + Files.readString(folder.resolve("home/web-token")).strip();
    }

    @Test
    void theStatusTellsWhatIsRecordedAndHow() throws Exception {
        try (StenoProcess steno =
                start("--web", "0", "--session", folder.resolve("work.steno").toString())) {
            steno.get("http://steno.internal/");
            await().untilAsserted(() -> assertThat(call(port(steno), "GET", "/status", "Authorization", token())
                            .body())
                    .contains("\"flows\":1"));

            assertThat(call(port(steno), "GET", "/status", "Authorization", token())
                            .body())
                    .contains("\"version\":\"", "\"pid\":" + steno.pid(), "\"started\":\"20")
                    .contains("\"mode\":\"regular\"", "\"address\":\"127.0.0.1:" + steno.port() + "\"")
                    .contains("\"web\":{\"address\":\"http://127.0.0.1:" + port(steno) + "/\"}")
                    .contains("\"name\":\"work.steno\"", "\"path\":\"" + folder.resolve("work.steno") + "\"")
                    .contains("\"recording\":true", "\"trouble\":null", "\"held\":0", "\"behind\":");
            steno.stop();
        }
    }

    @Test
    void theLogHasWhatStandardErrorShowsButNoCode() throws Exception {
        try (StenoHere steno = here("--web", "0")) {
            port(steno);
            await().untilAsserted(() -> assertThat(call(port(steno), "GET", "/log", "Authorization", token())
                            .body())
                    .contains("\"level\":\"info\",\"subject\":\"session\",\"text\":\"recording to "));
            String log =
                    call(port(steno), "GET", "/log", "Authorization", token()).body();
            assertThat(log).contains("listening on 127.0.0.1:" + steno.port()).doesNotContain("login=");
            assertThat(log).contains("\"errors\":0").contains("\"next\":");
            assertThat(call(port(steno), "GET", "/log?after=1000", "Authorization", token())
                            .body())
                    .isEqualTo("{\"lines\":[],\"next\":1000,\"errors\":0}");
            steno.stop();
        }
    }

    @Test
    void theCommandsTellWhichOfThemRemoveFlows() throws Exception {
        try (StenoHere steno = here("--web", "0")) {
            port(steno);
            String commands = call(port(steno), "GET", "/commands", "Authorization", token())
                    .body();

            assertThat(Pattern.compile(
                                    "\\{\"name\":\"([^\"]+)\",\"help\":\"[^\"]*\",\"usage\"(?:(?!\"usage\").)*\"destroys\":true")
                            .matcher(commands)
                            .results()
                            .map(found -> found.group(1)))
                    .containsExactlyInAnyOrder("view.clear", "view.clear_unmarked", "view.flows.remove");
            steno.stop();
        }
    }

    @Test
    void onlyWhoHasTheTokenStopsTheProxy() throws Exception {
        try (StenoProcess steno = start("--web", "0")) {
            port(steno);
            String stop = "/commands/proxy.stop";
            assertThat(call(port(steno), "POST", stop).statusCode()).isEqualTo(401);
            assertThat(call(port(steno), "POST", stop, "Cookie", "token=" + token())
                            .statusCode())
                    .isEqualTo(401);
            assertThat(call(port(steno), "POST", stop, "Authorization", token(), "Origin", "http://example.org")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(call(port(steno), "POST", stop, "Authorization", token(), "Sec-Fetch-Site", "cross-site")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(call(port(steno), "GET", "/status", "Authorization", token())
                            .statusCode())
                    .isEqualTo(200);

            assertThat(call(port(steno), "POST", stop, "Authorization", token()).statusCode())
                    .isEqualTo(200);
            assertThat(steno.exitCode()).as(steno.err()).isZero();
            assertThat(steno.err()).contains("shutting down");
        }
    }

    @Test
    void openShowsThePageInTheSystemsBrowser() throws Exception {
        Path opened = folder.resolve("opened");
        Path opener = Files.writeString(
                Files.createDirectory(folder.resolve("bin")).resolve("xdg-open"),
                "#!/bin/sh\necho \"$1\" > " + opened + ".new; cat \"${1#file://}\" >> " + opened + ".new; mv " + opened
                        + ".new " + opened + "\n");
        assertThat(opener.toFile().setExecutable(true)).isTrue();
        Map<String, String> environment =
                Map.of("PATH", opener.getParent() + ":" + System.getenv("PATH"), "DISPLAY", ":99");
        try (StenoProcess steno = new StenoProcess(folder, environment, "--web", "0", "--open")) {
            int port = port(steno);
            await().until(() -> Files.exists(opened));
            assertThat(Files.readString(opened))
                    .startsWith("file:///")
                    .containsPattern("url=http://127\\.0\\.0\\.1:" + port + "/#login=[\\w-]{43}\"");
            assertThat(Files.readAllLines(opened).get(0)).doesNotContain("login");
            assertThat(steno.terminate()).isZero();
        }
    }

    @Test
    void openWithoutADisplaySaysSo() throws Exception {
        Map<String, String> environment = Map.of("DISPLAY", "", "WAYLAND_DISPLAY", "");
        try (StenoProcess steno = new StenoProcess(folder, environment, "--web", "0", "--open")) {
            steno.awaitMessage(Pattern.compile("warning: --open: there is no display"));
            assertThat(steno.terminate()).isZero();
        }
    }
}
