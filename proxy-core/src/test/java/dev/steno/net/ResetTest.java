package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Peers that reset their connection after any number of bytes: the received data is recorded, and no flow stays open.
 */
class ResetTest extends ProxyTest {

    private HttpFlow ended(int number) {
        Awaitility.await()
                .until(() -> proxy.flows().size() >= number
                        && proxy.flows().get(number - 1).state() != FlowState.OPEN);
        return (HttpFlow) proxy.flows().get(number - 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n"
            })
    void aServerMayResetAfterAnyByteOfItsResponse(String response) throws Exception {
        int head = response.indexOf("\r\n\r\n") + 4;
        for (int sent = 0; sent < response.length(); sent++) {
            int cut = sent;
            ScriptedOrigin origin = origin(connection -> {
                connection.readHead();
                connection.send(response.substring(0, cut));
                connection.reset();
            });
            RawClient client = client().send(get(origin, "/"));
            if (cut < head) {
                assertThat(client.response().status())
                        .as("after %d bytes", sent)
                        .isEqualTo(502);
            } else {
                client.wire().awaitEnd();
            }

            HttpFlow flow = ended(sent + 1);
            assertThat(flow.state()).as("after %d bytes", sent).isEqualTo(FlowState.FAILED);
            assertThat(client.wire().received()).doesNotContain("hello\r\n0\r\n");
            client.close();
            origin.close();
        }
    }

    @Test
    void aClientMayResetAfterAnyByteOfItsRequest() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            for (String head = connection.readRequest(); head != null; head = connection.readRequest()) {
                connection.send(OK);
            }
        });
        String request = "POST http://" + origin.authority()
                + "/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + "5\r\nhello\r\n0\r\n\r\n";
        for (int sent = 1; sent < request.length(); sent++) {
            RawClient client = client();
            client.send(request.substring(0, sent));
            client.wire().reset();
        }

        assertThat(client().send(get(origin, "/")).response().text()).isEqualTo("ok");
        Awaitility.await().until(() -> proxy.flows().stream().noneMatch(flow -> flow.state() == FlowState.OPEN));
        assertThat(proxy.flows().stream().filter(flow -> flow.state() == FlowState.COMPLETE))
                .as("only the last request was received completely")
                .hasSize(1);
        Awaitility.await()
                .until(() -> origin.connections().stream()
                        .allMatch(connection -> connection.socket().isClosed()
                                || connection.received().startsWith("GET ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "server"})
    void eitherEndOfARawStreamMayResetAfterAnyByte(String who) throws Exception {
        String words = "\u0000some words";
        for (int sent = 1; sent <= words.length(); sent++) {
            int cut = sent;
            ScriptedOrigin origin = origin(connection -> {
                if (who.equals("server")) {
                    connection.send(words.substring(0, cut));
                    connection.readExactly(1);
                    connection.reset();
                } else {
                    connection.send("!");
                    connection.awaitEnd();
                }
            });
            RawClient client = client().connect(origin.authority());
            if (who.equals("server")) {
                assertThat(client.wire().readText(cut)).isEqualTo(words.substring(0, cut));
                client.send("!");
                client.wire().awaitEnd();
            } else {
                assertThat(client.send(words.substring(0, cut)).wire().readText(1))
                        .isEqualTo("!");
                client.wire().reset();
            }
            int number = sent;
            Awaitility.await()
                    .until(() -> proxy.flows().size() == number
                            && proxy.flows().get(number - 1).state() != FlowState.OPEN);
            client.close();
            Awaitility.await().until(() -> origin.connections().get(0).socket().isClosed());
            origin.close();
        }
    }
}
