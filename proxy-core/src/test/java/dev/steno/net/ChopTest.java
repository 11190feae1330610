package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import dev.steno.testing.wire.Chop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The flows and the bytes at the server are the same, whatever segments the network delivers a conversation in. */
public class ChopTest extends ProxyTest {
    private static final String ANSWERS = "HTTP/1.1 100 Continue\r\n\r\n"
            + "HTTP/1.1 200 Fine\r\nTransfer-Encoding: chunked\r\nX-A: \u00e4\r\n\r\n5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nX-T: 1\r\n\r\n";
    private static final String SECOND = "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnope";

    private static String requests(ScriptedOrigin origin) {
        String url = "http://" + origin.authority();
        return "POST " + url + "/one?%zz HTTP/1.1\r\nHost: " + origin.authority()
                + "\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\nX-B: \u00fc\r\nConnection: x-hop\r\nX-Hop: 1\r\n\r\n"
                + "3\r\nabc\r\n0000a\r\n0123456789\r\n0\r\nX-U: 2\r\n\r\n"
                + "PUT " + url + "/two HTTP/1.1\r\nHost: elsewhere\r\nContent-Length: 7\r\n\r\ncontent";
    }

    /** The results that must not depend on the segments. */
    private record Seen(List<Object> flows, List<String> bodies, String byServer, String byClient) {}

    private static Object fields(Headers headers) {
        List<String> all = new ArrayList<>();
        for (int i = 0; headers != null && i < headers.size(); i++) {
            all.add(headers.name(i) + ": " + headers.value(i));
        }
        return all;
    }

    private Seen seen(List<Flow> flows, String byServer, List<HttpAnswer> answers) {
        List<Object> facts = new ArrayList<>();
        List<String> bodies = new ArrayList<>();
        for (Flow flow : flows) {
            HttpFlow http = (HttpFlow) flow;
            facts.add(List.of(
                    http.state(),
                    http.request().method(),
                    http.request().url(),
                    fields(http.request().headers()),
                    fields(http.request().trailers()),
                    http.response().status(),
                    http.response().reason(),
                    fields(http.response().headers()),
                    fields(http.response().trailers()),
                    http.interim().size(),
                    String.valueOf(http.error())));
            bodies.add(new String(proxy.bytes(http.request().body())));
            bodies.add(new String(proxy.bytes(http.response().body())));
        }
        StringBuilder byClient = new StringBuilder();
        for (HttpAnswer answer : answers) {
            byClient.append(answer.head()).append(answer.text()).append(answer.trailers());
        }
        return new Seen(facts, bodies, byServer, byClient.toString());
    }

    /** Chunk boundaries depend on the segments, so only the content of the chunks is compared. */
    private static ScriptedOrigin.Script reading(List<String> messages) {
        return connection -> {
            for (String answer : List.of(ANSWERS, SECOND)) {
                HttpAnswer request = connection.readWholeRequest();
                messages.add(request.head() + request.text() + request.trailers());
                connection.send(answer);
            }
            connection.awaitEnd();
        };
    }

    private Seen converse(ScriptedOrigin origin, List<String> messages, Chop chop, int flowsBefore) throws Exception {
        messages.clear();
        RawClient client = client();
        chop.send(client.wire().socket());
        List<HttpAnswer> answers = List.of(client.response(), client.response(), client.response());
        client.close();
        assertThat(answers)
                .extracting(HttpAnswer::status)
                .as("%s %s", chop, origin.failures())
                .containsExactly(100, 200, 404);
        Awaitility.await()
                .until(() -> proxy.flows().size() == flowsBefore + 2
                        && proxy.flows().stream().noneMatch(flow -> flow.state() == dev.steno.flow.FlowState.OPEN));
        return seen(proxy.flows().subList(flowsBefore, flowsBefore + 2), String.join("|", messages), answers);
    }

    @Test
    public void everySplitOfTheRequestsGivesTheSame() throws Exception {
        List<String> messages = new java.util.concurrent.CopyOnWriteArrayList<>();
        ScriptedOrigin origin = origin(reading(messages));
        AtomicInteger flows = new AtomicInteger();
        Chop.allGiveTheSame(latin1(requests(origin)), chop -> {
            Seen seen = converse(origin, messages, chop, flows.getAndAdd(2));
            assertThat(seen.bodies()).containsExactly("abc0123456789", "hello world", "content", "nope");
            return seen;
        });
    }

    @Test
    public void everySplitOfTheResponsesGivesTheSame() throws Exception {
        AtomicInteger flows = new AtomicInteger();
        Chop.allGiveTheSame(latin1(ANSWERS), chop -> {
            ScriptedOrigin origin = origin(connection -> {
                connection.readWholeRequest();
                chop.send(connection.socket());
                connection.readWholeRequest();
                connection.send(SECOND);
                connection.awaitEnd();
            });
            RawClient client = client().send(requests(origin));
            List<HttpAnswer> answers = List.of(client.response(), client.response(), client.response());
            client.close();
            origin.close();
            int now = flows.addAndGet(2);
            Awaitility.await()
                    .until(() -> proxy.flows().size() == now
                            && proxy.flows().stream().noneMatch(flow -> flow.state() == dev.steno.flow.FlowState.OPEN));
            Seen seen = withoutPort(seen(proxy.flows().subList(now - 2, now), "", answers), origin);
            assertThat(seen.bodies()).containsExactly("abc0123456789", "hello world", "content", "nope");
            return seen;
        });
    }

    private static Seen withoutPort(Seen seen, ScriptedOrigin origin) {
        List<Object> flows = new ArrayList<>();
        seen.flows().forEach(flow -> flows.add(flow.toString().replace(origin.authority(), "ORIGIN")));
        return new Seen(flows, seen.bodies(), "", seen.byClient());
    }
}
