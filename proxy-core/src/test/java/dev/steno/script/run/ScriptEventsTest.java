package dev.steno.script.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.End;
import dev.steno.addon.Hook;
import dev.steno.command.Commands;
import dev.steno.flow.HttpFlow;
import dev.steno.playbook.Playbook;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.TlsProxyTest;
import dev.steno.testing.tls.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The methods of scripts that are told what happened to connections and streams. */
class ScriptEventsTest extends TlsProxyTest {
    @TempDir
    Path folder;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("script");
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            told.add(entry.getMessage().replace("test.java: ", ""));
        }

        @Override
        public void flush() {
            // nothing is buffered
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    @BeforeEach
    void listen() {
        logger.addHandler(log);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void forget() {
        logger.removeHandler(log);
        logger.setUseParentHandlers(true);
    }

    private ScriptAddon run(String source) throws Exception {
        Path file = Files.writeString(folder.resolve("test.java"), source);
        ScriptAddon script = ScriptAddon.of(
                file,
                new ScriptPorts(
                        () -> proxy.options,
                        Commands::new,
                        () -> proxy.server().localClients(),
                        ScriptPorts.Query.NONE));
        restartWith(this::settings, script);
        return script;
    }

    private void awaitTold(String... lines) {
        for (String line : lines) {
            await().untilAsserted(() -> assertThat(told).contains(line));
        }
    }

    private static final String CONNECTIONS = """
            void client_connected(Client c) { log.info("client connected " + c.address()); }
            void http_connect(Tunnel t) { log.info("tunnel " + t.host() + " for " + t.client()); }
            void tls_established_client(Handshake h) { log.info("client tls " + h.host() + " " + h.version() + " " + h.protocol()); }
            void tls_failed_client(Handshake h) { log.info("client tls failed: " + h.error()); }
            void client_disconnected(Client c) { log.info("client disconnected " + c.address()); }
            void server_connected(Server s) { log.info("server connected " + s.host() + " at " + s.ip()); }
            void server_connect_error(Server s) { log.info("no server " + s.host() + ": " + s.error()); }
            void tls_established_server(Handshake h) { log.info("server tls " + h.host() + " " + h.version() + h.error()); }
            void tls_failed_server(Handshake h) { log.info("server tls failed " + h.host() + h.version() + ": " + h.error()); }
            void server_disconnected(Server s) { log.info("server disconnected " + s.host()); }
            """;

    @Test
    void aConnectionIsToldFromItsBeginToItsEndInOrder() throws Exception {
        run(CONNECTIONS);
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));

        try (RawClient client = tlsClient(origin, "http/1.1")) {
            client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.response().text()).isEqualTo("ok");
        }

        awaitTold("client disconnected 127.0.0.1", "server disconnected localhost");
        assertThat(told)
                .containsSubsequence(
                        "client connected 127.0.0.1",
                        "tunnel localhost for 127.0.0.1",
                        "client tls localhost TLSv1.3 http/1.1",
                        "client disconnected 127.0.0.1")
                .containsSubsequence("server tls localhost TLSv1.3", "server disconnected localhost");
        assertThat(told.stream().filter(line -> line.startsWith("server connected localhost at ")))
                .hasSize(1);
        assertThat(told).noneMatch(line -> line.contains("fail") || line.contains("no server"));
    }

    @Test
    void aServerThatCannotBeReachedIsToldWithTheReason() throws Exception {
        run(CONNECTIONS);

        ScriptedOrigin gone = origin(ScriptedOrigin.answering(OK));
        gone.close();
        try (RawClient client = client()) {
            assertThat(client.send(get(gone, "/")).response().status()).isEqualTo(502);
        }

        await().untilAsserted(() -> assertThat(told)
                .anyMatch(line -> line.startsWith("no server 127.0.0.1: connect: ") && line.length() > 40));
    }

    @Test
    void aFailedHandshakeIsToldForEachSide() throws Exception {
        run(CONNECTIONS);
        TestCa foreign = new TestCa(folder.resolve("foreign"));
        ScriptedOrigin untrusted =
                closing(ScriptedOrigin.tls(foreign.server("localhost", "127.0.0.1"), ScriptedOrigin.answering(OK)));

        try (RawClient client = tlsClient(untrusted)) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .response()
                            .status())
                    .isEqualTo(502);
        }
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        RawClient distrusting = client().connect("localhost:" + origin.port());
        assertThatThrownBy(() -> distrusting.tls(foreign.trusted(), "localhost"))
                .isInstanceOf(IOException.class);

        await().untilAsserted(() -> assertThat(told)
                .anyMatch(line -> line.startsWith("server tls failed localhost: server tls: "))
                .anyMatch(line -> line.startsWith("client tls failed: client tls: ")));
    }

    @Test
    void theBeginAndTheEndOfStreamsAreTold() throws Exception {
        Path file = Files.writeString(folder.resolve("test.java"), """
                void websocket_start(Flow f) { f.local().put("n", 0); log.info("ws start " + f.request().path()); }
                void websocket_message(Flow f, Message m) { f.local().merge("n", 1, (a, b) -> (int) a + (int) b); }
                void websocket_end(Flow f) { log.info("ws end " + f.request().path() + " " + f.local().get("n")); }
                void tcp_start(TcpStream s) { log.info("tcp start " + s.host() + " " + s.port() + " " + s.protocol()); }
                void tcp_message(Message m) { if (m.text().equals("kill")) m.kill(); }
                void tcp_end(TcpStream s) { log.info("tcp end " + s.sentByClient() + s.error()); }
                void tcp_error(TcpStream s) { log.info("tcp error " + s.error()); }
                """);
        try (Playbook play = Playbook.ofScripts(Map.of(), file)) {
            try (var stream = play.webSocket("http://shop.test/ws")) {
                stream.clientSends("hello").serverReceives("hello");
                stream.serverSends("there").clientReceives("there");
            }
            awaitTold("ws end /ws 2");
            try (var stream = play.tunnel("raw.test:7")) {
                stream.clientSends("ping").serverReceives("ping");
            }
            awaitTold("tcp end 4");
            try (var stream = play.tunnel("raw.test:8")) {
                stream.clientSends("kill");
                awaitTold("tcp error addon: killed by the script");
            }
        }

        assertThat(told)
                .containsSubsequence("ws start /ws", "ws end /ws 2")
                .containsSubsequence("tcp start raw.test 7 tcp", "tcp end 4", "tcp start raw.test 8 tcp");
    }

    /** All methods throw; load, which would refuse the script, does not. */
    @Test
    void anExceptionInAnyMethodIsLoggedWithItsLineAndWhatPassesContinues() throws Exception {
        StringBuilder source = new StringBuilder("// line 1\n");
        List<HookName> hooks = Arrays.stream(HookName.values())
                .filter(hook -> hook != HookName.LOAD)
                .toList();
        for (HookName hook : hooks) {
            source.append(hook.declaration()).append(" { throw new IllegalStateException(\"no luck\"); }\n");
        }
        ScriptAddon script = run(source.toString());
        script.started();
        TestCa foreign = new TestCa(folder.resolve("foreign"));
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        try (RawClient client = tlsClient(origin, "http/1.1")) {
            client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.response().text()).isEqualTo("ok");
        }
        RawClient distrusting = client().connect("localhost:" + origin.port());
        assertThatThrownBy(() -> distrusting.tls(foreign.trusted(), "localhost"))
                .isInstanceOf(IOException.class);
        ScriptedOrigin untrusted =
                closing(ScriptedOrigin.tls(foreign.server("localhost", "127.0.0.1"), ScriptedOrigin.answering(OK)));
        try (RawClient client = tlsClient(untrusted)) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .response()
                            .status())
                    .isEqualTo(502);
        }
        ScriptedOrigin gone = origin(ScriptedOrigin.answering(OK));
        gone.close();
        assertThat(client().send(get(gone, "/")).response().status()).isEqualTo(502);
        script.edited((HttpFlow) proxy.flows().stream()
                .filter(HttpFlow.class::isInstance)
                .findFirst()
                .orElseThrow());
        try (Playbook play = Playbook.ofScripts(Map.of(), folder.resolve("test.java"))) {
            try (var stream = play.webSocket("http://shop.test/ws")) {
                stream.clientSends("hello").serverReceives("hello");
            }
            try (var stream = play.tunnel("raw.test:7")) {
                stream.clientSends("ping").serverReceives("ping");
            }
            awaitFailure(HookName.TCP_END);
            try (var stream = play.tunnel("raw.test:8")) {
                stream.clientSends("ping").serverReceives("ping");
                for (long flow : play.flowsInFlight().numbers()) {
                    play.flowsInFlight().get(flow).kill(End.CLOSE, "me");
                }
                awaitFailure(HookName.TCP_ERROR); // before the tunnel's own end, which may be first
            }
        }

        for (HookName hook : hooks) {
            awaitFailure(hook);
        }
    }

    /** Line 2 of the script is that of the first method. */
    private void awaitFailure(HookName hook) {
        String sentence = ": IllegalStateException: no luck (test.java:" + (hook.ordinal() + 1) + ")";
        await().untilAsserted(() -> assertThat(told)
                .anyMatch(line -> line.matches("script test.java failed at " + hook.method() + "( of flow \\d+)?: .*")
                        && line.contains(sentence)));
    }

    @Test
    void aTunnelIsRefused() throws Exception {
        run("void http_connect(Tunnel t) { if (t.port() != 1) t.kill(); }");
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));

        RawClient client = client().connect("localhost:" + origin.port());

        assertThatThrownBy(() -> client.tls(trustingSteno(), "localhost")).isInstanceOf(IOException.class);
    }

    @Test
    void anEditOfARecordedFlowIsTold() throws Exception {
        ScriptAddon script =
                run("void update(Flow f) { log.info(\"edited \" + f.id() + \" \" + f.request().path()); f.kill(); }");
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        client().send(get(origin, "/page")).response();
        HttpFlow flow = proxy.http();

        script.edited(flow);

        awaitTold("edited " + flow.id() + " /page");
        await().untilAsserted(() -> assertThat(told).anyMatch(line -> line.contains("the exchange is over in update")));
    }

    @Test
    void aScriptWithoutMethodsForThemHasNoHandlerOfEvents() throws Exception {
        run("void request(Flow f) { f.metadata(\"a\", \"b\"); }");

        assertThat(List.of(
                        Hook.CLIENT_CLOSED,
                        Hook.CLIENT_TLS,
                        Hook.UPSTREAM_OPENED,
                        Hook.UPSTREAM_FAILED,
                        Hook.UPSTREAM_TLS,
                        Hook.UPSTREAM_CLOSED,
                        Hook.STREAM_OPENED,
                        Hook.STREAM_CLOSED))
                .allMatch(hook -> proxy.runtime().hooks().isEmpty(hook));
    }

    @Test
    void whatHasHappenedCannotBeChanged() throws Exception {
        run("void server_connected(Server s) { s.to(\"elsewhere.test\", 1); }\n"
                + "void client_disconnected(Client c) { c.kill(); }");
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        try (RawClient client = client()) {
            assertThat(client.send(get(origin, "/")).response().text()).isEqualTo("ok");
        }

        await().untilAsserted(() -> assertThat(told)
                .anyMatch(line -> line.contains("a connection can be led elsewhere in server_connect only"))
                .anyMatch(line -> line.contains("nothing can be ended any more in client_disconnected")));
    }

    @Test
    void aClientThatClosesWhileAScriptDecidesAboutItHasItsEndAndItsRequest() throws Exception {
        run("""
                void client_connected(Client c) throws Exception { log.info("come"); Thread.sleep(200); }
                void client_disconnected(Client c) { log.info("gone"); }
                """);
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        client().close();
        await().untilAsserted(() -> assertThat(told).anyMatch(line -> line.contains("gone")));

        RawClient client = client().send(get(origin, "/"));
        client.wire().shutOutput();
        assertThat(client.response().text()).isEqualTo("ok");
    }
}
