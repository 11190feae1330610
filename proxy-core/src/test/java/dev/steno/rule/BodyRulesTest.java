package dev.steno.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.flow.Notes;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that change bodies, between a real client and server. */
class BodyRulesTest extends ProxyTest {
    private final Rules rules = new Rules();

    @Override
    protected Addon[] addons() {
        return new Addon[] {rules};
    }

    /** Sets the only rule of a kind. */
    private void set(String kind, String... texts) {
        proxy.options.set(kind, proxy.options.require(kind).join(List.of(texts)));
    }

    private ScriptedOrigin echo() throws Exception {
        return origin(connection -> {
            for (String head = connection.readRequest(); head != null; head = connection.readRequest()) {
                connection.send(
                        "HTTP/1.1 200 OK\r\nX-Old: 1\r\nx-OLD: 2\r\nSet-Cookie: sid=1; Path=/\r\nSet-Cookie: b=2\r\n"
                                + "Content-Length: " + head.length() + "\r\n\r\n" + head);
            }
        });
    }

    private HttpAnswer got(ScriptedOrigin origin, String path, String... fields) throws Exception {
        String head = get(origin, path);
        String more = String.join(
                "", List.of(fields).stream().map(field -> field + "\r\n").toList());
        return client().send(head.substring(0, head.length() - 2) + more + "\r\n")
                .response();
    }

    private String traced(int flow) {
        return proxy.ended(flow).get(flow - 1).notes().metadata().get(Notes.RULES);
    }

    // ---- modify-body

    private static byte[] gzip(byte[] plain) throws Exception {
        var out = new java.io.ByteArrayOutputStream();
        try (var gzip = new java.util.zip.GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private ScriptedOrigin answering(String fields, byte[] body) throws Exception {
        return origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + body.length + "\r\n\r\n");
            connection.send(body);
        });
    }

    @Test
    void theDecodedTextIsChangedAndEncodedAgain() throws Exception {
        ScriptedOrigin origin = answering(
                "Content-Type: text/plain\r\nContent-Encoding: gzip\r\n", gzip("one two\none".getBytes("UTF-8")));
        set("modify-body", "/(o)ne/[\\1]", "/two.\\[o\\]/\\u20ac");
        HttpAnswer answer = got(origin, "/");
        byte[] plain =
                new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(answer.body())).readAllBytes();
        assertThat(new String(plain, "UTF-8")).isEqualTo("[o] \u20ac");
        assertThat(answer.field("Content-Length")).isEqualTo(String.valueOf(answer.body().length));
        assertThat(traced(1)).isEqualTo("modify-body-1 modify-body-2");
    }

    @Test
    void theCharsetOfTheBodyStays() throws Exception {
        ScriptedOrigin origin =
                answering("Content-Type: text/plain; charset=iso-8859-2\r\n", new byte[] {'a', (byte) 0xB1});
        set("modify-body", "/a/\\u0142");
        assertThat(got(origin, "/").body()).containsExactly(0xB3, 0xB1);
    }

    @Test
    void aBodyThatIsNoTextIsChangedByItsBytes() throws Exception {
        ScriptedOrigin origin = answering("", new byte[] {(byte) 0xFF, 0, (byte) 0xFE, 1});
        set("modify-body", "/\\xff\\x00/\\x02");
        assertThat(got(origin, "/").body()).containsExactly(2, 0xFE, 1);
    }

    @Test
    void aBodyThatCannotBeDecodedPasses() throws Exception {
        ScriptedOrigin origin = answering("Content-Encoding: gzip\r\n", "no gzip".getBytes("UTF-8"));
        set("modify-body", "/gzip/x");
        assertThat(got(origin, "/").text()).isEqualTo("no gzip");
        assertThat(traced(1)).isEqualTo("!modify-body-1");
    }

    @Test
    void aBombPasses() throws Exception {
        byte[] bomb = gzip(new byte[40 << 20]);
        ScriptedOrigin origin = answering("Content-Encoding: gzip\r\n", bomb);
        set("modify-body", "/x/y");
        assertThat(got(origin, "/").body()).isEqualTo(bomb);
        assertThat(traced(1)).isEqualTo("!modify-body-1");
    }

    @Test
    void aLargerBodyThanTheLimitIsChangedWhileItPasses() throws Exception {
        ScriptedOrigin origin = answering("", "12345".getBytes("UTF-8"));
        set("modify-body", "/3/x");
        proxy.options.set("rules-body", "4");
        assertThat(got(origin, "/").text()).isEqualTo("12x45");
        assertThat(traced(1)).isEqualTo("modify-body-1");
        assertThat(rules.list().get(0).tally().hits()).isEqualTo(1);
    }

    @Test
    void aStreamOfEventsIsNotHeld() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
            connection.readRequest(); // until the client leaves
        });
        set("modify-body", "/1/2");
        RawClient client = client().send(get(origin, "/"));
        await().until(() -> {
            client.wire().readLine();
            return client.wire().received().contains("data: 2");
        });
    }

    @Test
    void theBodyOfARequest() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            for (String head = connection.readRequest(); head != null; head = connection.readRequest()) {
                connection.send(OK);
            }
        });
        set("modify-body", "/~q/a/bb");
        String head = "POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: " + origin.authority() + "\r\n";
        RawClient client = client();
        assertThat(client.send(head + "Content-Length: 3\r\n\r\naxa").response().status())
                .isEqualTo(200);
        assertThat(client.send(head + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n")
                        .response()
                        .status())
                .isEqualTo(200);
        assertThat(origin.received()).contains("Content-Length: 5\r\n", "\r\n\r\nbbxbb", "\r\n\r\nbb");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "/json:/items/-/1 # has its separator within the path of json:; choose one that the path does not contain",
                "/json:/items/0 # has its separator within the path of json:",
                "/ merge:/user/{\"a\": 1} # has its separator within the path of merge:",
                "|json:$.a|$.b|1 # has its separator within the path of json:$.a;",
                "/~s/json:/items/0/1 # \"items/0/1\" is not JSON; a rule whose path has slashes needs another separator",
                "/~s/json:/items/ # \"items/\" is not JSON; a rule whose path has slashes needs another separator",
                "/json:$.a/text # \"text\" is not JSON; a text is written \"text\"",
            })
    void aPathWithTheSeparatorIsRefused(String rule, String why) {
        assertThatThrownBy(() -> set("modify-body", rule)).hasMessageContaining(why);
    }

    @Test
    void aPointerWithAnotherSeparatorIsItself() throws Exception {
        ScriptedOrigin origin = answering("", "{\"items\":[1]}".getBytes("UTF-8"));
        set("modify-body", "|~s|json:/items/-|2", "/~s/json:$.items[0]/0");
        assertThat(got(origin, "/").text()).isEqualTo("{\"items\":[0,2]}");
    }
}
