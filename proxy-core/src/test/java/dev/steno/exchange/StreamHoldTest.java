package dev.steno.exchange;

import static dev.steno.exchange.Frames.BINARY;
import static dev.steno.exchange.Frames.FIN;
import static dev.steno.exchange.Frames.RSV1;
import static dev.steno.exchange.Frames.TEXT;
import static dev.steno.exchange.Frames.close;
import static dev.steno.exchange.Frames.deflated;
import static dev.steno.exchange.Frames.frame;
import static dev.steno.exchange.Frames.join;
import static dev.steno.exchange.Frames.latin1;
import static dev.steno.exchange.Frames.masked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowActionException;
import dev.steno.addon.HandlerSet;
import dev.steno.addon.HoldTerms;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Registrar;
import dev.steno.addon.Verdict;
import dev.steno.addon.WaitingMessage;
import dev.steno.exchange.stream.MessageQueue;
import dev.steno.exchange.stream.StreamHolds;
import dev.steno.flow.Direction;
import dev.steno.flow.Hold;
import dev.steno.flow.Message;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of a WebSocket that are held for a person, those that a person adds, and handlers that come and go. */
class StreamHoldTest {
    private static final String KEEPS = "permessage-deflate";
    private static final String FORGETS = "permessage-deflate; client_no_context_takeover; server_no_context_takeover";

    /** Holds each message that begins with {@code held}. */
    private static Addon holding() {
        return registrar -> registrar.onAsync(Hook.MESSAGE, Phase.HOLD, (shown, context) -> {
            String text = new String(shown.message().data(), StandardCharsets.ISO_8859_1);
            return text.startsWith("held")
                    ? context.hold(shown, new HoldTerms("~websocket"))
                    : CompletableFuture.completedFuture(Verdict.pass());
        });
    }

    private static byte[] text(String payload) {
        return masked(FIN | TEXT, payload);
    }

    private static StreamHolds holds(WebSocketPlay play) {
        return play.relay.holds();
    }

    private static void inject(WebSocketPlay play, String text) {
        play.relay.inject(Direction.CLIENT_TO_SERVER, Message.Kind.TEXT, latin1(text));
    }

    /** The rows of an independent relay that reads what the server was sent. */
    private static List<String> received(WebSocketPlay play, String extensions) {
        WebSocketPlay server = new WebSocketPlay(extensions).client(play.toServer.toByteArray());
        assertThat(server.flow().webSocket().problem()).isNull();
        return server.rows();
    }

    @Test
    void pingsAndPongsPassFiveHeldMessages() {
        WebSocketPlay play = new WebSocketPlay("", holding());
        for (int i = 1; i <= 5; i++) {
            play.client(text("held " + i));
        }
        byte[] ping = masked(FIN | 9, "p");
        byte[] pong = masked(FIN | 10, "q");
        play.client(ping, pong, ping);
        play.run();

        assertThat(play.toServer.toByteArray()).isEqualTo(join(ping, pong, ping));
        assertThat(play.calls).as("reading goes on").doesNotContain("hold client");
        assertThat(holds(play).list()).extracting(WaitingMessage::number).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(play.flow().held().point()).isEqualTo(Hold.Point.MESSAGES);
        play.server(frame(FIN | TEXT, "free"));
        assertThat(play.toClient.toByteArray()).isEqualTo(frame(FIN | TEXT, "free"));

        holds(play).resumeAll("ann");
        play.run();
        assertThat(received(play, ""))
                .containsExactly(
                        "0 > text held 1", "1 > text held 2", "2 > text held 3", "3 > text held 4", "4 > text held 5");
        assertThat(play.flow().held()).isNull();
        assertThat(play.flow().holds()).singleElement().satisfies(hold -> {
            assertThat(hold.outcome()).isEqualTo(Hold.Outcome.RESUMED);
            assertThat(hold.by()).isEqualTo("ann");
        });
    }

    @Test
    void messagesAreEditedDroppedAndResumedOneByOneAndSentInOrder() {
        WebSocketPlay play = new WebSocketPlay("", holding());
        play.client(text("held 1"), text("held 2"), text("held 3"), text("passes"));

        holds(play).resume(3, "ann");
        holds(play).drop(2, "ann");
        play.run();
        assertThat(play.toServer.size()).as("the first is still held").isZero();
        holds(play).edit(1, latin1("edited"));
        assertThat(holds(play).list()).singleElement().satisfies(left -> {
            assertThat(left.edited()).isTrue();
            assertThat(left.data()).isEqualTo(latin1("edited"));
        });
        holds(play).resume(1, "ann");
        play.run();

        assertThat(play.rows())
                .containsExactly(
                        "0 > changed text edited", "1 > dropped text held 2", "2 > text held 3", "3 > text passes");
        assertThat(received(play, "")).containsExactly("0 > text edited", "1 > text held 3", "2 > text passes");
        assertThat(play.flow().holds().get(0).outcome()).isEqualTo(Hold.Outcome.EDITED);
        assertThatThrownBy(() -> holds(play).resume(1, "bob"))
                .isInstanceOf(FlowActionException.class)
                .hasMessage("message 1 is not held; none is");
    }

    @Test
    void aResumedMessageKeepsItsFragments() {
        WebSocketPlay play = new WebSocketPlay("", holding());
        byte[] first = masked(TEXT, "hel");
        byte[] ping = masked(FIN | 9, "between");
        byte[] last = masked(FIN, "d");
        play.client(first, ping, last);
        assertThat(play.toServer.toByteArray()).as("the ping overtakes").isEqualTo(ping);

        holds(play).resumeAll("ann");
        play.run();
        assertThat(play.toServer.toByteArray()).isEqualTo(join(ping, first, last));
    }

    @ParameterizedTest
    @ValueSource(strings = {KEEPS, FORGETS})
    void compressedMessagesCanBeReadAfterEditsAndInjections(String extensions) {
        boolean keeps = extensions.equals(KEEPS);
        Deflater deflater = Frames.deflater();
        WebSocketPlay play = new WebSocketPlay(extensions, holding());
        for (String said : List.of("held one, one, one", "held two, one, one", "held three, one, one")) {
            play.client(masked(FIN | RSV1 | TEXT, deflated(keeps ? deflater : Frames.deflater(), said)));
        }
        inject(play, "injected");
        holds(play).edit(2, latin1("edited, one, one"));
        holds(play).resumeAll("ann");
        play.run();

        assertThat(received(play, extensions))
                .containsExactly(
                        "0 > text held one, one, one",
                        "1 > text edited, one, one",
                        "2 > text held three, one, one",
                        "3 > text injected");
    }

    @Test
    void aCloseEndsTheWaitOfBothDirections() {
        WebSocketPlay play = new WebSocketPlay("", holding());
        play.client(text("held 1"), text("held 2"));
        play.server(frame(FIN | TEXT, "held 3"));
        byte[] bye = masked(FIN | 8, close(1000, "bye"));
        play.client(bye);
        play.run();

        assertThat(play.toServer.toByteArray()).isEqualTo(bye);
        assertThat(play.toClient.size()).isZero();
        assertThat(play.rows())
                .containsExactly(
                        "0 > undelivered text held 1", "1 > undelivered text held 2", "2 < undelivered text held 3");
        assertThat(play.flow().holds().get(0).outcome()).isEqualTo(Hold.Outcome.CLIENT_LEFT);
        assertThatThrownBy(() -> inject(play, "late"))
                .isInstanceOf(FlowActionException.class)
                .hasMessageContaining("the client has closed the WebSocket");
    }

    @Test
    void aPeerThatLeavesWithoutACloseEndsTheWaitToo() {
        WebSocketPlay play = new WebSocketPlay("", holding());
        play.client(text("held 1"));
        play.relay.whenDrained(Direction.CLIENT_TO_SERVER, () -> {
            play.relay.inputEnded(Direction.CLIENT_TO_SERVER);
            play.relay.closeFlow(null);
        });

        assertThat(play.rows()).containsExactly("0 > undelivered text held 1");
        assertThat(play.flow().held()).isNull();
    }

    @Test
    void readingStopsOnceTooMuchWaitsAndGoesOnAfterwards() {
        WebSocketPlay play = new WebSocketPlay("", holding());
        String much = "held " + "x".repeat(MessageQueue.MOST / 4);
        play.client(text(much), text(much), text(much));
        assertThat(play.calls).isEmpty();
        play.client(text(much), text("held last"));
        assertThat(play.calls).containsExactly("hold client", "hold client");
        assertThat(holds(play).list()).hasSize(4);

        holds(play).resumeAll("ann");
        play.run();
        assertThat(play.calls).endsWith("read client");
        assertThat(holds(play).list()).extracting(WaitingMessage::number).containsExactly(5L);
    }

    @Test
    void aMessageTooLargeToBeShownWaitsForThoseThatAreHeld() {
        WebSocketPlay play = new WebSocketPlay("", holding());
        byte[] large = masked(FIN | BINARY, new byte[Hook.StreamMessage.SHOWN + 1]);
        play.client(text("held"), large);
        assertThat(play.toServer.size()).isZero();

        holds(play).resumeAll("ann");
        play.run();
        assertThat(play.toServer.toByteArray()).isEqualTo(join(text("held"), large));
    }

    @Test
    void anInjectedMessageFollowsTheHeldOnes() {
        WebSocketPlay play = new WebSocketPlay("", holding());
        play.client(text("held"));
        inject(play, "injected");
        assertThat(play.toServer.size()).isZero();

        holds(play).resumeAll("ann");
        play.run();
        assertThat(play.rows()).containsExactly("0 > text held", "1 > injected text injected");
        assertThat(play.flow().webSocket().client().messages()).isEqualTo(2);
    }

    @Test
    void anInjectedMessageGetsIntoNoFragmentedMessageAlsoWithoutHandlers() {
        WebSocketPlay play = new WebSocketPlay("");
        byte[] first = masked(TEXT, "a");
        byte[] begin = half(masked(FIN, "bcd"));
        byte[] rest = rest(masked(FIN, "bcd"));
        play.client(first, begin);
        inject(play, "injected");
        assertThat(play.toServer.toByteArray()).isEqualTo(join(first, begin));
        play.client(join(rest, text("next")));

        assertThat(received(play, "")).containsExactly("0 > text abcd", "1 > text injected", "2 > text next");
        assertThat(play.rows()).containsExactly("0 > text abcd", "1 > injected text injected", "2 > text next");
        inject(play, "at once");
        assertThat(received(play, "")).endsWith("3 > text at once");
    }

    @Test
    void anInjectedMessageGetsIntoNoControlFrame() {
        WebSocketPlay play = new WebSocketPlay("", holding());
        byte[] ping = masked(FIN | 9, "ping");
        play.client(half(ping));
        inject(play, "injected");
        play.client(rest(ping));

        WebSocketPlay server = new WebSocketPlay("").client(play.toServer.toByteArray());
        assertThat(server.rows()).containsExactly("0 > text injected");
        assertThat(server.flow().webSocket().client().pings()).isEqualTo(1);
    }

    @Test
    void tenThousandInjectedMessagesArrive() {
        WebSocketPlay play = new WebSocketPlay("");
        for (int i = 0; i < 10_000; i++) {
            inject(play, "m" + i);
        }
        assertThat(received(play, "")).hasSize(10_000).last().isEqualTo("9999 > text m9999");
    }

    /** Handlers that can be taken away. */
    private static final class Coming implements Addon {
        private HandlerSet set = none -> {};
        private int seen;

        @Override
        public void register(Registrar registrar) {
            set = registrar.handlerSet();
        }

        void come() {
            set.replace(to -> to.onAsync(Hook.MESSAGE, Phase.MODIFY, (shown, context) -> {
                seen++;
                return pass();
            }));
        }

        void go() {
            set.replace(none -> {});
        }

        private static CompletionStage<Verdict<Hook.StreamMessage>> pass() {
            return CompletableFuture.completedFuture(Verdict.pass());
        }
    }

    @Test
    void handlersThatComeWhileItIsOpenAreAskedFromTheNextMessageOn() {
        Coming coming = new Coming();
        WebSocketPlay play = new WebSocketPlay("", coming);
        byte[] begun = masked(TEXT, "be");
        play.client(text("before"), begun);
        coming.come();
        byte[] more = join(masked(FIN, "gun"), text("asked"));
        play.client(half(more), rest(more));

        assertThat(coming.seen).isEqualTo(1);
        assertThat(play.toServer.toByteArray()).isEqualTo(join(text("before"), begun, more));
        assertThat(play.rows()).containsExactly("0 > text before", "1 > text begun", "2 > text asked");

        coming.go();
        byte[] later = text("later");
        play.client(half(later));
        assertThat(play.toServer.toByteArray()).as("forwarded as it is read").endsWith(half(later));
        play.client(rest(later));
        assertThat(coming.seen).isEqualTo(1);
        assertThat(play.rows()).last().isEqualTo("3 > text later");
    }

    @Test
    void handlersThatGoWhileAMessageIsHeldLeaveTheOrder() {
        Coming other = new Coming();
        HandlerSet[] set = new HandlerSet[1];
        Addon leaving = registrar -> {
            set[0] = registrar.handlerSet();
            set[0].replace(to -> to.onAsync(
                    Hook.MESSAGE, Phase.HOLD, (shown, context) -> context.hold(shown, new HoldTerms("~websocket"))));
        };
        WebSocketPlay play = new WebSocketPlay("", leaving, other);
        play.client(text("held"));
        set[0].replace(none -> {});
        play.client(text("second"), text("third"));
        assertThat(play.toServer.size()).isZero();

        holds(play).resumeAll("ann");
        play.run();
        play.client(text("fourth"));
        assertThat(play.toServer.toByteArray())
                .isEqualTo(join(text("held"), text("second"), text("third"), text("fourth")));
    }

    private static byte[] half(byte[] all) {
        return Arrays.copyOf(all, all.length / 2);
    }

    private static byte[] rest(byte[] all) {
        return Arrays.copyOfRange(all, all.length / 2, all.length);
    }
}
