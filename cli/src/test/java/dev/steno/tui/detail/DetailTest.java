package dev.steno.tui.detail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.cli.SampleSession;
import dev.steno.flow.Body;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.WriteBatch;
import dev.steno.tui.Screenful;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tabs of a flow, and its revisions. */
class DetailTest {
    private static final long SECOND = 1_000_000_000;

    @TempDir
    private Path folder;

    private Screenful open(int width, FlowEvent... events) throws Exception {
        Path session = folder.resolve("work.steno");
        SqliteSessionStore store = SqliteSessionStore.open(session, "steno test");
        store.commit(WriteBatch.of(events));
        store.close();
        Screenful screen = Screenful.of(session, width, 30);
        screen.await("example.org");
        screen.press("home", "enter");
        return screen;
    }

    private static HttpFlow withText(HttpFlow flow, String text) {
        HttpResponse response = flow.response();
        assertThat(response).isNotNull();
        return flow.withResponse(response.withBody(new Body.Inline(("\"" + text + "\"").getBytes(UTF_8))));
    }

    @Test
    void theTabStaysIfAnotherFlowIsShownAndAbsentOnesAreLeftOut() throws Exception {
        try (Screenful screen = Screenful.of(SampleSession.write(folder.resolve("work.steno")), 100, 24)) {
            screen.await("data?q=1");
            screen.press("home", "enter").await("\"name\"");

            assertThat(screen.text()).contains("1 Request  2 Response  3 Timing  4 Connection  5 Raw");
            screen.press("4");
            assertThat(screen.await("TLS_AES_128_GCM_SHA256")).contains("#1 connection");
            assertThat(screen.press("space").await("#2 connection"))
                    .contains("1 Request  2 Timing  3 Connection  4 Raw");
            screen.press("p").await("#1 connection");
            assertThat(screen.press("7").text()).contains("this flow has 5 tabs");
            screen.press("[").await("#1 timing");
            screen.press("h").await("#1 response");
            assertThat(screen.press("esc").await("large.bin")).contains("enter open");
        }
    }

    @Test
    void aFlowWithoutAResponseShowsWhyInTheRequest() throws Exception {
        try (Screenful screen = Screenful.of(SampleSession.write(folder.resolve("work.steno")), 100, 24)) {
            screen.await("data?q=1");

            assertThat(screen.press("home", "j", "enter").await("failed: connect: connection refused"))
                    .contains("POST https://example.org/form", "text, 7 B", "a=1&b=2");
        }
    }

    @Test
    void headersAreDecodedBeneath() throws Exception {
        HttpFlow flow = SampleSession.numbered(1);
        HttpRequest request = new HttpRequest(
                "GET",
                "https",
                "example.org",
                443,
                "/find?q=a+b&lang=de",
                "HTTP/2",
                Headers.of("cookie", "id=7; theme=dark", "authorization", "Basic YW5uOnNlY3JldA=="),
                null,
                Body.NONE,
                flow.started(),
                flow.started() + 1);
        HttpResponse response = flow.response();
        assertThat(response).isNotNull();
        try (Screenful screen = open(
                100,
                new FlowEvent.Closed(flow.withRequest(request)
                        .withResponse(response.withStatus(204, "")
                                .withBody(Body.NONE)
                                .withHeaders(Headers.of("set-cookie", "id=8; HttpOnly; Path=/")))))) {
            assertThat(screen.await("204 No Content")).contains("id: 8", "  HttpOnly", "(no body)");

            assertThat(screen.press("1").await("q: a b"))
                    .contains("lang: de", "id: 7", "theme: dark", "authorization", "user: ann");
        }
    }

    @Test
    void aLongHeaderIsWrappedOrCut() throws Exception {
        HttpFlow flow = SampleSession.numbered(1);
        HttpResponse response = flow.response();
        assertThat(response).isNotNull();
        String value = "x".repeat(150) + "end";
        try (Screenful screen =
                open(80, new FlowEvent.Closed(flow.withResponse(response.withHeaders(Headers.of("Long", value)))))) {
            screen.await("xend");

            assertThat(screen.press("W").text()).contains("long lines are cut").doesNotContain("xend");
            screen.press(">", ">", ">", ">", ">");
            assertThat(screen.text()).contains("xend");
        }
    }

    @Test
    void revisionsAreGoneThrough() throws Exception {
        HttpFlow sent = withText(SampleSession.numbered(1), "sent by the server");
        HttpFlow changed = withText(sent, "changed by a rule");
        HttpFlow recorded = new HttpFlow(
                1,
                changed.revision(),
                changed.state(),
                changed.started(),
                changed.duration(),
                changed.client(),
                changed.server(),
                changed.request(),
                changed.response(),
                List.of(),
                null,
                Notes.NONE,
                sent);
        HttpFlow edited = withText(recorded.withNotes(Notes.NONE), "edited by ann");
        try (Screenful screen = open(
                100,
                new FlowEvent.Closed(recorded),
                new FlowEvent.Edited(edited, changed, new FlowEdit(1, sent.started() + SECOND, "ann", "body")))) {
            assertThat(screen.await("edited by ann")).contains("edit 1 of 1 by ann: body", "{ earlier");

            assertThat(screen.press("{").await("changed by a rule")).contains("changed, as it was forwarded");
            assertThat(screen.press("{").await("sent by the server")).contains("original, as the peers sent it");
            assertThat(screen.press("{").text()).contains("this is the first revision");
            assertThat(screen.press("V").text()).contains("Give flow 1 the messages of this revision");
            screen.press("n");
            assertThat(screen.press("}").await("changed by a rule")).contains("} later");
            assertThat(screen.press("}").await("edited by ann")).contains("edit 1 of 1");
            assertThat(screen.press("}").text()).contains("this is the newest revision");
        }
    }

    @Test
    void notesShowWhichRulesActed() throws Exception {
        Notes notes = Notes.NONE
                .withRules(List.of("headers-1", "!delay-2"))
                .withComment("look at this")
                .withMetadata("ticket", "4711");
        try (Screenful screen =
                open(100, new FlowEvent.Closed(SampleSession.numbered(1).withNotes(notes)))) {
            screen.await("5 Notes");

            assertThat(screen.press("5").await("headers-1"))
                    .contains("rules         headers-1", "delay-2 failed", "comment       look at this", "ticket")
                    .contains("4711");
        }
    }

    @Test
    void timingIsShownAsBars() throws Exception {
        HttpFlow flow = SampleSession.numbered(1);
        HttpRequest request = flow.request();
        HttpResponse response = flow.response();
        assertThat(response).isNotNull();
        long zero = request.started();
        HttpFlow timed = flow.withRequest(request.ended(Body.NONE, null, zero + SECOND))
                .withResponse(new HttpResponse(
                        "HTTP/1.1", 200, "OK", Headers.EMPTY, null, Body.NONE, zero + 3 * SECOND, zero + 4 * SECOND));
        try (Screenful screen = open(100, new FlowEvent.Closed(timed))) {
            screen.await("3 Timing");

            assertThat(screen.press("3").await("wait"))
                    .contains("request           ██████████······························     1.00 s")
                    .contains("wait              ··········████████████████████··········     2.00 s")
                    .contains("response          ······························██████████     1.00 s");
        }
    }

    @Test
    void rawIsHttp1() throws Exception {
        try (Screenful screen = open(100, new FlowEvent.Closed(SampleSession.numbered(1)))) {
            screen.await("5 Raw");

            assertThat(screen.press("5").await("GET /number-1 HTTP/1.1"))
                    .contains("Host: example.org", "HTTP/1.1 200 OK", "{\"name\":\"steno\"");
        }
    }
}
