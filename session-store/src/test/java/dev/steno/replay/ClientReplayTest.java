package dev.steno.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowActionException;
import dev.steno.edit.EditOp;
import dev.steno.filter.FilterParser;
import dev.steno.filter.Match;
import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.sqlite.tool.SessionCopy;
import dev.steno.store.Progress;
import dev.steno.testing.http1.ScriptedOrigin;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Requests of recorded flows are sent again, in order, as new flows that name the old ones. */
class ClientReplayTest extends ReplayingProxy {
    private long record(ScriptedOrigin origin, String path) throws Exception {
        int before = proxy.flows().size();
        client().send(get(origin, path)).response();
        return proxy.ended(before + 1).get(before).id();
    }

    @Test
    void flowsAreSentInTheOrderInWhichTheyAreNamed() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        long first = record(origin, "/1");
        long second = record(origin, "/2");
        long third = record(origin, "/3");

        ClientReplay.Queued queued = queue(third, first, second);
        finished();

        assertThat(queued).isEqualTo(new ClientReplay.Queued(3, List.of()));
        assertThat(sources()).containsExactly(third, first, second);
        assertThat(replayed()).allSatisfy(each -> {
            assertThat(each.state()).isEqualTo(FlowState.COMPLETE);
            assertThat(each.notes().replay()).isEqualTo(Notes.Replay.REQUEST);
            assertThat(each.notes().metadata()).containsKey(Notes.REPLAY_RUN);
        });
        assertThat(replayed()).extracting(each -> each.request().path()).containsExactly("/3", "/1", "/2");
        assertThat(flow(first).notes()).isEqualTo(Notes.NONE);
        assertThat(origin.connections()).hasSize(4); // three clients, and one connection for the run
    }

    @Test
    void aReplayOfAReplayNamesTheReplay() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        long first = record(origin, "/");
        long again = replay.sendAgain(first, List.of()).toCompletableFuture().get(60, TimeUnit.SECONDS);
        flow(again);

        long third = replay.sendAgain(again, List.of()).toCompletableFuture().get(60, TimeUnit.SECONDS);

        assertThat(flow(third).notes().replayOf()).hasValue(again);
        assertThat(FilterParser.parse("replayof = " + again).test(flow(third), null))
                .isEqualTo(Match.YES);
        assertThat(FilterParser.parse("replayof = " + again).test(flow(again), null))
                .isEqualTo(Match.NO);
    }

    @Test
    void aLargeBodyIsReadFromTheSession() throws Exception {
        byte[] body = noise(3 << 20);
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        client().send(("POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: " + origin.authority()
                        + "\r\nContent-Length: " + body.length + "\r\n\r\n"))
                .send(body)
                .response();
        long flow = proxy.http().id();

        queue(flow);
        finished();

        HttpFlow again = replayed().get(0);
        assertThat(again.error()).isNull();
        assertThat(bytes(again.request().body())).isEqualTo(body);
        assertThat(((Body.Stored) again.request().body()).id())
                .isNotEqualTo(((Body.Stored) flow(flow).request().body()).id());
        assertThat(origin.connections().get(1).receivedBytes()).endsWith(body);
    }

    @Test
    void oneRequestIsInFlightAtATimeUnlessTheOptionSaysOtherwise() throws Exception {
        Semaphore answers = new Semaphore(3);
        CountDownLatch waiting = new CountDownLatch(2);
        ScriptedOrigin origin = origin(connection -> {
            while (connection.readRequest() != null) {
                if (!answers.tryAcquire()) {
                    waiting.countDown();
                    answers.acquireUninterruptibly();
                }
                connection.send(OK);
            }
        });
        long first = record(origin, "/1");
        long second = record(origin, "/2");
        long third = record(origin, "/3");

        queue(first, second);
        await().until(() -> waiting.getCount() == 1 && replayed().size() == 1);
        assertThat(replay.count()).isEqualTo(2);
        concurrency = 2;
        queue(third);
        waiting.await(60, TimeUnit.SECONDS);
        assertThat(replay.count()).isEqualTo(3);
        answers.release(3);
        finished();

        assertThat(sources()).containsExactly(first, second, third);
    }

    @Test
    void aStopEndsWhatIsInFlightAndForgetsTheRest() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            asked.countDown();
            if (asked.getCount() > 0) {
                connection.send(OK);
            }
            ScriptedOrigin.drain(connection.in());
        });
        long flow = record(origin, "/");
        queue(LongStream.generate(() -> flow).limit(100).toArray());
        asked.await(60, TimeUnit.SECONDS);

        assertThat(replay.stop()).isEqualTo(100);

        finished();
        assertThat(replayed()).hasSize(1);
        assertThat(flow(replayed().get(0).id()).error().message()).isEqualTo("the replay was stopped");
        assertThat(replay.stop()).isZero();
    }

    @Test
    void aStoppedReplayBeginsAgainWithWhatIsQueuedNext() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        long flow = record(origin, "/");
        for (int i = 0; i < 20; i++) {
            queue(flow, flow);
            replay.stop();
            queue(flow);
            int least = i + 1;
            await().until(() -> replayed().stream()
                            .filter(each -> each.state() == FlowState.COMPLETE)
                            .count()
                    >= least);
        }
        finished();
    }

    @Test
    void flowsThatCannotBeSentAgainAreRefusedWithTheReason() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            if (connection.readRequest().contains("/slow")) {
                ScriptedOrigin.drain(connection.in());
            }
            connection.send(OK);
        });
        session.limitBodies(3);
        client().send("POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde")
                .response();
        long cut = proxy.http().id();
        client().send("CONNECT " + origin.authority() + " HTTP/1.1\r\n\r\n").close();
        proxy.ended(2);
        client().send(get(origin, "/slow"));
        await().until(() -> proxy.flows().stream().anyMatch(each -> each.state() == FlowState.OPEN));
        long open = proxy.flows().stream()
                .filter(each -> each.state() == FlowState.OPEN)
                .findFirst()
                .orElseThrow()
                .id();

        ClientReplay.Queued queued = queue(cut, open, 999);

        assertThat(queued.queued()).isZero();
        assertThat(queued.refused())
                .containsExactly(
                        "flow " + cut + " has a body of which only 3 of 5 bytes were recorded (--body-limit)",
                        "flow " + open + " is in progress; wait for its end",
                        "there is no flow 999");
        assertThat(replay.count()).isZero();
        assertThatThrownBy(() -> replay.sendAgain(cut, List.of()))
                .isInstanceOf(FlowActionException.class)
                .hasMessageContaining("of which only 3");
    }

    @Test
    void requestsOfAnotherSessionAreSentAndNameIt() throws Exception {
        byte[] body = noise(100_000);
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        client().send("POST http://" + origin.authority()
                        + "/large HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
                .send(body)
                .response();
        record(origin, "/small");
        session.awaitDurable();
        Path copy = folder.resolve("other.steno");
        SessionCopy.save(folder.resolve("s.steno"), copy, FilterParser.parse("~m POST"), false, Progress.NONE);

        ClientReplay.Queued queued = replay.queue(copy, FilterParser.parseOrAll(""));
        finished();

        assertThat(queued).isEqualTo(new ClientReplay.Queued(1, List.of()));
        HttpFlow again = replayed().get(0);
        assertThat(again.notes().metadata()).containsEntry(Notes.REPLAY_SESSION, copy.toString());
        assertThat(bytes(again.request().body())).isEqualTo(body);
        assertThatThrownBy(() -> replay.queue(folder.resolve("missing"), FilterParser.parseOrAll("")))
                .hasMessageContaining("missing");
    }

    @Test
    void manyRefusalsAreCounted() throws Exception {
        ClientReplay.Queued queued = queue(LongStream.range(100, 200).toArray());

        assertThat(queued.refused()).hasSize(21).last().isEqualTo("and 80 more");
    }

    @Test
    void aRedactedRequestIsNotSentWithItsTokens() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        long redacted = record(origin, "/a?token=~r.query.01234567~");

        ClientReplay.Queued queued = queue(redacted);

        assertThat(queued.queued()).isZero();
        assertThat(queued.refused()).singleElement().asString().contains("was redacted");
    }

    @Test
    void anEditedRequestIsSentAndTheRecordedOneStays() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        long first = record(origin, "/old");

        long again = replay.sendAgain(
                        first,
                        List.of(
                                new EditOp.Method("POST"),
                                new EditOp.Url("/new", false),
                                new EditOp.HeaderSet("X-Kind", "b", -1),
                                new EditOp.NewBody("text", null, false)))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);

        HttpFlow sent = flow(again);
        assertThat(sent.request().path()).isEqualTo("/new");
        assertThat(origin.connections().get(1).received())
                .startsWith("POST /new HTTP/1.1\r\n")
                .contains("X-Kind: b\r\n", "Content-Length: 4\r\n")
                .endsWith("\r\n\r\ntext");
        assertThat(flow(first).request().path()).isEqualTo("/old");
        assertThat(flow(first).revision()).isEqualTo(flow(first).revision());
    }

    @Test
    void aNewRequestIsSent() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        long number = replay.sendNew(
                        "PUT",
                        "http://" + origin.authority() + "/ä?q",
                        List.of(new EditOp.HeaderAdd("Accept", "*/*", -1), new EditOp.NewBody("abc", null, false)))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);

        assertThat(flow(number).notes().replay()).isEqualTo(Notes.Replay.REQUEST);
        assertThat(flow(number).notes().replayOf()).isEmpty();
        assertThat(origin.received())
                .isEqualTo("PUT /%C3%A4?q HTTP/1.1\r\nHost: " + origin.authority()
                        + "\r\nAccept: */*\r\nContent-Length: 3\r\n\r\nabc");
    }

    @Test
    void aNewRequestThatIsNoneIsRefused() {
        assertThatThrownBy(() -> replay.sendNew("GET", "ftp://a/", List.of()))
                .hasMessageContaining("http, https, ws and wss are supported");
        assertThatThrownBy(() -> replay.sendNew("GET", "/path", List.of())).hasMessageContaining("not an absolute URL");
        assertThatThrownBy(() -> replay.sendNew("G T", "http://a/", List.of())).hasMessageContaining("is not a method");
        assertThatThrownBy(() ->
                        replay.sendNew("GET", "http://a/", List.of(new EditOp.HeaderAdd("Upgrade", "websocket", -1))))
                .hasMessageContaining("a new request cannot open a WebSocket");
    }

    @Test
    void aFlowThatWasRemovedSinceItWasQueuedIsLeftOut() throws Exception {
        Semaphore answers = new Semaphore(2);
        ScriptedOrigin origin = origin(connection -> {
            while (connection.readRequest() != null) {
                answers.acquireUninterruptibly();
                connection.send(OK);
            }
        });
        long first = record(origin, "/1");
        long second = record(origin, "/2");
        queue(first, second, first);
        await().until(() -> replayed().size() == 1);
        session.accept(new dev.steno.addon.FlowEvent.Deleted(second));
        session.awaitDurable();
        answers.release(2);
        finished();

        assertThat(sources()).containsExactly(first, first);
    }

    @Test
    void tenThousandRequestsAreSentInOrderAndLeaveNoClient() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        long flow = record(origin, "/");

        queue(LongStream.generate(() -> flow).limit(10_000).toArray());
        finished();

        assertThat(replayed()).hasSize(10_000).allMatch(each -> each.error() == null);
        assertThat(origin.connections()).hasSize(2);
        assertThat(proxy.runtime().inFlight().numbers()).isEmpty();
        assertThat(proxy.server().connections()).isOne(); // that of the recorded request
    }
}
