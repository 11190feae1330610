package dev.steno.exchange.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Headers;
import dev.steno.flow.PieceTimes;
import dev.steno.flow.PieceTimes.Piece;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The times at which the pieces of a stream arrive, and how they are stored. */
class PieceClockTest {
    private static final long MS = 1_000_000;

    private long now = 5 * MS;
    private final PieceClock clock = new PieceClock(() -> now, 0, 0);
    private long position;

    private void arrives(int bytes, long after) {
        now += after;
        clock.arrived();
        position += bytes;
        clock.copied(position);
    }

    private List<Piece> chunkUpTo(long end) {
        return Objects.requireNonNull(clock.endChunk(end)).pieces();
    }

    @Test
    void whatComesWithinAMillisecondIsOnePieceAndTheNextOneIsMeasuredFromItsBeginning() {
        arrives(10, 3 * MS);
        arrives(5, MS / 2);
        arrives(7, MS / 2);
        arrives(1, 2_500_000);

        assertThat(clock.hasPauses()).isTrue();
        assertThat(chunkUpTo(position))
                .containsExactly(new Piece(15, 3 * MS), new Piece(7, MS), new Piece(1, 2_500_000));
        assertThat(clock.endChunk(position)).isNull();
    }

    @Test
    void theFirstPauseBeginsWithTheHeadThoughItWasHandledLater() {
        PieceClock late = new PieceClock(() -> now, 0, 40 * MS);
        now += 2 * MS;
        late.arrived();
        late.copied(8);

        assertThat(Objects.requireNonNull(late.endChunk(8)).pieces()).containsExactly(new Piece(8, 42 * MS));
    }

    @Test
    void aPieceThatCrossesTwoChunksHasItsPauseInTheFirst() {
        now += 2 * MS;
        clock.arrived();

        assertThat(chunkUpTo(100)).containsExactly(new Piece(100, 2 * MS));
        assertThat(chunkUpTo(130)).containsExactly(new Piece(30, 0));
    }

    @Test
    void aBodyThatCameAtOnceHasNoPauses() {
        arrives(10, 0);
        arrives(10, MS / 4);

        assertThat(clock.hasPauses()).isFalse();
    }

    @Test
    void aSinglePieceSomeTimeAfterItsHeadHasNone() {
        arrives(10, 20 * MS);

        assertThat(clock.hasPauses()).isFalse();
    }

    @Test
    void timesAreKeptForStreamsOfEventsAndOfGrpc() {
        assertThat(PieceTimes.areKeptFor(Headers.of("content-type", "Text/Event-Stream; charset=utf-8")))
                .isTrue();
        assertThat(PieceTimes.areKeptFor(Headers.of("Content-Type", "application/grpc+proto")))
                .isTrue();
        assertThat(PieceTimes.areKeptFor(Headers.of("Content-Type", "text/html")))
                .isFalse();
        assertThat(PieceTimes.areKeptFor(null)).isFalse();
    }

    @Test
    void damagedTimesAreReadAsFarAsTheyCanBe() {
        byte[] sound =
                PieceTimes.of(List.of(new Piece(300, 70 * MS), new Piece(1, 0))).encoded();
        byte[] damaged = {sound[0], sound[1], sound[2], sound[3], sound[4], 0, 1};

        assertThat(PieceTimes.decode(sound).pieces()).containsExactly(new Piece(300, 70 * MS), new Piece(1, 0));
        assertThat(PieceTimes.decode(damaged).pieces()).containsExactly(new Piece(300, 70 * MS));
        assertThat(PieceTimes.decode(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1})
                        .pieces())
                .isEmpty();
    }
}
