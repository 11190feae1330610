package dev.steno.exchange;

import static dev.steno.exchange.Frames.FIN;
import static dev.steno.exchange.Frames.RSV1;
import static dev.steno.exchange.Frames.TEXT;
import static dev.steno.exchange.Frames.close;
import static dev.steno.exchange.Frames.deflated;
import static dev.steno.exchange.Frames.frame;
import static dev.steno.exchange.Frames.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Verdict;
import dev.steno.exchange.stream.InflateBudget;
import dev.steno.flow.Direction;
import dev.steno.flow.FlowState;
import dev.steno.flow.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compressed messages that expand a thousand times are inflated in turns, between which other connections are served.
 */
class InflateBudgetTest {
    private static final String DEFLATE = "permessage-deflate; server_no_context_takeover";
    private static final int SIZE = 8 << 20;

    /** The number of bytes by which one piece of input may exceed the budget of a turn. */
    private static final int MOST = InflateBudget.MADE + 1032 * InflateBudget.PIECE + 16 * 1024;

    /** Up to this size a message is buffered for a handler; the buffered part of a larger one is recorded at once. */
    private static final int SHOWN_AT_ONCE = Hook.StreamMessage.SHOWN;

    private static byte[] bomb() {
        return frame(FIN | RSV1 | TEXT, deflated(Frames.deflater(), "\0".repeat(SIZE)));
    }

    private static WebSocketPlay play(boolean handler) {
        Addon looks = Playbook.on(Hook.MESSAGE, (shown, context) -> Verdict.pass());
        WebSocketPlay play = handler ? new WebSocketPlay(DEFLATE, looks) : new WebSocketPlay(DEFLATE);
        play.turnByTurn = true;
        return play;
    }

    private static long recorded(WebSocketPlay play) {
        return play.messages().stream().mapToLong(Message::trueSize).sum();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachTurnMakesALittleAndTheSideIsNotReadMeanwhile(boolean handler) {
        WebSocketPlay play = play(handler).server(bomb());
        List<Long> made = new ArrayList<>();
        long before = 0;
        do {
            long now = recorded(play);
            made.add(now - before);
            before = now;
        } while (play.turn());
        made.add(recorded(play) - before);

        assertThat(recorded(play)).isEqualTo(SIZE);
        assertThat(made).hasSizeGreaterThan(SIZE / MOST).allMatch(one -> one <= MOST + SHOWN_AT_ONCE);
        assertThat(play.calls.get(0)).isEqualTo("hold server");
        assertThat(play.calls.get(play.calls.size() - 1)).isEqualTo("read server");
        assertThat(play.toClient.toByteArray()).isEqualTo(bomb());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void laterDataAndTheEndAreQueuedBehindDeferredInput(boolean handler) {
        byte[] bye = frame(FIN | 8, close(1000, "bye"));
        WebSocketPlay play = play(handler).server(bomb());
        play.server(frame(FIN | TEXT, "after"), bye);
        play.relay.whenDrained(Direction.SERVER_TO_CLIENT, () -> {
            play.relay.inputEnded(Direction.SERVER_TO_CLIENT);
            play.relay.closeFlow(null);
        });

        assertThat(play.relay.flow().state()).isEqualTo(FlowState.OPEN);
        while (play.turn()) {
            // one more
        }

        assertThat(play.relay.flow().state()).isEqualTo(FlowState.COMPLETE);
        assertThat(play.relay.flow().webSocket().close().reason()).isEqualTo("bye");
        assertThat(play.rows().get(play.rows().size() - 1)).endsWith("< text after");
        assertThat(play.toClient.toByteArray()).isEqualTo(join(bomb(), frame(FIN | TEXT, "after"), bye));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theOtherSidePassesMeanwhile(boolean handler) {
        WebSocketPlay play = play(handler).server(bomb()).client(Frames.masked(FIN | TEXT, "hello"));

        assertThat(play.toServer.toByteArray()).isEqualTo(Frames.masked(FIN | TEXT, "hello"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsReadOfWhatWaitsOnceTheStreamIsClosed(boolean handler) {
        WebSocketPlay play = play(handler).server(bomb());
        play.relay.closeFlow(null);
        long recorded = recorded(play);
        while (play.turn()) {
            // one more
        }

        assertThat(recorded(play)).isEqualTo(recorded).isLessThan(SIZE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsNotCompressedTakesOneTurn(boolean handler) {
        WebSocketPlay play = play(handler).server(frame(FIN | TEXT, "x".repeat(1 << 20)));

        assertThat(play.turn()).isFalse();
        assertThat(recorded(play)).isEqualTo(1 << 20);
    }
}
