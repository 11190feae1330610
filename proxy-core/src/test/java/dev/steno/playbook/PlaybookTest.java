package dev.steno.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.Addon;
import dev.steno.addon.End;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.FlowInFlight;
import dev.steno.addon.HoldTerms;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Registrar;
import dev.steno.addon.Verdict;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.option.Opt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plays at each kind of hook. One proxy has handlers of all of them, which act by the path of a request. */
class PlaybookTest {
    private Playbook play;

    @BeforeEach
    void start() throws IOException {
        play = Playbook.of(Map.of("mark", "given"), new Acting());
    }

    @AfterEach
    void stop() throws IOException {
        play.close();
    }

    /** Acts on requests by their path. */
    private static final class Acting implements Addon {
        private record Marks(
                @Opt(help = "The mark.", defaultValue = "none")
                String mark) {}

        @Override
        public String name() {
            return "Acting";
        }

        @Override
        public List<Class<? extends Record>> options() {
            return List.of(Marks.class);
        }

        @Override
        public void register(Registrar registrar) {
            String mark = registrar.options(Marks.class, (before, after) -> {}).mark();
            registrar.on(
                    Hook.UPSTREAM,
                    Phase.ROUTE,
                    (server, context) -> server.host().equals("moved.test")
                            ? new Verdict.Replace<>(new Endpoint("new.test", server.port()))
                            : Verdict.pass());
            registrar.on(
                    Hook.TUNNEL_OPEN,
                    Phase.DECIDE,
                    (start, context) ->
                            start.target().host().equals("no.test") ? new Verdict.Drop<>("no") : Verdict.pass());
            registrar.on(Hook.REQUEST_HEAD, Phase.MODIFY, (flow, context) -> switch (flow.request()
                    .path()) {
                case "/mark" -> new Verdict.Replace<>(marked(flow, mark));
                case "/mock" -> new Verdict.Answer<>(response("mocked"));
                case "/drop" -> new Verdict.Drop<>("not today");
                case "/page" -> new Verdict.Drop<>("not today", new End.Page(503));
                case "/fail" -> throw new IllegalStateException("on purpose");
                case "/body" -> {
                    context.wantBody(1_000);
                    yield Verdict.pass();
                }
                default -> Verdict.pass();
            });
            registrar.on(
                    Hook.REQUEST,
                    Phase.MODIFY,
                    (flow, context) -> flow.request().path().equals("/body")
                            ? new Verdict.Replace<>(flow.withRequest(flow.request()
                                    .withBody(new Body.Inline("changed".getBytes(StandardCharsets.UTF_8)))))
                            : Verdict.pass());
            registrar.onAsync(
                    Hook.REQUEST_HEAD,
                    Phase.HOLD,
                    (flow, context) -> flow.request().path().equals("/hold")
                            ? context.hold(flow, new HoldTerms("a test"))
                            : java.util.concurrent.CompletableFuture.completedFuture(Verdict.pass()));
            registrar.on(Hook.RESPONSE_HEAD, Phase.MODIFY, (flow, context) -> {
                HttpResponse response = flow.response();
                if (!flow.request().path().equals("/response") || response == null) {
                    return Verdict.pass();
                }
                context.wantBody(1_000);
                return new Verdict.Replace<>(flow.withResponse(
                        response.withHeaders(response.headers().with("X-Mark", mark))));
            });
            registrar.on(Hook.RESPONSE, Phase.SEAL, (flow, context) -> Verdict.pass());
            registrar.on(Hook.MESSAGE, Phase.MODIFY, (shown, context) -> switch (text(shown.message())) {
                case "shout" -> new Verdict.Replace<>(shown.saying("SHOUT".getBytes(StandardCharsets.UTF_8)));
                case "hide" -> new Verdict.Replace<>(shown.dropped());
                case "echo" ->
                    new Verdict.Replace<>(shown.adding(
                            Direction.SERVER_TO_CLIENT,
                            shown.message().kind(),
                            "echoed".getBytes(StandardCharsets.UTF_8)));
                case "end" -> new Verdict.Drop<>("enough");
                default -> Verdict.pass();
            });
        }

        private static String text(Message message) {
            return new String(message.data(), StandardCharsets.UTF_8);
        }

        private static HttpFlow marked(HttpFlow flow, String mark) {
            return flow.withRequest(
                    flow.request().withHeaders(flow.request().headers().with("X-Mark", mark)));
        }
    }

    private static HttpResponse response(String text) {
        return HttpResponse.made(200, Headers.of("Content-Type", "text/plain"), text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aRequestIsChangedAtItsHead() {
        Played played = play.exchange("GET http://shop.test/mark\nAccept: */*", "200 OK\nX-From: server\n\nhello");
        played.serverReceived("X-Mark: given")
                .serverReceived("Accept: */*")
                .clientReceived(200)
                .clientReceived("X-From: server")
                .clientReceived("hello")
                .decided(Hook.REQUEST_HEAD, Verdict.Replace.class)
                .passed(Hook.RESPONSE)
                .published(FlowEvent.Opened.class)
                .published(FlowEvent.Closed.class)
                .withoutFailures();
        assertThat(played.server().startLine()).isEqualTo("GET /mark HTTP/1.1");
        assertThat(played.server().header("host")).contains("shop.test");
        assertThat(played.client().text()).isEqualTo("hello");
        assertThat(played.flow().original()).isNotNull();
        assertThat(played.flow().request().headers().get("X-Mark")).isEqualTo("given");
    }

    @Test
    void aRequestInATunnelIsPlayedThroughTls() {
        play.exchange("POST https://shop.test/mark\n\nbody", "204 No Content")
                .serverReceived("POST /mark HTTP/1.1")
                .serverReceived("X-Mark: given")
                .serverReceived("body")
                .clientReceived(204);
    }

    @Test
    void aWholeRequestAndTheHeadOfAResponseAreChanged() {
        Played body = play.exchange("POST http://shop.test/body\n\nbefore", "200 OK");
        assertThat(body.server().text()).isEqualTo("changed");
        body.decided(Hook.REQUEST, Verdict.Replace.class);

        play.exchange("GET http://shop.test/response", "200 OK\n\nhello")
                .clientReceived("X-Mark: given")
                .decided(Hook.RESPONSE_HEAD, Verdict.Replace.class);
    }

    @Test
    void aRequestIsAnsweredOrDropped() {
        play.exchange("GET http://shop.test/mock", "200 OK\n\nreal")
                .clientReceived("mocked")
                .serverReceivedNothing()
                .decided(Hook.REQUEST_HEAD, Verdict.Answer.class);
        play.exchange("GET http://shop.test/page", "200 OK").clientReceived(503).serverReceivedNothing();
        Played dropped = play.exchange("GET http://shop.test/drop", "200 OK");
        dropped.clientReceivedNothing().serverReceivedNothing().decided(Hook.REQUEST_HEAD, Verdict.Drop.class);
        assertThat(dropped.flow().error()).isNotNull();
    }

    @Test
    void whatFailsIsSeen() {
        Played failed = play.exchange("GET http://shop.test/fail", "200 OK\n\nstill here");
        failed.clientReceived("still here");
        assertThatThrownBy(failed::withoutFailures).isInstanceOf(AssertionError.class);
        assertThat(play.failures("Acting")).isOne();

        Played closed = play.exchange("GET http://shop.test/", Playbook.CLOSES);
        assertThat(closed.client().status()).isEqualTo(502);
        assertThat(closed.flow().error()).isNotNull();
    }

    @Test
    void aServerIsReplacedAndATunnelIsRefused() {
        assertThat(play.exchange("GET http://moved.test/", "200 OK").toString()).contains("connect    new.test:80");
        play.exchange("GET https://no.test/", "200 OK")
                .clientReceivedNothing()
                .decided(Hook.TUNNEL_OPEN, Verdict.Drop.class);
    }

    @Test
    void aHeldRequestIsEditedAndResumed() {
        PlayInProgress playing = play.begin("GET http://shop.test/hold", "200 OK\n\nhello");
        FlowInFlight held = playing.awaitHeld();
        HttpFlow flow = held.draft().toCompletableFuture().join();
        held.edit(flow.revision(), now -> Acting.marked(now, "by hand"), "a test")
                .toCompletableFuture()
                .join();
        held.resume("a test").toCompletableFuture().join();
        playing.finish().serverReceived("X-Mark: by hand").clientReceived("hello");

        PlayInProgress answered = play.begin("GET http://shop.test/hold", "200 OK\n\nhello");
        answered.awaitHeld()
                .answer(response("by hand"), "a test")
                .toCompletableFuture()
                .join();
        answered.finish().clientReceived("by hand").serverReceivedNothing();
    }

    @Test
    void messagesOfAWebSocketAreChangedHiddenAndAdded() throws IOException {
        try (PlayedStream chat = play.webSocket("http://chat.test/room")) {
            chat.clientSends("hello").serverReceives("hello");
            chat.serverSends("shout").clientReceives("SHOUT");
            chat.clientSends("hide").clientSends("after").serverReceives("after");
            chat.clientSends("echo").serverReceives("echo").clientReceives("echoed");
            chat.clientSends("end").clientIsClosed();
        }
        try (PlayedStream secure = play.webSocket("https://chat.test/room")) {
            secure.clientSends("shout").serverReceives("SHOUT");
        }
    }

    @Test
    void piecesOfATunnelAreChanged() throws IOException {
        try (PlayedStream raw = play.tunnel("db.test:9000")) {
            raw.clientSends("\0hello").serverReceives("\0hello");
            raw.serverSends("shout").clientReceives("SHOUT");
        }
        try (PlayedStream refused = play.tunnel("no.test:9000")) {
            refused.clientIsClosed(); // a tunnel is opened before it is decided on
        }
    }
}
