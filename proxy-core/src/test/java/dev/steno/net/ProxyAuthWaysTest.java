package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.HttpFlow;
import dev.steno.net.auth.ProxyAuth;
import dev.steno.net.mode.Credentials;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.Requests;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.proxy.ModeTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every protocol with which a client can enter a proxy that requires credentials, combined with every field that does
 * not contain the right ones. HTTP/3 is not among them: only reverse listeners accept it, and they require no
 * credentials.
 */
class ProxyAuthWaysTest extends ModeTest {
    private static final String TOKEN = "YW5uOnNlY3JldA==";
    private static final String FIELD = "Proxy-Authorization:";
    private static final String RIGHT = FIELD + " Basic " + TOKEN + "\r\n";

    /** The password is "secret". */
    private static final String BCRYPT = "ann:$2b$05$xZQfixGgyt7/OkGcL/NKJOpqP5Dv4tq2uuXmf6b2fyyMfpFth0F3y";

    /** Lines of a head; none of them must authenticate a client. */
    private static final List<String> WRONG = List.of(
            "",
            FIELD + "\r\n",
            FIELD + " \r\n",
            FIELD + " Basic\r\n",
            FIELD + " Basic \r\n",
            FIELD + " Basic Og==\r\n", // ":"
            FIELD + " Basic YW5uOg==\r\n", // "ann:"
            FIELD + " Basic OnNlY3JldA==\r\n", // ":secret"
            FIELD + " Basic YW5uOnNlY3JldAA=\r\n", // "ann:secret\0"
            FIELD + " Basic YW5u\r\n",
            FIELD + " Basic " + TOKEN + "x\r\n",
            FIELD + " Basic " + TOKEN + ", Basic x\r\n",
            FIELD + " Bearer " + TOKEN + "\r\n",
            FIELD + " " + TOKEN + "\r\n",
            FIELD + "\r\n" + RIGHT,
            RIGHT + FIELD + "\r\n",
            RIGHT + FIELD + " Basic Og==\r\n",
            RIGHT + RIGHT,
            "Authorization: Basic " + TOKEN + "\r\n",
            "X-Proxy-Authorization: Basic " + TOKEN + "\r\n");

    enum Way {
        GET,
        CONNECT,
        GET_OF_HTTP_1_0,
        GET_IN_TLS,
        CONNECT_IN_TLS,
        GET_OF_STENO_ITSELF,
        GET_AFTER_A_GOOD_ONE,
        CONNECT_AFTER_A_GOOD_ONE,
        GET_PIPELINED_AFTER_A_GOOD_ONE,
        GET_AFTER_A_GOOD_ONE_IN_TLS
    }

    @Override
    protected ProxySettings settings(ProxySettings defaults) {
        return super.settings(defaults).withAuth(ProxyAuth.only(new Credentials("ann", "secret")));
    }

    static Stream<Arguments> table() {
        List<Arguments> rows = new ArrayList<>();
        for (String mode : List.of("regular", "upstream:http://127.0.0.1:1/")) {
            for (Way way : Way.values()) {
                if (mode.equals("regular") || way == Way.GET || way == Way.CONNECT) {
                    rows.add(Arguments.of(mode, way));
                }
            }
        }
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("table")
    void noWrongCredentialsAreAccepted(String mode, Way way) throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        listen(mode);

        for (String wrong : WRONG) {
            assertRefused(way, origin, wrong);
        }
        assertNothingPassed(way, origin);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void noWrongCredentialsAreAcceptedWithAFileOfHashes(Way way) throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        restartWith(defaults -> settings(defaults).withAuth(ProxyAuth.htpasswd(List.of(BCRYPT))));

        for (String wrong : WRONG) {
            assertRefused(way, origin, wrong);
        }
        assertNothingPassed(way, origin);
    }

    private void assertRefused(Way way, ScriptedOrigin origin, String wrong) throws Exception {
        RawClient client = client();
        if (way.name().endsWith("IN_TLS")) {
            client.tls(trustingSteno(), "localhost");
        }
        boolean pipelined = way == Way.GET_PIPELINED_AFTER_A_GOOD_ONE;
        String good = head("GET", "http://" + origin.authority() + "/good", "HTTP/1.1", RIGHT);
        String bad = bad(way, origin, wrong);
        if (way.name().contains("AFTER_A_GOOD_ONE")) {
            client.send(pipelined ? good + bad : good);
            assertThat(client.response().status()).isEqualTo(200);
        }
        if (!pipelined) {
            client.send(bad);
        }
        HttpAnswer answer = client.response();

        assertThat(answer.status()).as("%s with %s", way, wrong).isEqualTo(407);
        assertThat(answer.head()).contains("\r\nProxy-Authenticate: Basic ");
        client.close();
    }

    private static String bad(Way way, ScriptedOrigin origin, String fields) {
        String url = "http://" + origin.authority() + "/bad";
        return switch (way) {
            case CONNECT, CONNECT_IN_TLS, CONNECT_AFTER_A_GOOD_ONE ->
                head("CONNECT", origin.authority(), "HTTP/1.1", fields);
            case GET_OF_HTTP_1_0 -> head("GET", url, "HTTP/1.0", "Connection: keep-alive\r\n" + fields);
            case GET_OF_STENO_ITSELF -> head("GET", "http://steno.internal/", "HTTP/1.1", fields);
            default -> head("GET", url, "HTTP/1.1", fields);
        };
    }

    private static String head(String method, String target, String version, String fields) {
        return method + " " + target + " " + version + "\r\nHost: x\r\n" + fields + "\r\n";
    }

    private void assertNothingPassed(Way way, ScriptedOrigin origin) {
        boolean afterGood = way.name().contains("AFTER_A_GOOD_ONE");
        assertThat(origin.connections()).hasSize(afterGood ? WRONG.size() : 0);
        assertThat(origin.connections())
                .allSatisfy(connection ->
                        assertThat(connection.received()).doesNotContain("/bad").doesNotContainIgnoringCase("proxy-"));
        proxy.ended(WRONG.size() * (afterGood ? 2 : 1));
        assertThat(proxy.flows()).filteredOn(flow -> flow.error() != null).hasSize(WRONG.size());
        assertThat(everything(proxy)
                        .replace("Authorization: Basic " + TOKEN, "")
                        .replace("[Authorization", ""))
                .doesNotContain("Proxy-Authorization: Basic")
                .contains("(withheld)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Og==", "OnNlY3JldA=="})
    void anyRefusesCredentialsWithoutAUser(String token) throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        restartWith(defaults -> settings(defaults).withAuth(ProxyAuth.ANY));

        client().send(head(
                "GET", "http://" + origin.authority() + "/", "HTTP/1.1", FIELD + " Basic " + token + "\r\n"));

        assertThat(proxy.http().error().message()).contains("is wrong");
        assertThat(origin.connections()).isEmpty();
    }

    /** The HTTP/2 preface is read as HTTP/1 if credentials are required, in the clear and in TLS. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void http2WithPriorKnowledgeDoesNotBypassAuthentication(boolean tls) throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client();
        if (tls) {
            client.tls(trustingSteno(), "localhost", "h2");
        }
        FrameClient.over(client)
                .headers(
                        1,
                        true,
                        FrameClient.fields(
                                "GET", "http://" + origin.authority() + "/", "proxy-authorization", "Basic " + TOKEN));

        assertThat(client.response().status()).isEqualTo(407);
        assertThat(origin.connections()).isEmpty();
        assertThat(everything(proxy)).doesNotContain(TOKEN).doesNotContain("secret");
    }

    static Stream<Arguments> socks() {
        return Stream.of(
                Arguments.of("no method of credentials", "\5\1\0", "\5\u00ff"),
                Arguments.of("no method at all", "\5\0", "\5\u00ff"),
                Arguments.of("the request without its turn", "\5\1\2\5\1\0\1\177\0\0\1\0\1", "\5\2\1\1"),
                Arguments.of("empty user and password", "\5\1\2\1\0\0", "\5\2\1\1"),
                Arguments.of("empty password", "\5\1\2\1\3ann\0", "\5\2\1\1"),
                Arguments.of("empty user", "\5\1\2\1\0\6secret", "\5\2\1\1"),
                Arguments.of("a wrong password", "\5\2\0\2\1\3ann\5guess", "\5\2\1\1"),
                Arguments.of("a password with NUL behind", "\5\1\2\1\3ann\7secret\0", "\5\2\1\1"),
                Arguments.of("another version of RFC 1929", "\5\1\2\0\3ann\6secret", "\5\2\1\1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("socks")
    void socksAcceptsOnlyTheRightUserAndPassword(String what, String said, String answer) throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        listen("socks5");
        String request = "\5\1\0\1\177\0\0\1" + (char) (origin.port() >> 8) + (char) (origin.port() & 255);
        RawClient client = client().send(latin1(said + request + Requests.get("/")));

        assertThat(client.wire().readExactly(answer.length())).isEqualTo(latin1(answer));
        assertThat(client.isClosedByProxy()).isTrue();
        proxy.ended(1);
        assertThat(proxy.flows()).hasSize(1);
        assertThat(everything(proxy)).doesNotContain("secret").doesNotContain("guess");
        assertThat(origin.connections()).isEmpty();
    }

    @Test
    void credentialsInMalformedHeadsAndTrailersAreNotRecorded() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        String url = "http://" + origin.authority() + "/";
        List<String> heads = List.of(
                head("GET", url, "HTTP/1.1", FIELD + " Basic " + TOKEN + "\0\r\n"),
                head("GET", url, "HTTP/1.1", "Proxy-Authorization : Basic " + TOKEN + "\r\n"),
                head("GET", url, "HTTP/1.1", FIELD + "\r\n Basic " + TOKEN + "\r\n"),
                head("GET", url, "HTTP/1.1", RIGHT + "\u0001: x\r\n"),
                head("GET", url, "HTTP/1.1", "A: b\r\n" + RIGHT + "no field\r\n"),
                head("GET", "/", "HTTP/1.1", RIGHT),
                head("GET", url, "HTTP/1.3", RIGHT),
                head("CONNECT", "nothing", "HTTP/1.1", RIGHT),
                head("POST", url, "HTTP/1.1", RIGHT + "Transfer-Encoding: chunked\r\n") + "0\r\n" + RIGHT + "\r\n");
        for (String sent : heads) {
            client().send(sent).response();
        }

        proxy.ended(heads.size());
        assertThat(everything(proxy)).doesNotContain(TOKEN).contains("(withheld)");
        assertThat(((HttpFlow) proxy.flows().get(heads.size() - 1))
                        .request()
                        .trailers()
                        .get("Proxy-Authorization"))
                .isEqualTo("(withheld)");
    }
}
