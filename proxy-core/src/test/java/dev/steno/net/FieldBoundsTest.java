package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.HttpFlow;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.Requests;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds on the fields of one exchange, which stay on the heap until they are recorded. */
class FieldBoundsTest extends ProxyTest {
    private static final String FIELDS = "a:b\r\n".repeat(ProxySettings.MAX_FIELDS + 1);

    @Test
    void aRequestWithTooManyFieldsIsRefused() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        RawClient client =
                client().send("GET http://" + origin.authority() + "/ HTTP/1.1\r\nHost: x\r\n" + FIELDS + "\r\n");

        assertThat(client.response().status()).isEqualTo(431);
        assertThat(proxy.http().error().message()).contains("more than 5000 fields");
    }

    @Test
    void aRequestWithAlmostTheMaximumOfFieldsPasses() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        RawClient client = client().send("GET http://" + origin.authority() + "/ HTTP/1.1\r\nHost: x\r\n"
                + "a:b\r\n".repeat(ProxySettings.MAX_FIELDS - 100) + "\r\n");

        assertThat(client.response().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n%sContent-Length: 0\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\n%s\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
            })
    void aResponseWithTooManyFieldsIsNotForwarded(String response) throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(response.replace("%s", FIELDS)));

        assertThat(get(origin).response().status()).isEqualTo(502);
        assertThat(proxy.http().error().message()).contains("more than 5000 fields");
    }

    @Test
    void trailersCountAsFieldsToo() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n" + FIELDS + "\r\n"));

        get(origin);

        HttpFlow flow = proxy.http();
        assertThat(flow.error().message()).contains("more than 5000 fields");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4000 of a:b", "3 of 100 KB", "101 that are empty"})
    void theTotalSizeOfInterimResponsesIsBounded(String kind) throws Exception {
        String fields = kind.startsWith("4000") ? "a:b\r\n".repeat(4_000) : "a: " + "b".repeat(100_000) + "\r\n";
        String interim = kind.startsWith("101")
                ? "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(101)
                : ("HTTP/1.1 103 Early Hints\r\n" + fields + "\r\n").repeat(3);
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(interim + OK));

        RawClient client = get(origin);
        HttpAnswer answer = client.response();
        while (answer.status() == 103) {
            answer = client.response();
        }

        assertThat(answer.status()).isEqualTo(502);
        HttpFlow flow = proxy.http();
        assertThat(flow.error().message()).contains("interim responses");
        assertThat(flow.interim()).hasSizeLessThanOrEqualTo(100);
    }

    private RawClient get(ScriptedOrigin origin) throws Exception {
        return client().send(Requests.get("http://" + origin.authority() + "/"));
    }
}
