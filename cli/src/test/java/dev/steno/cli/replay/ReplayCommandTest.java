package dev.steno.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.Call;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code steno replay} sends what is asked for, says what it will do and what it did. */
class ReplayCommandTest extends ReplayCall {
    @Test
    void theRequestsOfASessionAreSentInOrderAndRecordedToAnother() throws Exception {
        try (RecordedRequests made = session()) {
            made.get("/1", "a").add("POST", "127.0.0.1", "/2", "x=1", "b").get("/3", "c");
        }

        Call call = replay();

        assertThat(call.err())
                .contains("3 requests, one after the other", "to 127.0.0.1:" + origin.port() + ": 3, of which 1");
        assertThat(call.code()).isEqualTo(ExitCode.OK);
        assertThat(call.text())
                .contains("sent 3 in ", "answered 3, failed 0, not sent 0", "status: 200 3", "time to answer: p50");
        assertThat(received).containsExactly("GET /1 HTTP/1.1 ", "POST /2 HTTP/1.1 x=1", "GET /3 HTTP/1.1 ");
        assertThat(flows(target)).hasSize(3).allSatisfy(flow -> {
            assertThat(flow.client().address().host()).isEqualTo(Peer.REPLAY);
            assertThat(flow.notes().metadata()).containsEntry(Notes.REPLAY_SESSION, source.toString());
        });
        assertThat(flows(target).get(1).notes().replayOf()).hasValue(2);
        assertThat(Call.steno("diff", source, target).text()).contains("3 changed");
    }

    @Test
    void whatCannotBeDoneIsSaidBeforeAnythingIsSentAndADryRunNeedsNoRecord() throws Exception {
        try (RecordedRequests made = session()) {
            made.get("/1", "a");
        }

        Call call = replay("--set", "url:.*=garbage");

        assertThat(call.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(call.err()).contains("none of the 1 flow can be sent: flow 1", "must begin with http://");
        assertThat(replay("--html", folder.resolve("absent/page.html")).err()).contains("there is no folder ");
        assertThat(replay("--html", folder).err()).contains("which is a folder: give a file");
        target = Path.of("none");
        assertThat(replay("--correlate", "--dry-run").code()).isEqualTo(ExitCode.OK);
        assertThat(received).isEmpty();
    }

    @Test
    void aLongRunWarmsUpByRequestsThatNoServerGetsAndThatAreNotRecorded() throws Exception {
        try (RecordedRequests made = session()) {
            made.get("/1", "a").add("POST", "127.0.0.1", "/2", "x=1", "b");
        }

        Call call = replay("--timing", "asap", "--loop", 500, "--warm-up", "1s");

        assertThat(call.code()).isEqualTo(ExitCode.OK);
        assertThat(call.text())
                .contains("sent 1000 in ")
                .containsPattern("the program sent [1-9]\\d* requests to itself");
        assertThat(received).hasSize(1000);
        assertThat(flows(target)).hasSize(1000);
        try (Stream<Path> files = Files.list(folder.resolve("home"))) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("warm-up"));
        }

        assertThat(replay("--timing", "asap", "--loop", 500, "--warm-up", "0").text())
                .contains("sent 1000 in ")
                .doesNotContain("to itself");
        assertThat(replay("--loop", 5).text()).contains("sent 10 in ").doesNotContain("to itself");
    }

    @Test
    void onlyFlowsThatMatchAreSentUpToTheLimit() throws Exception {
        try (RecordedRequests made = session()) {
            made.get("/1", "a").get("/2", "b").get("/3", "c");
        }

        assertThat(replay("~u /[23]", "--limit", 1).code()).isEqualTo(ExitCode.OK);

        assertThat(received).containsExactly("GET /2 HTTP/1.1 ");
    }

    @Test
    void aSessionCanBeItsOwnTarget() throws Exception {
        try (RecordedRequests made = session()) {
            made.get("/1", "a").get("/2", "b");
        }
        target = source;

        assertThat(replay("--loop", 2).code()).isEqualTo(ExitCode.OK);

        assertThat(flows(source)).hasSize(6);
        assertThat(flows(source).get(5).notes().metadata())
                .containsEntry(Notes.REPLAY_OF, "2")
                .doesNotContainKey(Notes.REPLAY_SESSION);
    }

    @Test
    void aDryRunSaysWhatWouldBeSentAndSendsNothing() throws Exception {
        try (RecordedRequests made = session()) {
            made.get("/1", "a").add("CONNECT", "other.example", "other.example:443", "", "");
        }

        Call call = replay("--dry-run", "--rate", "50", "--loop", "2", "--target", "http://there.example/base");

        assertThat(call.code()).isEqualTo(ExitCode.OK);
        assertThat(call.text().lines())
                .containsExactly(
                        "1 request, 2 times, 50 per second",
                        "to there.example:80: 1",
                        "not sent: flow 2 is a CONNECT, which opens a tunnel; send the requests within it again");
        assertThat(received).isEmpty();
        assertThat(target).doesNotExist();
    }

    @Test
    void requestsAreChangedBySetAndVariablesOfAFile() throws Exception {
        try (RecordedRequests made = session()) {
            made.add("POST", "127.0.0.1", "/v1?page=1", "{\"user\":\"bob\"}", "a", "Content-Type", "application/json");
        }
        Path env = Files.writeString(folder.resolve("env"), "# names\nuser = ann\n");

        Call call = replay(
                "--env",
                env,
                "--set",
                "query:page={{counter}}{{flow.id}}",
                "--set=body:json:$.user={{user}}",
                "--set",
                "url:/v1=/v2",
                "--set",
                "insecure=true",
                "--auth",
                "a:b");

        assertThat(call.err()).contains("(--insecure)"); // names of options are set as well
        assertThat(received).containsExactly("POST /v2?page=11 HTTP/1.1 {\"user\":\"ann\"}");
        assertThat(flows(target).get(0).request().headers().get("Authorization"))
                .isEqualTo("Basic YTpi");
    }

    @Test
    void responsesThatDifferArePrintedAndTheExitCodeIsThree() throws Exception {
        try (RecordedRequests made = session()) {
            made.get("/1", "new", "", "", "Content-Type", "text/plain")
                    .get("/2", "old", "", "", "Content-Type", "text/plain");
        }

        Call call = replay("--compare");

        assertThat(call.code()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(call.text())
                .contains("~ #2 #2  GET ", "response body", "1 the same, 1 changed")
                .doesNotContain("request headers");
        assertThat(replay("~u /1$", "--compare").code()).isEqualTo(ExitCode.OK);
        assertThat(replay("--compare", "--ignore", "part:response body").code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void theExitCodeIsThatOfTheComparisonAlsoIfTheReaderOfTheOutputHasLeft() throws Exception {
        try (RecordedRequests made = session()) {
            made.get("/1", "old", "", "", "Content-Type", "text/plain");
        }
        OutputStream left = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };

        Call call = Call.onto(left, "replay", source, "--home", folder.resolve("home"), "--to", target, "--compare");

        assertThat(call.code()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(flows(target)).hasSize(1);
        assertThat(Call.onto(left, "diff", source, target).code()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(Call.onto(left, "ls", source).code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void aChangeOfUrlsThatMatchesNoneIsTold() throws Exception {
        try (RecordedRequests made = session()) {
            made.get("/1", "a").get("/2", "b");
        }

        Call call = replay("--set", "url:/three=/3", "--set", "url:/1$=/one", "--quiet");

        assertThat(call.code()).isEqualTo(ExitCode.OK);
        assertThat(call.err().lines().filter(line -> line.contains("warning")))
                .containsExactly("steno: warning: --set url:/three matches none of the 2 URLs, so it changes nothing");
        assertThat(received).containsExactly("GET /one HTTP/1.1 ", "GET /2 HTTP/1.1 ");
    }

    @Test
    void anErrorOfAnOptionIsTheOnlyLine() throws Exception {
        try (RecordedRequests made = session()) {
            made.get("/1", "a");
        }

        Call call = replay("--rules", folder.resolve("missing.rules"));

        assertThat(call.code()).isNotEqualTo(ExitCode.OK);
        assertThat(call.err().lines()).singleElement().asString().contains("missing.rules");
        assertThat(received).isEmpty();
    }

    @Test
    void otherSystemsAreChangedOnlyIfThatIsAskedFor() throws Exception {
        try (RecordedRequests made = session()) {
            made.add("DELETE", "shop.example", "/1", "", "").get("/2", "");
        }

        Call refused = replay();

        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err())
                .contains("would go to shop.example:" + origin.port())
                .contains("--yes");
        assertThat(received).isEmpty();
        assertThat(replay("--target", "http://127.0.0.1:" + origin.port()).code())
                .isEqualTo(ExitCode.OK);
        assertThat(received).hasSize(2);
    }

    @Test
    void aReportIsAlsoWrittenAsJsonAndAsAPage() throws Exception {
        try (RecordedRequests made = session()) {
            made.get("/<script>", "a").get("/2", "b");
        }
        Path page = folder.resolve("page.html");

        Call call = replay("--json", "--html", page, "--rate", "100", "--loop", 20, "--arrivals", "poisson");

        assertThat(call.code()).isEqualTo(ExitCode.OK);
        assertThat(call.out().lines()).hasSize(1);
        assertThat(call.out())
                .contains(
                        "\"type\":\"replay\"",
                        "\"sent\":40",
                        "\"answered\":40",
                        "\"lateness\":{\"p50\":",
                        "\"timeline\":");
        assertThat(Files.readString(page))
                .startsWith("<!DOCTYPE html>")
                .contains("Requests per second", "<path class=\"a\" d=\"M", "default-src 'none'")
                .doesNotContain("<script", "NaN");
    }

    @Test
    void requestsGoThroughTheNextProxyAndTheRules() throws Exception {
        try (RecordedRequests made = session()) {
            made.add("GET", "shop.example", "/1", "", "a");
        }

        Call call = replay(
                "--mode",
                "upstream:http://127.0.0.1:" + origin.port(),
                "--modify-headers",
                "/~q/X-Run/2",
                "--map-remote",
                "|/1|/mapped");

        assertThat(call.code()).isEqualTo(ExitCode.OK);
        assertThat(received).containsExactly("GET http://shop.example:" + origin.port() + "/mapped HTTP/1.1 ");
        assertThat(flows(target).get(0).request().headers().get("X-Run")).isEqualTo("2");
    }

    @Test
    void requestsGoThroughAnotherProxyOfAnyKind() throws Exception {
        try (RecordedRequests made = session()) {
            made.add("GET", "shop.example", "/1", "", "a");
        }

        assertThat(replay("--via", "http://127.0.0.1:" + origin.port()).code()).isEqualTo(ExitCode.OK);
        assertThat(replay("--via=https://ann:secret@127.0.0.1:1/").err()).doesNotContain("secret");
        Call socks = replay("--via", "socks5://127.0.0.1:1");

        assertThat(received).containsExactly("GET http://shop.example:" + origin.port() + "/1 HTTP/1.1 ");
        assertThat(socks.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(socks.text()).contains("failed: 1, ").contains("127.0.0.1:1");
    }

    @Test
    void aRateHasABoundWhateverTheTiming() throws Exception {
        try (RecordedRequests made = session()) {
            made.get("/1", "a").get("/2", "b").get("/3", "c");
        }

        long begun = System.nanoTime();
        Call call = replay("--timing", "asap", "--max-rate", "10/s");

        assertThat(call.text()).contains("answered 3, failed 0");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void nothingIsRecordedIfThatIsAskedFor() throws Exception {
        try (RecordedRequests made = session()) {
            made.get("/1", "a");
        }
        target = Path.of("none");

        assertThat(replay().text()).contains("answered 1");

        source = folder.resolve("missing.steno");

        Call call = replay("--compare");

        assertThat(call.code()).isEqualTo(ExitCode.USAGE);
        assertThat(call.err().lines()).singleElement().asString().contains("needs the responses to be recorded");
    }

    @Test
    void aServerThatIsGoneFailsTheCommandWithItsReason() throws Exception {
        try (RecordedRequests made = session()) {
            made.get("/1", "a");
        }
        origin.close();

        Call call = replay();

        assertThat(call.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(call.text()).contains("failed 1", "failed: 1, ");
    }

    @Test
    void conditionsOfFailureAreChosen() throws Exception {
        try (RecordedRequests made = session()) {
            made.get("/1", "a");
        }
        assertThat(replay("--fail-on", "failed", "--fail-on", "skipped").code()).isEqualTo(ExitCode.OK);
        assertThat(replay("--fail-on", "diff").code()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(replay("--fail-on", "nonsense").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void wrongArgumentsAreRefusedInOneLine() throws Exception {
        try (RecordedRequests made = session()) {
            made.get("/1", "a");
        }
        List<List<Object>> wrong = List.of(
                List.of("--timing", "soon"),
                List.of("--rate", "0"),
                List.of("--speed", "0%"),
                List.of("--sample", "110%"),
                List.of("--limit", "0"),
                List.of("--concurrency", "0"),
                List.of("--concurrency", "5"),
                List.of("--loop", "0"),
                List.of("--per-connection", "--new-connections"),
                List.of("--http3"),
                List.of("--http1", "--http2"),
                List.of("--target", "ftp://a"),
                List.of("--via", "ftp://a:1"),
                List.of("--via", "http://a:1", "--mode", "regular"),
                List.of("--max-rate", "0"),
                List.of("--max-rate", "serial"),
                List.of("--set", "header:=1"),
                List.of("--env", folder.resolve("missing"), "--set", "header:a=1"),
                List.of("--ignore", "nothing", "--compare"),
                List.of("~~", "--dry-run"),
                List.of("~m GET", "more"));
        for (List<Object> each : wrong) {
            Call call = replay(each.toArray());
            assertThat(call.code()).as(each.toString()).isEqualTo(ExitCode.USAGE);
            assertThat(call.err().lines()).as(each.toString()).hasSize(1);
        }
        assertThat(Call.steno("replay").err()).contains("which session?");
        assertThat(received).isEmpty();
    }

    @Test
    void aRunWithoutASessionDoesNotReplaceItsOwnSource() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        source = home.resolve("last.steno");
        try (RecordedRequests made = session()) {
            made.get("/1", "a");
        }

        Call call = Call.steno("replay", source, "--home", home);

        assertThat(call.code()).isEqualTo(ExitCode.USAGE);
        assertThat(call.err()).contains("--to replay.steno");
        assertThat(flows(source)).hasSize(1);
    }
}
