package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.testing.Bytes;
import dev.steno.testing.fuzz.Mutation;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.proxy.FuzzProxyTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Randomly mutated HTTP/1 requests, each with a valid request pipelined behind it: the server reads what is recorded,
 * and each response belongs to its request.
 */
class Http1RequestFuzzTest extends FuzzProxyTest {
    private static final Pattern ECHO = Pattern.compile("echo\\(\\S*?\\)(?=HTTP/|$)");

    private static final Mutation MUTATION = Mutation.with(
            "\r\n",
            "\n",
            "\r",
            "\r\n\r\n",
            "Content-Length: 5\r\n",
            "Content-Length: +5\r\n",
            "Content-Length: 5, 6\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: identity, chunked\r\n",
            "Transfer-Encoding:\u000bchunked\r\n",
            "Transfer-Encoding : chunked\r\n",
            "\r\n 1\r\n",
            "0\r\n\r\n",
            "ffffffffffffffff\r\n",
            "7fffffff;\r\n",
            "Host: other\r\n",
            "Connection: close\r\n",
            "Connection: content-length, host\r\n",
            "Expect: 100-continue\r\n",
            "Upgrade: h2c\r\n",
            "HTTP/1.0",
            "HTTP/2.0",
            "CONNECT ",
            "HEAD ",
            "OPTIONS * ",
            "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n",
            "http://",
            "//",
            "@",
            ":",
            "[::1]",
            "%00",
            "\u0016\u0003\u0001\u0000\u0010",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    private List<String> sound(long number) {
        String authority = origin.authority();
        String host = "\r\nHost: " + authority + "\r\n";
        String path = "/one-" + number;
        String url = "http://" + authority + path;
        return List.of(
                "GET " + url + " HTTP/1.1" + host + "Accept: */*\r\nCookie: a=b\r\n\r\n",
                "POST " + url + " HTTP/1.1" + host + "Content-Length: 7\r\n\r\ncontent",
                "POST " + url + " HTTP/1.1" + host
                        + "Transfer-Encoding: chunked\r\nTrailer: x-t\r\n\r\n3;a=b\r\nabc\r\n0a\r\n0123456789\r\n0\r\nX-T: 1\r\n\r\n",
                "PUT " + url + " HTTP/1.1" + host + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\nok",
                "HEAD " + url + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
                "CONNECT " + authority + " HTTP/1.1" + host + "\r\nGET " + path + " HTTP/1.1" + host + "\r\n",
                "GET " + url + " HTTP/1.1" + host + "\r\nDELETE " + url + "-b HTTP/1.1" + host + "\r\n",
                "OPTIONS * HTTP/1.1" + host + "Max-Forwards: 3\r\n\r\n");
    }

    @Test
    void theServerReadsWhatIsRecorded() {
        fuzz(400, this::tried);
    }

    private void tried(long number, Random random) throws Exception {
        List<String> sound = sound(number);
        byte[] first = MUTATION.of(latin1(sound.get(random.nextInt(sound.size()))), random);
        byte[] last = latin1(get(origin, "/last-" + number));
        String answers;
        int port;
        try (RawClient client = RawClient.to(proxy.port())) {
            port = client.wire().socket().getLocalPort();
            client.send(Bytes.concat(first, last));
            client.wire().shutOutput();
            answers = untilClosed(client.wire());
        }
        List<Flow> flows = flowsOf(port);
        if (flows.stream().noneMatch(TcpFlow.class::isInstance)) {
            checkThatAllIsRecorded(number, first, flows);
            checkTheOrder(number, first, answers);
        }
        if (number % 8 == 0) {
            checkAlive(number);
        }
    }

    private void checkThatAllIsRecorded(long number, byte[] sent, List<Flow> flows) {
        List<String> recorded = new ArrayList<>();
        for (Flow flow : flows) {
            if (flow instanceof HttpFlow http) {
                recorded.add(http.request().method() + " " + http.request().url());
            }
        }
        for (String one : readOf(
                number,
                known -> recorded.stream().anyMatch(each -> each.endsWith(known.substring(known.indexOf(' ') + 1))))) {
            String[] words = one.split(" ", 2);
            String path = words[1].equals("/") || words[1].equals("*") ? "" : words[1];
            String match = recorded.stream()
                    .filter(each -> each.startsWith(words[0] + " ") && each.contains(path))
                    .findFirst()
                    .orElse(null);
            assertThat(match)
                    .as("the server read %s, the record has %s, the client sent <%s>", one, recorded, new String(sent))
                    .isNotNull();
            recorded.remove(match);
        }
    }

    private void checkTheOrder(long number, byte[] sent, String answers) {
        List<String> echoes =
                ECHO.matcher(answers).results().map(MatchResult::group).toList();
        List<String> read =
                readOf(number, known -> echoes.contains(echo(known.substring(known.indexOf(' ') + 1)))).stream()
                        .filter(one -> !one.startsWith("HEAD "))
                        .map(one -> echo(one.substring(one.indexOf(' ') + 1)))
                        .toList();
        assertThat(echoes)
                .as("for %s, responses <%s> to <%s>", read, answers, new String(sent))
                .hasSizeLessThanOrEqualTo(read.size())
                .isEqualTo(read.subList(0, Math.min(read.size(), echoes.size())));
    }
}
