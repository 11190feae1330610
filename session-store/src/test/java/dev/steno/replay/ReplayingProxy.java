package dev.steno.replay;

import dev.steno.addon.Addon;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.testing.proxy.TlsProxyTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Base class for tests of a proxy that records to a session, whose requests are sent again. */
public abstract class ReplayingProxy extends TlsProxyTest {
    @TempDir
    protected Path folder;

    protected Session session = new Session(new RecordBudget(64L << 20));
    ClientReplay replay;
    volatile int concurrency = 1;

    @Override
    protected Addon[] addons() {
        return new Addon[] {session};
    }

    @BeforeEach
    void record() throws Exception {
        session.start(
                SqliteSessionStore.open(folder.resolve("s.steno"), "test"),
                proxy.runtime().sequences());
        replay = new ClientReplay(
                () -> session,
                () -> proxy.server().localClients(),
                () -> new ReplayOptions(List.of(), concurrency),
                SqliteSessionReader::open,
                Runnable::run);
    }

    @AfterEach
    void endRecord() throws Exception {
        replay.close();
        proxy.close();
        session.close();
    }

    ClientReplay.Queued queue(long... flows) throws SessionException {
        PrimitiveIterator.OfLong all = Arrays.stream(flows).iterator();
        return replay.queue(all);
    }

    /** Queues the requests of flows, and returns how many. */
    protected long queueOf(long... flows) throws SessionException {
        return queue(flows).queued();
    }

    /** Waits until nothing is queued or in flight. */
    void finished() {
        Awaitility.await().atMost(5, TimeUnit.MINUTES).until(() -> replay.count() == 0);
    }

    protected HttpFlow flow(long number) {
        return (HttpFlow) Awaitility.await()
                .until(
                        () -> proxy.flows().stream()
                                .filter(each -> each.id() == number)
                                .findFirst()
                                .orElse(null),
                        each -> each != null && each.state() != FlowState.OPEN);
    }

    protected byte[] bytes(Body body) throws IOException {
        session.awaitDurable();
        try (SessionReader reader = session.reader();
                InputStream in = reader.body(body)) {
            return in.readAllBytes();
        }
    }

    /** The requests that were sent again so far, in the order in which they began. */
    protected List<HttpFlow> replayed() {
        return proxy.flows().stream()
                .map(HttpFlow.class::cast)
                .filter(each -> each.notes().replayOf().isPresent())
                .toList();
    }

    protected List<Long> sources() {
        return replayed().stream()
                .map(each -> each.notes().replayOf().getAsLong())
                .toList();
    }
}
