package dev.steno.edit;

import static dev.steno.edit.Edits.answered;
import static dev.steno.edit.Edits.assertRefused;
import static dev.steno.edit.Edits.body;
import static dev.steno.edit.Edits.flow;
import static dev.steno.edit.Edits.request;
import static dev.steno.edit.Edits.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.edit.EditOp.HeaderAdd;
import dev.steno.edit.EditOp.HeaderFields;
import dev.steno.edit.EditOp.HeaderRemove;
import dev.steno.edit.EditOp.HeaderSet;
import dev.steno.edit.EditOp.Method;
import dev.steno.edit.EditOp.Reason;
import dev.steno.edit.EditOp.Status;
import dev.steno.edit.EditOp.TrailerRemove;
import dev.steno.edit.EditOp.TrailerSet;
import dev.steno.edit.EditOp.Url;
import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations on the head and the trailers of a message. */
class MessageEditTest {
    private static final HttpFlow H1 =
            flow(request("HTTP/1.1", Headers.of("Host", "a.test", "A", "1", "b", "2", "a", "3"), Body.NONE));
    private static final HttpFlow H2 = flow(request(
            "HTTP/2.0",
            Headers.of(":method", "POST", ":scheme", "http", ":authority", "a.test", ":path", "/x", "a", "1"),
            Body.NONE));

    private static HttpFlow chunked(String version, Headers headers) {
        return flow(request(version, headers, body("x")).withTrailers(Headers.of("t", "1", "u", "2")));
    }

    @Test
    void methodUrlStatusAndReason() {
        HttpRequest changed = request(H2, new Method("PUT"), new Url("https://b.test/y", false));
        assertThat(changed.method()).isEqualTo("PUT");
        assertThat(changed.url()).isEqualTo("https://b.test/y");
        assertThat(changed.headers())
                .isEqualTo(Headers.of(
                        ":method", "PUT", ":scheme", "https", ":authority", "b.test", ":path", "/y", "a", "1"));

        HttpFlow answered = answered(response("HTTP/1.1", 200, Headers.EMPTY, Body.NONE));
        assertThat(response(answered, new Status(404)).reason()).isEqualTo("Not Found");
        HttpResponse both = response(answered, new Status(404), new Reason("Gone fishing"));
        assertThat(both.status() + both.reason()).isEqualTo("404Gone fishing");
        HttpResponse stream =
                response(answered(response("HTTP/2.0", 200, Headers.of(":status", "200"), Body.NONE)), new Status(503));
        assertThat(stream.reason()).isEmpty();
        assertThat(stream.headers()).isEqualTo(Headers.of(":status", "503"));
    }

    @Test
    void fieldsKeepOrderAndCase() {
        assertThat(request(H1, new HeaderSet("a", "9", -1)).headers())
                .isEqualTo(Headers.of("Host", "a.test", "A", "9", "b", "2"));
        assertThat(request(H1, new HeaderSet("C", " 9\t", 3)).headers())
                .isEqualTo(Headers.of("Host", "a.test", "A", "1", "b", "2", "C", "9"));
        assertThat(request(H1, new HeaderAdd("C", "9", 1)).headers())
                .isEqualTo(Headers.of("Host", "a.test", "C", "9", "A", "1", "b", "2", "a", "3"));
        assertThat(request(H1, new HeaderAdd("C", "9", -1)).headers().name(4)).isEqualTo("C");
        assertThat(request(H1, new HeaderRemove("A", 3)).headers())
                .isEqualTo(Headers.of("Host", "a.test", "A", "1", "b", "2"));
        assertThat(request(H1, new HeaderRemove("A", -1)).headers()).isEqualTo(Headers.of("Host", "a.test", "b", "2"));
    }

    @Test
    void theHostOfAStreamIsItsAuthority() {
        assertThat(request(H2, new HeaderSet("host", "b.test", -1)).headers())
                .isEqualTo(Headers.of(
                        ":method", "POST", ":scheme", "http", ":authority", "b.test", ":path", "/x", "a", "1"));
    }

    @Test
    void allFieldsAreReplacedButForPseudoFields() {
        assertThat(request(H2, new HeaderFields(Headers.of("z", "1"))).headers())
                .isEqualTo(Headers.of(
                        ":method", "POST", ":scheme", "http", ":authority", "a.test", ":path", "/x", "z", "1"));
    }

    @Test
    void trailersAreChangedWhereThereCanBeAny() {
        HttpFlow h1 = chunked("HTTP/1.1", Headers.of("Host", "a.test", "Transfer-Encoding", "chunked"));
        assertThat(request(h1, new TrailerSet("T", "9"), new TrailerSet("v", "3"), new TrailerRemove("u"))
                        .trailers())
                .isEqualTo(Headers.of("t", "9", "v", "3"));
        assertThat(request(h1, new TrailerRemove("t"), new TrailerRemove("U")).trailers())
                .isNull();
        HttpFlow h2 = chunked("HTTP/2.0", Headers.of(":method", "POST"));
        assertThat(request(h2, new TrailerSet("grpc-status", "0")).trailers())
                .isEqualTo(Headers.of("t", "1", "u", "2", "grpc-status", "0"));
        assertRefused(
                        chunked("HTTP/1.1", Headers.of("Content-Length", "1")),
                        MessagePart.REQUEST,
                        new TrailerSet("t", "1"))
                .hasMessageContaining("only a chunked message has trailers");
        assertRefused(h1, MessagePart.REQUEST, new TrailerSet("Content-Length", "1"))
                .hasMessage("Content-Length cannot be a trailer: it says how the message is read");
        assertRefused(
                        answered(response("HTTP/2.0", 304, Headers.EMPTY, Body.NONE)),
                        MessagePart.RESPONSE,
                        new TrailerSet("t", "1"))
                .hasMessage("a 304 response has no trailers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "a\nb", "a\u0000b", "\u20AC"})
    void aFieldIsALineOfBytes(String value) {
        assertRefused(H1, MessagePart.REQUEST, new HeaderSet("A", value, -1))
                .hasMessageStartingWith("the value of A holds ");
        assertRefused(H1, MessagePart.REQUEST, new HeaderAdd("A", value, 0)).hasMessageContaining("holds");
        assertRefused(H1, MessagePart.REQUEST, new HeaderFields(Headers.of("A", value)))
                .hasMessageContaining("holds");
        assertRefused(
                        answered(response("HTTP/1.1", 200, Headers.EMPTY, Body.NONE)),
                        MessagePart.RESPONSE,
                        new Reason(value))
                .hasMessageStartingWith("the reason holds ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "a\r\nb", "\u00FC", "Transfer-Encoding"})
    void namesThatNoFieldHasAreRefused(String name) {
        assertRefused(H1, MessagePart.REQUEST, new HeaderSet(name, "1", -1));
        assertRefused(H1, MessagePart.REQUEST, new HeaderAdd(name, "1", -1));
    }

    @Test
    void whatAStreamCannotHaveIsRefused() {
        assertRefused(H2, MessagePart.REQUEST, new HeaderSet("X-A", "1", -1))
                .hasMessage("the names of fields are in lower case in HTTP/2.0: write x-a");
        for (String name : List.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade")) {
            assertRefused(H2, MessagePart.REQUEST, new HeaderAdd(name, "1", -1))
                    .hasMessage("HTTP/2.0 has no field " + name + " (RFC 9113, 8.2.2)");
        }
        assertRefused(H2, MessagePart.REQUEST, new HeaderSet("te", "gzip", -1));
        assertThat(request(H2, new HeaderSet("te", "trailers", -1)).headers().get("te"))
                .isEqualTo("trailers");
        assertRefused(H2, MessagePart.REQUEST, new HeaderSet(":path", "/y", -1))
                .hasMessage(":path follows the method, the URL and the status; change these instead");
        assertRefused(H2, MessagePart.REQUEST, new HeaderRemove(":path", -1));
        assertRefused(H2, MessagePart.REQUEST, new HeaderAdd("b", "1", 1)).hasMessageContaining("pseudo-header");
    }

    @Test
    void operationsOfTheOtherMessageAndBadPlacesAreRefused() {
        HttpFlow answered = answered(response("HTTP/1.1", 200, Headers.EMPTY, Body.NONE));
        assertRefused(H1, MessagePart.RESPONSE, new Status(200)).hasMessage("flow 1 has no response");
        assertRefused(H1, MessagePart.REQUEST, new Status(200)).hasMessageContaining("answer the request instead");
        assertRefused(answered, MessagePart.RESPONSE, new Url("/", false)).hasMessageContaining("was sent already");
        assertRefused(answered, MessagePart.RESPONSE, new Status(101)).hasMessageContaining("from 200 to 999");
        assertRefused(H1, MessagePart.REQUEST, new Method("A B")).hasMessage("\"A B\" is not a method");
        assertRefused(H1, MessagePart.REQUEST, new Method("CONNECT")).hasMessageContaining("to or from CONNECT");
        assertRefused(H1, MessagePart.REQUEST, new Url("b.test", false)).hasMessageContaining("must begin with http");
        assertRefused(H1, MessagePart.REQUEST, new HeaderRemove("A", 4)).hasMessageContaining("there is no field 4");
        assertRefused(H1, MessagePart.REQUEST, new HeaderRemove("A", 2)).hasMessage("field 2 is b, not A");
        assertRefused(H1, MessagePart.REQUEST, new HeaderAdd("A", "1", 5)).hasMessageContaining("no place 5");
        assertRefused(H1, MessagePart.REQUEST, new HeaderAdd("Host", "b", -1))
                .hasMessage("a message has one field Host at most");
    }

    @Test
    void inFlightAClientGetsAResponseOfItsMethod() {
        HttpFlow open = new HttpFlow(
                1, 3, FlowState.OPEN, 1, 1, H1.client(), null, H1.request(), null, List.of(), null, H1.notes(), null);
        assertRefused(open, MessagePart.REQUEST, new Method("HEAD")).hasMessageContaining("to or from HEAD");
        assertThat(request(H1, new Method("HEAD")).method()).isEqualTo("HEAD");
    }

    @Test
    void nothingChangesWithoutAChange() {
        assertThat(MessageEdit.apply(List.of(), H1, MessagePart.REQUEST)).isSameAs(H1);
        assertThat(MessageEdit.apply(
                        List.of(new Method("POST"), new Url("http://a.test/x", false), new HeaderSet("b", "2", -1)),
                        H1,
                        MessagePart.REQUEST))
                .isSameAs(H1);
    }
}
