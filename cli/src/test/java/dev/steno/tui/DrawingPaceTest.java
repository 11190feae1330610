package dev.steno.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When frames are due. */
class DrawingPaceTest {
    private static final long BEGIN = Long.MAX_VALUE - 1; // as any time, it may overflow

    private static long at(long millis) {
        return BEGIN + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static DrawingPace drawn(int changed) {
        DrawingPace pace = new DrawingPace(BEGIN);
        pace.draw(BEGIN, changed, 60);
        return pace;
    }

    @Test
    void aScreenOfWhichMuchChangesIsDrawnFourTimesASecond() {
        assertThat(drawn(15).isDue(at(99))).isFalse();
        assertThat(drawn(15).isDue(at(100))).isTrue();
        assertThat(drawn(16).isDue(at(249))).isFalse();
        assertThat(drawn(16).isDue(at(250))).isTrue();
    }

    @Test
    void aKeyIsAnsweredAtOnce() {
        DrawingPace pace = drawn(60);
        pace.press(at(20));

        assertThat(pace.isAnswering(at(20))).isTrue();
        assertThat(pace.isDue(at(20))).isTrue();
        assertThat(pace.isDue(at(100))).isTrue();
        assertThat(pace.isAnswering(at(170))).isFalse();
        assertThat(pace.isDue(at(170))).isFalse();
    }

    @Test
    void aFrameWaitsForWhatItShowsOnlyForAWhile() {
        DrawingPace pace = drawn(0);
        pace.await(at(100));

        assertThat(pace.isAwaiting()).isTrue();
        assertThat(pace.isLate(at(199))).isFalse();
        assertThat(pace.isLate(at(200))).isTrue();
        pace.draw(at(200), 0, 60);
        assertThat(pace.isAwaiting()).isFalse();
    }

    @Test
    void whatIsReadIsLookedForAtGrowingIntervals() {
        DrawingPace pace = drawn(0);
        pace.press(at(0));

        assertThat(pace.patience(at(0), true, true)).isEqualTo(2);
        assertThat(pace.patience(at(20), true, true)).isEqualTo(10);
        assertThat(pace.patience(at(90), true, true)).isEqualTo(20);
        assertThat(pace.patience(at(500), false, false)).isEqualTo(50);
    }
}
