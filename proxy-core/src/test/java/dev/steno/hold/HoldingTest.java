package dev.steno.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowInFlight;
import dev.steno.addon.Hook;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which messages are held: by filter, by number, with or without their bodies. */
class HoldingTest extends ProxyTest {
    private final Holding holding =
            new Holding(() -> proxy.runtime().heldBytes().held());
    private final AtomicInteger reached = new AtomicInteger();
    private ScriptedOrigin origin;

    @Override
    protected Addon[] addons() {
        return new Addon[] {holding};
    }

    @BeforeEach
    void answer() throws Exception {
        origin = origin(connection -> {
            while (connection.readRequest() != null) {
                reached.incrementAndGet();
                connection.send(OK);
            }
        });
    }

    private FlowInFlight held(int count) {
        await().until(() -> proxy.runtime().inFlight().held().size() == count);
        long first = proxy.runtime().inFlight().held().get(0);
        return proxy.runtime().inFlight().get(first);
    }

    private static Hold hold(FlowInFlight flow) throws Exception {
        return ((HttpFlow) flow.current().toCompletableFuture().get()).held();
    }

    private static void resume(FlowInFlight flow) throws Exception {
        flow.resume("ann").toCompletableFuture().get();
    }

    @Test
    void nothingIsRegisteredWithoutAFilter() {
        assertThat(proxy.runtime().hooks().isEmpty(Hook.REQUEST_HEAD)).isTrue();
        proxy.options.set("intercept", "~u held");
        assertThat(proxy.runtime().hooks().isEmpty(Hook.REQUEST_HEAD)).isFalse();
        proxy.options.set("intercept-active", "false");
        assertThat(proxy.runtime().hooks().isEmpty(Hook.REQUEST_HEAD)).isTrue();
    }

    @Test
    void theFilterSelectsRequestsAndResponses() throws Exception {
        proxy.options.set("intercept", "~u held");
        RawClient client = client();

        assertThat(client.send(get(origin, "/passes")).response().status()).isEqualTo(200);
        client.send(get(origin, "/held"));
        FlowInFlight flow = held(1);
        assertThat(hold(flow).point()).isEqualTo(Hold.Point.REQUEST);
        assertThat(reached).hasValue(1);
        resume(flow);
        await().until(() -> reached.get() == 2);
        flow = held(1);
        assertThat(hold(flow).point()).isEqualTo(Hold.Point.RESPONSE);
        resume(flow);
        assertThat(client.response().text()).isEqualTo("ok");
    }

    @Test
    void requestsOnly() throws Exception {
        proxy.options.set("intercept", "~q");
        RawClient client = client().send(get(origin, "/"));
        resume(held(1));
        assertThat(client.response().status()).isEqualTo(200);
        proxy.options.set("intercept", "~s");
        client.send(get(origin, "/"));
        FlowInFlight flow = held(1);
        assertThat(hold(flow).point()).isEqualTo(Hold.Point.RESPONSE);
        resume(flow);
        assertThat(client.response().status()).isEqualTo(200);
    }

    @Test
    void aFilterOnTheBodyIsDecidedOnceItIsThere() throws Exception {
        proxy.options.set("intercept", "~q & ~bq secret");
        RawClient client = client();
        String head = "POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: " + origin.authority()
                + "\r\nContent-Length: 6\r\n\r\n";
        client.send(head + "public");
        client.send(head + "secret");
        FlowInFlight flow = held(1);
        HttpFlow shown = (HttpFlow) flow.current().toCompletableFuture().get();
        assertThat(((Body.Inline) shown.request().body()).bytes()).isEqualTo(latin1("secret"));
        resume(flow);
        assertThat(client.response().status()).isEqualTo(200);
        assertThat(client.response().status()).isEqualTo(200);
    }

    @Test
    void ofALargeOrEndlessBodyOnlyTheHeadIsHeld() throws Exception {
        proxy.options.set("intercept", "~q");
        proxy.options.set("intercept-body", "4");
        String head = "POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: " + origin.authority() + "\r\n";
        for (String rest : new String[] {
            "Content-Length: 5\r\n\r\n12345", "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
        }) {
            RawClient client = client().send(head + rest);
            FlowInFlight flow = held(1);
            assertThat(hold(flow).point()).as(rest).isEqualTo(Hold.Point.REQUEST_HEAD);
            resume(flow);
            HttpAnswer answer = client.response();
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @Test
    void theNextMessageOfAFlowIsHeldByItsNumber() throws Exception {
        proxy.options.set("intercept", "~q");
        RawClient client = client().send(get(origin, "/"));
        FlowInFlight flow = held(1);
        long number = proxy.runtime().inFlight().held().get(0);
        holding.holdNext(number);
        proxy.options.set("intercept", "");
        resume(flow);
        flow = held(1);
        assertThat(hold(flow).point()).isEqualTo(Hold.Point.RESPONSE);
        assertThat(hold(flow).why()).isEqualTo("asked for");
        resume(flow);
        assertThat(client.response().status()).isEqualTo(200);
        assertThat(proxy.runtime().hooks().isEmpty(Hook.REQUEST_HEAD)).isTrue();
        assertThatThrownBy(() -> holding.holdNext(99)).hasMessage("flow 99 is not in progress");
    }

    @Test
    void whatCannotBeAnOptionIsRefused() {
        assertThatThrownBy(() -> proxy.options.set("intercept", "~u (")).hasMessageContaining("intercept");
        assertThatThrownBy(() -> proxy.options.set("intercept-on-timeout", "wait"))
                .hasMessageContaining("resume, drop, or answer:STATUS");
    }

    @Test
    void aTimeoutAnswers() throws Exception {
        proxy.options.set("intercept", "~q");
        proxy.options.set("intercept-timeout", "1ms");
        proxy.options.set("intercept-on-timeout", "answer:504");
        assertThat(client().send(get(origin, "/")).response().status()).isEqualTo(504);
        assertThat(reached).hasValue(0);
        assertThat(proxy.http().holds().get(0).outcome()).isEqualTo(Hold.Outcome.TIMED_OUT);
    }

    @Test
    void anAnswerByHandIsNotHeldAgain() throws Exception {
        proxy.options.set("intercept", "~all");
        RawClient client = client().send(get(origin, "/"));
        held(1).answer(
                        new HttpResponse("HTTP/1.1", 404, "", Headers.EMPTY, null, Body.NONE, Times.now(), Times.now()),
                        "ann")
                .toCompletableFuture()
                .get();
        assertThat(client.response().status()).isEqualTo(404);
        assertThat(proxy.http().holds()).hasSize(1);
    }
}
