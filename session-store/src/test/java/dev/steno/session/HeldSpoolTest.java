package dev.steno.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.addon.End;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.hold.HandAnswer;
import dev.steno.hold.Holding;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionReader;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that are held with bodies larger than the memory for them, which the session keeps. */
class HeldSpoolTest extends ProxyTest {
    private static final int PIECE = 1 << 20;
    private static final int PIECES = 64;

    /** The bound on what is not durable yet. */
    private static final long BUDGET = 16 << 20;

    @TempDir
    Path folder;

    private final AtomicLong reached = new AtomicLong();
    private final AtomicLong sum = new AtomicLong();
    private Holding holding;
    private RecordBudget budget;
    private Session session;
    private ScriptedOrigin origin;

    @Override
    protected Addon[] addons() {
        budget = new RecordBudget(BUDGET);
        session = new Session(budget);
        holding = new Holding(() -> proxy.runtime().heldBytes().held());
        return new Addon[] {session, holding};
    }

    @BeforeEach
    void record() throws Exception {
        session.start(
                SqliteSessionStore.open(folder.resolve("work.steno"), "test"),
                proxy.runtime().sequences());
        closing(session::close);
        origin = origin(connection -> {
            String head = connection.readHead();
            for (; head != null; head = connection.readHead()) {
                CRC32 came = new CRC32();
                long length = Long.parseLong(head.replaceAll("(?s).*Content-Length: ([0-9]+).*", "$1"));
                byte[] piece = new byte[64 << 10];
                InputStream in = connection.socket().getInputStream();
                for (long left = length; left > 0; ) {
                    int count = in.read(piece, 0, (int) Math.min(left, piece.length));
                    if (count < 0) {
                        throw new IOException("the request is cut");
                    }
                    came.update(piece, 0, count);
                    left -= count;
                    reached.addAndGet(count);
                }
                sum.set(came.getValue());
                connection.send(OK);
            }
        });
        proxy.options.set("intercept", "~q & ~m POST");
    }

    private String post(long length) {
        return "POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: " + origin.authority()
                + "\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private RawClient upload(int announced, int pieces, CRC32 sent) throws IOException {
        RawClient client = client().send(post((long) PIECE * announced));
        OutputStream out = client.wire().socket().getOutputStream();
        for (int i = 0; i < pieces; i++) {
            byte[] piece = noise(PIECE);
            piece[0] = (byte) i;
            sent.update(piece);
            out.write(piece);
        }
        return client;
    }

    private long held() {
        await().until(() -> holding.held().count() == 1);
        return holding.held().numbers().get(0);
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void anUploadFarAboveTheMemoryIsHeldWholeAndSentFromTheFile() throws Exception {
        AtomicLong most = new AtomicLong();
        Thread watch = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                long kept = budget.held() + proxy.runtime().heldBytes().held();
                most.accumulateAndGet(kept, Math::max);
                Thread.onSpinWait();
            }
        });
        watch.start();
        CRC32 sent = new CRC32();
        RawClient client = upload(PIECES, PIECES, sent);
        long flow = held();
        HttpFlow shown = done(holding.held().draft(flow));
        assertThat(shown.request().body())
                .isEqualTo(new Body.Stored(
                        ((Body.Stored) shown.request().body()).id(),
                        (long) PIECE * PIECES,
                        (long) PIECE * PIECES,
                        true));
        assertThat(reached).hasValue(0);
        session.awaitDurable();
        assertThat(budget.held() + proxy.runtime().heldBytes().held()).isLessThan(64 << 10);
        done(holding.held().resume(flow, "ann"));
        assertThat(client.response().text()).isEqualTo("ok");
        watch.interrupt();
        watch.join();
        assertThat(reached).hasValue((long) PIECE * PIECES);
        assertThat(sum).hasValue(sent.getValue());
        assertThat(most.get()).isLessThan(BUDGET + (8 << 20));
        assertThat(proxy.http().original()).isNull();
    }

    @Test
    void aClientThatLeavesWhileItsBodyArrivesIsNoticed() throws Exception {
        RawClient client = upload(PIECES, 4, new CRC32());
        await().until(() -> proxy.flows().stream().anyMatch(HeldSpoolTest::isInSession));
        client.close();
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.holds()).isEmpty();
        assertThat(reached).hasValue(0);
    }

    private static boolean isInSession(Flow flow) {
        return ((HttpFlow) flow).request().body() instanceof Body.Stored;
    }

    @Test
    void aLargeHeldUploadIsDroppedKilledOrAnswered() throws Exception {
        RawClient first = upload(4, 4, new CRC32());
        done(holding.held().drop(held(), "ann"));
        assertThat(first.response().status()).isEqualTo(502);
        RawClient second = upload(4, 4, new CRC32());
        done(holding.held().answer(held(), HandAnswer.of(403, "", Headers.EMPTY, latin1("no")), "ann"));
        assertThat(second.response().text()).isEqualTo("no");
        RawClient third = upload(4, 4, new CRC32());
        done(holding.held().kill(held(), End.CLOSE, "ann"));
        assertThat(third.isClosedByProxy()).isTrue();
        RawClient fourth = upload(4, 4, new CRC32());
        held();
        fourth.close();
        assertThat(proxy.ended(4).stream()
                        .map(flow -> ((HttpFlow) flow).holds().get(0).outcome()))
                .containsExactly(
                        Hold.Outcome.DROPPED, Hold.Outcome.ANSWERED, Hold.Outcome.KILLED, Hold.Outcome.CLIENT_LEFT);
        assertThat(reached).hasValue(0);
        session.awaitDurable();
        try (SessionReader reader = session.reader()) {
            for (Flow flow : proxy.flows()) {
                try (InputStream in = reader.body(((HttpFlow) flow).request().body())) {
                    assertThat(in.transferTo(OutputStream.nullOutputStream())).isEqualTo(4L * PIECE);
                }
            }
        }
    }

    @Test
    void aboveTheMemoryForAllHeldBodiesShortOnesAreKeptInTheSession() throws Exception {
        proxy.options.set("intercept-memory", "100kb");
        for (int i = 0; i < 20; i++) {
            client().send(post(10_000)).send(noise(10_000));
        }
        await().until(() -> holding.held().count() == 20);
        assertThat(done(holding.held().list())).allSatisfy(flow -> {
            assertThat(flow.held().point()).isEqualTo(Hold.Point.REQUEST);
            assertThat(((HttpFlow) flow).request().body().size()).isEqualTo(10_000);
        });
        assertThat(proxy.runtime().heldBytes().held()).isBetween(100_000L, 120_000L);
        done(holding.held().resumeAll("ann"));
        await().until(() -> reached.get() == 200_000);
    }
}
