package dev.steno.script.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Hook;
import dev.steno.addon.Verdict;
import dev.steno.playbook.Playbook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each hook of scripts, and what a script can do there, over real sockets. */
class ScriptHooksTest {
    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Playbook play(String source) throws IOException {
        return Playbook.ofScripts(Map.of(), file("test.java", source));
    }

    @Test
    void aScriptChangesHeadsAndBodies() throws IOException {
        try (Playbook play = play("""
                void requestheaders(Flow f) { f.request().header("X-Head", "1"); f.request().removeHeader("Cookie"); }
                void request(Flow f) { f.request().text(f.request().text().toUpperCase()); }
                @Inline void responseheaders(Flow f) { f.response().header("X-Answer", "2"); }
                void response(Flow f) { f.response().status(201); f.response().text(f.response().text() + "!"); }
                """)) {
            play.exchange(
                            "POST http://shop.test/cart?a=1\nCookie: x=y\n\nhello",
                            "200 OK\nContent-Type: text/plain\n\nempty")
                    .serverReceived("X-Head: 1")
                    .serverReceived("HELLO")
                    .serverDidNotReceive("Cookie")
                    .clientReceived(201)
                    .clientReceived("X-Answer: 2")
                    .clientReceived("empty!")
                    .withoutFailures();
        }
    }

    @Test
    void aScriptAnswersKillsAndRedirects() throws IOException {
        try (Playbook play = play("""
                void request(Flow f) {
                    switch (f.request().path()) {
                        case "/answer" -> f.answer(404, "not here", "Content-Type", "text/plain");
                        case "/kill" -> f.kill("not today");
                        case "/query" -> f.request().query("page", "2 & 3");
                        default -> f.request().url("http://other.test:8080/new");
                    }
                }
                """)) {
            play.exchange("GET https://shop.test/answer", "200 OK")
                    .clientReceived(404)
                    .clientReceived("not here");
            play.exchange("GET http://shop.test/kill", "200 OK").clientReceivedNothing();
            play.exchange("GET http://shop.test/query", "200 OK").serverReceived("GET /query");
            play.exchange("GET http://shop.test/away", "200 OK")
                    .serverReceived("GET /new")
                    .serverReceived("Host: other.test:8080");
        }
    }

    @Test
    void theTraceNamesAScriptThatActed() throws IOException {
        try (Playbook play = play(
                "void request(Flow f) { if (f.request().path().equals(\"/yes\")) f.metadata(\"seen\", \"by me\"); }")) {
            assertThat(play.exchange("GET http://shop.test/yes", "200 OK")
                            .flow()
                            .notes()
                            .metadata())
                    .containsEntry("seen", "by me")
                    .containsEntry("rules", "test.java");
            assertThat(play.exchange("GET http://shop.test/no", "200 OK")
                            .flow()
                            .notes()
                            .metadata())
                    .isEmpty();
        }
    }

    @Test
    void aFailureIsLoggedAndTheExchangeContinues() throws IOException {
        try (Playbook play = play("""
                void request(Flow f) {
                    f.request().header("X-Half", "done");
                    throw new IllegalStateException("no luck");
                }
                """)) {
            play.exchange("GET http://shop.test/", "200 OK")
                    .serverDidNotReceive("X-Half")
                    .clientReceived(200);
            play.exchange("GET http://shop.test/", "200 OK").clientReceived(200);

            assertThat(play.commands().call("script.list", List.of()).text())
                    .contains("request: IllegalStateException: no luck (test.java:3)");
        }
    }

    @Test
    void aFailClosedScriptDropsTheExchange() throws IOException {
        try (Playbook play = Playbook.ofScripts(
                Map.of("fail-closed", "true"),
                file("test.java", "void request(Flow f) { throw new IllegalStateException(\"no luck\"); }"))) {
            play.exchange("GET http://shop.test/", "200 OK")
                    .serverReceivedNothing()
                    .clientReceivedNothing()
                    .decided(Hook.REQUEST, Verdict.Drop.class);
        }
    }

    @Test
    void anExhaustedHeapIsAFailureOfTheScriptOnly() throws IOException {
        try (Playbook play = play("""
                void request(Flow f) {
                    long[][] all = new long[1000][];
                    for (int i = 0; i < all.length; i++) { all[i] = new long[Integer.MAX_VALUE - 8]; }
                }
                """)) {
            play.exchange("GET http://shop.test/", "200 OK").clientReceived(200);

            assertThat(play.commands().call("script.list", List.of()).text()).contains("OutOfMemoryError");
        }
    }

    @Test
    void aWebSocketAndARawStreamAreChanged() throws IOException {
        try (Playbook play = play("""
                void websocket_message(Flow f, Message m) {
                    if (m.fromClient()) { m.text(m.text() + " from " + f.request().host()); }
                    else if (m.text().equals("drop")) { m.drop(); }
                    else { m.add(true, "more"); }
                }
                void tcp_message(Message m) { m.text(m.text().toUpperCase()); }
                """)) {
            try (var stream = play.webSocket("http://shop.test/ws")) {
                stream.clientSends("hello").serverReceives("hello from shop.test");
                stream.serverSends("drop")
                        .serverSends("kept")
                        .clientReceives("kept")
                        .clientReceives("more");
            }
            try (var stream = play.tunnel("raw.test:7")) {
                stream.clientSends("ping").serverReceives("PING");
            }
        }
    }

    @Test
    void connectionsAreShownAndRedirected() throws IOException {
        try (Playbook play = play("""
                void client_connected(Client c) { state.put("client", c.address()); }
                void tls_clienthello(Hello h) { state.put("hello", h.host()); }
                void server_connect(Server s) { state.put("server", s.host() + ":" + s.port()); }
                void requestheaders(Flow f) { f.request().header("X-Seen", state.get("client") + " " + state.get("hello")); }
                void response(Flow f) { f.response().header("X-Server", "" + state.get("server")); }
                """)) {
            play.exchange("GET https://shop.test/", "200 OK")
                    .serverReceived("X-Seen: 127.0.0.1 shop.test")
                    .clientReceived("X-Server: shop.test:443");
        }
    }

    @Test
    void aFailedServerIsAnsweredForAndErrorsAreTold() throws IOException {
        try (Playbook play = play("""
                void server_failed(Flow f) {
                    if (f.request().path().equals("/answer")) { f.answer(503, "later: " + f.error()); }
                }
                void error(Flow f) { state.put("error", f.error()); }
                @dev.steno.command.Command(name = "test.error", help = "The error.")
                public String told() { return "" + state.get("error"); }
                """)) {
            play.exchange("GET http://shop.test/answer", Playbook.CLOSES)
                    .clientReceived(503)
                    .clientReceived("later: ");
            play.exchange("GET http://shop.test/other", Playbook.CLOSES).clientReceived(502);
            // The hook runs beside the answer to the client.
            await().until(() ->
                    !play.commands().call("test.error", List.of()).text().equals("null"));
        }
    }

    @Test
    void aMessageIsHeldForAPerson() throws IOException {
        try (Playbook play = play("void request(Flow f) { f.intercept(); }")) {
            var held = play.begin("GET http://shop.test/", "200 OK");
            held.awaitHeld().resume("me");
            held.finish().clientReceived(200);
        }
    }

    @Test
    void scriptsSeeTheChangesOfTheScriptsBeforeThem() throws IOException {
        try (Playbook play = Playbook.ofScripts(
                Map.of(),
                file("first.java", "void request(Flow f) { f.request().header(\"X-Who\", \"first\"); }"),
                file(
                        "second.java",
                        "void request(Flow f) { f.request().header(\"X-Who\", f.request().header(\"X-Who\") + \", second\"); }"))) {
            play.exchange("GET http://shop.test/", "200 OK").serverReceived("X-Who: first, second");
        }
    }

    @Test
    void theFirstOfTwoScriptsThatAnswerWins() throws IOException {
        try (Playbook play = Playbook.ofScripts(
                Map.of(),
                file("first.java", "void request(Flow f) { f.answer(201, \"first\"); }"),
                file("second.java", "void request(Flow f) { f.answer(202, \"second\"); }"))) {
            play.exchange("GET http://shop.test/", "200 OK").clientReceived(201).clientReceived("first");
        }
    }

    @Test
    void requestsOfAScriptPassTheOthersButNotItself() throws IOException {
        try (Playbook play = Playbook.ofScripts(
                Map.of(),
                file(
                        "caller.java",
                        "void request(Flow f) { f.answer(200, http.get(\"http://inner.test/a\").text()); }"),
                file(
                        "other.java",
                        "void request(Flow f) { if (f.request().host().equals(\"inner.test\")) f.answer(200, \"inner\"); }"))) {
            play.exchange("GET http://shop.test/", "200 OK")
                    .clientReceived("inner")
                    .withoutFailures();
        }
    }

    @Test
    void optionsAndCommandsOfTheProductAreReached() throws IOException {
        try (Playbook play = Playbook.ofScripts(Map.of("script-option", "token=abc"), file("test.java", """
                        void load() { options.define("token", "none", "The token."); options.define("least", "3", "N."); }
                        void request(Flow f) {
                            f.answer(200, options.text("token") + options.number("least") + options.flag("fail-closed")
                                    + commands.call("script.list").contains("test.java"));
                        }
                        """))) {
            play.exchange("GET http://shop.test/", "200 OK").clientReceived("abc3falsetrue");
        }
    }

    @Test
    void aHookWithOtherParametersIsRefused() {
        assertThatThrownBy(() -> play("void request(String f) {}").close())
                .hasMessageContaining(
                        "the hook request is declared as void request(Flow f), not as void request(String)");
    }

    @Test
    void aScriptWithoutAnyClassOrMethodIsRefused() {
        assertThatThrownBy(() -> play("record Row(int a) {}").close())
                .hasMessageContaining("neither a class that extends Script nor a method");
    }

    @Test
    void aScriptWhoseLoadFailsIsRefused() {
        assertThatThrownBy(() -> play("void load() {\n  throw new IllegalStateException(\"no key\");\n}")
                        .close())
                .hasMessageContaining("load: IllegalStateException: no key (test.java:2)");
    }
}
