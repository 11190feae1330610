package dev.steno.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http2.FrameClient;
import org.junit.jupiter.api.Test;

/** A mock answers for servers that cannot be reached, without looking their names up. */
class OfflineTest extends MockingProxy {

    @Test
    void aRecordedRequestIsAnsweredForAHostThatDoesNotExistWithoutAConnection() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a?x=1").field("X-Kind", "recorded").text("one");
        offline(tape);

        HttpAnswer answer = ask("GET", "/a?x=1");

        assertThat(answer.text()).isEqualTo("one");
        assertThat(answer.head()).contains("X-Kind: recorded");
        assertThat(connects).isEmpty();
        HttpFlow flow = (HttpFlow) proxy.ended(1).get(0);
        assertThat(flow.notes().metadata())
                .containsEntry(Notes.ANSWERED_BY, "mock")
                .containsEntry("mock", "flow 1 of shop.steno");
        assertThat(flow.notes().replay()).isEqualTo(Notes.Replay.RESPONSE);
        assertThat(flow.server()).isNull();
    }

    @Test
    void aClientOfHttp2IsAnsweredFromARecordOfHttp1() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a")
                .field("Transfer-Encoding", "chunked")
                .field("Connection", "keep-alive")
                .text("one");
        offline(tape);

        FrameClient client = shop2();
        client.request(1, true, "GET", SHOP + "/a");
        FrameClient.Answer answer = client.answer(1);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("one");
        assertThat(answer.head()).doesNotContainKeys("connection", "transfer-encoding");
        assertThat(connects).isEmpty();
    }

    @Test
    void aClientOfHttp1IsAnsweredFromARecordOfHttp2() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a")
                .version("HTTP/2.0")
                .asking(":method", "GET")
                .field(":status", "200")
                .field("x-kind", "h2")
                .text("two");
        offline(tape);

        HttpAnswer answer = ask("GET", "/a");

        assertThat(answer.text()).isEqualTo("two");
        assertThat(answer.head()).contains("x-kind: h2").doesNotContain(":status");
    }

    @Test
    void anUnknownHostIsExplainedAndNotConnectedTo() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a").text("one");
        offline(tape);

        RawClient other = client().connect("shoop.invalid:443").tls(trustingSteno(), "shoop.invalid", "http/1.1");
        HttpAnswer answer =
                other.send("GET /a HTTP/1.1\r\nHost: shoop.invalid\r\n\r\n").response();

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text())
                .contains("flow 1 of shop.steno  GET https://shop.invalid/a")
                .contains("host: recorded \"shop.invalid\", asked \"shoop.invalid\"");
        assertThat(connects).isEmpty();
    }

    @Test
    void aRawStreamIsNotConnectedInModeStrict() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a").text("one");
        offline(tape);

        RawClient raw = client().connect("db.invalid:5432").send("\0\0\0\10SELECT");

        assertThat(raw.isClosedByProxy()).isTrue();
        assertThat(proxy.ended(1)).hasSize(1);
        assertThat(proxy.flows().get(0).error().message()).contains("a mock in mode strict connects to no server");
    }

    @Test
    void aPlainRequestToTheProxyIsAnsweredToo() throws Exception {
        Tape tape = tape();
        tape.get("http://plain.invalid:8080/a").text("plain");
        offline(tape);

        HttpAnswer answer = client().send(
                        "GET http://plain.invalid:8080/a HTTP/1.1\r\nHost: plain.invalid:8080\r\n\r\n")
                .response();

        assertThat(answer.text()).isEqualTo("plain");
        assertThat(connects).isEmpty();
    }
}
