package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.edit.EditOp;
import dev.steno.edit.MessagePart;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Sequences;
import dev.steno.session.Session;
import dev.steno.session.StoredEdits;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionReader;
import dev.steno.store.WriteBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowCommandTest {
    @TempDir
    Path folder;

    private Path session;

    @BeforeEach
    void record() throws IOException {
        session = SampleSession.write(folder.resolve("work.steno"));
    }

    @Test
    void aFlowIsLaidOutForReading() {
        Call call = Call.steno("show", session, 1);
        assertThat(call.code()).isZero();
        assertThat(call.out())
                .contains("example.org:443 (192.0.2.1:443)")
                .contains("TLSv1.3, TLS_AES_128_GCM_SHA256, sni example.org, alpn http/1.1")
                .contains("GET /data?q=1 HTTP/1.1\nHost: example.org\nAccept: */*\n")
                .contains("HTTP/1.1 200 OK\nContent-Type: application/json; charset=utf-8\nContent-Encoding: gzip\n\n")
                .endsWith("""
                        {
                          "name": "steno",
                          "list": [
                            1,
                            2.50,
                            {}
                          ],
                          "text": "a\\"b"
                        }

                        """);
    }

    @Test
    void anEditedFlowIsShownAsItIsAndAsItWas() throws Exception {
        Session recorder = new Session(new RecordBudget(8 << 20));
        recorder.start(SqliteSessionStore.open(session, "steno test"), new Sequences());
        try (SessionReader reader = recorder.reader()) {
            StoredEdits edits = new StoredEdits(recorder);
            for (String method : new String[] {"PUT", "HEAD"}) {
                edits.edit(1, StoredEdits.ANY, MessagePart.REQUEST, List.of(new EditOp.Method(method)), "ann", reader);
            }
        }
        recorder.close();

        assertThat(Call.steno("show", session, 1).out())
                .contains("HEAD /data?q=1 HTTP/1.1")
                .containsPattern("shown +as edited; --original shows it as the peers sent it\n")
                .containsPattern("edit 1 +20[0-9: .-]+, ann: request method\n")
                .containsPattern("edit 2 +20[0-9: .-]+, ann: request method\n");
        assertThat(Call.steno("show", session, 1, "--revision", 1, "--request").out())
                .startsWith("PUT /data?q=1 HTTP/1.1\n");
        assertThat(Call.steno("show", session, 1, "--revision", 0).out())
                .contains("\nGET /data?q=1 HTTP/1.1\n")
                .containsPattern("shown +as recorded, before its edits\n");
        assertThat(Call.steno("show", session, 1, "--revision", 1).out())
                .containsPattern("shown +as it was after edit 1 of 2\n");
        assertThat(Call.steno("show", session, 1, "--original").out())
                .contains("\nGET /data?q=1 HTTP/1.1\n")
                .containsPattern("shown +as the peers sent it, before it was changed\n");
        assertThat(Call.steno("show", session, 1, "--original", "--json").out())
                .contains("\"method\":\"GET\"")
                .containsPattern(
                        "\"revisions\":\\[\\{\"n\":1,\"time\":\"[^\"]+\",\"by\":\"ann\",\"what\":\"request method\",\"comment\":null\\},");
        assertThat(Call.steno("show", session, 1, "--revision", 3).err())
                .contains("flow 1 has no revision 3; its last one is 2");
        assertThat(Call.steno("show", session, 1, "--revision", 1, "--original").code())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aFlowIsShownAsCode() {
        assertThat(Call.steno("show", session, 1, "--as", "curl").out()).startsWith("curl --globoff");
        assertThat(Call.steno("show", session, 1, "--as", "python").out())
                .contains("connection.putrequest(\"GET\", \"/data?q=1\", skip_host=True, skip_accept_encoding=True)\n");
        assertThat(Call.steno("show", session, 1, "--as", "url").out()).isEqualTo("https://example.org/data?q=1\n");
        assertThat(Call.steno("show", session, 1, "--as", "fax").err())
                .contains("--as fax is no format of copies; there are curl, url, raw,");
        assertThat(Call.steno("show", session, 1, "--as", "curl", "--json").code())
                .isEqualTo(ExitCode.USAGE);
        Call several = Call.steno("export", session, "--format", "httpie");
        assertThat(several.out()).contains("# flow 1: GET https://example.org/data?q=1\nhttp --ignore-stdin");
        assertThat(Call.steno("export", session, "--format", "openapi").out()).startsWith("{\"openapi\":\"3.1.0\"");
    }

    @Test
    void aFailedFlowSaysWhy() {
        assertThat(Call.steno("show", session, 2).out())
                .contains("connect: connection refused")
                .contains("POST /form HTTP/1.1\n")
                .contains("a=1&b=2\n");
    }

    @Test
    void oneSideAloneIsShownWhereAsked() {
        assertThat(Call.steno("show", session, 1, "--request").out())
                .startsWith("GET /data?q=1 HTTP/1.1\n")
                .doesNotContain("200 OK");
        assertThat(Call.steno("show", session, 1, "--response").out())
                .startsWith("HTTP/1.1 200 OK\n")
                .doesNotContain("GET");
    }

    @Test
    void bodyGivesTheDecodedBytesAlone() {
        assertThat(Call.steno("show", session, 1, "--body").out()).isEqualTo(SampleSession.JSON);
        assertThat(Call.steno("show", session, 2, "--request", "--body").out()).isEqualTo("a=1&b=2");
    }

    @Test
    void rawGivesTheBytesAsTheyPassed() {
        assertThat(bytes(Call.steno("show", session, 1, "--raw"))).isEqualTo(SampleSession.gzip(SampleSession.JSON));
        assertThat(bytes(Call.steno("show", session, 3, "--raw"))).isEqualTo(SampleSession.LARGE);
        assertThat(bytes(Call.steno("show", session, 3, "--body"))).isEqualTo(SampleSession.LARGE);
    }

    @Test
    void bytesForPeopleAreNotSentToATerminal() {
        Call binary = Call.onTerminal(80, "show", session, 3, "--body");
        assertThat(binary.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(binary.err())
                .contains("the body is binary (application/octet-stream, 39.1 KiB): steno show ")
                .contains(" 3 --body > FILE");
        Call raw = Call.onTerminal(80, "show", session, 1, "--raw");
        assertThat(raw.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(raw.err()).contains(" 1 --raw > FILE");
        assertThat(Call.onTerminal(80, "show", session, 1, "--body").out()).contains("\"steno\"");
        assertThat(Call.steno("show", session, 3).out()).contains("(binary, application/octet-stream, 39.1 KiB)");
    }

    @Test
    void ofABodyThatBrokeOffIsShownWhatDecodesAndWhereItBroke() throws IOException {
        byte[] whole = SampleSession.gzip("some words. ".repeat(2000) + "and the end");
        Path file = sessionWith(SampleSession.coded(1, "gzip", Arrays.copyOf(whole, whole.length - 12)));

        assertThat(Call.steno("show", file, 1).out())
                .contains("some words. some words. ")
                .doesNotContain("and the end")
                .contains("(the body is not complete gzip data: it ends too early, after ")
                .contains(" decoded bytes; --raw writes the body as it was transferred)");
        Call body = Call.steno("show", file, 1, "--body");
        assertThat(body.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(body.out()).startsWith("some words. ");
        assertThat(body.err())
                .contains("the body is not complete gzip data")
                .contains("--raw writes it as it was transferred");
    }

    @Test
    void aCodingThatNobodyKnowsIsNamed() throws IOException {
        Path file = sessionWith(SampleSession.coded(1, "br, rot13", new byte[] {1, 2, 3}));

        assertThat(Call.steno("show", file, 1).out())
                .contains("(binary, text/plain, br, rot13, 3 B; the content coding \"rot13\" is not supported");
        assertThat(bytes(Call.steno("show", file, 1, "--raw"))).containsExactly(1, 2, 3);
    }

    private Path sessionWith(HttpFlow flow) throws IOException {
        Path file = folder.resolve("coded.steno");
        SqliteSessionStore store = SqliteSessionStore.open(file, "steno test");
        store.commit(WriteBatch.of(new FlowEvent.Closed(flow)));
        store.close();
        return file;
    }

    @Test
    void nothingFromTheNetworkReachesTheTerminalUnescaped() {
        for (Call call : new Call[] {
            Call.onTerminal(100, "show", session, 5),
            Call.onTerminal(100, "show", session, 5, "--body"),
            Call.onTerminal(100, "ls", session)
        }) {
            assertThat(call.code()).isZero();
            assertThat(call.text().replaceAll("\u001b\\[[0-9]*m", ""))
                    .doesNotContain("\u001b", "\u0007", "\u009b", "\t");
        }
        assertThat(Call.onTerminal(100, "show", session, 5).text())
                .contains("GET /\\x1b[2J\\x07\\t HTTP/1.1")
                .contains("\\x1b]0;owned\\x07\\x9b")
                .contains("<p>", "\\x1b[31mred", "</p>");
    }

    @Test
    void aRawStreamIsShownMessageByMessage() {
        assertThat(Call.steno("show", session, 4).out())
                .contains("tcp to db.example.org:5432, 6 B out, 4 B in")
                .contains("client > ")
                .contains("hello\n")
                .contains("< server ")
                .contains("00000000  00 01 02 ff");
        assertThat(Call.steno("show", session, 4, "--request", "--raw").out()).isEqualTo("hello\n");
        assertThat(bytes(Call.steno("show", session, 4, "--response", "--raw"))).containsExactly(0, 1, 2, 0xff);
    }

    @Test
    void aFlowThatIsNotThereIsAFailure() {
        Call call = Call.steno("show", session, 99);
        assertThat(call.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(call.err()).isEqualTo("steno: there is no flow 99 in " + session + "\n");
    }

    @Test
    void aResponseThatNeverCameIsAFailure() {
        assertThat(Call.steno("show", session, 2, "--body").err()).isEqualTo("steno: flow 2 has no response\n");
        assertThat(Call.steno("show", session, 2, "--response").code()).isEqualTo(ExitCode.FAILURE);
    }

    @Test
    void contradictionsAreWrongCalls() {
        assertThat(Call.steno("show", session, 1, "--request", "--response").code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(Call.steno("show", session, 1, "--body", "--raw").code()).isEqualTo(ExitCode.USAGE);
        assertThat(Call.steno("show", "1", "2").err()).contains("one flow at a time: steno show 1");
        assertThat(Call.steno("show", session, "one").err()).contains("\"one\" is not the number of a flow");
        assertThat(Call.steno("show", session).err()).contains("which flow?", "steno show " + session + " 12");
    }

    @Test
    void infoSaysWhatTheSessionHolds() {
        String out = Call.steno("info", session).out();
        assertThat(out)
                .contains("recording  no\n")
                .contains("flows      5: http 4, tcp 1; complete 4, failed 1\n")
                .contains("statuses   2xx 2, 4xx 1\n")
                .contains("hosts            4  example.org\n")
                .contains("                 1  db.example.org\n")
                .contains("errors           1  connection refused\n")
                .contains("slowest       1.50 s  #3 https://example.org/large.bin\n")
                .contains("largest     39.1 KiB  #3 https://example.org/large.bin\n")
                .containsPattern("recorded   2026-01-0.*:05\\.000 to 2026-01-0.*:05\\.000 \\(UTC.*\\), 0\\.00 ms\n");
        assertThat(out.lines().filter(line -> line.contains(" bytes)"))).hasSize(1);
        assertThat(out.lines().dropWhile(line -> !line.startsWith("size")).toList())
                .hasSize(2);
    }

    @Test
    void infoOfAnEmptySessionHasNoEmptyLists() throws Exception {
        SqliteSessionStore.open(folder.resolve("empty.steno"), "test").close();
        assertThat(Call.steno("info", folder.resolve("empty.steno")).out())
                .contains("flows      0\n")
                .doesNotContain("hosts", "slowest", "errors", "statuses", "recorded");
    }

    private static byte[] bytes(Call call) {
        assertThat(call.code()).isZero();
        return call.out().getBytes(StandardCharsets.ISO_8859_1);
    }
}
