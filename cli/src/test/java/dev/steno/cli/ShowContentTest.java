package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.content.encode.ContentEncoder;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.WriteBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies as {@code steno show} presents them to people. */
class ShowContentTest {
    @TempDir
    Path folder;

    private Path session(HttpFlow flow) throws IOException {
        Path file = Files.createTempDirectory(folder, "s").resolve("content.steno");
        SqliteSessionStore store = SqliteSessionStore.open(file, "steno test");
        store.commit(WriteBatch.of(new FlowEvent.BodyChunk(1, 0, new byte[9]), new FlowEvent.Closed(flow)));
        store.close();
        return file;
    }

    private Path session(String type, String latin1) throws IOException {
        return session(SampleSession.answering(
                Headers.of("Content-Type", type), new Body.Inline(latin1.getBytes(StandardCharsets.ISO_8859_1))));
    }

    @Test
    void aFormIsShownAsDecodedPairs() throws IOException {
        Path file = session("application/x-www-form-urlencoded", "user=ann&password=a%20%26+b");
        assertThat(Call.steno("show", file, 1).out()).endsWith("\n\nuser: ann\npassword: a & b\n\n");
    }

    @Test
    void binaryContentIsShownByItsViewOrInHexadecimal() throws IOException {
        assertThat(Call.steno("show", session("application/octet-stream", "\0\1\2"), 1)
                        .out())
                .contains("(binary, application/octet-stream, 3 B)\n00000000  00 01 02 ");
    }

    @Test
    void ofALargeBodyTheShownPartIsNotTakenForTheWhole() throws IOException {
        Headers headers = Headers.of("Content-Type", "application/octet-stream", "Content-Encoding", "gzip, gzip");
        byte[] coded = ContentEncoder.encode(new byte[17 << 20], headers).bytes();
        Path file = session(SampleSession.answering(headers, new Body.Inline(coded)));
        assertThat(Call.steno("show", file, 1).out())
                .contains(
                        "(the first 256 bytes)\n(only the first 16.0 MiB of the decoded body are read here; --body writes")
                .doesNotContain("more bytes");
        assertThat(Call.steno("show", file, 1, "--view", "hex").out())
                .contains(" more lines of this part; --full shows them\n(only the first 16.0 MiB");
    }

    @Test
    void aViewCanBeChosen() throws IOException {
        Path file = session("text/plain", "{\"a\":1}");
        assertThat(Call.steno("show", file, 1).out()).contains("\n{\"a\":1}\n");
        assertThat(Call.steno("show", file, 1, "--view", "json").out()).contains("\n{\n  \"a\": 1\n}\n");
        assertThat(Call.steno("show", file, 1, "--view", "hex", "--response", "--body")
                        .out())
                .startsWith("00000000  7b 22 61");
        Call wrong = Call.steno("show", file, 1, "--view", "jason");
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err())
                .contains("there is no view \"jason\"; the views are ")
                .contains("json");
    }

    /** A descriptor set with the message Item {int64 stock = 1} and the service S {rpc M(Item) returns (Item)}. */
    @Test
    void aDescriptorSetNamesTheFieldsOfGrpc() throws IOException {
        Path set = Files.write(
                folder.resolve("items.pb"),
                HexFormat.of()
                        .parseHex(
                                "0a300a016122130a044974656d120b0a0573746f636b1801280332160a015312110a014d12052e4974656d"
                                        + "1a052e4974656d"));
        HttpFlow flow = SampleSession.answering(
                Headers.of("Content-Type", "application/grpc"), new Body.Inline(new byte[] {0, 0, 0, 0, 2, 8, 7}));
        HttpRequest plain = flow.request();
        Path file = session(flow.withRequest(new HttpRequest(
                "POST",
                plain.scheme(),
                plain.host(),
                plain.port(),
                "/S/M",
                plain.version(),
                plain.headers(),
                null,
                plain.body(),
                plain.started(),
                plain.ended())));
        assertThat(Call.steno("show", file, 1).out()).contains("message 1: 2 bytes\n  1: 7 ");
        assertThat(Call.steno("show", file, 1, "--proto", set).out()).contains("message 1: 2 bytes\n  stock: 7\n");
        assertThat(Call.steno("show", file, 1, "--proto", folder.resolve("none"))
                        .code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(Call.steno("show", file, 1, "--proto", file).err())
                .contains("content.steno is not a descriptor set");
    }

    @Test
    void withoutAPagerALongBodyIsCutAndItsLinesAreCounted() throws IOException {
        String lines = "line\n".repeat(3000);
        Path file = session("text/plain", lines);
        Call call = Call.onTerminal(80, "show", file, 1);
        assertThat(call.text().lines().filter("line"::equals)).hasSize(200);
        assertThat(call.text()).contains("... 2,800 more lines; --full shows all, --body writes the body");
        assertThat(Call.onTerminal(80, "show", file, 1, "--full").text().lines().filter("line"::equals))
                .hasSize(3000);
        assertThat(Call.steno("show", file, 1, "--body").out()).isEqualTo(lines);
    }

    @Test
    void aPagerGetsAllLines() throws IOException {
        Path file = session("text/plain", "line\n".repeat(3000));
        Path paged = folder.resolve("paged");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Console console = new Console(out, out, 80, Map.of("STENO_PAGER", "cat > '" + paged + "'"));
        assertThat(new Cli(console).run("show", file.toString(), "1")).isZero();
        assertThat(Files.readString(paged)).contains("HTTP/1.1").contains("\u001b[");
        assertThat(Files.readString(paged).lines().filter("line"::equals)).hasSize(3000);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aPagerThatIsNotThereIsNamed() throws IOException {
        Path file = session("text/plain", "line\n");
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console =
                new Console(new ByteArrayOutputStream(), err, 80, Map.of("PAGER", "no-such-pager 2>/dev/null"));
        assertThat(new Cli(console).run("show", file.toString(), "1")).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("the pager \"no-such-pager")
                .contains("set STENO_PAGER");
    }

    @Test
    void aPagerThatIsLeftEarlyIsNoError() throws IOException {
        Path file =
                session("text/plain", ("x".repeat(100) + "\n").repeat(10_000).substring(0, 16_000));
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(new ByteArrayOutputStream(), err, 80, Map.of("STENO_PAGER", "true"));
        assertThat(new Cli(console).run("show", file.toString(), "1")).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aBodyThatWasCutOffSaysWhatArrived() throws IOException {
        Path file = session(SampleSession.answering(
                Headers.of("Content-Type", "text/plain", "Content-Length", "1000"), new Body.Stored(1, 9, 9, false)));
        assertThat(Call.steno("show", file, 1).out()).contains("(9 of 1,000 bytes arrived)");
    }

    @Test
    void aShortBodyOfAFailedFlowSaysWhatArrivedAndOneOfHeadDoesNot() throws IOException {
        Headers announced = Headers.of("Content-Type", "text/plain", "Content-Length", "1000");
        HttpFlow cut = SampleSession.answering(announced, new Body.Inline("nine byte".getBytes(StandardCharsets.UTF_8)))
                .interrupted();
        assertThat(Call.steno("show", session(cut), 1).out()).contains("nine byte\n\n(9 of 1,000 bytes arrived)");
        assertThat(Call.steno("show", session(SampleSession.answering(announced, Body.NONE)), 1)
                        .out())
                .doesNotContain("arrived");
    }

    @Test
    void pseudoFieldsAreShownIfAskedFor() throws IOException {
        Path file = session(SampleSession.answering(
                Headers.of(":status", "200", "content-type", "text/plain"), new Body.Inline(new byte[] {'a'})));
        assertThat(Call.steno("show", file, 1).out()).doesNotContain(":status").contains("content-type: text/plain");
        assertThat(Call.steno("show", file, 1, "--detail").out()).contains(":status: 200");
    }

    @Test
    void queriesCookiesAndCredentialsAreTakenApartIfAskedFor() throws IOException {
        Path file = session(
                SampleSession.answering(Headers.of("Set-Cookie", "id=7; HttpOnly"), new Body.Inline(new byte[] {'a'})));
        assertThat(Call.steno("show", file, 1).out()).doesNotContain("\ncookies\n");
        assertThat(Call.steno("show", file, 1, "--detail").out())
                .contains("\nquery\n  q: a b\n")
                .contains("\ncookies\n  id: 7\n    HttpOnly\n");
    }

    @Test
    void theTimesOfEachPhaseAreShown() throws IOException {
        assertThat(Call.steno("show", session("text/plain", "a"), 1).out())
                .contains("timing      look-up and connect 0.00 ms, TLS 0.00 ms, request 0.00 ms, response 0.00 ms\n");
    }

    @Test
    void bytesForATerminalNameTheCallThatWritesThemToAFile() throws IOException {
        Path file = session("application/octet-stream", "\0\1");
        assertThat(Call.onTerminal(80, "show", file, 1, "--body").err())
                .isEqualTo("steno: the body is binary (application/octet-stream, 2 B): steno show " + file
                        + " 1 --body > FILE writes it to a file\n");
    }
}
