package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.process.StenoProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a Steno that runs: status, call, web and, in another process, stop. */
class RunningStenoTest {
    @TempDir
    Path folder;

    private Call on(String command, String... more) {
        return Call.inHome(folder.resolve("home"), command, (Object[]) more);
    }

    private Path session(String name) {
        return folder.resolve(name);
    }

    private static String[] withWeb(String... flags) {
        boolean given = List.of(flags).contains("--web");
        return given
                ? flags
                : Stream.concat(Stream.of("--web", "0"), Stream.of(flags)).toArray(String[]::new);
    }

    private StenoHere here(String... flags) throws IOException {
        return new StenoHere(folder, withWeb(flags));
    }

    /** Returns once the process can be found. */
    private StenoProcess start(String... flags) throws IOException {
        StenoProcess steno = new StenoProcess(folder, withWeb(flags));
        steno.awaitCommands();
        return steno;
    }

    @Test
    void whereNoneRunsACommandSaysSo() {
        for (String command : List.of("status", "stop", "web")) {
            Call call = on(command);
            assertThat(call.code()).isEqualTo(1);
            assertThat(call.err()).contains("no Steno runs with the home folder " + folder.resolve("home"));
        }
        assertThat(on("call", "options.list").code()).isEqualTo(1);
    }

    @Test
    void statusShowsWhatIsRecorded() throws Exception {
        try (StenoHere steno = here("--session", session("work.steno").toString())) {
            Call status = on("status");
            assertThat(status.code()).isZero();
            assertThat(status.text())
                    .contains("session     " + session("work.steno"))
                    .contains("listening   127.0.0.1:" + steno.port() + " regular")
                    .contains("recorded    0 flows")
                    .containsPattern(
                            "process     " + steno.pid() + ", since [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z, home");
            try (RawClient client = RawClient.to(steno.port())) {
                client.send("GET http://steno.internal/ HTTP/1.1\r\nHost: steno.internal\r\n\r\n")
                        .response();
            }
            assertThat(on("status", "--json").text())
                    .contains("\"handlers\":{\"failures\":0,\"threads\":", "\"queued\":0,\"refused\":0,\"times\":[{")
                    .containsPattern("\"addon\":\"CaPage\",\"hook\":\"REQUEST_HEAD\",\"phase\":\"decide\","
                            + "\"blocking\":false,\"calls\":1,\"running\":0,\"p99_us\":[0-9]+,\"max_us\":")
                    .startsWith("{\"version\":")
                    .contains("\"pid\":" + steno.pid(), "\"recording\":true")
                    .hasLineCount(1);
            steno.stop();
        }
    }

    @Test
    void aCommandIsCalledWithArgumentsAndPrintsItsResult() throws Exception {
        try (StenoHere steno = here("--session", session("work.steno").toString())) {
            assertThat(on("call", "options.set", "ignore-hosts", "\\.bank\\.").code())
                    .isZero();
            assertThat(on("call", "options.get", "ignore-hosts").text()).isEqualTo("\\.bank\\.\n");
            assertThat(on("call", "options.get", "ignore-hosts", "--json").text())
                    .isEqualTo("\"\\\\.bank\\\\.\"\n");
            assertThat(on("call", "options.list", "--json").text())
                    .startsWith("[{\"name\":\"")
                    .contains("\"name\":\"ignore-hosts\",\"type\":\"list of text\"");
            assertThat(on("call", "options.list").text()).startsWith("name\ttype\tvalue\tsource\n");
            Files.writeString(folder.resolve("home/config.toml"), "keep = '1gb'\n");
            assertThat(on("call", "options.reload").text()).isEqualTo("name\tvalue\toutcome\nkeep\t1gb\tchanged\n");
            steno.stop();
        }
    }

    @Test
    void whatWasSetWhileStenoRunsIsSavedForTheNextStart() throws Exception {
        Path config = folder.resolve("home/config.toml");
        Files.createDirectories(config.getParent());
        Files.writeString(config, "# mine\nkeep = '1gb' # enough\ngrace = '1s'\nproxy-auth = 'a:b'\n");
        Path other = folder.resolve("other.toml");
        try (StenoHere steno = here("--body-limit", "1mb", "--web-files", folder.toString())) {
            on("call", "options.set", "grace", "0s");
            on("call", "options.set", "keep", "");
            on("call", "options.set", "intercept", "~u \"it's\"");

            assertThat(on("call", "options.save").text())
                    .isEqualTo("name\tvalue\ngrace\t0s\nintercept\t~u \"it's\"\nkeep\t(default)\n");
            assertThat(config)
                    .hasContent("# mine\ngrace = '0s'\nproxy-auth = 'a:b'\nintercept = \"~u \\\"it's\\\"\"\n");
            assertThat(on("call", "options.save").text()).doesNotContain("grace");
            assertThat(on("call", "options.save", other.toString()).code()).isZero();
            assertThat(other).hasContent("grace = '0s'\nintercept = \"~u \\\"it's\\\"\"\n");
            for (Path file : List.of(config, other)) {
                assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            }
            Files.writeString(config, "keep = [\n");
            assertThat(on("call", "options.save").err()).contains("config.toml:");
            assertThat(config).hasContent("keep = [\n");
            steno.stop();
        }
    }

    @Test
    void flowsInProgressAreKilled() throws Exception {
        Semaphore asked = new Semaphore(0);
        try (ScriptedOrigin origin = ScriptedOrigin.plain(connection -> {
                    connection.readRequest();
                    asked.release();
                    connection.awaitEnd();
                });
                StenoHere steno = here("--session", session("work.steno").toString());
                RawClient one = RawClient.to(steno.port());
                RawClient two = RawClient.to(steno.port())) {
            String request = "GET http://" + origin.authority() + "/ HTTP/1.1\r\nHost: a\r\n\r\n";
            one.send(request);
            assertThat(asked.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            two.send(request);
            assertThat(asked.tryAcquire(60, TimeUnit.SECONDS)).isTrue();

            Call kill = on("call", "flow.kill", "@1", "page:503");
            assertThat(kill.text()).as(kill.err()).isEqualTo("1\n");
            assertThat(on("call", "flow.kill", "~m GET", "cancel").text()).isEqualTo("1\n");
            assertThat(one.response().status()).isEqualTo(503);
            assertThat(two.wire().readToEnd()).isEmpty();
            assertThat(on("call", "flow.kill", "@all").text()).isEqualTo("0\n");

            Call again = on("call", "flow.kill", "@1");
            assertThat(again.code()).isEqualTo(1);
            assertThat(again.err())
                    .contains("flow.kill: flow 1 is not in progress")
                    .hasLineCount(1);
            Call wrong = on("call", "flow.kill", "@1", "softly");
            assertThat(wrong.code()).isEqualTo(2);
            assertThat(wrong.err()).contains("\"softly\" is not a way to end a flow");
            assertThat(on("call", "--complete", "--", "flow.kill", "@1", "go").text())
                    .isEqualTo("goaway\n");
            steno.stop();
        }
    }

    @Test
    void aWrongCallSaysWhatIsRight() throws Exception {
        try (StenoHere steno = here()) {
            Call unknown = on("call", "options.lst");
            assertThat(unknown.code()).isEqualTo(2);
            assertThat(unknown.err()).contains("there is no command options.lst", "options.list");

            Call few = on("call", "options.set", "keep");
            assertThat(few.code()).isEqualTo(2);
            assertThat(few.err()).contains("takes 2 arguments, not 1", "usage: options.set name value");

            Call failed = on("call", "options.set", "keep", "much");
            assertThat(failed.code()).isEqualTo(1);
            assertThat(failed.err()).contains("\"much\" is not a limit").hasLineCount(1);

            Call late = on("call", "options.set", "listen", "127.0.0.1:1");
            assertThat(late.code()).isEqualTo(1);
            assertThat(late.err())
                    .contains("option listen cannot change while the proxy runs", "config.toml or by --listen")
                    .hasLineCount(1);

            assertThat(on("call").code()).isEqualTo(2);
            steno.stop();
        }
    }

    @Test
    void shellsCompleteCommandsAndArguments() throws Exception {
        try (StenoHere steno = here()) {
            assertThat(on("call", "--complete", "--", "options.re").text())
                    .isEqualTo("options.reload\noptions.reset\n");
            steno.stop();
        }
        // without a running Steno, as this version has them
        assertThat(on("call", "--complete", "--", "proxy.").text()).isEqualTo("proxy.stop\n");
    }

    @Test
    void severalAreToldApartByTheirSessions() throws Exception {
        try (StenoProcess one = start("--session", session("one.steno").toString(), "--listen", "127.0.0.1:0");
                StenoProcess two = start("--session", session("two.steno").toString(), "--listen", "127.0.0.1:0")) {
            Call which = on("stop");
            assertThat(which.code()).isEqualTo(2);
            assertThat(which.err())
                    .contains("which Steno? 2 run", "--session")
                    .contains("one.steno (process " + one.pid(), "two.steno (process " + two.pid());
            assertThat(on("status").text()).contains("one.steno", "two.steno");

            Call stopped = on("stop", "--session", session("one.steno").toString());
            assertThat(stopped.code()).as(stopped.err()).isZero();
            assertThat(one.exitCode()).isZero();
            assertThat(on("status").text()).contains("two.steno").doesNotContain("one.steno");
            Call none = on("stop", "--session", session("one.steno").toString());
            assertThat(none.code()).isEqualTo(1);
            assertThat(none.err()).contains("no Steno records to", "two.steno (process");
            assertThat(two.terminate()).isZero();
        }
    }

    @Test
    void stopReturnsOnceTheSessionIsClosed() throws Exception {
        try (StenoProcess steno = start("--session", session("work.steno").toString())) {
            Call stopped = on("stop");
            assertThat(stopped.code()).as(stopped.err()).isZero();
            assertThat(stopped.err()).contains("stopped: " + session("work.steno"));
            assertThat(session("work.steno-wal")).doesNotExist();
            assertThat(ProcessHandle.of(steno.pid()).filter(ProcessHandle::isAlive))
                    .isEmpty();
            assertThat(steno.exitCode()).isZero();
        }
        assertThat(on("stop").code()).isEqualTo(1);
    }

    @Test
    void aProxyWithoutItsApiIsStoppedByASignal() throws Exception {
        try (StenoProcess steno =
                start("--web", "off", "--session", session("work.steno").toString())) {
            assertThat(on("status").text()).contains("web         off", "work.steno");
            Call call = on("call", "options.list");
            assertThat(call.code()).isEqualTo(1);
            assertThat(call.err()).contains("was started with --web off");
            assertThat(on("stop").code()).isZero();
            assertThat(steno.exitCode()).isZero();
        }
    }

    @Test
    void theFileOfAProcessThatWasKilledIsRemoved() throws Exception {
        try (StenoProcess steno = start()) {
            steno.kill();
            assertThat(on("status").err()).contains("no Steno runs with the home folder");
            assertThat(folder.resolve("home/run/" + steno.pid() + ".json")).doesNotExist();
        }
    }

    /** The number of an ended process is used again after a while. */
    @Test
    void theFileOfAnotherProcessWithTheSameNumberIsRemoved() throws Exception {
        Path run = Files.createDirectories(folder.resolve("home/run"));
        Path file = run.resolve(ProcessHandle.current().pid() + ".json");
        Files.writeString(file, "{\"pid\":" + ProcessHandle.current().pid() + "}");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));

        assertThat(on("status").code()).isEqualTo(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void theUrlOpensThePageOnce() throws Exception {
        try (StenoHere steno = here()) {
            String url = on("web").text().strip();
            assertThat(url).matches("http://127\\.0\\.0\\.1:[0-9]+/#login=[\\w-]{43}");
            assertThat(login(url)).isEqualTo(200);
            assertThat(login(url)).isEqualTo(401);
            assertThat(on("web").text().strip()).isNotEqualTo(url);
            steno.stop();
        }
    }

    @Test
    void aNewTokenEndsTheAccessOfAllPages() throws Exception {
        try (StenoProcess one = start("--session", session("one.steno").toString());
                StenoProcess two = start("--session", session("two.steno").toString())) {
            String former = Files.readString(folder.resolve("home/web-token")).strip();
            Call renewed = on("web", "--session", session("one.steno").toString(), "--new-token");
            assertThat(renewed.code()).as(renewed.err()).isZero();
            String next = Files.readString(folder.resolve("home/web-token")).strip();
            assertThat(next).isNotEqualTo(former);

            for (String name : List.of("one.steno", "two.steno")) {
                String url =
                        on("web", "--session", session(name).toString()).text().strip();
                assertThat(status(url, former)).isEqualTo(401);
                assertThat(status(url, next)).isEqualTo(200);
            }
            assertThat(one.terminate()).isZero();
            assertThat(two.terminate()).isZero();
        }
    }

    @Test
    void aNewTokenEndsLiveChannels() throws Exception {
        try (StenoProcess one = start("--session", session("one.steno").toString());
                StenoProcess two = start("--session", session("two.steno").toString())) {
            String former = Files.readString(folder.resolve("home/web-token")).strip();
            List<LiveSocket> open = new ArrayList<>();
            for (String name : List.of("one.steno", "two.steno")) {
                LiveSocket live = new LiveSocket(
                        on("web", "--session", session(name).toString()).text().strip(), former);
                live.greeted.get(60, TimeUnit.SECONDS);
                assertThat(live.ended).isNotDone();
                open.add(live);
            }

            assertThat(on("web", "--session", session("one.steno").toString(), "--new-token")
                            .code())
                    .isZero();

            for (LiveSocket live : open) {
                live.ended.get(60, TimeUnit.SECONDS);
                LiveSocket again = new LiveSocket(live.url, former);
                again.ended.get(60, TimeUnit.SECONDS);
                assertThat(again.greeted).isNotDone();
            }
            assertThat(one.terminate()).isZero();
            assertThat(two.terminate()).isZero();
        }
    }

    /** A live channel of a page that says hello. */
    private static final class LiveSocket implements WebSocket.Listener {
        final String url;
        final CompletableFuture<String> greeted = new CompletableFuture<>();
        final CompletableFuture<String> ended = new CompletableFuture<>();

        LiveSocket(String url, String token) throws Exception {
            this.url = url;
            String origin = url.replaceAll("/#.*", "");
            HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .header("Origin", origin)
                    .buildAsync(URI.create(origin.replace("http:", "ws:") + "/api/v1/live"), this)
                    .get(60, TimeUnit.SECONDS)
                    .sendText("{\"t\":\"hello\",\"token\":\"" + token + "\",\"v\":1}", true)
                    .get(60, TimeUnit.SECONDS);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            if (data.toString().contains("\"t\":\"hi\"")) {
                greeted.complete(data.toString());
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            ended.complete(reason);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            ended.complete(String.valueOf(error.getMessage()));
        }
    }

    private static int login(String url) throws IOException, InterruptedException {
        String code = url.substring(url.indexOf('=') + 1);
        return send(HttpRequest.newBuilder(URI.create(url.replaceAll("#.*", "api/v1/login")))
                .POST(HttpRequest.BodyPublishers.ofString("{\"code\":\"" + code + "\"}")));
    }

    private static int status(String url, String token) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url.replaceAll("#.*", "api/v1/status")))
                .header("Authorization", "Bearer " + token));
    }

    private static int send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void stopGivesUpAfterTheTimeThatItWasGiven() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.plain(connection -> {
                    connection.readHead();
                    connection.awaitEnd();
                });
                StenoProcess steno = start(
                        "--grace", "1h", "--session", session("work.steno").toString())) {
            CompletableFuture<Void> held = CompletableFuture.runAsync(() -> {
                try {
                    steno.get("http://" + origin.authority() + "/held");
                } catch (IOException | InterruptedException e) {
                    // the proxy is killed below
                }
            });
            await().until(origin::sawAnything);
            Call late = on("stop", "--timeout", "100ms");
            assertThat(late.code()).isEqualTo(1);
            assertThat(late.err()).contains("was asked to stop, and has not ended in time");
            steno.kill();
            held.get(60, TimeUnit.SECONDS);
        }
    }
}
