package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowError.Step;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import dev.steno.testing.proxy.RunningProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sends each row of the tables in docs/ambiguous-messages.md and compares the bytes that arrive with the row. */
class AmbiguousMessageTest extends ProxyTest {
    private static final Pattern ESCAPE = Pattern.compile("\\\\(r|n|t|0|\\\\|x[0-9a-f]{2})");

    private static Stream<List<String>> rows(String section) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "ambiguous-messages.md"));
        String table = page.substring(page.indexOf("## " + section)).split("\n## ", 2)[0];
        return table.lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| what "))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList());
    }

    static Stream<Arguments> requests() throws IOException {
        return rows("Requests").map(row -> Arguments.of(row.get(0), row.get(1), row.get(2), row.get(3)));
    }

    static Stream<Arguments> tunnelledRequests() throws IOException {
        return requests()
                .filter(row -> ((String) row.get()[1]).contains("http://ORIGIN/")
                        && !row.get()[0].equals("a Host that differs from the URL"));
    }

    static Stream<Arguments> responses() throws IOException {
        return rows("Responses").map(row -> Arguments.of(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)));
    }

    /** The bytes that a cell of a table describes. */
    private static String bytes(String cell, @Nullable ScriptedOrigin origin) {
        String raw = cell.replaceAll("^`|`$", "");
        String text = origin == null ? raw : raw.replace("ORIGIN", origin.authority());
        return ESCAPE.matcher(text).replaceAll(AmbiguousMessageTest::unescaped);
    }

    private static String unescaped(MatchResult escape) {
        String name = escape.group(1);
        return switch (name.charAt(0)) {
            case 'r' -> "\r";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '0' -> "\0";
            case '\\' -> "\\\\";
            default -> String.valueOf((char) Integer.parseInt(name.substring(1), 16));
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void aRequestToTheProxyIsRefusedOrHasOneReading(String what, String sent, String outcome, String received)
            throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        assertOneReading(origin, client(), bytes(sent, origin), outcome, bytes(received, origin), get(origin, "/next"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tunnelledRequests")
    void aRequestInATunnelIsRefusedOrHasOneReading(String what, String sent, String outcome, String received)
            throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client().connect(origin.authority());
        // the first request decides how the tunnel is read
        String first = "GET /first HTTP/1.1\r\nHost: " + origin.authority() + "\r\n\r\n";
        client.send(first).response();

        assertOneReading(
                origin,
                client,
                bytes(sent.replace("http://ORIGIN/", "/"), origin),
                outcome,
                bytes(received, origin),
                first.replace("/first", "/next"));
    }

    private void assertOneReading(
            ScriptedOrigin origin, RawClient client, String sent, String outcome, String received, String next)
            throws Exception {
        String before = origin.connections().isEmpty() ? "" : origin.received();
        int flows = proxy.flows().size();
        client.send(sent + next);
        HttpAnswer answer = client.response();

        assertThat(answer.status()).hasToString(outcome);
        if (!outcome.equals("400")) {
            assertThat(client.response().text()).isEqualTo("ok");
            assertThat(origin.received())
                    .isEqualTo(before + received + "GET /next HTTP/1.1\r\nHost: " + origin.authority() + "\r\n\r\n");
            assertThat(proxy.ended(flows + 2)).hasSize(flows + 2);
            return;
        }
        assertThat(client.isClosedByProxy()).isTrue();
        HttpFlow flow = (HttpFlow) proxy.ended(flows + 1).get(flows);
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().step()).isEqualTo(Step.REQUEST);
        RunningProxy refusing = proxy;
        closeAndCheck(() -> {
            assertThat(refusing.flows()).as(sent).hasSize(flows + 1);
            String passed =
                    origin.connections().isEmpty() ? "" : origin.received().substring(before.length());
            assertThat(passed)
                    .as("a refused request is never recorded as complete: %s", sent)
                    .doesNotContain("/next", "\r\n0\r\n");
            if (!sent.contains("chunked\r\n\r\n")) { // a malformed chunk arrives after the head was forwarded
                assertThat(passed).as(sent).isEmpty();
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("responses")
    void aResponseIsRefusedOrHasOneReading(String what, String method, String sent, String outcome, String received)
            throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            for (String head = connection.readRequest(); head != null; head = connection.readRequest()) {
                if (head.contains(" /next ")) {
                    connection.send(OK);
                    continue;
                }
                String answer = bytes(sent, null);
                connection.send(answer.replace("[end]", ""));
                if (answer.endsWith("[end]")) {
                    return;
                }
            }
        });
        RawClient client = client();
        client.send(get(origin, "/").replace("GET ", method + " ") + get(origin, "/next"));

        if (outcome.equals("502")) {
            assertThat(client.response().status()).isEqualTo(502);
            assertThat(((HttpFlow) proxy.ended(1).get(0)).error().step()).isEqualTo(Step.RESPONSE);
            assertThat(client.response().text()).isEqualTo("ok");
        } else if (outcome.equals("cut")) {
            assertThat(client.wire().readToEnd())
                    .doesNotEndWith("0\r\n\r\n")
                    .doesNotContain("200 OK\r\nContent-Length");
            assertThat(proxy.http().state()).isEqualTo(FlowState.FAILED);
        } else {
            String expected = bytes(received, null) + OK;
            assertThat(client.wire().readText(expected.length())).isEqualTo(expected);
            assertThat(proxy.ended(2)).allMatch(flow -> flow.state() == FlowState.COMPLETE);
        }
    }
}
