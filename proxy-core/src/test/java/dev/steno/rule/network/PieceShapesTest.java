package dev.steno.rule.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.pace.Pace;
import dev.steno.pace.PaceDraft;
import dev.steno.pace.PieceShape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The sizes and times of the pieces that faults make, by a clock that the test moves. */
class PieceShapesTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    /** What was sent of a body that came in these parts, as {@code MILLISECONDS:BYTES}. */
    private static List<String> sent(PieceShape shape, int... parts) {
        PaceDraft draft = new PaceDraft();
        draft.add(shape);
        Pace pace = draft.pace(0);
        List<String> all = new ArrayList<>();
        long now = 0;
        for (int part : parts) {
            for (int left = part; left > 0; ) {
                int admitted = pace.admit(left, now);
                if (admitted == 0) {
                    now = pace.due();
                } else {
                    all.add(now / MILLI + ":" + admitted);
                    left -= admitted;
                }
            }
        }
        return all;
    }

    @Test
    void aBodyDribbles() {
        assertThat(sent(new Dribble(100, 4, 200 * MILLI), 100)).containsExactly("50:25", "100:25", "150:25", "200:25");
        assertThat(sent(new Dribble(10, 3, 300 * MILLI), 10)).containsExactly("100:4", "200:3", "300:3");
        assertThat(sent(new Dribble(10, 1, 300 * MILLI), 10)).containsExactly("300:10");
    }

    @Test
    void thePiecesOfABodyThatDribblesAreNotMoreBecauseItComesInParts() {
        assertThat(sent(new Dribble(100, 2, 200 * MILLI), 30, 30, 40))
                .containsExactly("100:30", "100:20", "200:10", "200:40");
    }

    @Test
    void aBodyHasFewerPiecesThanItDribblesInIfItIsShort() {
        assertThat(sent(new Dribble(2, 4, 400 * MILLI), 2)).containsExactly("100:1", "200:1");
    }

    @Test
    void theFirstPartsOfABodyWithoutALengthDribble() {
        assertThat(sent(new Dribble(-1, 2, 200 * MILLI), 30, 10, 20)).containsExactly("100:30", "200:10", "200:20");
    }

    @Test
    void theLastByteWaits() {
        assertThat(sent(new LastByte(100, 70 * MILLI), 60, 40)).containsExactly("0:60", "0:39", "70:1");
        assertThat(sent(new LastByte(1, 70 * MILLI), 1)).containsExactly("70:1");
        assertThat(sent(new LastByte(2, 70 * MILLI), 2, 5))
                .as("a body is longer")
                .containsExactly("0:1", "70:1", "70:5");
    }

    @Test
    void packetsAreLostByTheirSeed() {
        List<String> one = sent(new LostPackets(0.1, 100 * MILLI, chance(7)), 1_500_000);
        assertThat(one)
                .isEqualTo(sent(new LostPackets(0.1, 100 * MILLI, chance(7)), 1_500_000))
                .isNotEqualTo(sent(new LostPackets(0.1, 100 * MILLI, chance(8)), 1_500_000));
        assertThat(sent(new LostPackets(1, 100 * MILLI, chance(7)), 1_000, 1_000, 1_000))
                .as("two packets, in whatever parts they come")
                .containsExactly("300:1000", "300:500", "600:500", "600:1000");
        long pauses = Long.parseLong(one.get(one.size() - 1).split(":")[0]) / 300;
        assertThat(pauses).as("of 1,000 packets").isBetween(70L, 130L);
        assertThat(new LostPackets(0.07, 40 * MILLI, chance(1)).remark())
                .isEqualTo("7.0 % of packets are lost, shown as pauses of 240 ms, since above TCP none is missing");
    }

    private static Chance chance(long seed) {
        return new Chance(1, Long.MAX_VALUE, 1, seed);
    }

    @Test
    void aNameIsAskedForOnceAMinute() {
        NameDelays names = new NameDelays(3000 * MILLI);
        assertThat(names.before("192.0.2.1", "a.test", 0)).isEqualTo(3000 * MILLI);
        assertThat(names.before("192.0.2.1", "a.test", 1000 * MILLI))
                .as("no answer yet")
                .isEqualTo(2000 * MILLI);
        assertThat(names.before("192.0.2.1", "a.test", 59_000 * MILLI)).isZero();
        assertThat(names.before("192.0.2.1", "a.test", 60_000 * MILLI)).isEqualTo(3000 * MILLI);
        assertThat(names.before("192.0.2.2", "a.test", 59_000 * MILLI)).isEqualTo(3000 * MILLI);
        assertThat(names.before("192.0.2.1", "127.0.0.1", 0)).isZero();
        assertThat(names.before("192.0.2.1", "::1", 0)).isZero();
        assertThat(new NameDelays(0).before("192.0.2.1", "a.test", 0)).isZero();
    }

    @Test
    void namesAreForgotten() {
        NameDelays names = new NameDelays(MILLI);
        for (int i = 0; i < 3 * NameDelays.MOST; i++) {
            names.before("192.0.2.1", i + ".test", i);
        }
        assertThat(names.size()).isLessThanOrEqualTo(NameDelays.MOST);
    }
}
