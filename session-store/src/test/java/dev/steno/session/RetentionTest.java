package dev.steno.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.flow.Sequences;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.check.SessionCheck;
import dev.steno.sqlite.ship.ShipBatch;
import dev.steno.sqlite.ship.ShipSpool;
import dev.steno.sqlite.ship.ShipTarget;
import dev.steno.store.Place;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.StoreListener;
import dev.steno.store.Usage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class RetentionTest {
    private static final int BODY = 100_000;

    @TempDir
    Path folder;

    private final Session session = new Session(new RecordBudget(32 << 20));
    private final AtomicLong flowsGone = new AtomicLong();
    private final List<String> jumps = new CopyOnWriteArrayList<>();
    private final AtomicLong bodiesGone = new AtomicLong();
    private Path file;

    @BeforeEach
    void open() throws Exception {
        file = folder.resolve("work.steno");
        session.start(SqliteSessionStore.open(file, "test"), new Sequences());
    }

    @AfterEach
    void close() throws Exception {
        session.close();
        assertThat(SessionCheck.verify(file, Progress.NONE).counts()).isEmpty();
    }

    @Test
    void theOldestFlowsGoAndMarkedAndOpenOnesStay() throws Exception {
        for (long id = 1; id <= 100; id++) {
            Flow flow = id == 7 ? Flows.open(id) : Flows.complete(id);
            session.accept(new FlowEvent.Closed(id == 3 ? marked(flow) : flow));
        }
        keep("10flows", () -> count() == 10);
        assertThat(ids()).containsExactly(3L, 7L, 93L, 94L, 95L, 96L, 97L, 98L, 99L, 100L);
        assertThat(flowsGone).hasValue(90);
        assertThat(bodiesGone).hasValue(0);
        session.accept(new FlowEvent.Closed(Flows.complete(7))); // so that no flow is left open
        session.durable().join();
    }

    @Test
    void flowsThatAreToBeShippedStayUntilTheyWereSent() throws Exception {
        String url = "postgresql://a.test/flows";
        for (long id = 1; id <= 30; id++) {
            session.accept(new FlowEvent.Closed(Flows.complete(id)));
        }
        session.durable().join();
        try (ShipSpool spool = ShipSpool.openRecorded(file)) {
            spool.targets().hold(url); // before the store was reached
            assertThat(awaiting()).hasSize(30);
            ShipTarget target = spool.targets().claimNew(spool.targets().register("store", url, "session", 1, 5));
            ShipBatch part = spool.next(target, 12, Long.MAX_VALUE, Long.MAX_VALUE);
            target = Objects.requireNonNull(spool.shipped(target, part, 1));
            assertThat(awaiting()).hasSize(18).first().isEqualTo(13L);
            session.accept(new FlowEvent.Changed(marked(Flows.complete(12)))); // to be sent again
            session.durable().join();
            assertThat(awaiting()).hasSize(19).first().isEqualTo(12L);
            keep("10flows", () -> count() == 19);
            assertThat(ids()).hasSize(19).startsWith(12L, 13L).endsWith(30L);
            Retention running =
                    new Retention(session, KeepLimits.parse(List.of("10flows")), session::accept, counting());
            try {
                await().until(running::isWaitingForStore);
                spool.shipped(target, spool.next(target, 100, Long.MAX_VALUE, Long.MAX_VALUE), 2);
                await().until(() -> count() == 10 && !running.isWaitingForStore());
            } finally {
                running.close();
            }
        }
    }

    private List<Long> awaiting() throws SessionException {
        List<Long> awaiting = new ArrayList<>();
        try (SessionReader reader = session.reader()) {
            for (long id : reader.ids(Place.START, 1000, false)) {
                if (reader.awaitsShipping(id)) {
                    awaiting.add(id);
                }
            }
        }
        return awaiting;
    }

    @Test
    void flowsBeyondAnAgeGo() throws Exception {
        for (long id = 1; id <= 20; id++) {
            session.accept(new FlowEvent.Closed(Flows.complete(id)));
        }
        AtomicLong day = new AtomicLong();
        LongSupplier wall = () -> Flows.EPOCH + TimeUnit.DAYS.toNanos(day.get());
        AgeClock clock = new AgeClock(wall, wall);
        day.set(2); // both clocks advance by two days
        keep("1d", clock, () -> count() == 0);
        assertThat(flowsGone).hasValue(20);
        assertThat(jumps).isEmpty();
    }

    @Test
    void aJumpOfTheWallClockRemovesNothing() throws Exception {
        for (long id = 1; id <= 20; id++) {
            session.accept(new FlowEvent.Closed(Flows.complete(id)));
        }
        AtomicLong jump = new AtomicLong();
        long begun = System.nanoTime();
        AgeClock clock = new AgeClock(
                () -> Flows.EPOCH + System.nanoTime() - begun + TimeUnit.HOURS.toNanos(jump.get()), System::nanoTime);
        jump.set(TimeUnit.DAYS.toHours(40) + 1); // the two clocks are not read at the same instant
        keep("7d", clock, () -> !jumps.isEmpty());
        assertThat(jumps.get(0)).startsWith("the clock jumped 40 days ahead: until it has been steady for an hour");
        assertThat(count()).isEqualTo(20);
        assertThat(flowsGone).hasValue(0);
    }

    @Test
    void aStartLongAfterTheNewestFlowWaitsBeforeItBelievesTheClock() throws Exception {
        for (long id = 1; id <= 20; id++) {
            session.accept(new FlowEvent.Closed(Flows.complete(id)));
        }
        session.close();
        Session resumed = new Session(new RecordBudget(32 << 20));
        resumed.start(SqliteSessionStore.open(file, "test"), new Sequences());
        Retention running = new Retention(resumed, KeepLimits.parse(List.of("7d")), resumed::accept, counting());
        try {
            await().until(() -> !jumps.isEmpty());
            assertThat(jumps.get(0)).contains("past the newest flow: until it has been steady for an hour");
        } finally {
            running.close();
        }
        resumed.durable().join();
        try (SessionReader reader = resumed.reader()) {
            assertThat(reader.usage().flows()).isEqualTo(20);
        }
        resumed.close();
    }

    @Test
    void bodiesGoBeforeFlowsAndTheirSizeStaysKnown() throws Exception {
        for (long id = 1; id <= 100; id++) {
            session.accept(new FlowEvent.BodyChunk(id, 0, new byte[BODY]));
            Flow flow = Flows.complete(id, new Body.Stored(id, BODY, BODY, true));
            session.accept(new FlowEvent.Closed(id == 2 ? marked(flow) : flow));
        }
        keep("5mb", () -> usage().bytes() <= 5_000_000);
        assertThat(count()).isEqualTo(100);
        assertThat(flowsGone).hasValue(0);
        assertThat(bodiesGone.get()).isBetween(50L, 60L + 50L);
        try (SessionReader reader = session.reader()) {
            List<Body> bodies = new ArrayList<>();
            for (Flow flow : reader.page(Place.START, 100, false)) {
                bodies.add(Objects.requireNonNull(((HttpFlow) flow).response()).body());
            }
            assertThat(bodies).allSatisfy(body -> assertThat(body.trueSize()).isEqualTo(BODY));
            assertThat(bodies.get(0)).isEqualTo(new Body.Stored(0, 0, BODY, true));
            assertThat(bodies.get(1)).isEqualTo(new Body.Stored(2, BODY, BODY, true));
            assertThat(bodies.get(99)).isEqualTo(new Body.Stored(100, BODY, BODY, true));
            assertThat(reader.flow(1).orElseThrow().revision()).isEqualTo(3);
            assertThat(reader.body(bodies.get(0)).readAllBytes()).isEmpty();
        }
    }

    @Test
    void theNewestTenthKeepsItsBodiesAndOldFlowsGoInstead() throws Exception {
        for (long id = 1; id <= 100; id++) {
            session.accept(new FlowEvent.BodyChunk(id, 0, new byte[BODY]));
            session.accept(new FlowEvent.Closed(Flows.complete(id, new Body.Stored(id, BODY, BODY, true))));
        }
        keep("1mb", () -> usage().bytes() <= 1_000_000);
        assertThat(flowsGone.get()).isPositive();
        assertThat(bodiesGone.get()).isPositive();
    }

    @Test
    void theFileDoesNotGrowWhileOldGoesAndNewComes() throws Exception {
        long largest = 0;
        Retention running = new Retention(session, KeepLimits.parse(List.of("3mb")), session::accept, counting());
        try {
            for (long id = 1; id <= 240; id++) {
                session.accept(new FlowEvent.BodyChunk(id, 0, new byte[BODY]));
                session.accept(new FlowEvent.Closed(Flows.complete(id, new Body.Stored(id, BODY, BODY, true))));
                if (id % 20 == 0) {
                    session.durable().join();
                    await().until(() -> usage().bytes() <= 3_000_000);
                    largest = Math.max(largest, usage().bytes());
                }
            }
        } finally {
            running.close();
        }
        session.durable().join();
        assertThat(file.toFile().length()).isLessThan(8_000_000);
        assertThat(largest).isLessThanOrEqualTo(3_000_000);
    }

    @Test
    void limitsAreReadInTheirUnits() {
        assertThat(KeepLimits.parse(List.of("10gb", "7d", "1000000flows")))
                .isEqualTo(new KeepLimits(1_000_000, 10_000_000_000L, Duration.ofDays(7)));
        assertThat(KeepLimits.parse(List.of())).isEqualTo(KeepLimits.NONE);
        assertThat(KeepLimits.parse(List.of("1.5gib")).bytes()).isEqualTo(1_610_612_736L);
        for (String wrong : List.of("10", "many", "-3flows", "7 parsecs")) {
            assertThatThrownBy(() -> KeepLimits.parse(List.of(wrong)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is not a limit");
        }
        assertThatThrownBy(() -> KeepLimits.parse(List.of("1gb", "2gb")))
                .hasMessageContaining("only one limit of each kind");
    }

    private void keep(String limit, Callable<Boolean> until) throws Exception {
        keep(limit, AgeClock.system(), until);
    }

    private void keep(String limit, AgeClock clock, Callable<Boolean> until) throws Exception {
        session.durable().join();
        Retention running =
                new Retention(session, KeepLimits.parse(List.of(limit)), session::accept, counting(), clock);
        try {
            await().until(until);
        } finally {
            running.close();
        }
        session.durable().join();
    }

    private StoreListener counting() {
        return new StoreListener() {
            @Override
            public void sessionFailed(String message) {
                throw new AssertionError(message);
            }

            @Override
            public void clockJumped(String message) {
                jumps.add(message);
            }

            @Override
            public void removed(long flows, long bodies) {
                flowsGone.addAndGet(flows);
                bodiesGone.addAndGet(bodies);
            }
        };
    }

    private static Flow marked(Flow flow) {
        return flow.withNotes(new Notes("keep", "", Map.of(), Notes.Replay.NONE));
    }

    private long count() throws SessionException {
        return usage().flows();
    }

    private Usage usage() throws SessionException {
        try (SessionReader reader = session.reader()) {
            return reader.usage();
        }
    }

    private List<Long> ids() throws SessionException {
        try (SessionReader reader = session.reader()) {
            return reader.ids(Place.START, 1000, false);
        }
    }
}
