package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.proxy.ProxyTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requirements of the standards on a proxy that no other class tests, and the list of all of them in docs/duties.md.
 */
class ProxyDutiesTest extends ProxyTest {
    private static String request(String method, String url, String version, String fields) {
        return method + " " + url + " " + version + "\r\nHost: x\r\n" + fields + "\r\n";
    }

    @ParameterizedTest
    @CsvSource({"OPTIONS,7,6", "TRACE,1,0", "OPTIONS,0010,9", "TRACE,99999999999999999999,999999999"})
    void maxForwardsIsCountedDown(String method, String sent, String received) throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        client().send(request(
                        method,
                        "http://" + origin.authority() + "/",
                        "HTTP/1.1",
                        "Max-Forwards: " + sent + "\r\nA: b\r\n"))
                .response();

        assertThat(origin.received()).endsWith("\r\nMax-Forwards: " + received + "\r\nA: b\r\n\r\n");
        assertThat(proxy.http().request().headers().get("Max-Forwards")).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource({"GET,0", "POST,3", "OPTIONS,x", "TRACE,-1"})
    void maxForwardsOfOtherMethodsOrInvalidValuesPassesUnchanged(String method, String value) throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        client().send(request(
                        method, "http://" + origin.authority() + "/", "HTTP/1.1", "Max-Forwards: " + value + "\r\n"))
                .response();

        assertThat(origin.received()).contains("\r\nMax-Forwards: " + value + "\r\n");
    }

    @Test
    void aRequestWithMaxForwardsZeroIsAnsweredByTheProxy() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        String url = "http://" + origin.authority() + "/x";
        String fields = "Max-Forwards: 0\r\nCookie: secret\r\nAuthorization: secret\r\nA: b\r\n";
        RawClient client = client();

        HttpAnswer options =
                client.send(request("OPTIONS", url, "HTTP/1.1", fields)).response();
        HttpAnswer trace =
                client.send(request("TRACE", url, "HTTP/1.1", fields)).response();
        FrameClient.Answer frames = FrameClient.over(client())
                .request(1, true, "TRACE", url, "max-forwards", "0")
                .answer(1);

        assertThat(options.status()).isEqualTo(200);
        assertThat(options.field("Content-Length")).isEqualTo("0");
        assertThat(trace.field("Content-Type")).isEqualTo("message/http");
        assertThat(trace.text())
                .startsWith("TRACE " + url + " HTTP/1.1\r\nHost: x\r\n".replace("x\r\n", ""))
                .contains("Max-Forwards: 0\r\nA: b\r\n\r\n")
                .doesNotContain("secret");
        assertThat(frames.body()).contains("max-forwards: 0").doesNotContain(":path");
        assertThat(proxy.ended(3)).hasSize(3);
        assertThat(origin.connections()).isEmpty();
    }

    /** In HTTP/1.1 the fields would take effect, which HTTP/1.0 does not allow (RFC 9110, 7.8 and 10.1.1). */
    @Test
    void anUpgradeAndAnExpectationOfHttp10AreNotForwarded() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        client().send(request(
                        "GET",
                        "http://" + origin.authority() + "/",
                        "HTTP/1.0",
                        "Upgrade: websocket\r\nConnection: Upgrade\r\nExpect: 100-continue\r\nA: b\r\n"))
                .response();

        assertThat(origin.received()).isEqualTo("GET / HTTP/1.1\r\nHost: " + origin.authority() + "\r\nA: b\r\n\r\n");
    }

    @Test
    void a101ToAnHttp10ClientIsUnsolicited() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"));

        HttpAnswer answer = client().send(request(
                        "GET",
                        "http://" + origin.authority() + "/",
                        "HTTP/1.0",
                        "Upgrade: websocket\r\nConnection: Upgrade\r\n"))
                .response();

        assertThat(answer.status()).isEqualTo(502);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Via: 1.1 other",
                "Cache-Control: no-transform",
                "Pragma: x",
                "If-None-Match: \"a\"",
                "Range: bytes=0-1"
            })
    void endToEndFieldsPassUnchanged(String field) throws Exception {
        ScriptedOrigin origin =
                origin(ScriptedOrigin.answering("HTTP/1.1 200 OK\r\n" + field + "\r\nContent-Length: 2\r\n\r\nok"));
        RawClient client = client();

        client.send(request("GET", "http://" + origin.authority() + "/", "HTTP/1.1", field + "\r\n"))
                .response();

        assertThat(origin.received()).contains("\r\n" + field + "\r\n");
        assertThat(client.wire().received()).contains("\r\n" + field + "\r\n");
        assertThat(((HttpFlow) proxy.ended(1).get(0)).error()).isNull();
    }

    /** Each test class that the page names exists and has the named method. */
    @Test
    void thePageNamesTestsThatExist() throws IOException {
        Path docs = Path.of("..", "docs", "duties.md");
        List<String> rows = Files.readString(docs)
                .lines()
                .filter(line -> line.startsWith("| 91"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(60);
        for (String row : rows) {
            String[] cells = row.split("\\|");
            assertThat(cells).as(row).hasSize(5);
            assertThat(Stream.of(cells[4].split(",")).map(String::strip))
                    .as(row)
                    .allSatisfy(ProxyDutiesTest::assertTest);
        }
    }

    private static void assertTest(String cell) throws IOException {
        if (cell.startsWith("ADR ")) {
            assertThat(Path.of("..", "docs", "adr"))
                    .isDirectoryContaining(file -> file.getFileName().toString().startsWith("00" + cell.substring(4)));
            return;
        }
        String[] name = cell.replace("`", "").split("\\.");
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java", "dev", "steno"))) {
            Path found = files.filter(file -> file.endsWith(name[0] + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no test " + name[0]));
            if (name.length > 1) {
                assertThat(found).content().contains(" " + name[1] + "(");
            }
        }
    }
}
