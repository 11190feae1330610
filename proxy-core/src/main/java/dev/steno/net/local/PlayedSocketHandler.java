package dev.steno.net.local;

import dev.steno.flow.WebSocketSource;
import dev.steno.local.ClientPart;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.http.PlayedSteps;
import dev.steno.websocket.Frame;
import dev.steno.websocket.FrameListener;
import dev.steno.websocket.FrameReader;
import io.netty.channel.Channel;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The client of a WebSocket that exists only as a {@link ClientPart}: sends masked frames without compression, counts the server's
 * messages, and answers its Ping and Close frames. On the event loop of its client.
 */
final class PlayedSocketHandler extends PlayedClientHandler {
    private final PlayedSteps steps = new PlayedSteps(this, true);
    private final FrameReader frames = new FrameReader(new ServerFrames());

    PlayedSocketHandler(
            ClientConnection client, Channel channel, ClientPart part, Consumer<String> remarks, Consumer<String> cut) {
        super(client, channel, part, remarks, cut);
    }

    @Override
    protected void perform(WebSocketSource.@Nullable Step step) {
        steps.perform(step);
    }

    @Override
    protected void received(byte[] data) {
        frames.read(data, 0, data.length);
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
                steps.answerPing(control.toByteArray());
            } else if (ended.opcode() == Frame.CLOSE) {
                byte[] payload = control.toByteArray();
                serverCloses(() -> steps.completeClose(payload));
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
