package dev.steno.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pace of a flow, by a clock that the test moves. */
class PaceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private long now = 77 * SECOND;

    private Pace pace(TokenBucket... buckets) {
        PaceDraft draft = new PaceDraft();
        for (TokenBucket bucket : buckets) {
            draft.add(bucket);
        }
        return draft.pace(now);
    }

    /** Sends as fast as the pace admits, with a timer that is late by up to 3 ms; returns the bytes. */
    private long sendFor(long nanos, Pace pace, int read) {
        long end = now + nanos;
        long sent = 0;
        int late = 0;
        while (now < end) {
            int admitted = pace.admit(read, now);
            sent += admitted;
            if (admitted == 0) {
                now = Math.max(now + 1, pace.due()) + late++ % 4 * MILLI;
            }
        }
        return sent;
    }

    @ParameterizedTest
    @ValueSource(longs = {100, 1_000, 10_000, 100_000, 1_000_000})
    void theRateIsExactWhateverTheTimerCosts(long kbit) {
        long sent = sendFor(10 * SECOND, pace(new TokenBucket(Rate.ofKbit(kbit), now)), 64 * 1024);
        assertThat(sent * 8.0 / 10_000).isBetween(kbit * 0.99, kbit * 1.01);
    }

    /** Neither a burst at the beginning nor a debt: each moment has had what the rate allows until then, and one piece. */
    @ParameterizedTest
    @ValueSource(longs = {100, 750, 1_000, 100_000})
    void theRateIsExactFromTheFirstByteOn(long kbit) {
        long start = now;
        Rate rate = Rate.ofKbit(kbit);
        Pace pace = pace(new TokenBucket(rate, now));
        long piece = rate.bytesIn(Pace.SLICE);
        long sent = 0;
        for (; now < start + 10 * SECOND; now += MILLI) {
            for (int more = pace.admit(64 * 1024, now); more > 0; more = pace.admit(64 * 1024, now)) {
                sent += more;
            }
            assertThat((double) sent).isBetween((now - start) * kbit / 8e6, (now - start) * kbit / 8e6 + piece);
        }
    }

    @ParameterizedTest
    @CsvSource({"100,250", "500,1250", "10000,25000"})
    void aPieceOccupiesTheRateForTwentyMillisecondsAtMost(long kbit, int bytes) {
        Pace pace = pace(new TokenBucket(Rate.ofKbit(kbit), now));
        assertThat(pace.admit(1 << 20, now)).isEqualTo(bytes);
        assertThat(pace.admit(1 << 20, now)).isZero();
        assertThat(pace.due()).isEqualTo(now + 20 * MILLI);
        now += 20 * MILLI;
        assertThat(pace.admit(1 << 20, now)).isEqualTo(bytes);
    }

    @Test
    void flowsThatShareARateGetItTogether() {
        TokenBucket bucket = new TokenBucket(Rate.ofKbit(800), now); // 2000 bytes in 20 ms
        Pace one = pace(bucket);
        Pace other = pace(bucket);
        long first = 0;
        long second = 0;
        for (long end = now + 10 * SECOND; now < end; now += MILLI) {
            first += one.admit(64 * 1024, now);
            second += other.admit(64 * 1024, now);
        }
        assertThat(first + second).isBetween(990_000L, 1_010_000L);
        assertThat(first).isBetween(480_000L, 520_000L);
    }

    @Test
    void theTimeThatAFlowWasIdleIsNotMadeUpFor() {
        Pace pace = pace(new TokenBucket(Rate.ofKbit(800), now));
        now += 60 * SECOND;
        assertThat(sendFor(SECOND, pace, 64 * 1024)).isLessThan(115_000);
    }

    @Test
    void theSlowestOfSeveralRatesCounts() {
        Pace pace = pace(new TokenBucket(Rate.ofKbit(80), now), new TokenBucket(Rate.ofKbit(800), now));
        assertThat(sendFor(10 * SECOND, pace, 64 * 1024)).isBetween(99_000L, 101_500L);
    }

    @Test
    void nothingIsSentAtTheRateOfNothing() {
        Pace pace = pace(new TokenBucket(Rate.NOTHING, now));
        assertThat(sendFor(TimeUnit.DAYS.toNanos(30), pace, 1000)).isZero();
    }

    @Test
    void piecesHaveTheSizesAndPausesOfTheirShape() {
        PaceDraft draft = new PaceDraft();
        draft.add(new PieceShape() {
            @Override
            public int size() {
                return 3;
            }

            @Override
            public long pause(int bytes) {
                return 10 * MILLI;
            }
        });
        Pace pace = draft.pace(now);
        assertThat(pace.admit(100, now)).isZero();
        assertThat(pace.due()).isEqualTo(now + 10 * MILLI);
        now += 10 * MILLI;
        assertThat(pace.admit(100, now)).isEqualTo(3);
        assertThat(pace.admit(2, now)).isZero();
        now += 10 * MILLI;
        assertThat(pace.admit(2, now)).isEqualTo(2);
    }

    @Test
    void theStartIsDelayed() {
        PaceDraft draft = new PaceDraft();
        draft.delayStart(400 * MILLI);
        Pace pace = draft.pace(now);
        assertThat(pace.admit(10, now)).isZero();
        assertThat(pace.due()).isEqualTo(now + 400 * MILLI);
        now += 400 * MILLI;
        assertThat(pace.admit(10, now)).isEqualTo(10);
        assertThat(pace.admit(1 << 20, now)).isEqualTo(1 << 20);
    }

    @Test
    void aFlowInProgressNoticesThatTheRulesHaveChanged() {
        AtomicReference<Pacing> rules = new AtomicReference<>();
        List<String> remarks = new ArrayList<>();
        FlowPace pace =
                new FlowPace(rules::get, () -> flow("192.0.2.1", "a.test"), Direction.SERVER_TO_CLIENT, remarks::add);
        assertThat(pace.admit(1000, now)).isEqualTo(1000);
        rules.set((flow, direction) -> {
            PaceDraft draft = new PaceDraft();
            draft.add(new TokenBucket(Rate.NOTHING, now));
            draft.begin("fault-1");
            draft.remark("stands still");
            return draft.pace(now);
        });
        assertThat(pace.admit(1000, now)).isZero();
        assertThat(pace.patience(now)).isEqualTo(200 * MILLI);
        rules.set(null);
        assertThat(pace.admit(1000, now)).isEqualTo(1000);
        assertThat(remarks).containsExactly("rule fault-1: stands still");
    }

    @Test
    void aRateIsSharedByWhatItSays() {
        TcpFlow flow = flow("192.0.2.1", "a.test");
        TcpFlow ofClient = flow("192.0.2.1", "b.test");
        TcpFlow ofHost = flow("192.0.2.2", "a.test");
        SharedRate client = new SharedRate(Rate.ofKbit(1), Sharing.CLIENT);
        assertThat(client.bucketOf(flow)).isSameAs(client.bucketOf(ofClient)).isNotSameAs(client.bucketOf(ofHost));
        SharedRate host = new SharedRate(Rate.ofKbit(1), Sharing.HOST);
        assertThat(host.bucketOf(flow)).isSameAs(host.bucketOf(ofHost)).isNotSameAs(host.bucketOf(ofClient));
        SharedRate each = new SharedRate(Rate.ofKbit(1), Sharing.FLOW);
        assertThat(each.bucketOf(flow)).isNotSameAs(each.bucketOf(flow));
        SharedRate all = new SharedRate(Rate.ofKbit(1), Sharing.ALL);
        assertThat(all.bucketOf(flow)).isSameAs(all.bucketOf(ofHost)).isSameAs(all.bucketOf(ofClient));
    }

    @Test
    void bucketsOfHostsThatAreIdleAreForgotten() throws Exception {
        SharedRate host = new SharedRate(Rate.ofKbit(1), Sharing.HOST);
        for (int i = 0; i < SharedRate.MOST; i++) {
            host.bucketOf(flow("192.0.2.1", "host" + i));
        }
        assertThat(host.size()).isEqualTo(SharedRate.MOST);
        Thread.sleep(110); // an idle bucket is one whose time has passed
        host.bucketOf(flow("192.0.2.1", "another"));
        assertThat(host.size()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"500,500000", "500kbit,500000", "1.6mbit,1600000", "1gbit,1000000000", "8bit,8", "2Mbit,2000000"})
    void ratesAreWrittenWithTheirUnit(String text, long bits) {
        assertThat(Rate.parse(text).bits()).isEqualTo(bits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "5mb", "", "1e9", "99999999999"})
    void aRateThatIsNoneIsRefusedWithWhatToWrite(String text) {
        assertThatThrownBy(() -> Rate.parse(text)).hasMessageContaining("500kbit");
    }

    private static TcpFlow flow(String client, String host) {
        Peer peer = new Peer(1, new Endpoint(client, 1000), null, null, 1, Times.UNSET, Times.UNSET, null, null, null);
        return new TcpFlow(
                1,
                1,
                FlowState.OPEN,
                1,
                Times.UNSET,
                peer,
                null,
                new Endpoint(host, 443),
                "tls",
                0,
                0,
                0,
                0,
                null,
                Notes.NONE);
    }
}
