package dev.steno.redact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactorTest {
    private static final RedactionKey KEY = RedactionKey.of(new byte[32], "a");

    private static Redactor of(String... specs) {
        return Redactor.of(RedactionRules.parse(List.of(specs)), KEY);
    }

    private static HttpFlow flow(String path, Headers headers, String body, Headers answered, String answer) {
        Peer client = new Peer(1, new Endpoint("127.0.0.1", 4000), null, null, 1, Times.UNSET, Times.UNSET, null, null);
        HttpRequest request =
                new HttpRequest("POST", "http", "a.test", 80, path, "HTTP/1.1", headers, null, bytes(body), 1, 2);
        HttpResponse response = new HttpResponse("HTTP/1.1", 200, "OK", answered, null, bytes(answer), 3, 4);
        return new HttpFlow(
                1, 2, FlowState.COMPLETE, 1, 3, client, null, request, response, List.of(), null, Notes.NONE, null);
    }

    private static Body bytes(String text) {
        return text.isEmpty() ? Body.NONE : new Body.Inline(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Body body) {
        return new String(((Body.Inline) body).bytes(), StandardCharsets.UTF_8);
    }

    private static HttpFlow headers(String... fields) {
        return flow("/", Headers.of(fields), "", Headers.EMPTY, "");
    }

    @Test
    void credentialsKeepTheirSchemeAndCookiesTheirNames() {
        HttpFlow redacted = Redactor.usual(KEY)
                .redact(headers(
                        "Authorization", "Bearer abc.def", "Cookie", "sid=1234; theme=dark", "Accept", "text/html"));
        Headers fields = redacted.request().headers();
        assertTrue(fields.value(0).matches("Bearer ~r\\.bearer\\.[0-9a-f]{8}~"), fields.value(0));
        assertTrue(
                fields.value(1).matches("sid=~r\\.cookie\\.[0-9a-f]{8}~; theme=~r\\.cookie\\.[0-9a-f]{8}~"),
                fields.value(1));
        assertEquals("text/html", fields.value(2));
        assertTrue(Redacted.isRedacted(redacted));
    }

    @Test
    void aFlowWithoutSecretsIsTheSameObject() {
        HttpFlow flow = flow("/a?b=c", Headers.of("Accept", "*/*"), "{\"a\":1}", Headers.EMPTY, "hello");
        assertSame(flow, Redactor.usual(KEY).redact(flow));
        assertFalse(Redacted.isRedacted(flow));
    }

    @Test
    void equalSecretsHaveEqualTokensInAllPlacesAndCodings() {
        String basic = Base64.getEncoder().encodeToString("bob:p@ss w".getBytes(StandardCharsets.UTF_8));
        HttpFlow flow = flow(
                "/x?token=s%33cret",
                Headers.of(
                        "Authorization", "Basic " + basic,
                        "Referer", "https://bob:p%40ss%20w@h.test/?token=s3cret",
                        "Content-Type", "application/x-www-form-urlencoded"),
                "a=b&password=s3cret",
                Headers.of("Content-Type", "application/json"),
                "{\"password\" : \"s\\u0033cret\", \"other\":\"s3cre\"}");
        HttpFlow redacted = Redactor.usual(KEY).redact(flow);
        String digest = KEY.digest("s3cret");
        String pair = KEY.digest("bob:p@ss w");
        assertEquals("/x?token=~r.query." + digest + "~", redacted.request().path());
        assertEquals(
                "Basic ~r.basic." + pair + "~", redacted.request().headers().value(0));
        assertEquals(
                "https://~r.userinfo." + pair + "~@h.test/?token=~r.query." + digest + "~",
                redacted.request().headers().value(1));
        assertEquals(
                "a=b&password=~r.form." + digest + "~", text(redacted.request().body()));
        assertEquals(
                "{\"password\" : \"\u2039r:json:" + digest + "\u203a\", \"other\":\"s3cre\"}",
                text(redacted.response().body()));
    }

    @Test
    void anotherSessionHasOtherTokens() {
        HttpFlow flow = headers("Authorization", "Bearer abc");
        HttpFlow one = Redactor.usual(KEY).redact(flow);
        HttpFlow other = Redactor.usual(RedactionKey.of(new byte[32], "b")).redact(flow);
        assertFalse(one.request().headers().equals(other.request().headers()));
    }

    @Test
    void whatWasRedactedStaysWhenItIsRedactedAgain() {
        HttpFlow flow =
                flow("/x?token=abc", Headers.of("Authorization", "Bearer abc", "Cookie", "a=b"), "", Headers.EMPTY, "");
        HttpFlow once = Redactor.usual(KEY).redact(flow);
        HttpFlow twice = Redactor.usual(RedactionKey.of(new byte[32], "b")).redact(once);
        assertSame(once, twice);
    }

    @Test
    void allFieldsOfANameAreRedacted() {
        Headers fields = Redactor.usual(KEY)
                .redact(headers("Authorization", "Bearer a1", "authorization", "Bearer a2"))
                .request()
                .headers();
        assertFalse(fields.toString().contains("a1") && fields.toString().contains("a2"));
        assertTrue(Redacted.hasToken(fields.value(0)) && Redacted.hasToken(fields.value(1)));
    }

    @Test
    void anExpressionIsFoundWithinBasicCredentialsAndPercentEncoding() {
        String basic = Base64.getEncoder().encodeToString("bob:hunter42".getBytes(StandardCharsets.UTF_8));
        HttpFlow redacted = of("regex:hunter\\d+")
                .redact(flow(
                        "/x?q=h%75nter42&r=1",
                        Headers.of("X", "Basic " + basic, "Y", "a hunter42 b"), "", Headers.EMPTY, ""));
        assertTrue(redacted.request().headers().value(0).matches("Basic ~r\\.regex\\.[0-9a-f]{8}~"));
        assertEquals(
                "a ~r.regex." + KEY.digest("hunter42") + "~ b",
                redacted.request().headers().value(1));
        assertEquals(
                "/x?q=~r.regex." + KEY.digest("hunter42") + "~&r=1",
                redacted.request().path());
    }

    @Test
    void errorsAndNotesAreRedacted() {
        HttpFlow flow = headers();
        HttpFlow noted = new HttpFlow(
                flow.id(),
                flow.revision(),
                FlowState.FAILED,
                1,
                2,
                flow.client(),
                null,
                flow.request(),
                null,
                List.of(),
                new FlowError(FlowError.Step.REQUEST, "bad URL https://u:p@h/?token=abc here", 5),
                new Notes(
                        "",
                        "the password is hunter42",
                        java.util.Map.of("x", "Authorization: Bearer zzz"),
                        Notes.Replay.NONE),
                flow);
        HttpFlow redacted = of("auth", "regex:hunter\\d+").redact(noted);
        assertFalse(redacted.toString().contains("hunter42"), redacted.toString());
        assertFalse(redacted.toString().contains("zzz"), redacted.toString());
        assertFalse(redacted.toString().contains("abc"), redacted.toString());
        assertFalse(redacted.toString().contains("u:p@"), redacted.toString());
    }

    @Test
    void rulesCountWhatTheyReplace() {
        Redactor redactor = of("header:authorization", "cookie:*");
        redactor.redact(headers("Authorization", "Bearer abc", "Cookie", "a=b; c=d"));
        assertEquals(java.util.Map.of("header:authorization", 1L, "cookie:*", 2L), redactor.counts());
    }
}
