package dev.steno.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.testing.process.Program;
import dev.steno.testing.process.StenoProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests, calls and messages of third-party clients are held, edited, resumed, dropped, killed and answered: curl, Python's
 * urllib, Node's ws package, {@code @grpc/grpc-js}, and fetch, EventSource and WebSocket of Chromium. One Steno serves all.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeldClientsIT {
    /** Browsers reach loopback addresses without a proxy. */
    private static final String NAME = "held.test";

    private static final Pattern WEB = Pattern.compile("(http://127\\.0\\.0\\.1:[0-9]+)/#login");

    private final HttpClient http = HttpClient.newHttpClient();
    private Path folder;
    private StenoProcess steno;
    private Node server;
    private String base;
    private String api;
    private String token;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        Node.need("ws", "@grpc/grpc-js", "@grpc/proto-loader");
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 " + NAME + " localhost\n");
        steno = StenoProcess.recordIn(
                "-Djdk.net.hosts.file=" + hosts,
                folder.resolve("work.steno"),
                "--web",
                "0",
                "--intercept",
                "~q & (~u /held/ | ~u steno.test.Echo) | ~websocket");
        api = steno.awaitMessage(WEB).group(1) + "/api/v1";
        token = Files.readString(folder.resolve("home/web-token")).strip();
        server = Node.start(folder, "held-peers.js");
        base = "http://127.0.0.1:" + server.await("port ");
    }

    @AfterAll
    void stop() throws Exception {
        if (server != null) {
            server.close();
            steno.stop();
            steno.close();
        }
    }

    // ---- a person at the API

    private String call(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(api + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isBetween(200, 299);
        return answer.body();
    }

    /** Waits until a flow is held whose line in the list matches; returns its path in the API. */
    private String held(String url) {
        String[] flow = new String[1];
        await().until(() -> {
            Matcher found = line(url).matcher(call("GET", "/held", ""));
            flow[0] = found.find() ? found.group(1) : "";
            return !flow[0].isEmpty();
        });
        return "/held/" + flow[0];
    }

    private static Pattern line(String url) {
        return Pattern.compile("\\{\"id\":([0-9]+),[^}]*" + url + "[^}]*}");
    }

    private void edit(String flow, String edits) throws Exception {
        call("POST", flow + "/resume", "{\"edits\":[" + edits + "]}");
    }

    /** Decides on the five requests that each client sends. */
    private void decide(String client) throws Exception {
        String path = "/held" + client;
        edit(
                held(path + "/edit"),
                "{\"op\":\"header.set\",\"name\":\"X-Note\",\"value\":\"by-hand\"},"
                        + "{\"op\":\"body\",\"text\":\"user=grace\"}");
        call("POST", held(path + "/resume") + "/resume", "");
        call("POST", held(path + "/drop") + "/drop", "");
        // a browser repeats a request whose connection it had used before
        String next = held(path + "/kill");
        while (!call("GET", next, "").contains("/answer\"")) {
            call("POST", next + "/kill", "{\"how\":\"close\"}");
            next = held(path + "/[ka]");
        }
        call("POST", next + "/answer", "{\"status\":418,\"body\":\"tea\"}");
    }

    private static String got(CompletableFuture<Program.Outcome> client) throws Exception {
        Program.Outcome outcome = client.get(180, TimeUnit.SECONDS);
        return outcome.code() + " " + outcome.text();
    }

    // ---- the clients

    @Test
    void curl() throws Exception {
        Program curl = Program.need("curl");
        String all = "for step in edit resume drop kill answer; do '" + curl.file() + "' -s -x http://127.0.0.1:"
                + steno.port() + " -w ' %{http_code} %{exitcode}\\n' -o - -d user=ann " + base
                + "/held/curl/$step | tail -1; done";
        CompletableFuture<Program.Outcome> client =
                CompletableFuture.supplyAsync(() -> Program.need("sh").call("-c", all));
        decide("/curl");
        assertThat(got(client).lines())
                .containsExactly(
                        "0 POST /held/curl/edit by-hand user=grace 200 0",
                        "POST /held/curl/resume - user=ann 200 0",
                        " 502 0",
                        " 000 52",
                        "tea 418 0");
    }

    @Test
    void python() throws Exception {
        Program python = Program.need("python3");
        String script = """
                import sys, urllib.request, urllib.error
                open_ = urllib.request.build_opener(urllib.request.ProxyHandler({'http': sys.argv[1]})).open
                for step in ['edit', 'resume', 'drop', 'kill', 'answer']:
                    try:
                        print(open_(sys.argv[2] + step, b'user=ann').read().decode())
                    except urllib.error.HTTPError as e:
                        print(e.code, e.read().decode() if e.code == 418 else '')
                    except Exception as e:
                        print(type(e).__name__)
                """;
        CompletableFuture<Program.Outcome> client = CompletableFuture.supplyAsync(
                () -> python.call("-c", script, "http://127.0.0.1:" + steno.port(), base + "/held/python/"));
        decide("/python");
        assertThat(got(client).lines().map(String::strip))
                .containsExactly(
                        "0 POST /held/python/edit by-hand user=grace",
                        "POST /held/python/resume - user=ann",
                        "502",
                        "RemoteDisconnected",
                        "418 tea");
    }

    /** Of three messages, the first is changed, the second dropped and the third sent as it is, in each direction. */
    private void decideOnMessages(String flow) throws Exception {
        awaitMessages(flow, 3);
        call("POST", flow + "/messages/1/edit", "{\"text\":\"edited\"}");
        call("POST", flow + "/messages/2/drop", "");
        call("POST", flow + "/resume", "");
        awaitMessages(flow, 2);
        call("POST", flow + "/resume", "");
    }

    private void awaitMessages(String flow, int count) {
        await().until(() -> call("GET", flow + "/messages", "").split("\"number\"", -1).length == count + 1);
    }

    @Test
    void nodesWebSocket() throws Exception {
        String url = base.replace("http", "ws") + "/node";
        try (Node client =
                Node.start(folder, "held-peers.js", "ws", url, "127.0.0.1:" + steno.port(), "one", "two", "three")) {
            String flow = held("/node");
            decideOnMessages(flow);
            client.await("got three");
            call("POST", "/commands/flow.kill", "{\"arguments\":[\"" + flow.replace("/held/", "@") + "\"]}");
            client.await("closed 1006");
            assertThat(client.output()).isEqualTo("got edited\ngot three\nclosed 1006\n");
        }
    }

    @Test
    void grpc() throws Exception {
        try (Node echo = Node.start(folder, "grpc-server.js");
                Node client = Node.start(folder, "grpc-client.js", steno.port(), "localhost:" + echo.await("port "))) {
            edit(held("/Unary"), "{\"op\":\"header.set\",\"name\":\"x-request\",\"value\":\"edited\"}");
            assertThat(client.await("unary: ")).isEqualTo("hello 0 edited");
            call("POST", held("/Unary") + "/drop", "");
            assertThat(client.await("failing: ")).startsWith("error 14 ").contains("502");
            call("POST", held("/Unary") + "/resume", "");
            assertThat(client.await("large: ")).isEqualTo("3000007");
            call("POST", held("/ClientStream") + "/kill", "{\"how\":\"cancel\"}");
            assertThat(client.await("failed: ")).contains("1 CANCELLED");
        }
    }

    @Test
    void chromium() throws Exception {
        Program.need("chromium");
        Program.need("certutil");
        try (Chromium chromium =
                Chromium.open(folder, steno.port(), steno.ca(), base.replace("127.0.0.1", NAME) + "/")) {
            decide("");
            edit(held("/held/events"), "{\"op\":\"url\",\"value\":\"/held/events?from=hand\"}");
            String socket = held("/socket");
            decideOnMessages(socket);
            await().until(() -> !call("GET", "/held", "").contains("/socket"));
            call("POST", "/commands/flow.kill", "{\"arguments\":[\"" + socket.replace("/held/", "@") + "\"]}");
            assertThat(server.await("posted "))
                    .isEqualTo("200 POST /held/edit by-hand user=grace, 200 GET /held/resume -, 502, failed,"
                            + " 418 tea, event hand, socket edited three 1006");
            assertThat(chromium.isAlive()).isTrue();
        }
    }
}
