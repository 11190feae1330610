package dev.steno.net.http;

import dev.steno.flow.Message;
import dev.steno.flow.WebSocketSource;
import dev.steno.websocket.ClosePayload;
import dev.steno.websocket.Frame;
import dev.steno.websocket.FrameWriter;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a WebSocket's end that is played, as frames, and its answers to control frames: messages in their parts, without
 * compression, and one Close frame, after which nothing is sent. On the event loop of its end.
 */
public final class PlayedSteps {
    /** The time in which the other end must answer a Close frame, in seconds. */
    private static final long PATIENCE_SECONDS = 10;

    private final PlayedEndHandler end;
    private final FrameWriter writer;
    private boolean inMessage; // a part of a message was sent, and not the last one
    private boolean closeSent; // a Close frame, or the end in place of it

    /** @param masked whether frames are masked, as a client must (RFC 6455, 5.3) */
    public PlayedSteps(PlayedEndHandler end, boolean masked) {
        this.end = end;
        this.writer = new FrameWriter(masked);
    }

    /** Whether nothing further is sent. */
    public boolean isClosing() {
        return closeSent;
    }

    /** Performs a step; null ends the connection. */
    public void perform(WebSocketSource.@Nullable Step step) {
        if (step instanceof WebSocketSource.Send send) {
            int opcode = inMessage ? Frame.CONTINUATION : send.kind() == Message.Kind.TEXT ? Frame.TEXT : Frame.BINARY;
            inMessage = !send.last();
            end.send(writer.frame(send.last(), opcode, send.data()));
            end.askNext();
        } else if (step instanceof WebSocketSource.Close close) {
            sendClose(ClosePayload.of(close.code(), close.reason()));
            end.client.loop().schedule(end::end, PATIENCE_SECONDS, TimeUnit.SECONDS);
        } else {
            closeSent = true;
            end.end();
        }
    }

    private void sendClose(byte[] payload) {
        closeSent = true;
        end.takeNoFurtherStep();
        end.send(writer.frame(true, Frame.CLOSE, payload));
    }

    /** Answers a Ping frame, soon. */
    public void answerPing(byte[] payload) {
        end.soon(() -> {
            if (!closeSent && end.channel().isActive()) {
                end.send(writer.frame(true, Frame.PONG, payload));
            }
        });
    }

    /** The other end began or answered the closing handshake, which this end completes now. */
    public void completeClose(byte[] payload) {
        if (!closeSent && end.channel().isActive()) {
            sendClose(Arrays.copyOf(payload, Math.min(payload.length, 2)));
        }
        end.end();
    }
}
