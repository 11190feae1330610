package dev.steno.edit;

import static dev.steno.edit.Edits.answered;
import static dev.steno.edit.Edits.assertRefused;
import static dev.steno.edit.Edits.body;
import static dev.steno.edit.Edits.flow;
import static dev.steno.edit.Edits.request;
import static dev.steno.edit.Edits.response;
import static dev.steno.edit.Edits.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.content.ContentDecoder;
import dev.steno.content.encode.ContentEncoder;
import dev.steno.edit.EditOp.HeaderRemove;
import dev.steno.edit.EditOp.HeaderSet;
import dev.steno.edit.EditOp.NewBody;
import dev.steno.edit.EditOp.Status;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A new body: its codings, its charset, its length, and what cannot follow it. */
class BodyEditTest {
    private static final NewBody BYTES = new NewBody(null, new byte[] {1, 2, 3}, false);

    private static byte[] bytes(Body body) {
        return ((Body.Inline) body).bytes();
    }

    private static HttpFlow ofText(String type, byte[] bytes) {
        return flow(request(
                "HTTP/1.1",
                Headers.of("Content-Type", type, "Content-Length", "" + bytes.length),
                new Body.Inline(bytes)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd", "gzip, br", "zstd,gzip"})
    void aBodyIsEncodedAsItsMessageSays(String codings) throws IOException {
        Headers headers = Headers.of("Content-Length", "9", "Content-Encoding", codings);
        Body coded = new Body.Inline(
                ContentEncoder.encode("before".getBytes(UTF_8), headers).bytes());
        HttpRequest changed = request(flow(request("HTTP/1.1", headers, coded)), text("after"));
        assertThat(new ContentDecoder(100, false).decode(bytes(changed.body()), changed.headers()))
                .asString(UTF_8)
                .isEqualTo("after");
        assertThat(changed.headers())
                .isEqualTo(Headers.of("Content-Length", "" + changed.body().size(), "Content-Encoding", codings));
    }

    @Test
    void aBodyThatStaysTheSameKeepsItsBytes() {
        Headers headers = Headers.of("Content-Encoding", "gzip", "Content-Length", "9");
        byte[] sent = {31, -117, 8, 0, 0, 0, 0, 0, 0, -1, 75, 76, 74, 6, 0, -62, 65, 36, 53, 3, 0, 0, 0};
        HttpFlow flow =
                flow(request("HTTP/1.1", headers.set("Content-Length", "" + sent.length), new Body.Inline(sent)));
        assertThat(request(flow, text("abc"))).isSameAs(flow.request());
        assertThat(request(flow, text("abc"), new HeaderSet("A", "1", -1)).body())
                .isEqualTo(flow.request().body());
        HttpRequest plain = request(flow, text("abc"), new HeaderRemove("content-encoding", -1));
        assertThat(plain.body()).isEqualTo(body("abc"));
        assertThat(plain.headers()).isEqualTo(Headers.of("Content-Length", "3"));
    }

    @Test
    void aBodyThatIsNotCodedAsItsMessageSaysIsCodedThen() throws IOException {
        HttpFlow broken = flow(request("HTTP/1.1", Headers.of("Content-Encoding", "gzip"), body("not gzip")));
        HttpRequest changed = request(broken, text("after"));
        assertThat(ContentDecoder.strict(100).decode(bytes(changed.body()), changed.headers()))
                .asString(UTF_8)
                .isEqualTo("after");
    }

    @Test
    void aCodingThatCannotBeWrittenIsDroppedAndNoted() {
        HttpFlow flow =
                flow(request("HTTP/1.1", Headers.of("Content-Encoding", "dcb", "Content-Length", "1"), body("x")));
        HttpFlow changed = MessageEdit.apply(List.of(text("after")), flow, MessagePart.REQUEST);
        assertThat(changed.request().headers()).isEqualTo(Headers.of("Content-Length", "5"));
        assertThat(changed.request().body()).isEqualTo(body("after"));
        assertThat(changed.notes().metadata().get(Notes.EDIT)).contains("dcb cannot be written");
        assertThat(changed.revision()).isEqualTo(flow.revision());
    }

    @Test
    void encodedBytesAreTakenAsTheyAre() {
        HttpFlow flow = flow(request("HTTP/1.1", Headers.of("Content-Encoding", "gzip"), body("x")));
        assertThat(bytes(request(flow, new NewBody(null, new byte[] {1, 2}, true))
                        .body()))
                .containsExactly(1, 2);
    }

    @Test
    void theLengthFollowsAndTheFramingStays() {
        Headers length = Headers.of("Content-Length", "1", "A", "1");
        Headers chunked = Headers.of("Transfer-Encoding", "chunked", "A", "1");
        assertThat(request(flow(request("HTTP/1.1", length, body("x"))), BYTES).headers())
                .isEqualTo(Headers.of("Content-Length", "3", "A", "1"));
        assertThat(request(flow(request("HTTP/1.1", chunked, body("x"))), BYTES).headers())
                .isEqualTo(chunked);
        assertThat(request(flow(request("HTTP/1.1", Headers.of("A", "1"), Body.NONE)), BYTES)
                        .headers())
                .isEqualTo(Headers.of("A", "1", "Content-Length", "3"));
        assertThat(request(flow(request("HTTP/2.0", Headers.of("content-length", "1"), body("x"))), BYTES)
                        .headers())
                .isEqualTo(Headers.of("content-length", "3"));
        assertThat(request(flow(request("HTTP/3", Headers.of("a", "1"), body("x"))), BYTES)
                        .headers())
                .isEqualTo(Headers.of("a", "1"));
        assertThat(request(flow(request("HTTP/1.1", length, body("x"))), text(""))
                        .headers())
                .isEqualTo(Headers.of("Content-Length", "0", "A", "1"));
        HttpFlow none = flow(request("HTTP/1.1", Headers.of("A", "1"), Body.NONE));
        assertThat(request(none, text(""))).isSameAs(none.request());
    }

    @Test
    void aLengthThatDisagreesIsRefused() {
        HttpFlow flow = flow(request("HTTP/1.1", Headers.of("Content-Length", "1"), body("x")));
        assertRefused(flow, MessagePart.REQUEST, new HeaderSet("Content-Length", "2", -1))
                .hasMessage("Content-Length is 2, but the body has 1 bytes; leave the field out of the edit,"
                        + " and it follows the body");
        assertRefused(flow, MessagePart.REQUEST, new HeaderSet("Content-Length", "x", -1))
                .hasMessage("the Content-Length \"x\" is not a number");
        assertRefused(flow, MessagePart.REQUEST, new HeaderSet("Content-Length", "2", -1), BYTES)
                .hasMessageContaining("the body has 3 bytes");
        assertThat(request(flow, new HeaderSet("Content-Length", "3", -1), BYTES)
                        .body()
                        .size())
                .isEqualTo(3);
        HttpFlow unmodified = answered(response("HTTP/1.1", 304, Headers.of("Content-Length", "7"), Body.NONE));
        assertThat(response(unmodified, new HeaderSet("Content-Length", "8", -1))
                        .headers())
                .isEqualTo(Headers.of("Content-Length", "8"));
    }

    @Test
    void responsesWithoutABodyStaySo() {
        for (int status : new int[] {204, 304}) {
            HttpFlow flow = answered(response("HTTP/1.1", status, Headers.EMPTY, Body.NONE));
            assertRefused(flow, MessagePart.RESPONSE, BYTES).hasMessage("a " + status + " response has no body");
            assertThat(response(flow, text(""))).isSameAs(flow.response());
        }
        HttpRequest head =
                new HttpRequest("HEAD", "http", "a.test", 80, "/", "HTTP/1.1", Headers.EMPTY, null, Body.NONE, 1, 2);
        HttpFlow flow = flow(head, response("HTTP/1.1", 200, Headers.of("Content-Length", "7"), Body.NONE));
        assertRefused(flow, MessagePart.RESPONSE, BYTES).hasMessage("a response to HEAD has no body");
        HttpFlow full = answered(response("HTTP/1.1", 200, Headers.of("Content-Length", "1"), body("x")));
        assertRefused(full, MessagePart.RESPONSE, new Status(204))
                .hasMessage("a 204 response has no body; remove the body as well");
    }

    @Test
    void aStatusWithoutABodyIsReachedByRemovingIt() {
        HttpFlow full = answered(response("HTTP/1.1", 200, Headers.of("Content-Length", "1"), body("x")));
        HttpResponse emptied = response(full, text(""), new Status(204));
        assertThat(emptied.body()).isEqualTo(Body.NONE);
        assertThat(emptied.status()).isEqualTo(204);
    }

    @Test
    void aTextIsWrittenInTheCharsetOfItsMessage() {
        byte[] latin1 = "caf\u00E9".getBytes(ISO_8859_1);
        String type = "text/plain; charset=iso-8859-1";
        assertThat(bytes(request(ofText(type, latin1), text("\u00FC")).body())).containsExactly(0xFC);
        assertRefused(ofText(type, latin1), MessagePart.REQUEST, text("\u20AC"))
                .hasMessage("the charset of the body, ISO-8859-1, lacks a character of the text;"
                        + " change the charset in Content-Type, or give bytes");
        assertThat(bytes(request(ofText("text/plain", latin1), text("\u00FC")).body()))
                .containsExactly(0xFC);
        assertThat(request(ofText("text/plain", latin1), text("\u20AC")).body()).isEqualTo(body("\u20AC"));
        assertThat(request(ofText("text/plain", new byte[0]), text("\u00FC")).body())
                .isEqualTo(body("\u00FC"));
        byte[] marked = "\uFEFFab".getBytes(UTF_16LE);
        assertThat(bytes(request(ofText("text/plain", marked), text("c")).body()))
                .isEqualTo("\uFEFFc".getBytes(UTF_16LE));
    }

    @Test
    void digestsAndSignaturesAreNotedNotChanged() {
        HttpFlow flow = flow(request(
                "HTTP/1.1",
                Headers.of(
                        "Content-MD5",
                        "1",
                        "Digest",
                        "2",
                        "X-Amz-Content-Sha256",
                        "3",
                        "Authorization",
                        "AWS4-HMAC-SHA256 x",
                        "Content-Length",
                        "1"),
                body("x")));
        HttpFlow changed =
                MessageEdit.apply(List.of(BYTES, new HeaderSet("Digest", "new", -1)), flow, MessagePart.REQUEST);
        assertThat(changed.notes().metadata().get(Notes.EDIT))
                .isEqualTo("the body was changed, but not content-md5, its digest; the body was changed, but not"
                        + " x-amz-content-sha256, its digest; the message was changed, but not its signature");
        assertThat(changed.request().headers().get("Content-MD5")).isEqualTo("1");
        HttpFlow again = MessageEdit.apply(List.of(text("y")), changed, MessagePart.REQUEST);
        assertThat(again.notes().metadata().get(Notes.EDIT))
                .contains("content-md5")
                .contains("digest, its digest");
    }

    @Test
    void expectStays() {
        Headers headers = Headers.of("Expect", "100-continue", "Content-Length", "1");
        assertThat(request(flow(request("HTTP/1.1", headers, body("x"))), BYTES).headers())
                .isEqualTo(headers.set("Content-Length", "3"));
    }
}
