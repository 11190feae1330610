package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ModeTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data of a server that arrives with the next proxy's response to CONNECT, before any request was sent. */
class EarlyResponseTest extends ModeTest {
    private static final String STANDS = "\5\0\5\0\0\1\177\0\0\1\37\220";

    /** Large enough that it is sent at the moment at which its connection is established. */
    private static final int LARGE = 200_000;

    private static final Addon WANTS_ALL =
            registrar -> registrar.on(Hook.REQUEST_HEAD, Phase.MODIFY, (flow, context) -> {
                context.wantBody(2 * LARGE);
                return Verdict.pass();
            });

    private ScriptedOrigin proxyThatBringsAlong(String response) throws Exception {
        return origin(connection -> {
            connection.in().read();
            connection.send((STANDS + response).getBytes(StandardCharsets.ISO_8859_1));
            connection.shutOutput();
            connection.awaitEnd();
        });
    }

    private static String post(String body) {
        return "POST http://a.example/ HTTP/1.1\r\nHost: a.example\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n",
                "HTTP/1.1 200 O",
                "HTTP/1.1 100 Continue\r\n\r\n",
                "no HTTP\r\n"
            })
    void earlyDataIsNotTakenForTheResponseToALaterRequest(String response) throws Exception {
        ScriptedOrigin next = proxyThatBringsAlong(response);
        restartWith(defaults -> in(settings(defaults), "upstream:socks5://" + next.authority()), WANTS_ALL);

        HttpAnswer answer = client().send(post("x".repeat(LARGE))).response();

        assertThat(answer.status()).isEqualTo(502);
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.response()).isNull();
        assertThat(flow.error().step()).isEqualTo(FlowError.Step.RESPONSE);
        assertThat(flow.error().message()).isEqualTo("a.example:80 sent a response that was not asked for");
        assertThat(next.received()).doesNotContain("POST");
    }
}
