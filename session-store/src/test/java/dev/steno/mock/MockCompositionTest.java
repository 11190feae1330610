package dev.steno.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.edit.EditOp;
import dev.steno.edit.MessagePart;
import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.hold.Holding;
import dev.steno.rule.Rules;
import dev.steno.session.Flows;
import dev.steno.session.StoredEdits;
import dev.steno.store.SessionReader;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** A mock beside rules and holds, its commands, and sessions that are damaged or changed. */
class MockCompositionTest extends MockingProxy {
    private final Holding holding = new Holding(() -> 0);

    @Override
    protected Addon[] addons() {
        List<Addon> all = new ArrayList<>(Arrays.asList(super.addons()));
        all.add(0, new Rules());
        all.add(holding);
        return all.toArray(Addon[]::new);
    }

    @Test
    void rulesChangeTheRequestBeforeItIsFoundAndTheAnswerAfterwards() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a").field("X-From", "record").text("body");
        offline(tape);
        set("map-remote", "#https://alias\\.invalid/#https://shop.invalid/");
        set("modify-headers", "/~s/X-Seen/yes");

        RawClient alias = client().connect("alias.invalid:443").tls(trustingSteno(), "alias.invalid", "http/1.1");
        HttpAnswer answer =
                alias.send("GET /a HTTP/1.1\r\nHost: alias.invalid\r\n\r\n").response();

        assertThat(answer.text()).isEqualTo("body");
        assertThat(answer.field("X-From")).isEqualTo("record");
        assertThat(answer.field("X-Seen")).isEqualTo("yes");
    }

    @Test
    void aRuleThatAnswersComesBeforeTheMock() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a").text("recorded");
        offline(tape);
        set("block-list", "|~u /a|418");

        assertThat(ask("GET", "/a").status()).isEqualTo(418);
    }

    @Test
    void anAnswerIsHeldLikeAResponse() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a").text("recorded");
        offline(tape);
        set("intercept", "~s");

        RawClient client = shop();
        client.send("GET /a HTTP/1.1\r\nHost: shop.invalid\r\n\r\n");
        await().atMost(60, TimeUnit.SECONDS).until(() -> holding.held().count() == 1);
        // the flow with the hold is published after the hold has begun
        await().atMost(60, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(((HttpFlow) proxy.flows().get(0)).holds())
                        .singleElement()
                        .extracting(Hold::point)
                        .isEqualTo(Hold.Point.RESPONSE));
        holding.held().resume(1, "a test");

        assertThat(client.response().text()).isEqualTo("recorded");
    }

    @Test
    void flowsOfTheSessionInUseAreLoadedAndUnloadedByCommands() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlive"));
        client().send(get(origin, "/a")).response();
        proxy.ended(1);
        session.awaitDurable();
        origin.close();

        assertThat(loaded(mock.load(Roaring64Bitmap.bitmapOf(1), false))).isEqualTo(1);
        assertThat(client().send(get(origin, "/a")).response().text()).isEqualTo("live");
        assertThat(note(2)).isEqualTo("flow 1 of this session");
        assertThat(mock.count()).isZero();
        assertThat(mock.unload()).isZero();
        assertThat(client().send(get(origin, "/a")).response().status()).isEqualTo(502);
        assertThatThrownBy(mock::running).hasMessageContaining("no session answers");
    }

    private static long loaded(CompletionStage<Long> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void aFileIsAddedToWhatAnswers() throws Exception {
        Tape one = tape("one.steno");
        one.get(SHOP + "/one").text("one");
        Tape two = tape("two.steno");
        two.get(SHOP + "/two").text("two");
        two.write();
        offline(one);

        assertThat(loaded(mock.load(two.file))).isEqualTo(2);
        assertThat(body("/two")).isEqualTo("two");
        assertThat(body("/one")).isEqualTo("one");
    }

    @Test
    void anEditOfARecordedFlowCountsFromTheNextRequestOn() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlive"));
        client().send(get(origin, "/a")).response();
        proxy.ended(1);
        session.awaitDurable();
        set("server-replay-reuse", "true");
        loaded(mock.load(Roaring64Bitmap.bitmapOf(1), false));
        assertThat(client().send(get(origin, "/a")).response().text()).isEqualTo("live");

        try (SessionReader reader = session.reader()) {
            new StoredEdits(session)
                    .edit(
                            1,
                            StoredEdits.ANY,
                            MessagePart.RESPONSE,
                            List.of(new EditOp.NewBody("edited", null, false)),
                            "a test",
                            reader);
        }

        assertThat(client().send(get(origin, "/a")).response().text()).isEqualTo("edited");
    }

    @Test
    void aFileThatIsNoSessionIsRefusedAndTheMockStaysAsItIs() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a").text("recorded");
        offline(tape);
        Path other = folder.resolve("other");
        Files.writeString(other, "no session");

        assertThatThrownBy(() -> set("server-replay", other.toString())).hasMessageContaining("is not a Steno session");
        assertThatThrownBy(() -> set("server-replay", folder.resolve("missing").toString()))
                .hasMessageContaining("missing");
        assertThatThrownBy(() -> set("mock-ignore-json", "id")).hasMessageContaining("not a path into JSON");
        assertThatThrownBy(() -> set("mock-ignore-json", "$.[")).hasMessageContaining("not a path into JSON");
        assertThatThrownBy(() -> set("mock-latency", "fast")).hasMessageContaining("\"fast\" is no latency");

        assertThat(body("/a")).isEqualTo("recorded");

        mock.unload();
        assertThatThrownBy(() -> set("server-replay", other.toString())).hasMessageContaining("is not a Steno session");
        assertThatThrownBy(() -> mock.load(other)).hasMessageContaining("is not a Steno session");
        assertThatThrownBy(mock::running).hasMessageContaining("no session answers");
        assertThat(loaded(mock.load(tape.file))).isPositive();
        assertThat(body("/a")).isEqualTo("recorded");
    }

    @Test
    void aDamagedBodyIsExplained() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a").bytes(noise(100_000));
        tape.get(SHOP + "/b").text("fine");
        tape.write();
        byte[] file = Files.readAllBytes(tape.file);
        byte[] start = Arrays.copyOf(noise(100_000), 40);
        int at = indexOf(file, start);
        try (FileChannel out = FileChannel.open(tape.file, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(new byte[16]), at + 1000);
        }
        offline(tape);

        HttpAnswer answer = ask("GET", "/a");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).contains("the recorded flow 1 of shop.steno cannot be read");
        assertThat(body("/b")).isEqualTo("fine");
    }

    private static int indexOf(byte[] in, byte[] what) {
        for (int i = 0; i + what.length <= in.length; i++) {
            if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        throw new AssertionError("the body is not stored as it is");
    }

    @Test
    void aMissIsExplainedByTheClosestRequestsOfManyServersAndPaths() throws Exception {
        Tape tape = tape();
        for (int i = 0; i < 50; i++) {
            tape.get("https://other" + i + ".invalid/users/" + i).text("x");
            tape.get(SHOP + "/users/" + i + "/orders?page=" + i).text("x");
        }
        tape.request("PUT", SHOP + "/users/7/orders").text("x");
        offline(tape);

        String text = ask("GET", "/users/7/orders?page=8").text();

        assertThat(text)
                .startsWith(
                        "Steno mock: no recorded request is equal to GET https://shop.invalid/users/7/orders?page=8\n");
        assertThat(text.lines().skip(2))
                .startsWith(
                        "The closest recorded requests:",
                        "  flow 16 of shop.steno  GET https://shop.invalid/users/7/orders?page=7",
                        "    query page: recorded \"7\", asked \"8\"");
        assertThat(text).contains("path segment 2: recorded ", "method: recorded \"PUT\", asked \"GET\"");
        assertThat(note(1)).contains("; flow 16 of shop.steno: query page: recorded \"7\", asked \"8\"; ");
    }

    @Test
    void aReplayedRequestThatAMockAnswersStaysAReplayedRequest() {
        HttpFlow asked = Flows.answered(Flows.open(1), FlowState.COMPLETE, Body.NONE);

        assertThat(AnswerMaker.noted(asked.withNotes(Notes.ofReplay(3, "now")), "x")
                        .replay())
                .isEqualTo(Notes.Replay.REQUEST);
    }
}
