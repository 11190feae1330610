package dev.steno.replay.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Event streams that are asked for again. */
class RunEventsTest extends RunningRecord {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";

    private final AtomicReference<ScriptedOrigin.Script> serving = new AtomicReference<>();

    private static ScriptedOrigin.Script sending(int events, boolean ends) {
        return wire -> {
            wire.readRequest();
            wire.send(HEAD + "\r\n: hello\n\n");
            for (int i = 1; i <= events; i++) {
                wire.send("id: " + i + "\ndata: {\"n\":" + i + "}\n\n");
            }
            if (!ends) {
                wire.awaitEnd();
            }
        };
    }

    /** Records a stream; its client leaves after the last event, unless the server ends it. */
    private void record(ScriptedOrigin.Script server, String last, boolean ends) throws Exception {
        ScriptedOrigin origin = origin(wire -> serving.get().run(wire));
        serving.set(server);
        try (RawClient raw = client().send(get(origin, "/events"))) {
            Wiretap wire = raw.wire();
            wire.readHead();
            while (!wire.received().contains(last)) {
                wire.readExactly(1);
            }
            if (ends) {
                while (!wire.received().endsWith("0\r\n\r\n")) { // the last chunk
                    wire.readExactly(1);
                }
            } else {
                wire.reset(); // a client that only half-closes may still read
            }
        }
        proxy.ended(1);
    }

    private HttpFlow only() {
        assertThat(replayed()).hasSize(1);
        return replayed().get(0);
    }

    @Test
    void aStreamIsReadUntilAsManyEventsCameAsWereRecorded() throws Exception {
        record(sending(3, false), "\"n\":3}\n\n", false);
        serving.set(sending(3, false));

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.failures()).isEmpty();
        assertThat(figures.answered()).isOne();
        assertThat(figures.streamEnds()).containsOnlyKeys(StreamEnd.EVENTS);
        assertThat(only().error().message()).contains("after 3 events");
        assertThat(bytes(only().response().body()))
                .asString(StandardCharsets.UTF_8)
                .endsWith("{\"n\":3}\n\n");
    }

    @Test
    void aStreamThatItsServerEndedMayBeEndedByItAgain() throws Exception {
        record(sending(2, true), "\"n\":2}\n\n", true);

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.failures()).isEmpty();
        assertThat(figures.answered()).isOne();
        assertThat(only().error()).isNull();
    }

    @Test
    void aStreamWithTooFewEventsIsAFailureThatCountsThem() throws Exception {
        record(sending(3, false), "\"n\":3}\n\n", false);
        serving.set(sending(2, false));

        RunFigures figures = run(within(SERIAL, Duration.ofMillis(500), Duration.ZERO));

        assertThat(figures.failed()).isOne();
        assertThat(figures.firstFailure()).startsWith("waited for event 3 of 3");
    }

    @Test
    void aTimeThatIsGivenMakesAStreamCompleteWithoutItsEvents() throws Exception {
        record(sending(3, false), "\"n\":3}\n\n", false);
        serving.set(sending(1, false));

        RunFigures figures = run(within(SERIAL, Duration.ofMinutes(5), Duration.ofMillis(500)));

        assertThat(figures.failures()).isEmpty();
        assertThat(figures.streamEnds()).containsOnlyKeys(StreamEnd.TIME);
        assertThat(only().error().message()).contains("0.5 s");
    }

    @Test
    void compressedEventsAreCounted() throws Exception {
        ScriptedOrigin.Script gzip = wire -> {
            wire.readRequest();
            wire.send(HEAD + "Content-Encoding: gzip\r\n\r\n");
            Piecewise pieces = new Piecewise(wire);
            GZIPOutputStream out = new GZIPOutputStream(pieces, true);
            for (int i = 1; i <= 4; i++) {
                out.write(("data: " + i + "\n\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            wire.awaitEnd();
        };
        ScriptedOrigin origin = origin(gzip);
        try (RawClient raw = client().send(get(origin, "/events"))) {
            raw.wire().readHead();
            raw.wire().readExactly(40); // some events
            raw.wire().reset();
        }
        proxy.ended(1);

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.failures()).isEmpty();
        assertThat(figures.streamEnds()).containsOnlyKeys(StreamEnd.EVENTS);
    }

    @Test
    void theQueueOfARunningProxyEndsEventStreamsToo() throws Exception {
        record(sending(3, false), "\"n\":3}\n\n", false);
        session.awaitDurable();

        queueOf(1);

        proxy.ended(2);
        assertThat(only().error().message()).contains("after 3 events");
    }

    /** Sends each piece that is flushed. */
    private static final class Piecewise extends ByteArrayOutputStream {
        private final Wiretap wire;

        Piecewise(Wiretap wire) {
            this.wire = wire;
        }

        @Override
        public void flush() throws IOException {
            wire.send(toByteArray());
            reset();
        }
    }
}
