package dev.steno.fleet.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.fleet.testing.CuttingRelay;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.fleet.testing.SampleFlows;
import dev.steno.fleet.testing.StoreContents;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of several parts, of which each but the first is read and packed while the one before is sent. */
class ReadAheadTest {
    private static final int RUNS = 12;

    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.database();
    private final Shipping shipping = new Shipping();

    @TempDir
    private Path folder;

    /** With new flows, flows that changed and pieces in each part, so that what was read ahead depends on what is on its way. */
    @Test
    void aConnectionThatIsLostWithAPartReadAheadLosesAndDoublesNothing() throws Exception {
        Path session = folder.resolve("work.steno");
        long seed = Long.getLong("steno.seed", System.nanoTime());
        Random random = new Random(seed);
        int runs = 0;
        try (CuttingRelay relay = new CuttingRelay(server.port())) {
            String through = url.replace(":" + server.port() + "/", ":" + relay.port() + "/");
            long next = 1;
            for (; runs < RUNS; runs++) {
                LostConnectionTest.record(session, ShipperTest.facts(next, next + 1_199));
                LostConnectionTest.record(
                        session, ShipperTest.stored(next + 1_200, runs + 1, ShipperTest.bytes(200_000)));
                LostConnectionTest.record(session, changed(Math.max(1, next - 700), next - 2, runs));
                next += 1_201;
                relay.cutAfter(100_000 + random.nextInt(900_000));
                shipping.ship(session, through);
            }
            System.out.println(relay.cuts() + " cuts with seed " + seed);
            assertThat(relay.cuts()).as("seed " + seed).isGreaterThan(RUNS / 4);
        }
        assertThat(shipping.told)
                .as("seed " + seed)
                .noneMatch(told -> told.startsWith("anew") || told.startsWith("refused"));
        try (StoreContents store = new StoreContents(server, url)) {
            store.assertEqual(1, session);
            store.assertBatchesHaveNoGap(1);
        }
    }

    @Test
    void eachFlowIsSentOnceIfNothingIsLost() throws Exception {
        Path session = folder.resolve("work.steno");
        LostConnectionTest.record(session, ShipperTest.facts(1, 2_300));
        assertThat(shipping.ship(session, url).sent()).isEqualTo(2_300);
        LostConnectionTest.record(session, ShipperTest.facts(2_301, 4_000));
        LostConnectionTest.record(session, changed(1, 2_300, 1));
        assertThat(shipping.ship(session, url).sent()).isEqualTo(4_000);
        assertThat(shipping.ship(session, url).sent()).isZero();
        assertThat(shipping.told).isEmpty();
        try (StoreContents store = new StoreContents(server, url)) {
            store.assertEqual(1, session);
            store.assertBatchesHaveNoGap(1);
        }
    }

    private static FlowEvent[] changed(long first, long last, int time) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(id -> {
                    HttpFlow flow = SampleFlows.complete(id, id);
                    return new FlowEvent.Changed(flow.withNotes(new Notes(
                            "red",
                            "change " + time,
                            flow.notes().metadata(),
                            flow.notes().replay())));
                })
                .toArray(FlowEvent[]::new);
    }
}
