package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowInFlight;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.FlowState;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.hold.Holding;
import dev.steno.net.settings.HttpConfig;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.TlsProxyTest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client that closes its plain HTTP/1.1 connection while its message waits for a decision has left. */
class LeavesWhileHeldTest extends TlsProxyTest {
    private final CompletableFuture<Verdict<HttpFlow>> verdict = new CompletableFuture<>();

    @Override
    protected Addon[] addons() {
        return new Addon[] {new Holding(() -> proxy.runtime().heldBytes().held())};
    }

    private FlowInFlight held() {
        await().until(() -> proxy.runtime().inFlight().heldCount() == 1);
        return proxy.runtime().inFlight().get(proxy.runtime().inFlight().held().get(0));
    }

    private void clientLeft() {
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().message()).isEqualTo("the client closed the connection");
        assertThat(flow.holds().get(0).outcome()).isEqualTo(Hold.Outcome.CLIENT_LEFT);
    }

    @Test
    void aKilledCurlLeavesNothingForTheServer() throws Exception {
        proxy.options.set("intercept", "~q");
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        Process curl = new ProcessBuilder(
                        "curl", "-sS", "-x", "http://127.0.0.1:" + proxy.port(), "http://" + origin.authority() + "/")
                .start();
        FlowInFlight flow = held();
        curl.destroyForcibly();
        clientLeft();
        assertThatThrownBy(() -> flow.resume("ann").toCompletableFuture().get())
                .hasMessageContaining("has ended: already client left");
        assertThat(origin.connections()).isEmpty();
        assertThat(curl.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aResponseThatIsHeldToo() throws Exception {
        proxy.options.set("intercept", "~s");
        RawClient client = client().send(get(origin(ScriptedOrigin.answering(OK)), "/"));
        held();
        client.close();
        clientLeft();
    }

    @Test
    void aHeadThatIsHeldBeforeItsBodyHasCome() throws Exception {
        proxy.options.set("intercept", "~q");
        proxy.options.set("intercept-body", "4");
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client().send(
                        "POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
        FlowInFlight flow = held();
        client.close();
        // reading is paused with the head, so the end of the connection is found when the message goes on
        flow.resume("ann");
        HttpFlow ended = proxy.http();
        assertThat(ended.state()).isEqualTo(FlowState.FAILED);
    }

    @Test
    void aRequestThatWaitsForAHandlerToo() throws Exception {
        restartWith(
                settings -> settings,
                registrar -> registrar.onAsync(Hook.REQUEST_HEAD, Phase.MODIFY, (flow, context) -> verdict));
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client().send(get(origin, "/"));
        await().until(() -> !proxy.flows().isEmpty());
        client.close();
        assertThat(proxy.http().error().message()).isEqualTo("the client closed the connection");
        verdict.complete(Verdict.pass());
        assertThat(origin.connections()).isEmpty();
    }

    /** The client has written more, so it did not leave when its first request was held. */
    @Test
    void aClientWithANextRequestIsServed() throws Exception {
        proxy.options.set("intercept", "~q & ~u first");
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client().send(get(origin, "/first") + get(origin, "/second"));
        FlowInFlight flow = held();
        client.wire().shutOutput();
        flow.resume("ann");
        assertThat(client.response().status()).isEqualTo(200);
        assertThat(client.response().status()).isEqualTo(200);
        assertThat(client.wire().readToEnd()).isEmpty();
    }

    @Test
    void aHalfClosedClientIsServedIfTheOptionSaysSo() throws Exception {
        restartWith(defaults -> defaults.with(new HttpConfig(false, false, true)), addons());
        proxy.options.set("intercept", "~q");
        RawClient client = client().send(get(origin(ScriptedOrigin.answering(OK)), "/"));
        client.wire().shutOutput();
        held().resume("ann");
        assertThat(client.response().text()).isEqualTo("ok");
        assertThat(client.wire().readToEnd()).isEmpty();
    }

    @Test
    void withoutAHoldAHalfClosedClientIsServed() throws Exception {
        RawClient client = client().send(get(origin(ScriptedOrigin.answering(OK)), "/"));
        client.wire().shutOutput();
        assertThat(client.response().text()).isEqualTo("ok");
    }
}
