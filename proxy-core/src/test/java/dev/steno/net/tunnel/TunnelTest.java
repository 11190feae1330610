package dev.steno.net.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.Requests;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.proxy.ProxyTest;
import dev.steno.testing.wire.Loopback;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CONNECT tunnels with data other than TLS. */
class TunnelTest extends ProxyTest {

    @Test
    void plainHttpInATunnelIsReadAndRecorded() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.counting());
        RawClient client = client().connect(origin.authority());

        assertThat(client.send("GET /1 HTTP/1.1\r\nHost: name.example\r\n\r\n")
                        .response()
                        .text())
                .isEqualTo("1");
        assertThat(client.send("GET /2 HTTP/1.1\r\nHost: name.example\r\n\r\n")
                        .response()
                        .text())
                .isEqualTo("2");

        assertThat(origin.connections()).hasSize(1);
        assertThat(origin.received()).startsWith("GET /1 HTTP/1.1\r\nHost: name.example\r\n\r\n");
        assertThat(proxy.ended(2)).allSatisfy(flow -> {
            assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
            assertThat(((HttpFlow) flow).request().scheme()).isEqualTo("http");
            assertThat(((HttpFlow) flow).request().port()).isEqualTo(origin.port());
        });
    }

    @Test
    void dataInTheSegmentOfTheConnectIsPartOfTheTunnel() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client =
                client().send("CONNECT " + origin.authority() + " HTTP/1.1\r\nHost: x\r\n\r\n" + Requests.get("/"));

        assertThat(client.wire().readHead()).isEqualTo("HTTP/1.1 200 Connection established\r\n\r\n");
        assertThat(client.response().text()).isEqualTo("ok");
    }

    @Test
    void rawBytesPassBothWaysAndAreRecordedAsMessages() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            assertThat(connection.readText(5)).isEqualTo("\u0000\u00ffabc");
            connection.send("\u0001\u0002");
            assertThat(connection.readText(1)).isEqualTo("!");
            connection.send("bye");
        });
        RawClient client = client().connect(origin.authority()).send("\u0000\u00ffabc");
        assertThat(client.wire().readText(2)).isEqualTo("\u0001\u0002");
        client.send("!");
        assertThat(client.wire().readToEnd()).isEqualTo("bye");
        client.close();

        assertThat(origin.failures()).isEmpty();
        TcpFlow flow = proxy.tcp();
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(flow.protocol()).isEqualTo("tcp");
        assertThat(flow.target()).isEqualTo(origin.endpoint());
        assertThat(flow.server().ip()).isEqualTo(origin.endpoint());
        assertThat(flow.sentByClient()).isEqualTo(6);
        assertThat(flow.sentByServer()).isEqualTo(5);
        assertThat(flow.messages()).isEqualTo(4);
        assertThat(flow.parent()).isZero();
        assertThat(proxy.messages())
                .extracting(message -> (message.direction().isFromClient() ? ">" : "<")
                        + new String(message.data(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .containsExactly(">\u0000\u00ffabc", "<\u0001\u0002", ">!", "<bye");
        assertThat(proxy.messages()).extracting(message -> message.sequence()).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void dataOfAServerThatSpeaksFirstReachesASilentClient() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.send("220 ready\r\n");
            assertThat(connection.readLine()).isEqualTo("HELO x");
            connection.send("250 hi\r\n");
        });
        RawClient client = client().connect(origin.authority());

        assertThat(client.wire().readLine()).isEqualTo("220 ready");
        assertThat(client.send("HELO x\r\n").wire().readToEnd()).isEqualTo("250 hi\r\n");
        client.close();
        assertThat(proxy.tcp().messages()).isEqualTo(3);
    }

    @Test
    void dataOfAServerThatSpeaksAfterOneByteOfTheClientArrives() throws Exception {
        CompletableFuture<Void> clientSpoke = new CompletableFuture<>();
        ScriptedOrigin origin = origin(connection -> {
            clientSpoke.orTimeout(60, TimeUnit.SECONDS).join();
            connection.send("220 ready\r\n");
            assertThat(connection.readText(1)).isEqualTo("A");
            connection.send("done");
        });
        RawClient client = client().connect(origin.authority()).send("A");
        clientSpoke.complete(null);

        assertThat(client.wire().readToEnd()).isEqualTo("220 ready\r\ndone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G",
                "GE",
                "\u0016",
                "\u0016\u0003",
                "\u0016\u0003\u0001\u0000\u00ff\u0001",
                "HELO",
                "AVERYLONGWORDWITHOUTANYSPACEINIT"
            })
    void dataSentBeforeAHalfCloseReachesTheServer(String words) throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            String all = connection.readToEnd();
            connection.send("heard " + all.length());
        });
        RawClient client = client().connect(origin.authority());
        if (!words.isEmpty()) {
            client.send(words);
        }
        client.wire().shutOutput();

        assertThat(client.wire().readToEnd()).isEqualTo("heard " + words.length());
        assertThat(proxy.tcp().sentByClient()).isEqualTo(words.length());
        assertThat(proxy.tcp().state()).isEqualTo(FlowState.COMPLETE);
        assertThat(proxy.flows()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\rx",
                "\u0016\u0003\u0001\u0000\u0005\u0002\u0000\u0000\u0001x",
                "\u0016\u0003\u0001\u0000\u0000",
                "A1 NOOP\r\n",
                "SSH-2.0-x\r\n",
                "ONE-VERY-LONG-WORD-THAT-IS-NO-METHOD"
            })
    void dataThatOnlyResemblesTlsOrHttpPassesUnchanged(String words) throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            assertThat(connection.readText(words.length())).isEqualTo(words);
            connection.send("ok");
        });

        RawClient client = client().connect(origin.authority()).send(words);
        assertThat(client.wire().readToEnd()).isEqualTo("ok");
        client.close();
        assertThat(proxy.tcp().protocol()).isEqualTo("tcp");
    }

    @Test
    void aTunnelThatTheServerClosesIsClosedAndRecorded() throws Exception {
        ScriptedOrigin origin = origin(connection -> {});

        RawClient client = client().connect(origin.authority());

        assertThat(client.isClosedByProxy()).isTrue();
        client.close();
        assertThat(proxy.tcp().state()).isEqualTo(FlowState.COMPLETE);
        assertThat(proxy.tcp().messages()).isZero();
    }

    @Test
    void aTunnelThatTheClientClosesWithoutDataIsRecorded() throws Exception {
        ScriptedOrigin origin = origin(Wiretap::awaitEnd);
        RawClient client = client().connect(origin.authority());
        Awaitility.await().until(() -> !origin.connections().isEmpty());

        client.close();

        assertThat(proxy.tcp().state()).isEqualTo(FlowState.COMPLETE);
        Awaitility.await().until(() -> origin.connections().get(0).socket().isClosed());
    }

    @Test
    void aServerThatResetsARawStreamFailsItsFlow() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readText(3);
            connection.reset();
        });
        RawClient client = client().connect(origin.authority()).send("\u0001\u0002\u0003");

        assertThat(client.isClosedByProxy()).isTrue();
        assertThat(proxy.tcp().state()).isEqualTo(FlowState.FAILED);
        assertThat(proxy.tcp().error().step()).isEqualTo(FlowError.Step.RELAY);
        assertThat(proxy.tcp().error().message()).startsWith("the server reset the connection");
    }

    @Test
    void rawBytesToAServerThatRefusesLeaveOneFailedFlow() throws Exception {
        int port = Loopback.freePort();
        RawClient client = client().connect("127.0.0.1:" + port).send("\u0001\u0002\u0003");

        assertThat(client.isClosedByProxy()).isTrue();
        client.close();
        TcpFlow flow = proxy.tcp();
        assertThat(flow.error().step()).isEqualTo(FlowError.Step.CONNECT);
        assertThat(flow.target()).isEqualTo(new Endpoint("127.0.0.1", port));
        proxy.close();
        assertThat(proxy.flows()).hasSize(1);
    }

    @Test
    void aTunnelToAServerThatRefusesLeavesOneFailedFlowEvenIfTheClientIsSilent() throws Exception {
        int port = Loopback.freePort();
        RawClient client = client().connect("127.0.0.1:" + port);
        client.close();

        assertThat(proxy.tcp().error().step()).isEqualTo(FlowError.Step.CONNECT);
        proxy.close();
        assertThat(proxy.flows()).hasSize(1);
    }

    @Test
    void httpInATunnelToAServerThatRefusesGetsTheErrorPage() throws Exception {
        int port = Loopback.freePort();
        RawClient client = client().connect("127.0.0.1:" + port).send(Requests.get("/"));

        HttpAnswer answer = client.response();
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).contains("connection refused");
        assertThat(proxy.http().error().step()).isEqualTo(FlowError.Step.CONNECT);
        client.close();
        proxy.close();
        assertThat(proxy.flows()).hasSize(1);
    }
}
