package dev.steno.fleet.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.filter.Filter;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.ship.ShipSpool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ships sessions as the product does, and notes what its listener is told. Thread-safe. */
final class Shipping implements ShipListener {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    static final Shipper.Sender SENDER = new Shipper.Sender("work.steno", "host.test", "test");

    final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private volatile ShipStatus last = ShipStatus.NONE;

    /** Ships all of a session that nobody records. */
    ShipStatus ship(Path session, String url) throws IOException {
        return ship(session, url, Filter.ALL, BodyPolicy.ALL, Redactor.NONE);
    }

    ShipStatus ship(Path session, String url, Filter filter, BodyPolicy bodies, Redactor redactor) throws IOException {
        try (ShipSpool spool = ShipSpool.open(session);
                SqliteSessionReader reader = SqliteSessionReader.open(session)) {
            Shipper shipper = new Shipper(
                    ServerUrl.parse(url),
                    spool,
                    new OutgoingFlows(filter, bodies, redactor, reader),
                    SENDER,
                    this,
                    () -> false);
            shipper.run(false);
            return shipper.status();
        }
    }

    ShipStatus last() {
        return last;
    }

    /** A shipper on a thread of its own, which follows a session that the test records, until it is closed. */
    static final class Following implements AutoCloseable {
        private final ShipSpool spool;
        private final SqliteSessionReader reader;
        private final Shipper shipper;
        private final CompletableFuture<Void> done;

        private Following(Path session, String url, ShipListener listener) throws IOException {
            spool = ShipSpool.openRecorded(session);
            reader = SqliteSessionReader.open(session);
            OutgoingFlows all = new OutgoingFlows(Filter.ALL, BodyPolicy.ALL, Redactor.NONE, reader);
            shipper = new Shipper(ServerUrl.parse(url), spool, all, SENDER, listener, () -> false);
            done = CompletableFuture.runAsync(() -> {
                try {
                    shipper.run(true);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        ShipStatus status() {
            return shipper.status();
        }

        /** Returns once the store has taken so many flows. */
        void awaitSent(long flows) {
            await().atMost(PATIENCE).until(() -> done.isDone() || status().sent() >= flows);
            assertThat(done).isNotDone();
        }

        /** Returns once the shipper says this about the store. */
        void awaitTrouble(String part) {
            await().atMost(PATIENCE)
                    .until(() ->
                            done.isDone() || String.valueOf(status().failure()).contains(part));
            assertThat(done).isNotDone();
        }

        @Override
        public void close() throws IOException, ExecutionException, TimeoutException {
            shipper.stop();
            try {
                done.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            reader.close();
            spool.close();
        }
    }

    /** Begins to ship a session that the test records. */
    Following follow(Path session, String url) throws IOException {
        return new Following(session, url, this);
    }

    @Override
    public void progress(ShipStatus now) {
        last = now;
    }

    @Override
    public void storeAway(String message) {
        told.add("away: " + message);
    }

    @Override
    public void storeBack() {
        told.add("back");
    }

    @Override
    public void refused(long flow, String reason) {
        told.add("refused " + flow + ": " + reason);
    }

    @Override
    public void registeredAnew(int recorder, int before, NewNumber why) {
        told.add("anew " + recorder + " in place of " + before + ": " + why);
    }
}
