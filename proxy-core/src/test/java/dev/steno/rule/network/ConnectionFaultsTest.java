package dev.steno.rule.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.rule.action.RulePoint;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import java.net.SocketException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Faults of whole connections, and of the clock of a server. */
class ConnectionFaultsTest extends NetworkProxyTest {
    /** Each stream of the connection is reset, with what it says in the record, and the connection ends. */
    @Test
    void allStreamsOfAConnectionAreReset() throws Exception {
        CountDownLatch waiting = new CountDownLatch(2);
        ScriptedOrigin origin = server(connection -> {
            for (FrameServer.Request request = connection.request(); ; request = connection.request()) {
                connection.headers(request.stream(), false, ":status", "200");
                waiting.countDown();
            }
        });
        FrameClient client = client(origin);
        set("fault", "|~u /reset|reset_peer scope=connection");
        client.get(1, authority(origin), "/one").get(3, authority(origin), "/two");
        waiting.await();
        client.await(FrameClient.HEADERS, 3);
        client.get(5, authority(origin), "/reset");
        Map<Integer, Integer> resets = new TreeMap<>();
        int goAway = -1;
        for (FrameClient.Frame frame = client.next(); frame != null; frame = client.next()) {
            if (frame.type() == FrameClient.RST_STREAM) {
                resets.put(frame.stream(), frame.code());
            } else if (frame.type() == FrameClient.GOAWAY) {
                goAway = frame.code();
            }
        }
        assertThat(resets).isEqualTo(Map.of(1, INTERNAL_ERROR, 3, INTERNAL_ERROR, 5, INTERNAL_ERROR));
        assertThat(goAway).isEqualTo(INTERNAL_ERROR);
        assertThat(proxy.ended(3))
                .allMatch(flow -> flow.state() == FlowState.FAILED)
                .extracting(flow -> ((HttpFlow) flow).error().message())
                .containsExactlyInAnyOrder(
                        "reset by rule fault-1",
                        "the connection was reset with another of its streams",
                        "the connection was reset with another of its streams");
    }

    @Test
    void theConnectionOfHttp1IsReset() throws Exception {
        ScriptedOrigin origin = sending(2);
        set("fault", "reset_peer scope=connection");
        RawClient client = client().send(get(origin, "/"));
        assertThatThrownBy(() -> client.wire().in().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void theClockOfAServerIsWrong() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            while (connection.readRequest() != null) {
                connection.send("HTTP/1.1 200 OK\r\nDate: Tue, 03 Jun 2008 23:05:30 GMT\r\n"
                        + "Expires: Wed, 04 Jun 2008 00:05:30 GMT\r\nLast-Modified: Mon, 02 Jun 2008 11:05:30 GMT\r\n"
                        + "Retry-After: 120\r\n"
                        + "Set-Cookie: a=b; Expires=Wed, 31-Dec-2008 23:30:00 GMT; Path=/\r\n"
                        + "Set-Cookie: e=f; Expires=Fri, 31 Dec 9999 23:59:59 GMT\r\n"
                        + "Set-Cookie: g=h; Expires=Sunday, 06-Nov-94 08:49:37 GMT\r\n"
                        + "Set-Cookie: c=d; Max-Age=5\r\nContent-Length: 2\r\n\r\nok");
            }
        });
        set("fault", "|~u /late|clock shift=1h", "|~u /early|clock shift=-30d");
        HttpAnswer late = client().send(get(origin, "/late")).response();
        assertThat(late.field("Date")).isEqualTo("Wed, 04 Jun 2008 00:05:30 GMT");
        assertThat(late.field("Expires")).isEqualTo("Wed, 04 Jun 2008 01:05:30 GMT");
        assertThat(late.field("Last-Modified")).isEqualTo("Mon, 02 Jun 2008 11:05:30 GMT");
        assertThat(late.field("Retry-After")).isEqualTo("120");
        assertThat(late.head())
                .contains("Set-Cookie: a=b; Expires=Thu, 01 Jan 2009 00:30:00 GMT; Path=/\r\n")
                .contains("Set-Cookie: e=f; Expires=Fri, 31 Dec 9999 23:59:59 GMT\r\n")
                .contains("Set-Cookie: g=h; Expires=Sun, 06 Nov 1994 09:49:37 GMT\r\n")
                .contains("Set-Cookie: c=d; Max-Age=5\r\n");
        HttpFlow flow = proxy.http();
        assertThat(flow.original().response().headers().get("Date")).isEqualTo("Tue, 03 Jun 2008 23:05:30 GMT");
        HttpAnswer early = client().send(get(origin, "/early")).response();
        assertThat(early.field("Date")).isEqualTo("Sun, 04 May 2008 23:05:30 GMT");
    }

    /** The first request to a name waits for the name too, and those to addresses do not. */
    @Test
    void aNameIsSlowInANetworkThatIsVeryBad() throws Exception {
        ScriptedOrigin origin = sending(2);
        Throttle network = Throttle.of("very-bad");
        client().send("GET http://localhost:" + origin.port() + "/ HTTP/1.1\r\nHost: a\r\n\r\n")
                .response();
        HttpFlow named = proxy.http();
        assertThat(network.decide(named, RulePoint.REQUEST).delay()).isEqualTo(3_500_000_000L);
        assertThat(network.decide(named, RulePoint.RESPONSE).delay()).isEqualTo(500_000_000L);
        client().send(get(origin, "/")).response();
        HttpFlow addressed = (HttpFlow) proxy.ended(2).get(1);
        assertThat(network.decide(addressed, RulePoint.REQUEST).delay()).isEqualTo(500_000_000L);
    }

    @Test
    void aRecordedDelayOfAFlowThatIsNotRecordedIsAFailureOfItsRule() throws Exception {
        ScriptedOrigin origin = sending(2);
        set("fault", "latency latency=recorded:17");
        assertThat(client().send(get(origin, "/")).response().text()).hasSize(2);
        assertThat(hits(0)).isZero();
        assertThat(rules.list().get(0).tally().failures()).isEqualTo(1);
    }
}
