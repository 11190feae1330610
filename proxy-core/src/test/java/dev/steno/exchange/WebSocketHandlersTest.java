package dev.steno.exchange;

import static dev.steno.exchange.Frames.BINARY;
import static dev.steno.exchange.Frames.FIN;
import static dev.steno.exchange.Frames.RSV1;
import static dev.steno.exchange.Frames.TEXT;
import static dev.steno.exchange.Frames.deflated;
import static dev.steno.exchange.Frames.frame;
import static dev.steno.exchange.Frames.join;
import static dev.steno.exchange.Frames.latin1;
import static dev.steno.exchange.Frames.masked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Verdict;
import dev.steno.flow.Direction;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.testing.wire.Chop;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** Handlers of MESSAGE on a WebSocket. A second, independent relay decodes the bytes that the receiver is sent. */
class WebSocketHandlersTest {
    private static final String DEFLATE = "permessage-deflate";

    private static Addon making(UnaryOperator<Hook.StreamMessage> change) {
        return Playbook.on(Hook.MESSAGE, (shown, context) -> new Verdict.Replace<>(change.apply(shown)));
    }

    private static String text(Hook.StreamMessage shown) {
        return new String(shown.message().data(), StandardCharsets.ISO_8859_1);
    }

    /** Decodes the bytes that the server was sent. */
    private static WebSocketPlay received(WebSocketPlay play, String extensions) {
        WebSocketPlay other = new WebSocketPlay(extensions).client(play.toServer.toByteArray());
        assertThat(other.flow().webSocket().problem()).isNull();
        return other;
    }

    @Test
    void unchangedMessagesKeepTheirFramesHoweverTheBytesAreSplit() {
        byte[] sent = join(
                masked(TEXT, "a"),
                masked(FIN | 9, "ping"),
                masked(FIN, "b"),
                masked(FIN | RSV1 | TEXT, deflated(Frames.deflater(), "compressed")),
                masked(FIN | 10, ""),
                masked(FIN | 8, Frames.close(1000, "")));
        Chop.all(sent).forEach(chop -> {
            WebSocketPlay play = new WebSocketPlay(DEFLATE, making(shown -> shown));
            chop.each(play::client);
            assertThat(play.toServer.toByteArray()).as(chop.toString()).isEqualTo(sent);
            assertThat(play.rows()).containsExactly("0 > text ab", "1 > text compressed");
        });
    }

    @Test
    void aHandlerSeesTheWholeMessageWithItsFlow() {
        StringBuilder seen = new StringBuilder();
        WebSocketPlay play = new WebSocketPlay(DEFLATE, making(shown -> {
            seen.append(text(shown))
                    .append(shown.message().kind())
                    .append(((HttpFlow) shown.flow()).request().path());
            return shown;
        }));
        play.server(frame(RSV1 | TEXT, deflated(Frames.deflater(), "hello")), frame(FIN, ""));
        assertThat(seen).hasToString("helloTEXT/chat");
    }

    @Test
    void aHandlerChangesDropsAndAddsMessages() {
        WebSocketPlay play = new WebSocketPlay("", making(shown -> switch (text(shown)) {
            case "change" -> shown.saying(latin1("changed"));
            case "drop" -> shown.dropped();
            case "add" ->
                shown.adding(Direction.CLIENT_TO_SERVER, Message.Kind.TEXT, latin1("more"))
                        .adding(Direction.SERVER_TO_CLIENT, Message.Kind.BINARY, latin1("back"));
            default -> shown;
        }));
        play.client(masked(FIN | TEXT, "change"), masked(FIN | TEXT, "drop"));
        play.client(join(masked(FIN | TEXT, "add"), masked(FIN | TEXT, "last")));

        assertThat(received(play, "").rows())
                .containsExactly("0 > text changed", "1 > text add", "2 > text more", "3 > text last");
        assertThat(play.toClient.toByteArray()).isEqualTo(frame(FIN | BINARY, "back"));
        assertThat(play.rows())
                .containsExactly(
                        "0 > changed text changed",
                        "1 > dropped text drop",
                        "2 > text add",
                        "3 > injected text more",
                        "4 < injected binary back",
                        "5 > text last");
        assertThat(play.flow().messages()).isEqualTo(6);
    }

    @Test
    void afterAChangeTheOtherSideStillReadsMessagesWhoseCompressionWentOn() {
        Deflater deflater = Frames.deflater();
        String text = "a text that the compression of the next message refers to";
        WebSocketPlay play =
                new WebSocketPlay(DEFLATE, making(shown -> text(shown).startsWith("first") ? shown.dropped() : shown));
        play.client(
                masked(FIN | RSV1 | TEXT, deflated(deflater, "first " + text)),
                masked(FIN | RSV1 | TEXT, deflated(deflater, "second " + text)),
                masked(FIN | RSV1 | TEXT, deflated(deflater, "third " + text)));

        assertThat(received(play, DEFLATE).rows()).containsExactly("0 > text second " + text, "1 > text third " + text);
    }

    @Test
    void afterAChangeALargeCompressedMessageStillPasses() {
        Deflater deflater = Frames.deflater();
        String large = "0123456789abcdef".repeat(100_000);
        WebSocketPlay play =
                new WebSocketPlay(DEFLATE, making(shown -> text(shown).equals("first") ? shown.dropped() : shown));
        play.client(
                masked(FIN | RSV1 | TEXT, deflated(deflater, "first")),
                masked(FIN | RSV1 | TEXT, deflated(deflater, large)),
                masked(FIN | RSV1 | TEXT, deflated(deflater, "small")));

        WebSocketPlay server = received(play, DEFLATE);
        StringBuilder all = new StringBuilder();
        server.messages().forEach(m -> all.append(new String(m.data(), StandardCharsets.ISO_8859_1)));
        assertThat(all.toString().equals(large + "small"))
                .as("the large message, then the small one")
                .isTrue();
        assertThat(server.flow().webSocket().client().messages()).isEqualTo(2);
    }

    @Test
    void aMessageTooLargeToBeShownPassesInItsOwnFrames() {
        byte[] first = masked(BINARY, new byte[Hook.StreamMessage.SHOWN]);
        byte[] second = masked(FIN, new byte[10]);
        WebSocketPlay play = new WebSocketPlay("", making(Hook.StreamMessage::dropped));
        play.client(first);
        assertThat(play.toServer.size())
                .as("the message is not held until its end")
                .isEqualTo(first.length);
        play.client(second, masked(FIN | TEXT, "shown"));

        assertThat(play.toServer.toByteArray()).isEqualTo(join(first, second));
        assertThat(play.rows()).endsWith("5 > dropped text shown");
    }

    @Test
    void anAddedMessageWaitsUntilALargeOneOfTheOtherDirectionIsThrough() {
        WebSocketPlay play = new WebSocketPlay(
                "",
                making(shown -> shown.message().direction().isFromClient()
                        ? shown
                        : shown.adding(Direction.CLIENT_TO_SERVER, Message.Kind.TEXT, latin1("in"))));
        play.client(masked(BINARY, new byte[Hook.StreamMessage.SHOWN + 1]));
        play.server(frame(FIN | TEXT, "now"));
        int before = play.toServer.size();
        play.client(masked(FIN, "end"));

        assertThat(play.toServer.size()).isGreaterThan(before);
        assertThat(received(play, "").rows()).last().isEqualTo("5 > text in");
    }

    @Test
    void aSideIsNotReadWhileAHandlerDecidesAndGoesOnInOrder() {
        CompletableFuture<Verdict<Hook.StreamMessage>> stage = new CompletableFuture<>();
        WebSocketPlay play = new WebSocketPlay("", Playbook.later(Hook.MESSAGE, stage));
        play.client(join(masked(FIN | TEXT, "one"), masked(FIN | TEXT, "two"), masked(FIN | 9, "")));
        assertThat(play.calls).containsExactly("hold client");
        assertThat(play.toServer.size()).isZero();

        stage.complete(Verdict.pass());
        play.run();

        assertThat(play.rows()).containsExactly("0 > text one", "1 > text two");
        assertThat(play.calls).containsExactly("hold client", "read client");
        assertThat(play.flow().webSocket().client().pings()).isEqualTo(1);
    }

    @Test
    void aMessageInItsHookWhenTheConnectionsEndIsNotForwarded() {
        WebSocketPlay play = new WebSocketPlay("", Playbook.later(Hook.MESSAGE, new CompletableFuture<>()));
        play.client(masked(FIN | TEXT, "one"));
        play.relay.inputEnded(Direction.CLIENT_TO_SERVER);
        play.relay.closeFlow(null);
        assertThat(play.rows()).containsExactly("0 > dropped text one");
    }

    @Test
    void aHandlerEndsTheWebSocket() {
        WebSocketPlay play =
                new WebSocketPlay("", Playbook.on(Hook.MESSAGE, (shown, context) -> new Verdict.Drop<>("no more")));
        play.client(masked(FIN | TEXT, "one"), masked(FIN | TEXT, "two"));

        assertThat(play.calls).contains("abort");
        assertThat(play.flow().state()).isEqualTo(FlowState.FAILED);
        assertThat(play.flow().error().message()).isEqualTo("no more");
        assertThat(play.rows()).containsExactly("0 > dropped text one");
        assertThat(play.toServer.size()).isZero();
    }
}
