package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.net.settings.HttpConfig;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed responses that curl and browsers accept: they are forwarded, and the flow says what was malformed. */
class LenientServersTest extends ProxyTest {
    private static final String CHUNKS = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";

    private static String with(String field) {
        return "HTTP/1.1 200 OK\r\n" + field + "Content-Length: 2\r\n\r\nok";
    }

    static Stream<Arguments> odd() {
        return Stream.of(
                Arguments.of("HTTP/1.1 200 OK\nContent-Length: 2\n\nok", "a bare line feed ends a line", false),
                Arguments.of(with("A: b\r\r\n"), "more than one carriage return", false),
                Arguments.of(with("A: b\rC: d\r\n"), "a bare carriage return in a value", false),
                Arguments.of(with("A: \u0001\r\n"), "control characters: \"\\x01\"", true),
                Arguments.of(with("X(y): z\r\n"), "the field name \"X(y)\" is not a token", true),
                Arguments.of(with(": z\r\n"), "the field name \"\" is not a token", true),
                Arguments.of(with("text\r\n"), "a field line without a colon was dropped: \"text\"", false),
                Arguments.of(with(" A: b\r\n"), "white space before the first field", false),
                Arguments.of("http/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "written http/1.1", false),
                Arguments.of("HTTP/2 200 OK\r\nContent-Length: 2\r\n\r\nok", "HTTP/2 over an HTTP/1", false),
                Arguments.of("HTTP/1.1 200OK\r\nContent-Length: 2\r\n\r\nok", "no space after the status", false),
                Arguments.of("HTTP/1.1 200 \u0001\r\nContent-Length: 2\r\n\r\nok", "the reason phrase holds", true),
                Arguments.of("HTTP/1.1 200 O\rK\r\nContent-Length: 2\r\n\r\nok", "in the reason phrase", false),
                Arguments.of(
                        CHUNKS + "Content-Length: 9\r\n\r\n2\r\nok\r\n0\r\n\r\n", "Content-Length: 9 beside", false),
                Arguments.of(
                        CHUNKS + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                        "chunked and chunked",
                        false),
                Arguments.of(CHUNKS.replace("1.1", "1.0") + "\r\n2\r\nok\r\n0\r\n\r\n", "HTTP/1.0", false),
                Arguments.of(CHUNKS + "\r\n2 \r\nok\r\n0\r\n\r\n", "blanks after the size of a chunk", false),
                Arguments.of(CHUNKS + "\r\n2\r\nok\n0\r\n\r\n", "a bare line feed ends a line", false),
                Arguments.of(CHUNKS + "\r\n2\r\nok\r\n0\r\nX@y: z\r\n\r\n", "the field name \"X@y\"", true));
    }

    @ParameterizedTest
    @MethodSource("odd")
    void theFlowSaysWhatWasOddAndAConnectionWithOddFramingIsNotReused(String response, String odd, boolean again)
            throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(response, response));
        RawClient client = client();

        assertThat(client.send(get(origin, "/1")).response().text()).isEqualTo("ok");
        assertThat(client.send(get(origin, "/2")).response().text()).isEqualTo("ok");

        assertThat(proxy.ended(2)).allSatisfy(flow -> {
            assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
            assertThat(flow.notes().metadata().get(Notes.ODD)).contains(odd);
        });
        assertThat(origin.connections()).hasSize(again ? 1 : 2);
    }

    @ParameterizedTest
    @MethodSource("odd")
    void withStrictServersOddResponsesAreRefusedOrCut(String response, String odd, boolean again) throws Exception {
        restartWith(defaults -> defaults.with(new HttpConfig(true, false, false)));
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(response));

        client().send(get(origin, "/")).wire().readHead();

        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().message()).contains("malformed");
    }

    @Test
    void withStrictServersDeviationsThatWereAlwaysAcceptedStillPass() throws Exception {
        restartWith(defaults -> defaults.with(new HttpConfig(true, false, false)));
        String response = "HTTP/1.1  200 OK\r\nA : b\r\nC: d\r\n e\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok";
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(response));

        assertThat(client().send(get(origin, "/")).response().text()).isEqualTo("ok");
    }

    @Test
    void aWellFormedResponseHasNoRemark() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        client().send(get(origin, "/")).response();

        assertThat(proxy.http().notes()).isEqualTo(Notes.NONE);
    }

    @Test
    void aNameThatIsNotATokenIsRecordedAsSentAndNotForwarded() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(with("X(y): z\r\n: q\r\n")));

        HttpAnswer answer = client().send(get(origin, "/")).response();

        assertThat(answer.text()).isEqualTo("ok");
        HttpFlow flow = proxy.http();
        assertThat(flow.response().headers().toString()).startsWith("X(y): z\r\n: q\r\n");
    }

    @Test
    void remarksOfInterimAndFinalResponsesAreJoined() throws Exception {
        ScriptedOrigin origin =
                origin(ScriptedOrigin.answering("HTTP/1.1 103 Early\nLink: a\n\n" + with("A: \u0001\r\n")));

        assertThat(client().send(get(origin, "/")).response().status()).isEqualTo(103);

        assertThat(proxy.http().notes().metadata().get(Notes.ODD)).contains("bare line feed", "control characters");
    }

    @Test
    void remarksAreBounded() throws Exception {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < 4000; i++) {
            fields.append("no colon ").append(i).append("\r\n");
        }
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(with(fields.toString())));

        assertThat(client().send(get(origin, "/")).response().text()).isEqualTo("ok");

        assertThat(proxy.http().notes().metadata().get(Notes.ODD)).hasSizeLessThan(4000);
    }

    @Test
    void aFieldOfVeryManyFoldedLinesIsJoinedInLinearTime() throws Exception {
        String folds = "\r\n b".repeat(50_000);
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(with("A: a" + folds + "\r\n")));

        assertThat(client().send(get(origin, "/")).response().text()).isEqualTo("ok");

        assertThat(proxy.http().response().headers().get("A")).hasSize(100_001);
    }

    @Test
    void aChunkOfThreeGibibytesIsForwardedFromItsFirstBytes() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send(CHUNKS + "\r\nC0000000\r\n" + "x".repeat(100_000));
            connection.awaitEnd();
        });
        RawClient client = client().send(get(origin, "/"));
        client.wire().readHead();

        int seen = 0;
        while (seen < 100_000) {
            seen += client.wire().readText(1).equals("x") ? 1 : 0;
        }
        assertThat(seen).isEqualTo(100_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "001", "099"})
    void aStatusBelow100IsNeverForwarded(String status) throws Exception {
        String low = "HTTP/1.1 " + status + " X\r\nContent-Length: 5\r\n\r\nhello";
        ScriptedOrigin first = origin(ScriptedOrigin.answering(low + OK));
        ScriptedOrigin behind = origin(ScriptedOrigin.answering("HTTP/1.1 103 Early\r\n\r\n" + low + OK));
        RawClient client = client();

        assertThat(client.send(get(first, "/")).response().status()).isEqualTo(502);
        assertThat(client.send(get(behind, "/")).response().status()).isEqualTo(103);
        assertThat(client.response().status()).isEqualTo(502);

        assertThat(proxy.ended(2)).allSatisfy(flow -> {
            assertThat(flow.state()).isEqualTo(FlowState.FAILED);
            assertThat(flow.error().message()).contains("its status is " + status);
        });
    }

    @Test
    void oddFieldsOfARequestAreRemarkedRecordedAndNotForwarded() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        client().send(get(origin, "/").replace("\r\n\r\n", "\r\nX@y: z\r\ntext\r\nB: \u0001\r\n\r\n"))
                .response();

        assertThat(origin.received())
                .isEqualTo("GET / HTTP/1.1\r\nHost: " + origin.authority() + "\r\nB: \u0001\r\n\r\n");
        HttpFlow flow = proxy.http();
        assertThat(flow.request().headers().get("X@y")).isEqualTo("z");
        assertThat(flow.notes().metadata().get(Notes.ODD)).contains("\"X@y\"", "\"text\"", "\\x01");
    }
}
