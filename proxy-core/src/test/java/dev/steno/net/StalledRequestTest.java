package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.FlowState;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.Requests;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.proxy.ProxyTest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Request bodies that stall while a hook buffers them, and streams that are half-closed. */
class StalledRequestTest extends ProxyTest {
    private static final Duration SHORTEST = Duration.ofMillis(500);

    private Duration limit = SHORTEST;

    @Override
    protected ProxySettings settings(ProxySettings defaults) {
        return withIdle(defaults, limit);
    }

    @Override
    protected Addon[] addons() {
        Addon wantsAll = registrar -> registrar.on(Hook.REQUEST_HEAD, Phase.MODIFY, (flow, context) -> {
            context.wantBody(1 << 20);
            return Verdict.pass();
        });
        return new Addon[] {wantsAll};
    }

    @Test
    void aRequestThatStallsWhileAHookBuffersItIsAnswered408() throws Exception {
        inTime(SHORTEST, longer -> {
            limit = longer;
            restartWith(this::settings, addons());
            ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
            RawClient client =
                    client().send(Requests.post("http://" + origin.authority() + "/", "abc", "Content-Length: 9"));

            assertThat(client.response().status()).isEqualTo(408);
            assertThat(proxy.http().error().message())
                    .contains("sent nothing of its request for " + limit.toMillis() + " ms");
            assertThat(origin.sawAnything()).isFalse();
        });
    }

    @Test
    void anHttp2RequestThatStallsWhileAHookBuffersItIsAnswered408() throws Exception {
        inTime(SHORTEST, longer -> {
            limit = longer;
            restartWith(this::settings, addons());
            ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
            FrameClient client = FrameClient.over(client());
            client.post(1, origin.authority(), "/").data(1, false, new byte[3]);

            assertThat(client.answer(1).status()).isEqualTo(408);
        });
    }

    @Test
    void aServerThatIsSilentAfterItsClientHalfClosedIsDisconnected() throws Exception {
        inTime(SHORTEST, longer -> {
            limit = longer;
            restartWith(this::settings, addons());
            CountDownLatch closed = new CountDownLatch(1);
            ScriptedOrigin origin = origin(connection -> {
                connection.send("!");
                connection.awaitEnd();
                try {
                    closed.await(180, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new java.io.IOException(e);
                }
            });
            RawClient client = client().connect(origin.authority());
            client.wire().readText(1);
            client.wire().socket().shutdownOutput();

            assertThat(client.isClosedByProxy()).isTrue();
            assertThat(proxy.tcp().state()).isEqualTo(FlowState.FAILED);
            assertThat(proxy.tcp().error().message())
                    .startsWith("the server sent nothing for " + limit.toMillis()
                            + " ms after the client had ended its side");
            closed.countDown();
        });
    }
}
