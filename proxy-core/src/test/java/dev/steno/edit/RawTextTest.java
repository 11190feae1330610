package dev.steno.edit;

import static dev.steno.edit.Edits.answered;
import static dev.steno.edit.Edits.assertRefused;
import static dev.steno.edit.Edits.body;
import static dev.steno.edit.Edits.flow;
import static dev.steno.edit.Edits.request;
import static dev.steno.edit.Edits.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.content.encode.ContentEncoder;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** A message printed as one text, and the changes that an edit of the text makes. */
class RawTextTest {
    private static final HttpFlow FORM =
            flow(request("HTTP/1.1", Headers.of("Host", "a.test", "A", "1", "Content-Length", "3"), body("a=1")));
    private static final HttpFlow PAGE = answered(response(
            "HTTP/2.0",
            200,
            Headers.of(":status", "200", "content-type", "text/html", "content-length", "2"),
            body("hi")));

    private static HttpRequest edited(HttpFlow flow, String text) {
        return request(flow, new EditOp.Raw(text));
    }

    @Test
    void aRequestAndAResponseAreReadable() {
        assertThat(RawText.print(FORM, MessagePart.REQUEST))
                .isEqualTo("POST http://a.test/x HTTP/1.1\nHost: a.test\nA: 1\nContent-Length: 3\n\na=1");
        assertThat(RawText.print(PAGE, MessagePart.RESPONSE))
                .isEqualTo("HTTP/2.0 200\ncontent-type: text/html\ncontent-length: 2\n\nhi");
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("abAB-~!").ofMinLength(1).ofMaxLength(4);
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings()
                .withCharRange(' ', '\u00FF')
                .withChars(' ', ':', '\t')
                .ofMaxLength(8);
    }

    @Property(tries = 500)
    void aTextThatIsNotEditedChangesNothing(
            @ForAll @Size(max = 5) List<@From("names") String> names,
            @ForAll @Size(min = 5, max = 5) List<@From("values") String> values,
            @ForAll byte[] bytes,
            @ForAll @From("codings") String coding,
            @ForAll boolean windows) {
        Headers headers = Headers.of("Content-Encoding", coding, "Content-Length", "7");
        for (int i = 0; i < names.size(); i++) {
            headers = headers.with(names.get(i), values.get(i));
        }
        byte[] coded = ContentEncoder.encode(bytes, headers).bytes();
        headers = headers.set("Content-Length", "" + coded.length);
        Body body = coded.length == 0 ? Body.NONE : new Body.Inline(coded);
        HttpFlow flow = flow(request("HTTP/1.1", headers, body), response("HTTP/1.1", 203, headers, body));
        for (MessagePart part : MessagePart.values()) {
            String text = RawText.print(flow, part);
            int head = text.indexOf("\n\n");
            String sent = windows ? text.substring(0, head + 2).replace("\n", "\r\n") + text.substring(head + 2) : text;
            assertThat(MessageEdit.apply(List.of(new EditOp.Raw(sent)), flow, part))
                    .isSameAs(flow);
            assertThat(MessageEdit.apply(List.of(new EditOp.Raw(sent + "\n")), flow, part))
                    .isSameAs(flow);
        }
    }

    @Provide
    Arbitrary<String> codings() {
        return Arbitraries.of("identity", "gzip", "br", "zstd, gzip");
    }

    @Test
    void everyPartOfARequestIsEdited() {
        HttpRequest changed = edited(
                FORM, "PUT https://b.test:81/y?z HTTP/1.1\r\nHost: a.test\r\nB:2\r\nContent-Length: 3\r\n\r\nabcd");
        assertThat(changed.method() + " " + changed.url()).isEqualTo("PUT https://b.test:81/y?z");
        assertThat(changed.headers()).isEqualTo(Headers.of("Host", "b.test:81", "B", "2", "Content-Length", "4"));
        assertThat(changed.body()).isEqualTo(body("abcd"));
    }

    @Test
    void aHostThatWasWrittenStays() {
        HttpRequest changed =
                edited(FORM, "POST http://b.test/x HTTP/1.1\nHost: c.test\nA: 1\nContent-Length: 3\n\na=1");
        assertThat(changed.host()).isEqualTo("b.test");
        assertThat(changed.headers().get("Host")).isEqualTo("c.test");
    }

    @Test
    void everyPartOfAResponseIsEdited() {
        HttpResponse changed =
                response(PAGE, new EditOp.Raw("HTTP/2 404\ncontent-type: text/plain\ncontent-length: 2\n\ngone"));
        assertThat(changed.status()).isEqualTo(404);
        assertThat(changed.headers())
                .isEqualTo(Headers.of(":status", "404", "content-type", "text/plain", "content-length", "4"));
        assertThat(changed.body()).isEqualTo(body("gone"));
        HttpFlow ok = answered(response("HTTP/1.1", 200, Headers.EMPTY, Body.NONE));
        assertThat(response(ok, new EditOp.Raw("HTTP/1.1 404 OK\n")).reason()).isEqualTo("Not Found");
        assertThat(response(ok, new EditOp.Raw("HTTP/1.1 404 Nope\n")).reason()).isEqualTo("Nope");
    }

    @Test
    void aBodyIsRemovedAndAdded() {
        HttpRequest removed = edited(FORM, "POST http://a.test/x HTTP/1.1\nHost: a.test\nContent-Length: 3\n");
        assertThat(removed.body()).isEqualTo(Body.NONE);
        assertThat(removed.headers()).isEqualTo(Headers.of("Host", "a.test", "Content-Length", "0"));
    }

    @Test
    void aBodyThatIsNotTextIsKeptByItsLine() {
        Body picture = new Body.Inline(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1});
        HttpFlow flow = flow(request("HTTP/1.1", Headers.of("Content-Length", "6"), picture));
        String text = RawText.print(flow, MessagePart.REQUEST);
        assertThat(text).endsWith("\n\n[the body of 6 bytes is not text; leave this line to keep it]");
        HttpRequest changed = edited(flow, text.replace("POST", "PUT"));
        assertThat(changed.method()).isEqualTo("PUT");
        assertThat(changed.body()).isEqualTo(picture);
        HttpFlow large = flow(request("HTTP/1.1", Headers.EMPTY, new Body.Stored(1, 90_000, 90_000, true)));
        assertThat(edited(large, RawText.print(large, MessagePart.REQUEST))).isSameAs(large.request());
    }

    @Test
    void whatIsNoMessageIsRefused() {
        for (String text : List.of("", "POST", " http://a.test/ HTTP/1.1")) {
            assertRefused(FORM, MessagePart.REQUEST, new EditOp.Raw(text)).hasMessageContaining("first line");
        }
        assertRefused(FORM, MessagePart.REQUEST, new EditOp.Raw("GET http://a.test/ HTTP/1.0\n\n"))
                .hasMessage("the version is HTTP/1.1 and cannot be changed to HTTP/1.0");
        assertRefused(FORM, MessagePart.REQUEST, new EditOp.Raw("GET http://a.test/\nno field\n\n"))
                .hasMessage("line 2: \"no field\" is not a field: it must be NAME: VALUE");
        assertRefused(PAGE, MessagePart.RESPONSE, new EditOp.Raw("HTTP/2.0 20\n\n"))
                .hasMessageContaining("first line");
        assertRefused(FORM, MessagePart.REQUEST, new EditOp.Raw("GET http://a.test/\nContent-Length: 9\n\nabc"))
                .hasMessageContaining("the body has 3 bytes");
    }
}
