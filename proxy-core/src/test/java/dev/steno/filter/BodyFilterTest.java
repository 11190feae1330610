package dev.steno.filter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.TcpFlow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class BodyFilterTest {

    @Test
    void aBodyInlineIsDecodedBeforeItIsSearched() throws IOException {
        HttpFlow flow = coded(new Body.Inline(gzip("a hidden word")));
        assertThat(test("~bs hidden", flow, ContentSource.NONE)).isEqualTo(Match.YES);
        assertThat(test("~bs absent", flow, ContentSource.NONE)).isEqualTo(Match.NO);
    }

    @Test
    void aStoredBodyThatIsNotAtHandLeavesTheAnswerOpen() {
        Flow image = SampleFlows.image();
        assertThat(test("~bs hidden", image, ContentSource.NONE)).isEqualTo(Match.UNKNOWN);
        assertThat(test("!~bs hidden", image, ContentSource.NONE)).isEqualTo(Match.UNKNOWN);
        assertThat(test("~bs hidden & ~c 404", image, ContentSource.NONE)).isEqualTo(Match.NO);
        assertThat(test("~bq hidden", image, ContentSource.NONE)).isEqualTo(Match.NO);
    }

    @Test
    void aStoredBodyIsReadAndClosed() throws IOException {
        Shelf shelf = new Shelf(gzip("a hidden word"));
        HttpFlow flow = coded(new Body.Stored(9, 30, 30, true));
        assertThat(test("~bs hidden", flow, shelf)).isEqualTo(Match.YES);
        assertThat(test("~b absent", flow, shelf)).isEqualTo(Match.NO);
        assertThat(shelf.log).containsExactly("open 9", "close 9", "open 9", "close 9");
    }

    @Test
    void bodiesAreReadOnlyWhereNothingCheaperDecides() throws IOException {
        Shelf shelf = new Shelf(gzip("a hidden word"));
        HttpFlow flow = coded(new Body.Stored(9, 30, 30, true));
        assertThat(test("~bs hidden & ~m post", flow, shelf)).isEqualTo(Match.NO);
        assertThat(test("~bs hidden | ~m get", flow, shelf)).isEqualTo(Match.YES);
        assertThat(test("(~bs hidden | ~e) ~c 404", flow, shelf)).isEqualTo(Match.NO);
        assertThat(shelf.log).isEmpty();
    }

    @Test
    void aStoredBodyThatCannotBeReadIsAFailureAndNoAnswer() {
        ContentSource broken = new ContentSource() {
            @Override
            public InputStream open(Body.Stored body) {
                throw new UncheckedIOException(new IOException("the disk is gone"));
            }
        };
        assertThatThrownBy(() -> test("~bs hidden", SampleFlows.image(), broken))
                .hasMessageContaining("the disk is gone");
    }

    @Test
    void textIsComparedInItsOwnCharset() {
        HttpResponse response = SampleFlows.response(200, "text/plain; charset=iso-8859-1", "");
        Body latin = new Body.Inline("Ärger".getBytes(ISO_8859_1));
        HttpFlow flow =
                SampleFlows.http(1, FlowState.COMPLETE, SampleFlows.request("GET", "h", "/"), response.withBody(latin));
        assertThat(test("~bs ärger", flow, ContentSource.NONE)).isEqualTo(Match.YES);
    }

    @Test
    void messagesOfAStreamAreSearchedByDirection() {
        TcpFlow tunnel = SampleFlows.tunnel();
        ContentSource messages = messages("LOGIN ada", "OK welcome");
        assertThat(test("~b welcome", tunnel, messages)).isEqualTo(Match.YES);
        assertThat(test("~bq welcome", tunnel, messages)).isEqualTo(Match.NO);
        assertThat(test("~bs welcome", tunnel, messages)).isEqualTo(Match.YES);
        assertThat(test("~bq login", tunnel, messages)).isEqualTo(Match.YES);
        assertThat(test("~b login", tunnel, ContentSource.NONE)).isEqualTo(Match.UNKNOWN);
        assertThat(test("~b login", SampleFlows.tunnel(FlowState.COMPLETE, 0), ContentSource.NONE))
                .isEqualTo(Match.NO);
        assertThat(test("~b nothing", SampleFlows.tunnel(FlowState.OPEN, 2), messages))
                .isEqualTo(Match.UNKNOWN);
    }

    private static ContentSource messages(String fromClient, String fromServer) {
        List<Message> messages = List.of(
                new Message(5, 0, 1, Direction.CLIENT_TO_SERVER, fromClient.getBytes(UTF_8)),
                new Message(5, 1, 2, Direction.SERVER_TO_CLIENT, fromServer.getBytes(UTF_8)));
        return new ContentSource() {
            @Override
            public Match anyMessage(Flow flow, Predicate<Message> test) {
                return Match.of(messages.stream().anyMatch(test));
            }
        };
    }

    private static HttpFlow coded(Body body) {
        Headers headers = Headers.of("Content-Encoding", "gzip");
        HttpResponse response = SampleFlows.json().withHeaders(headers).withBody(body);
        return SampleFlows.http(1, FlowState.COMPLETE, SampleFlows.request("GET", "h", "/"), response);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static Match test(String expression, Flow flow, ContentSource content) {
        return FilterParser.parse(expression).test(flow, content);
    }

    /** A source with one body; logs each opening and closing of it. */
    private static final class Shelf implements ContentSource {
        private final byte[] bytes;
        private final List<String> log = new ArrayList<>();

        Shelf(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public InputStream open(Body.Stored body) {
            log.add("open " + body.id());
            return new ByteArrayInputStream(bytes) {
                @Override
                public void close() {
                    log.add("close " + body.id());
                }
            };
        }
    }
}
