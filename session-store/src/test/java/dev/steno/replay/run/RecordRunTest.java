package dev.steno.replay.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.flow.Notes;
import dev.steno.replay.run.RunSettings.Connections;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Requests are sent when they are due, in the order of their causes, and everything is counted. */
class RecordRunTest extends RunningRecord {
    @Test
    void requestsAreSentInTheOrderOfTheirStartsAndNameTheirSources() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        record(origin, 3);

        RunFigures figures = run(settings(SERIAL));

        assertThat(paths()).containsExactly("/1", "/2", "/3");
        assertThat(replayed()).allSatisfy(each -> {
            assertThat(each.state()).isEqualTo(FlowState.COMPLETE);
            assertThat(each.notes().metadata())
                    .containsEntry(Notes.REPLAY_RUN, "test")
                    .doesNotContainKeys(Notes.REPLAY_DUE, Notes.REPLAY_SESSION);
        });
        assertThat(answered).hasSize(3);
        assertThat(figures.planned()).isEqualTo(3);
        assertThat(figures.sent()).isEqualTo(3);
        assertThat(figures.answered()).isEqualTo(3);
        assertThat(figures.failed()).isZero();
        assertThat(figures.skippedRequests()).isZero();
        assertThat(figures.statuses()).containsExactly(Map.entry(200, 3L));
        assertThat(figures.lateness().total()).isZero();
        assertThat(figures.mostInFlight()).isOne();
        assertThat(figures.bytesReceived()).isEqualTo(6);
    }

    @Test
    void aRateDoesNotWaitForResponses() throws Exception {
        CountDownLatch asked = new CountDownLatch(25); // five that are recorded, and four passes
        ScriptedOrigin origin = origin(connection -> {
            while (connection.readRequest() != null) {
                asked.countDown();
                if (asked.getCount() < 20) {
                    awaitAll(asked);
                }
                connection.send(OK);
            }
        });
        record(origin, 5);

        RunFigures figures = run(settings(FAST, 4_096, Connections.SHARED, 4));

        assertThat(figures.answered()).isEqualTo(20);
        assertThat(figures.mostInFlight()).isEqualTo(20);
        assertThat(figures.lateness().total()).isEqualTo(20);
        assertThat(replayed())
                .allSatisfy(each -> assertThat(each.notes().metadata()).containsKey(Notes.REPLAY_DUE));
    }

    private static void awaitAll(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitAll(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aServerThatIsSlowerThanTheRateMakesRequestsLateAndNoneIsLost() throws Exception {
        Semaphore answers = new Semaphore(10);
        ScriptedOrigin origin = origin(connection -> {
            while (connection.readRequest() != null) {
                answers.acquireUninterruptibly();
                connection.send(OK);
            }
        });
        record(origin, 10);
        int before = proxy.flows().size();
        Thread server = new Thread(() -> {
            for (int i = 0; i < 10; i++) {
                await(before + i + 1);
                answers.release();
            }
        });
        server.start();

        RunFigures figures = run(settings(new RunTiming.Rate(1e6, false), 1, Connections.SHARED, 1));
        server.join();

        assertThat(figures.answered()).isEqualTo(10);
        assertThat(figures.mostInFlight()).isOne();
        assertThat(figures.withoutRoom()).isEqualTo(9);
        assertThat(figures.skippedRequests()).isZero();
        assertThat(figures.fromDue().quantile(1))
                .isGreaterThanOrEqualTo(figures.fromSent().quantile(0));
    }

    @Test
    void connectionsAreKeptForTheRequestsThatFollow() throws Exception {
        int together = 24;
        CyclicBarrier all = new CyclicBarrier(together);
        AtomicBoolean recorded = new AtomicBoolean();
        ScriptedOrigin origin = origin(connection -> {
            while (connection.readRequest() != null) {
                if (recorded.get()) {
                    awaitAll(all);
                }
                connection.send(OK);
            }
        });
        record(origin, 1);
        recorded.set(true);

        RunFigures figures =
                run(settings(new RunTiming.AsSoonAsPossible(), together, Connections.SHARED, 20 * together));

        assertThat(figures.answered()).isEqualTo(20 * together);
        assertThat(origin.connections()).hasSizeBetween(together, 2 * together + 1);
    }

    private void await(int flows) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> proxy.flows().size() >= flows);
    }

    @Test
    void aRequestOfAConnectionWaitsForTheResponsesBeforeIt() throws Exception {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ScriptedOrigin origin = origin(connection -> {
            while (connection.readRequest() != null) {
                most.accumulateAndGet(open.incrementAndGet(), Math::max);
                open.decrementAndGet();
                connection.send(OK);
            }
        });
        try (RawClient one = client()) {
            for (int i = 1; i <= 5; i++) {
                one.send(get(origin, "/" + i)).response();
                proxy.ended(i);
            }
        }

        RunFigures figures = run(settings(new RunTiming.Rate(1e6, false), 100, Connections.RECORDED, 2));

        assertThat(figures.answered()).isEqualTo(10);
        assertThat(figures.mostInFlight()).isOne();
        assertThat(most).hasValue(1);
        assertThat(paths()).containsExactly("/1", "/2", "/3", "/4", "/5", "/1", "/2", "/3", "/4", "/5");
        assertThat(origin.connections()).hasSize(2);
    }

    @Test
    void eachRequestHasAConnectionIfThatIsAskedFor() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        record(origin, 3);

        RunFigures figures = run(settings(SERIAL, 1, Connections.NEW, 1));

        assertThat(figures.answered()).isEqualTo(3);
        assertThat(origin.connections()).hasSize(6);
    }

    @Test
    void aStopEndsWhatIsInFlightAndCountsTheRest() throws Exception {
        CountDownLatch asked = new CountDownLatch(4);
        ScriptedOrigin origin = origin(connection -> {
            while (connection.readRequest() != null) {
                asked.countDown();
                if (asked.getCount() == 0) {
                    ScriptedOrigin.drain(connection.in());
                    return;
                }
                connection.send(OK);
            }
        });
        record(origin, 3);
        stopped = () -> asked.getCount() == 0;

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.sent()).isOne();
        assertThat(figures.stopped()).isOne();
        assertThat(figures.failed()).isZero();
        assertThat(figures.skipped()).containsExactly(Map.entry("the run was stopped before", 2L));
        assertThat(flow(replayed().get(0).id()).error().message()).isEqualTo("the replay was stopped");
    }

    @Test
    void aServerThatDoesNotAnswerEndsAtTheTimeout() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ScriptedOrigin origin = origin(connection -> {
            while (connection.readRequest() != null) {
                if (asked.incrementAndGet() > 2) {
                    ScriptedOrigin.drain(connection.in());
                    return;
                }
                connection.send(OK);
            }
        });
        record(origin, 2);

        RunFigures figures = run(new RunSettings(
                SERIAL,
                1,
                0,
                Connections.SHARED,
                1,
                Duration.ZERO,
                Duration.ofMillis(300),
                Duration.ZERO,
                false,
                "test"));

        assertThat(figures.answered()).isZero();
        assertThat(figures.failures())
                .containsExactly(Map.entry("the response did not end within 0.3 s (--timeout)", 2L));
    }

    @Test
    void anEventStreamWithoutAnEndIsReadForItsTimeAndIsAnAnswer() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ScriptedOrigin origin = origin(connection -> {
            while (connection.readRequest() != null) {
                String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
                if (asked.incrementAndGet() == 1) {
                    connection.send(head + "Content-Length: 9\r\n\r\ndata: 1\n\n");
                } else {
                    connection.send(head + "\r\ndata: 2\n\n");
                    ScriptedOrigin.drain(connection.in());
                    return;
                }
            }
        });
        record(origin, 1);

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.answered()).isOne();
        assertThat(figures.failed()).isZero();
        assertThat(bytes(flow(replayed().get(0).id()).response().body()))
                .asString()
                .isEqualTo("data: 2\n\n");
    }

    @Test
    void aPoliteRunSendsARequestAgainWhenItsServerAsksForThat() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        record(origin, 1);
        AtomicInteger asked = new AtomicInteger();
        List<String> answers = List.of(
                "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 503 Busy\r\nRetry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\nContent-Length: 0\r\n\r\n",
                OK);
        ScriptedOrigin busy = origin(connection -> {
            while (connection.readRequest() != null) {
                connection.send(answers.get(asked.getAndIncrement() % 3));
            }
        });
        target = "http://" + busy.authority();

        RunFigures figures = run(new RunSettings(
                SERIAL,
                1,
                0,
                Connections.SHARED,
                1,
                Duration.ZERO,
                Duration.ofMinutes(5),
                Duration.ZERO,
                true,
                "test"));

        assertThat(figures.sent()).isOne();
        assertThat(figures.sentAgain()).isEqualTo(2);
        assertThat(figures.statuses()).containsOnlyKeys(200);

        RunFigures rude = run(settings(SERIAL), "id = 1");
        assertThat(rude.statuses()).containsOnlyKeys(429);
        assertThat(rude.otherStatus()).isOne();
    }

    @Test
    void theDurationEndsARunThatWouldNotEnd() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        record(origin, 2);

        RunFigures figures = run(new RunSettings(
                SERIAL,
                1,
                0,
                Connections.SHARED,
                RunSettings.ENDLESS,
                Duration.ofMillis(500),
                Duration.ofMinutes(5),
                Duration.ZERO,
                false,
                "test"));

        assertThat(figures.planned()).isZero();
        assertThat(figures.answered()).isPositive().isEqualTo(figures.sent());
        assertThat(figures.skippedRequests()).isZero();
    }

    @Test
    void aRunThatIsRecordedToItsSourceSendsWhatWasThereBefore() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        record(origin, 2);
        run(settings(SERIAL));

        RunFigures figures = run(settings(SERIAL), "!replayof > 0");

        assertThat(figures.planned()).isEqualTo(2);
        RunFigures all = run(settings(new RunTiming.AsSoonAsPossible()));
        assertThat(all.answered()).isEqualTo(6);
    }

    @Test
    void aFailedRequestIsCountedWithItsReason() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        record(origin, 2);
        origin.close();

        RunFigures figures = run(settings(FAST));

        assertThat(figures.failed()).isEqualTo(2);
        assertThat(figures.answered()).isZero();
        assertThat(figures.firstFailure()).contains("refused");
    }

    @Test
    void tenThousandRequestsAtAThousandPerSecondAreAllSent() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        record(origin, 10);

        RunFigures figures = run(settings(FAST, 4_096, Connections.SHARED, 1_000));

        assertThat(figures.sent()).isEqualTo(10_000);
        assertThat(figures.answered()).isEqualTo(10_000);
        assertThat(figures.lateness().total()).isEqualTo(10_000);
        assertThat(figures.duration()).isGreaterThan(Duration.ofMillis(9_990).toNanos());
        assertThat(figures.timeline().slots().stream()
                        .mapToLong(RunTimeline.Slot::sent)
                        .sum())
                .isEqualTo(10_000);
        assertThat(proxy.runtime().inFlight().numbers()).isEmpty();
    }
}
