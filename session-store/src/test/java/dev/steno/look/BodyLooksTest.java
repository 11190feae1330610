package dev.steno.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.content.schema.ProtoSchema;
import dev.steno.content.view.ContentView;
import dev.steno.content.view.ContentViews;
import dev.steno.content.view.Span;
import dev.steno.flow.FlowState;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodyLooksTest {
    @TempDir
    Path folder;

    private final DecodedBodies decoded = new DecodedBodies();
    private final BodyLooks looks = new BodyLooks(decoded, ProtoSchema.NONE);
    private RecordedFlows flows;

    @BeforeEach
    void open() throws Exception {
        flows = new RecordedFlows(folder);
    }

    @AfterEach
    void close() throws Exception {
        decoded.close();
        flows.close();
    }

    private BodyLook look(byte[] body, String... headers) throws Exception {
        return looks.look(flows.reader, flows.response(1, body, headers), LookRequest.USUAL);
    }

    private static List<String> lines(BodyLook look) {
        return look.lines().stream()
                .map(line -> line.stream().map(Span::text).collect(Collectors.joining()))
                .toList();
    }

    private static ContentView named(String name) {
        return ContentViews.named(name).orElseThrow();
    }

    @Test
    void aBodyIsDecodedAndShownByItsType() throws Exception {
        byte[] json = RecordedFlows.utf8("{\"a\":[1,\"ü\"]}");
        BodyLook look = look(RecordedFlows.gzip(json), "Content-Type", "application/json", "Content-Encoding", "gzip");
        assertThat(look.view().name()).isEqualTo("json");
        assertThat(look.view().syntax()).isEqualTo("json");
        assertThat(look.fitting()).extracting(ContentView::name).containsExactly("json", "text", "hex");
        assertThat(lines(look)).containsExactly("{", "  \"a\": [", "    1,", "    \"ü\"", "  ]", "}");
        assertThat(look.decodedFrom()).containsExactly("gzip");
        assertThat(look.charset()).isEqualTo("UTF-8");
        assertThat(look.truncated()).isFalse();
        assertThat(look.problem()).isNull();
        assertThat(look.shown()).isEqualTo(json.length);
    }

    @Test
    void anotherViewCanBeChosen() throws Exception {
        FlowBody body = flows.response(1, RecordedFlows.utf8("{}"), "Content-Type", "application/json");
        BodyLook look = looks.look(flows.reader, body, new LookRequest(named("hex"), 0, 100, null, true));
        assertThat(look.view().name()).isEqualTo("hex");
        assertThat(lines(look)).hasSize(1).first().asString().startsWith("00000000  7b 7d");
    }

    @Test
    void aPartInHexadecimalHasTheOffsetsOfTheBody() throws Exception {
        FlowBody body = flows.response(1, RecordedFlows.utf8("0123456789abcdef!"), "Content-Type", "text/plain");
        BodyLook look = looks.look(flows.reader, body, new LookRequest(named("hex"), 16, 100, null, true));
        assertThat(lines(look)).hasSize(2).last().isEqualTo("(bytes 16 to 17)");
        assertThat(lines(look)).first().asString().startsWith("00000010  21");
    }

    @Test
    void aBodyThatIsNotCodedAsItSaysIsShownAsItIs() throws Exception {
        BodyLook look = look(RecordedFlows.utf8("plain"), "Content-Type", "text/plain", "Content-Encoding", "gzip");
        assertThat(lines(look)).containsExactly("plain");
        assertThat(look.problem()).contains("gzip").endsWith("it is shown as it was transferred");
        assertThat(look.decodedFrom()).isEmpty();
        BodyLook unknown = look(RecordedFlows.utf8("odd"), "Content-Type", "text/plain", "Content-Encoding", "odd");
        assertThat(lines(unknown)).containsExactly("odd");
        assertThat(unknown.problem()).contains("\"odd\" is not supported");
    }

    @Test
    void aPartOfABodyIsShown() throws Exception {
        byte[] text = RecordedFlows.utf8("x".repeat(300_000) + "here");
        FlowBody body = flows.response(1, text, "Content-Type", "text/plain");
        BodyLook look = looks.look(flows.reader, body, new LookRequest(null, 300_000, 2, null, true));
        assertThat(lines(look)).containsExactly("he");
        assertThat(look.truncated()).isTrue();
        BodyLook end = looks.look(flows.reader, body, new LookRequest(null, 300_002, 9, null, true));
        assertThat(lines(end)).containsExactly("re");
        assertThat(end.truncated()).isFalse();
    }

    @Test
    void theCharsetCanBeChanged() throws Exception {
        byte[] cyrillic = "Москва".getBytes("windows-1251");
        FlowBody body = flows.response(1, cyrillic, "Content-Type", "text/plain");
        BodyLook guessed = looks.look(flows.reader, body, LookRequest.USUAL);
        assertThat(guessed.charset()).isEqualTo("ISO-8859-1");
        BodyLook chosen =
                looks.look(flows.reader, body, new LookRequest(null, 0, 100, Charset.forName("windows-1251"), true));
        assertThat(lines(chosen)).containsExactly("Москва");
        assertThat(chosen.charset()).isEqualTo("windows-1251");
    }

    @Test
    void aBodyThatGrowsIsNotCalledDamaged() throws Exception {
        byte[] zipped = RecordedFlows.gzip(RecordedFlows.utf8("[" + "1,".repeat(50_000) + "1]"));
        FlowBody body = flows.response(
                1,
                FlowState.OPEN,
                Arrays.copyOf(zipped, zipped.length / 2),
                "Content-Type",
                "application/json",
                "Content-Encoding",
                "gzip");
        BodyLook look = looks.look(flows.reader, body, LookRequest.USUAL);
        assertThat(look.problem()).isNull();
        assertThat(look.truncated()).isTrue();
    }

    /** A descriptor set with the message Item {int64 stock = 1} and the service "items" {rpc 1(Item) returns (Item)}. */
    @Test
    void messagesOfGrpcHaveTheNamesOfTheSchema() throws Exception {
        Path set = Files.write(
                folder.resolve("items.pb"),
                HexFormat.of()
                        .parseHex("0a340a016122130a044974656d120b0a0573746f636b18012803321a0a05"
                                + "6974656d7312110a013112052e4974656d1a052e4974656d"));
        BodyLooks named = new BodyLooks(decoded, SchemaFiles.read(List.of(set)));
        FlowBody body = flows.response(1, new byte[] {0, 0, 0, 0, 2, 8, 7}, "Content-Type", "application/grpc");
        assertThat(body.path()).isEqualTo("/items/1?q=1");
        assertThat(lines(named.look(flows.reader, body, LookRequest.USUAL)))
                .containsExactly("message 1: 2 bytes", "  stock: 7");
    }

    /** Ten megabytes on one line: what is shown is bounded, and says how much is missing. */
    @Test
    void aLineOfTenMegabytesIsCut() throws Exception {
        BodyLook look = look("x".repeat(10 << 20).getBytes(StandardCharsets.US_ASCII), "Content-Type", "text/plain");
        assertThat(look.truncated()).isTrue();
        assertThat(look.shown()).isEqualTo(LookRequest.MOST);
        assertThat(lines(look)).hasSize(1);
        assertThat(lines(look).get(0)).hasSizeLessThan(LookRequest.LINE + 50).endsWith(" more characters)");
    }

    /** A million levels: neither the stack nor the indentation overflows. */
    @Test
    void deepJsonIsShownWithinBounds() throws Exception {
        BodyLook look =
                look("[".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII), "Content-Type", "application/json");
        assertThat(look.problem()).isNull();
        long chars = look.lines().stream()
                .flatMap(List::stream)
                .mapToLong(span -> span.text().length())
                .sum();
        assertThat(chars).isBetween(1_000_000L, BodyLooks.OUTPUT + 100_000L);
        assertThat(look.truncated()).isTrue();
    }

    /** Spans and text are two forms of the same lines. */
    @Test
    void aTextHasTheLinesOfTheSpans() throws Exception {
        byte[] json = RecordedFlows.utf8("{\"a\":[1,\"\u00fc\",null,{}],\"b\":\"\u202e\"}");
        FlowBody body = flows.response(1, json, "Content-Type", "application/json");
        BodyLook spans = looks.look(flows.reader, body, LookRequest.USUAL);
        BodyLook text = looks.look(flows.reader, body, new LookRequest(null, 0, 1000, null, false));
        assertThat(text.text()).isEqualTo(String.join("\n", lines(spans)) + "\n");
        assertThat(text.lines()).isEmpty();
        assertThat(spans.text()).isEmpty();
    }

    /** A text that would be too large ends with its last line that fits. */
    @Test
    void aTextThatIsCutEndsWithALine() throws Exception {
        byte[] deep = RecordedFlows.utf8("[".repeat(50) + "1,".repeat(1_000_000));
        FlowBody body = flows.response(1, deep, "Content-Type", "application/json");
        BodyLook look = looks.look(flows.reader, body, new LookRequest(null, 0, LookRequest.MOST, null, false));
        assertThat(look.text())
                .hasSizeBetween(15 << 20, BodyLooks.OUTPUT + 1)
                .endsWith("\n" + "  ".repeat(40) + "1,\n");
        assertThat(look.truncated()).isTrue();
        assertThat(look.omitted()).isBetween(700_000L, 900_000L);
    }
}
