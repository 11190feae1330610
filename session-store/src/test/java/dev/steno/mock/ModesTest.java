package dev.steno.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.ScriptedOrigin;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What happens to requests that were recorded, and to others, in each mode. */
class ModesTest extends MockingProxy {
    private static final String LIVE = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlive";

    private HttpAnswer asked(ScriptedOrigin origin, String path) throws Exception {
        return client().send(get(origin, path)).response();
    }

    private Tape recordedAt(ScriptedOrigin origin) {
        Tape tape = tape();
        tape.get("http://" + origin.authority() + "/known").text("recorded");
        return tape;
    }

    private void mode(String mode, Tape tape) throws Exception {
        set("mock-mode", mode);
        set("mock-repeat", "last");
        replay(tape);
        mock.running().loaded().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void withoutAModeUnknownRequestsAreForwarded() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(LIVE));
        replay(recordedAt(origin));

        assertThat(asked(origin, "/known").text()).isEqualTo("recorded");
        assertThat(asked(origin, "/other").text()).isEqualTo("live");
        assertThat(asked(origin, "/known").text()).isEqualTo("live");
    }

    @Test
    void extraRequestsAreEndedOrAnsweredAsTheOptionSays() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(LIVE));
        replay(recordedAt(origin));

        set("server-replay-kill-extra", "true");
        assertThat(client().send(get(origin, "/other")).isClosedByProxy()).isTrue();
        set("server-replay-kill-extra", "false");
        set("server-replay-extra", "204");
        assertThat(asked(origin, "/other").status()).isEqualTo(204);
        set("server-replay-extra", "500");
        assertThat(asked(origin, "/other").status()).isEqualTo(500);
        assertThat(origin.sawAnything()).isFalse();
    }

    @Test
    void spyForwardsUnknownRequestsAndLearnsNothing() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(LIVE));
        mode("spy", recordedAt(origin));

        assertThat(asked(origin, "/known").text()).isEqualTo("recorded");
        assertThat(asked(origin, "/other").text()).isEqualTo("live");
        proxy.ended(2);
        session.awaitDurable();
        assertThat(mock.count()).isEqualTo(1);
    }

    @Test
    void newAddsWhatItForwards() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(LIVE, "HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n"));
        mode("new", recordedAt(origin));

        assertThat(asked(origin, "/other").text()).isEqualTo("live");
        await().atMost(60, TimeUnit.SECONDS).until(() -> mock.count() == 2);
        assertThat(asked(origin, "/other").text()).isEqualTo("live");
        assertThat(note(2)).isEqualTo("flow 1 of this session");
        assertThat(origin.connections()).hasSize(1);
    }

    @Test
    void onceIsStrictIfSomethingWasRecorded() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(LIVE));
        mode("once", recordedAt(origin));

        assertThat(asked(origin, "/other").status()).isEqualTo(404);
        assertThat(origin.sawAnything()).isFalse();
    }

    @Test
    void onceRecordsIfNothingWasRecorded() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(LIVE));
        set("mock-mode", "once");
        set("mock-repeat", "last");
        set("server-replay", "@session");

        assertThat(asked(origin, "/other").text()).isEqualTo("live");
        await().atMost(60, TimeUnit.SECONDS).until(() -> mock.count() == 1);
        assertThat(asked(origin, "/other").text()).isEqualTo("live");
        assertThat(origin.connections()).hasSize(1);
    }

    @Test
    void fallbackAnswersOnlyIfTheServerFails() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(LIVE));
        Tape tape = recordedAt(origin);
        mode("fallback", tape);

        assertThat(asked(origin, "/known").text()).isEqualTo("live");
        origin.close();
        assertThat(asked(origin, "/known").text()).isEqualTo("recorded");
        assertThat(note(2)).startsWith("flow 1 of shop.steno; since the server failed: ");
        assertThat(asked(origin, "/other").status()).isEqualTo(502);
    }

    @Test
    void fallbackAnswersIfTheServerTakesLongerThanTheOptionAllowsAndEndsItsExchange() throws Exception {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.awaitEnd();
            ended.complete(true);
        });
        set("mock-fallback-after", "50ms");
        mode("fallback", recordedAt(origin));

        assertThat(asked(origin, "/known").text()).isEqualTo("recorded");
        assertThat(note(1))
                .isEqualTo("flow 1 of shop.steno; since the server failed: the server sent no response within 50.0 ms"
                        + " (--mock-fallback-after)");
        assertThat(ended.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void diffForwardsAndNotesWhatDiffers() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(LIVE));
        mode("diff", recordedAt(origin));

        assertThat(asked(origin, "/known").text()).isEqualTo("live");

        HttpFlow flow = await().atMost(60, TimeUnit.SECONDS)
                .until(
                        () -> {
                            try (var reader = session.reader()) {
                                return (HttpFlow) session.newest(1, reader).orElse(null);
                            }
                        },
                        each -> each != null && each.notes().metadata().containsKey("mock"));
        assertThat(flow.notes().metadata().get("mock"))
                .startsWith("the response differs from that of flow 1 of shop.steno: ")
                .contains("response body");
        assertThat(flow.notes().replay()).isEqualTo(Notes.Replay.NONE);
    }

    @Test
    void recordForwardsUnlessTheRecordedResponseIsRecent() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(LIVE));
        mode("record", recordedAt(origin));

        assertThat(asked(origin, "/known").text()).isEqualTo("live");
        await().atMost(60, TimeUnit.SECONDS).until(() -> mock.count() == 2);
        set("mock-older-than", "30m"); // the recorded one is an hour old, but the new one replaced it
        set("server-replay", folder.resolve("shop.steno").toString(), "@session");
        assertThat(asked(origin, "/known").text()).isEqualTo("live");
        assertThat(note(2)).isEqualTo("flow 1 of this session, 2 of 2");
        assertThat(origin.connections()).hasSize(1);
    }
}
