package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.proxy.TlsProxyTest;
import org.junit.jupiter.api.Test;

/** Malformed responses of an HTTP/1 server that Steno accepts reach an HTTP/2 client as valid HTTP/2. */
class LenientServersHttp2Test extends TlsProxyTest {
    private FrameClient.Answer answer(String response) throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(response));
        return FrameClient.over(client()).get(1, origin.authority(), "/").answer(1);
    }

    @Test
    void namesThatAreNotTokensAndCarriageReturnsDoNotReachTheClient() throws Exception {
        FrameClient.Answer answer = answer("HTTP/1.1 200 O\rK\r\n:status: 500\r\nX(y): z\r\nA: b\rC: d\r\nText\r\n"
                + "E: \u0001\r\nContent-Length: 2\r\n\r\nok");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ok");
        assertThat(answer.head()).containsOnlyKeys(":status", "a", "e", "content-length");
        assertThat(answer.head()).containsEntry("a", "b C: d").containsEntry("e", "\u0001");
    }

    @Test
    void bothFramingsAreReplacedByFrames() throws Exception {
        FrameClient.Answer answer = answer(
                "HTTP/1.1 200 OK\nContent-Length: 9\nTransfer-Encoding: chunked\n\n2 \nok\n0\nX@y: z\nX-Sum: 1\n\n");

        assertThat(answer.head()).containsOnlyKeys(":status");
        assertThat(answer.body()).isEqualTo("ok");
        assertThat(answer.trailers()).containsOnlyKeys("x-sum");
    }

    @Test
    void aStatusBelow100IsAnswered502() throws Exception {
        assertThat(answer("HTTP/1.1 099 X\r\nContent-Length: 2\r\n\r\nok").status())
                .isEqualTo(502);
    }

    @Test
    void aStatusAbove599Passes() throws Exception {
        assertThat(answer("HTTP/1.1 999 X\r\nContent-Length: 2\r\n\r\nok").status())
                .isEqualTo(999);
    }
}
