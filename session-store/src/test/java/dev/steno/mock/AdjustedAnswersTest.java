package dev.steno.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http2.FrameClient;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Recorded responses are adjusted to the request that they answer, and what was adjusted is noted. */
class AdjustedAnswersTest extends MockingProxy {
    private static byte[] gzip(String text) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    @Test
    void aCodingThatTheClientDoesNotAcceptIsRemoved() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a")
                .field("Content-Encoding", "gzip")
                .field("ETag", "\"1\"")
                .bytes(gzip("plain text"));
        tape.get(SHOP + "/large").field("Content-Encoding", "gzip").bytes(gzip("x".repeat(3_000_000) + "end"));
        offline(tape);

        HttpAnswer answer = ask("GET", "/a", "Accept-Encoding: br;q=1.0, gzip;q=0");
        assertThat(answer.text()).isEqualTo("plain text");
        assertThat(answer.head()).doesNotContain("Content-Encoding").containsIgnoringCase("ETag: W/\"1\"");
        assertThat(note(1)).isEqualTo("flow 1 of shop.steno; decoded, since the client does not accept gzip");
        assertThat(ask("GET", "/large").text()).hasSize(3_000_003).endsWith("end");
    }

    @Test
    void aCodingThatTheClientAcceptsStays() throws Exception {
        byte[] coded = gzip("plain text");
        Tape tape = tape();
        tape.get(SHOP + "/a").field("Content-Encoding", "gzip").bytes(coded);
        offline(tape);

        HttpAnswer answer = ask("GET", "/a", "Accept-Encoding: gzip, br");

        assertThat(answer.body()).isEqualTo(coded);
        assertThat(note(1)).isEqualTo("flow 1 of shop.steno");
    }

    @Test
    void aPartOfTheRecordedBodyAnswersARange() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a").field("ETag", "\"1\"").text("0123456789");
        offline(tape);

        HttpAnswer part = ask("GET", "/a", "Range: bytes=2-4");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("234");
        assertThat(part.field("Content-Range")).isEqualTo("bytes 2-4/10");
        assertThat(ask("GET", "/a", "Range: bytes=-3").text()).isEqualTo("789");
        HttpAnswer beyond = ask("GET", "/a", "Range: bytes=20-");
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.field("Content-Range")).isEqualTo("bytes */10");
        assertThat(ask("GET", "/a", "Range: bytes=2-4", "If-Range: \"2\"").text())
                .isEqualTo("0123456789");
    }

    @Test
    void aRecordedPartAnswersOnlyRequestsForThatPart() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a")
                .asking("Range", "bytes=0-1")
                .status(206)
                .field("Content-Range", "bytes 0-1/4")
                .text("01");
        offline(tape);

        assertThat(ask("GET", "/a", "Range: bytes=0-1").text()).isEqualTo("01");
        HttpAnswer whole = ask("GET", "/a");
        assertThat(whole.status()).isEqualTo(404);
        assertThat(whole.text()).contains("its response is a 206 to other conditions or another part");
    }

    @Test
    void aMatchingValidatorIsAnsweredBy304() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a")
                .field("ETag", "W/\"1\"")
                .field("Last-Modified", "Mon, 02 Nov 2026 10:00:00 GMT")
                .text("body");
        offline(tape);

        HttpAnswer same = ask("GET", "/a", "If-None-Match: \"0\", \"1\"");
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.field("ETag")).isEqualTo("W/\"1\"");
        assertThat(ask("GET", "/a", "If-None-Match: \"2\"").text()).isEqualTo("body");
        assertThat(ask("GET", "/a", "If-Modified-Since: Mon, 02 Nov 2026 10:00:00 GMT")
                        .status())
                .isEqualTo(304);
        assertThat(ask("GET", "/a", "If-Modified-Since: Mon, 02 Nov 2026 09:00:00 GMT")
                        .text())
                .isEqualTo("body");
    }

    @Test
    void aRecorded304IsPassedOverForARequestWithoutConditions() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a").asking("If-None-Match", "\"1\"").status(304).field("ETag", "\"1\"");
        tape.get(SHOP + "/a").field("ETag", "\"1\"").text("body");
        offline(tape);

        assertThat(ask("GET", "/a").text()).isEqualTo("body");
    }

    @Test
    void aHeadRequestIsAnsweredFromARecordedGet() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a").field("X-Kind", "k").text("0123456789");
        offline(tape);

        HttpAnswer head = ask("HEAD", "/a");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.field("Content-Length")).isEqualTo("10");
        assertThat(head.body()).isEmpty();
        assertThat(note(1)).contains("the head of the response to GET");
    }

    @Test
    void datesAndCookiesMoveToThePresent() throws Exception {
        Tape tape = tape();
        Tape.Exchange exchange = tape.get(SHOP + "/a")
                .field("Date", "Mon, 02 Nov 2026 10:00:00 GMT")
                .field("Expires", "Mon, 02 Nov 2026 11:00:00 GMT")
                .field("Set-Cookie", "a=1; Expires=Mon, 02-Nov-2026 12:00:00 GMT; Path=/; Max-Age=60")
                .field("X-Date", "Mon, 02 Nov 2026 10:00:00 GMT")
                .taking(0)
                .text("body");
        exchange.started = Instant.parse("2026-11-02T10:00:00Z").getEpochSecond() * 1_000_000_000L;
        offline(tape);

        Instant before = Instant.now().minusSeconds(2);
        HttpAnswer answer = ask("GET", "/a");
        Instant after = Instant.now().plusSeconds(2);

        assertThat(time(answer.field("Date"))).isBetween(before, after);
        assertThat(time(answer.field("Expires"))).isBetween(before.plusSeconds(3600), after.plusSeconds(3600));
        String cookie = answer.field("Set-Cookie");
        assertThat(cookie).startsWith("a=1; Expires=").endsWith("; Path=/; Max-Age=60");
        assertThat(time(cookie.substring(cookie.indexOf('=', 4) + 1, cookie.indexOf("; Path"))))
                .isBetween(before.plusSeconds(7200), after.plusSeconds(7200));
        assertThat(answer.field("X-Date")).isEqualTo("Mon, 02 Nov 2026 10:00:00 GMT");
        assertThat(note(1)).endsWith("Date, Expires, Set-Cookie moved to today");

        set("server-replay-refresh", "false");
        assertThat(ask("GET", "/a").field("Date")).isEqualTo("Mon, 02 Nov 2026 10:00:00 GMT");
    }

    private static Instant time(String date) {
        return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    }

    @Test
    void trailersAreSent() throws Exception {
        Tape tape = tape();
        tape.request("POST", SHOP + "/svc/Call")
                .field("Content-Type", "application/grpc")
                .trailers("grpc-status", "0")
                .text("x");
        offline(tape);

        FrameClient client = shop2();
        client.request(1, true, "POST", SHOP + "/svc/Call");
        assertThat(client.answer(1).trailers()).containsEntry("grpc-status", "0");
        assertThat(ask("POST", "/svc/Call").trailers()).contains("grpc-status: 0");
    }

    @Test
    void aTruncatedRecordIsExplainedInsteadOfABodyThatLooksWhole() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/cut").text("half").cut();
        tape.get(SHOP + "/limit").text("half").lacking(10);
        offline(tape);

        HttpAnswer cut = ask("GET", "/cut");
        assertThat(cut.status()).isEqualTo(502);
        assertThat(cut.text()).contains("flow 1 of shop.steno has a body that ended early");
        assertThat(ask("GET", "/limit").text()).contains("only 4 of 14 bytes were recorded (--body-limit)");
    }

    @Test
    void aRecordedFailureIsAFailureAgain() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/down").failing(FlowError.Step.CONNECT, "shop.invalid refused the connection");
        offline(tape);

        HttpAnswer answer = ask("GET", "/down");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).contains("failed: shop.invalid refused the connection");
        assertThat(note(1)).contains("failed: shop.invalid refused the connection");
    }

    @Test
    void aRecordedUpgradeToAnotherProtocolIsExplained() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/ws").asking("Upgrade", "chat/1").status(101).field("Upgrade", "chat/1");
        offline(tape);

        HttpAnswer answer = ask("GET", "/ws", "Connection: Upgrade", "Upgrade: chat/1");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).contains("flow 1 of shop.steno switched to another protocol");
    }

    @Test
    void interimResponsesAreSentBeforeTheAnswerIfThatIsWanted() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a")
                .interim(100)
                .interim(103, "Link", "</s.css>; rel=preload")
                .text("one");
        offline(tape);
        assertThat(ask("GET", "/a").status()).isEqualTo(200);

        set("mock-interim", "true");
        RawClient client = shop().send("GET /a HTTP/1.1\r\nHost: shop.invalid\r\n\r\n");

        assertThat(client.wire().readHead()).startsWith("HTTP/1.1 103").contains("Link: </s.css>; rel=preload");
        assertThat(client.response().text()).isEqualTo("one");
        assertThat(((HttpFlow) proxy.ended(2).get(1)).interim())
                .extracting(HttpResponse::status)
                .containsExactly(103);
    }

    @Test
    void aLargeBodyIsReadWhileItIsSent() throws Exception {
        byte[] body = noise(5 << 20);
        Tape tape = tape();
        tape.get(SHOP + "/a").bytes(body);
        offline(tape);

        assertThat(ask("GET", "/a").body()).isEqualTo(body);
        assertThat(ask("GET", "/a", "Range: bytes=1000000-2999999").body())
                .isEqualTo(Arrays.copyOfRange(body, 1_000_000, 3_000_000));
    }

    @Test
    void aPreflightIsAnsweredIfTheOptionSaysSo() throws Exception {
        Tape tape = tape();
        tape.request("POST", SHOP + "/a").text("x");
        offline(tape);
        String[] fields = {"Origin: https://app.invalid", "Access-Control-Request-Method: POST"};

        assertThat(ask("OPTIONS", "/a", fields).status()).isEqualTo(404);
        set("mock-cors-preflight", "true");
        HttpAnswer answer = ask("OPTIONS", "/a", fields);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.field("Access-Control-Allow-Origin")).isEqualTo("https://app.invalid");
        assertThat(answer.field("Access-Control-Allow-Methods")).isEqualTo("POST");
    }

    @Test
    void answersWaitAsLongAsInANetworkThatIsNamed() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a").taking(3_600_000_000_000L).text("one");
        offline(tape);
        set("mock-latency", "3g");

        long began = System.nanoTime();
        assertThat(body("/a")).isEqualTo("one");
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(200_000_000L);
        assertThatThrownBy(() -> set("mock-latency", "5g"))
                .hasMessageContaining("\"5g\" is no latency")
                .hasMessageContaining("a network such as 3g");
    }

    @Test
    void answersWaitAsLongAsTheServerDid() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a").taking(600_000_000).text("slow");
        offline(tape);
        set("mock-latency", "50%");

        long began = System.nanoTime();
        assertThat(body("/a")).isEqualTo("slow");
        assertThat(System.nanoTime() - began).isGreaterThan(300_000_000L);
    }
}
