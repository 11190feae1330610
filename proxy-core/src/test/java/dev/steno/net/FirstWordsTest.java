package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Direction;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.proxy.ModeTest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The first bytes of a client in a tunnel: only a first line that ends in HTTP/1.x is read as HTTP; all other data is
 * forwarded and recorded.
 */
class FirstWordsTest extends ModeTest {
    /** Protocols whose clients speak first, and their first bytes. */
    private static final List<List<String>> WORDS = List.of(
            List.of("IRC", "CAP LS 302\r\nNICK ann\r\nUSER ann 0 * :Ann\r\n"),
            List.of("memcached", "get key\r\n"),
            List.of("Redis, inline", "SET a b\r\n"),
            List.of("Redis", "*1\r\n$4\r\nPING\r\n"),
            List.of("beanstalkd", "put 0 0 60 2\r\nhi\r\n"),
            List.of("RTSP", "OPTIONS rtsp://camera.example/live RTSP/1.0\r\nCSeq: 1\r\n\r\n"),
            List.of("SIP", "REGISTER sip:example.org SIP/2.0\r\nVia: SIP/2.0/TCP x\r\n\r\n"),
            List.of("ICAP", "OPTIONS icap://icap.example/ ICAP/1.0\r\nHost: icap.example\r\n\r\n"),
            List.of("SMTP", "EHLO client.example\r\n"),
            List.of("FTP", "USER anonymous\r\n"),
            List.of("POP3", "AUTH PLAIN\r\n"),
            List.of("IMAP", "a1 LOGIN ann secret\r\n"),
            List.of("NNTP", "MODE READER\r\n"),
            List.of("STOMP", "CONNECT\naccept-version:1.2\n\n\0"),
            List.of("NATS", "CONNECT {\"verbose\":false}\r\nPING\r\n"),
            List.of("SSH", "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"),
            List.of("XMPP", "<?xml version='1.0'?><stream:stream to='example.org'>"),
            List.of("MQTT", "\u0010\u000c\0\4MQTT\4\2\0\u003c\0\0"),
            List.of("PostgreSQL", "\0\0\0\u0008\4\u00d2\u0016\u002f"),
            List.of("AMQP", "AMQP\0\0\u0009\1"),
            List.of("FIX", "8=FIX.4.2\u00019=5\u0001"),
            List.of("JSON", "{\"id\":1,\"method\":\"mining.subscribe\"}\n"),
            List.of("the PROXY protocol", "PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"),
            List.of("gopher", "/\r\n"),
            List.of("HTTP/0.9", "GET /\r\n"),
            List.of("HTTP/2 in a request line", "GET / HTTP/2.0\r\nHost: x\r\n\r\n"),
            List.of("HTTP/1 in small letters", "GET / http/1.1\r\nHost: x\r\n\r\n"),
            List.of("a status line", "HTTP/1.1 200 OK\r\n\r\n"),
            List.of("a word", "HELLO\r\n"),
            List.of("an empty line", "\r\n"),
            List.of("a line feed", "\n"),
            List.of("noise", "\u00ff\u00fe\u0080 \u0001"));

    static Stream<Arguments> table() {
        List<Arguments> rows = new ArrayList<>();
        for (List<String> words : WORDS) {
            for (String way : List.of("CONNECT", "CONNECT and TLS", "SOCKS", "SOCKS and TLS", "byte by byte")) {
                rows.add(Arguments.of(words.get(0), way, words.get(1)));
            }
        }
        return rows.stream();
    }

    private ScriptedOrigin origin(String way, ScriptedOrigin.Script script) throws Exception {
        return way.endsWith("TLS") ? tlsOrigin(script) : origin(script);
    }

    private RawClient tunnel(String way, ScriptedOrigin origin) throws Exception {
        RawClient client = client();
        if (way.startsWith("SOCKS")) {
            int port = origin.port();
            client.send(latin1("\5\1\0\5\1\0\3\u0009localhost" + (char) (port >> 8) + (char) (port & 255)));
            assertThat(client.wire().readExactly(12)).startsWith(5, 0, 5, 0);
        } else {
            client.connect("localhost:" + origin.port());
        }
        return way.endsWith("TLS") ? client.tls(trustingSteno(), "localhost") : client;
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("table")
    void firstBytesThatAreNotHttpPassAndAreRecorded(String what, String way, String words) throws Exception {
        ScriptedOrigin origin = origin(way, connection -> {
            assertThat(connection.readText(words.length())).isEqualTo(words);
            connection.send("answer");
        });
        if (way.startsWith("SOCKS")) {
            listen("socks5");
        }
        RawClient client = tunnel(way, origin);
        if (way.equals("byte by byte")) {
            for (byte one : latin1(words)) {
                client.send(new byte[] {one});
            }
        } else {
            client.send(words);
        }

        assertThat(client.wire().readText(6)).isEqualTo("answer");
        client.close();
        TcpFlow flow = proxy.tcp();
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(said(Direction.CLIENT_TO_SERVER)).isEqualTo(words);
        assertThat(said(Direction.SERVER_TO_CLIENT)).isEqualTo("answer");
        assertThat(proxy.flows()).hasSize(1);
    }

    private String said(Direction sender) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        proxy.messages().stream()
                .filter(message -> message.direction() == sender)
                .forEach(message -> all.writeBytes(message.data()));
        return all.toString(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /** A client of a text protocol may leave its first line unfinished until the server has sent something. */
    @Test
    void anUnfinishedLineIsBufferedOnlyBriefly() throws Exception {
        List<String> lines = List.of("HELLO wor", "HELLO", "PRI * HT", "GET / HTTP/1.1");
        List<RawClient> clients = new ArrayList<>(); // at once, since each waits
        for (String words : lines) {
            ScriptedOrigin origin =
                    origin(connection -> connection.send("heard " + connection.readText(words.length())));
            clients.add(client().connect(origin.authority()).send(words));
        }
        for (int i = 0; i < lines.size(); i++) {
            assertThat(clients.get(i).wire().readToEnd()).isEqualTo("heard " + lines.get(i));
            clients.get(i).close();
        }
        assertThat(proxy.ended(lines.size())).hasSize(lines.size()).allSatisfy(flow -> {
            assertThat(flow).isInstanceOf(TcpFlow.class);
            assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        });
    }

    @Test
    void aFirstLineLongerThanAnyRequestLinePasses() throws Exception {
        String words = "GET /" + "x".repeat(ProxySettings.MAX_LINE) + " HTTP/1.1\r\n\r\n";
        ScriptedOrigin origin = origin(connection -> connection.send("heard " + connection.readText(words.length())));
        RawClient client = client().connect(origin.authority()).send(words);

        assertThat(client.wire().readToEnd()).isEqualTo("heard " + words);
        client.close();
        assertThat(proxy.tcp().sentByClient()).isEqualTo(words.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: x\r\nno field\r\n\r\n",
                "GET /\u0001 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / x HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET nothing HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.7\r\nHost: x\r\n\r\n"
            })
    void aMalformedRequestIsStillAnswered400(String words) throws Exception {
        ScriptedOrigin origin = origin(Wiretap::awaitEnd);

        assertThat(client().connect(origin.authority()).send(words).response().status())
                .isEqualTo(400);
        assertThat(((HttpFlow) proxy.ended(1).get(0)).error().message()).isNotEmpty();
        assertThat(origin.sawAnything()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OPTIONS rtsp://camera.example/live RTSP/1.0\r\nCSeq: 1\r\n\r\n",
                "CAP LS 302\r\n\r\n",
                "GET /\r\n\r\n",
                "\0\1\2\r\n\r\n"
            })
    void dataToTheListenerItselfIsAlwaysReadAsHttp(String words) throws Exception {
        assertThat(client().send(words).response().status()).isEqualTo(400);
        assertThat(proxy.http().error().message()).isNotEmpty();
    }
}
