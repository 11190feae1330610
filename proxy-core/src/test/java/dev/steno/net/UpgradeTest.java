package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An Upgrade turns the connections of its request into a raw stream or a WebSocket. */
class UpgradeTest extends ProxyTest {
    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: made-up/2\r\nConnection: Upgrade\r\n\r\n";

    private static String upgrade(ScriptedOrigin origin, String protocol) {
        return "GET http://" + origin.authority() + "/chat HTTP/1.1\r\nHost: " + origin.authority() + "\r\nUpgrade: "
                + protocol + "\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Key: abc\r\n\r\n";
    }

    @Test
    void anUnknownProtocolPassesAsARawStreamNamedAfterIt() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            assertThat(connection.readHead())
                    .isEqualTo("GET /chat HTTP/1.1\r\nHost: "
                            + connection.socket().getLocalAddress().getHostAddress() + ":"
                            + connection.socket().getLocalPort()
                            + "\r\nSec-WebSocket-Key: abc\r\nConnection: Upgrade\r\nUpgrade: made-up/2\r\n\r\n");
            connection.send(SWITCH + "early");
            assertThat(connection.readText(4)).isEqualTo("ping");
            connection.send("pong");
        });
        RawClient client = client().send(upgrade(origin, "made-up/2"));

        assertThat(client.wire().readHead())
                .isEqualTo("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: made-up/2\r\n\r\n");
        assertThat(client.wire().readText(5)).isEqualTo("early");
        assertThat(client.send("ping").wire().readToEnd()).isEqualTo("pong");
        client.close();

        assertThat(origin.failures()).isEmpty();
        proxy.ended(2);
        HttpFlow http = (HttpFlow) proxy.flows().get(0);
        assertThat(http.response().status()).isEqualTo(101);
        assertThat(http.state()).isEqualTo(FlowState.COMPLETE);
        TcpFlow raw = proxy.tcp();
        assertThat(raw.parent()).isEqualTo(http.id());
        assertThat(raw.protocol()).isEqualTo("made-up/2");
        assertThat(raw.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(raw.sentByClient()).isEqualTo(4);
        assertThat(raw.sentByServer()).isEqualTo(9);
        assertThat(raw.server().connection()).isEqualTo(http.server().connection());
        assertThat(proxy.messages())
                .extracting(message -> new String(message.data()))
                .containsExactly("early", "ping", "pong");
    }

    @Test
    void aWebSocketIsTheUpgradedFlowAndItsFramesPassUnchanged() throws Exception {
        byte[] frame = {(byte) 0x81, (byte) 0x82, 1, 2, 3, 4, 'h' ^ 1, 'i' ^ 2};
        byte[] echo = {(byte) 0x81, 2, 'h', 'i'};
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: xyz=\r\n\r\n");
            assertThat(connection.readExactly(8)).isEqualTo(frame);
            connection.send(echo);
            connection.awaitEnd();
        });
        RawClient client = client().send(upgrade(origin, "websocket"));

        assertThat(client.wire().readHead()).contains("Sec-WebSocket-Accept: xyz=\r\n");
        assertThat(client.send(frame).wire().readExactly(4)).isEqualTo(echo);
        Awaitility.await().until(() -> proxy.messages().size() == 2);
        assertThat(proxy.flows())
                .singleElement()
                .satisfies(flow -> assertThat(flow.state()).isEqualTo(FlowState.OPEN));
        client.close();
        HttpFlow flow = proxy.http();
        assertThat(origin.failures()).isEmpty();
        assertThat(flow.response().status()).isEqualTo(101);
        assertThat(flow.webSocket().client().messages()).isEqualTo(1);
        assertThat(flow.webSocket().server().messages()).isEqualTo(1);
        assertThat(flow.webSocket().close())
                .isEqualTo(new WebSocket.Close(Direction.CLIENT_TO_SERVER, WebSocket.Close.ABNORMAL, ""));
        assertThat(proxy.messages()).extracting(Message::kind).containsOnly(Message.Kind.TEXT);
        assertThat(proxy.messages()).extracting(m -> new String(m.data())).containsExactly("hi", "hi");
        Awaitility.await().until(() -> origin.connections().get(0).socket().isClosed());
    }

    @Test
    void aServerThatDeclinesTheUpgradeAnswersAsUsual() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client();

        assertThat(client.send(upgrade(origin, "made-up/2")).response().text()).isEqualTo("ok");
        assertThat(client.send(get(origin, "/")).response().text()).isEqualTo("ok");
        assertThat(proxy.ended(2)).allMatch(HttpFlow.class::isInstance);
    }

    @Test
    void anUnsolicited101IsMalformed() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(SWITCH));

        HttpAnswer answer = client().send(get(origin, "/")).response();

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).contains("switched protocols (101) although the request has no Upgrade field");
        assertThat(proxy.http().state()).isEqualTo(FlowState.FAILED);
    }

    @Test
    void anUpgradeToCleartextHttp2IsNotForwarded() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        client().send("GET http://" + origin.authority()
                        + "/ HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                        + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n")
                .response();

        assertThat(origin.received()).isEqualTo("GET / HTTP/1.1\r\nHost: " + origin.authority() + "\r\n\r\n");
    }

    @Test
    void anAddonThatReplacesThe101KeepsHttp() throws Exception {
        long now = Times.now();
        HttpResponse instead =
                new HttpResponse("HTTP/1.1", 403, "No", Headers.EMPTY, null, new Body.Inline(latin1("no")), now, now);
        restartWith(
                settings -> settings,
                registrar -> registrar.on(
                        Hook.RESPONSE_HEAD,
                        Phase.DECIDE,
                        (flow, context) ->
                                flow.response().status() == 101 ? new Verdict.Answer<>(instead) : Verdict.pass()));
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(SWITCH, OK));
        RawClient client = client();

        assertThat(client.send(upgrade(origin, "made-up/2")).response().status())
                .isEqualTo(403);
        assertThat(client.send(get(origin, "/")).response().status()).isIn(200, 502);
        assertThat(proxy.ended(2)).allMatch(HttpFlow.class::isInstance);
    }

    @Test
    void aHalfCloseBeforeThe101IsForwardedAfterIt() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send(SWITCH);
            assertThat(connection.readToEnd()).isEmpty();
            connection.send("only me");
        });
        RawClient client = client().send(upgrade(origin, "made-up/2"));
        client.wire().shutOutput();

        assertThat(client.wire().readToEnd()).endsWith("\r\n\r\nonly me");
        assertThat(origin.failures()).isEmpty();
        proxy.ended(2);
        assertThat(proxy.tcp().state()).isEqualTo(FlowState.COMPLETE);
    }

    @ParameterizedTest
    @CsvSource({"made-up/2, COMPLETE", "websocket, FAILED"})
    void aServerThatDisconnectsWhileAHookDecidesAboutIts101EndsTheFlow(String protocol, FlowState end)
            throws Exception {
        CompletableFuture<Verdict<HttpFlow>> decision = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        CompletableFuture<Void> left = new CompletableFuture<>();
        restartWith(
                settings -> settings,
                registrar -> registrar.onAsync(Hook.RESPONSE_HEAD, Phase.HOLD, (flow, context) -> {
                    asked.complete(null);
                    return decision;
                }));
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send(SWITCH.replace("made-up/2", protocol));
            asked.join();
            connection.shutOutput();
            connection.awaitEnd();
            left.complete(null);
        });
        RawClient client = client().send(upgrade(origin, protocol));
        left.get(180, TimeUnit.SECONDS);

        decision.complete(Verdict.pass());

        assertThat(client.wire().readToEnd()).startsWith("HTTP/1.1 101 ");
        assertThat(proxy.ended(1)).extracting(Flow::state).containsExactly(end);
    }
}
