package dev.steno.net.local;

import dev.steno.flow.Message;
import dev.steno.flow.WebSocketSource;
import dev.steno.local.ClientPart;
import dev.steno.net.conn.ClientConnection;
import dev.steno.websocket.ClosePayload;
import dev.steno.websocket.Frame;
import dev.steno.websocket.FrameListener;
import dev.steno.websocket.FrameReader;
import dev.steno.websocket.FrameWriter;
import io.netty.channel.Channel;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The client of a WebSocket that exists only as a {@link ClientPart}: sends masked frames without compression, counts the server's
 * messages, and answers its Ping and Close frames. On the event loop of its client.
 */
final class PlayedSocketHandler extends PlayedClientHandler {
    /** The time in which the server must answer a Close frame, in seconds. */
    private static final long PATIENCE_SECONDS = 10;

    private final FrameWriter writer = new FrameWriter(true);
    private final FrameReader frames = new FrameReader(new ServerFrames());
    private boolean inMessage; // a part of a message was sent, and not the last one
    private boolean closeSent;

    PlayedSocketHandler(
            ClientConnection client, Channel channel, ClientPart part, Consumer<String> remarks, Consumer<String> cut) {
        super(client, channel, part, remarks, cut);
    }

    @Override
    protected void perform(WebSocketSource.@Nullable Step step) {
        if (step instanceof WebSocketSource.Send send) {
            int opcode = inMessage ? Frame.CONTINUATION : send.kind() == Message.Kind.TEXT ? Frame.TEXT : Frame.BINARY;
            inMessage = !send.last();
            send(writer.frame(send.last(), opcode, send.data()));
            askNext();
        } else if (step instanceof WebSocketSource.Close close) {
            sendClose(ClosePayload.of(close.code(), close.reason()));
            client.loop().schedule(this::end, PATIENCE_SECONDS, TimeUnit.SECONDS);
        } else {
            end();
        }
    }

    private void sendClose(byte[] payload) {
        closeSent = true;
        takeNoFurtherStep();
        send(writer.frame(true, Frame.CLOSE, payload));
    }

    @Override
    protected void received(byte[] data) {
        frames.read(data, 0, data.length);
    }

    /** The server began or answered the closing handshake. */
    private void closedByServer(byte[] payload) {
        serverCloses(() -> {
            if (!closeSent && channel().isActive()) {
                sendClose(Arrays.copyOf(payload, Math.min(payload.length, 2)));
            }
            end();
        });
    }

    private void answerPing(byte[] payload) {
        soon(() -> {
            if (!closeSent && channel().isActive()) {
                send(writer.frame(true, Frame.PONG, payload));
            }
        });
    }

    /** Keeps nothing of messages: the relay records them. */
    private final class ServerFrames implements FrameListener {
        private final ByteArrayOutputStream control = new ByteArrayOutputStream(0);
        private @Nullable Frame frame;

        @Override
        public void frameBegun(Frame begun) {
            frame = begun;
            control.reset();
        }

        @Override
        public void framePayload(byte[] data, int from, int length) {
            if (frame != null && frame.isControl()) {
                control.write(data, from, Math.min(length, Frame.CONTROL_LIMIT - control.size()));
            }
        }

        @Override
        public boolean frameEnded() {
            Frame ended = frame;
            frame = null;
            if (ended == null) {
                return true;
            }
            if (ended.opcode() == Frame.PING) {
                answerPing(control.toByteArray());
            } else if (ended.opcode() == Frame.CLOSE) {
                closedByServer(control.toByteArray());
            } else if (!ended.isControl() && ended.fin()) {
                count(1);
            }
            return true;
        }

        @Override
        public void framingLost(String why) {
            frame = null; // the relay notes it
        }

        @Override
        public void unframedBytes(byte[] data, int from, int length) {
            // the relay records them
        }
    }
}
