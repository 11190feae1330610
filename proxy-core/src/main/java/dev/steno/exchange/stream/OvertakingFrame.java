package dev.steno.exchange.stream;

import dev.steno.websocket.Frame;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * A control frame that is sent before the messages that wait. It is sent whole, so that no injected message gets into it,
 * unless it is longer than control frames may be. On the stream's event loop.
 */
public final class OvertakingFrame {
    private final WebSocketOutput output;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream(0);
    private boolean active;
    private boolean sentInPart;

    public OvertakingFrame(WebSocketOutput output) {
        this.output = output;
    }

    /** @param overtakes whether the frame that begins is a control frame that overtakes */
    public void begin(boolean overtakes) {
        active = overtakes;
    }

    /** Whether the frame that is read overtakes. */
    public boolean isActive() {
        return active;
    }

    /** Whether a part of it was sent. */
    public boolean isSentInPart() {
        return sentInPart;
    }

    public void append(Frame frame, byte[] data, int from, int length) {
        if (frame.length() > Frame.CONTROL_LIMIT) {
            sentInPart = true;
            output.send(Arrays.copyOfRange(data, from, from + length));
        } else {
            collected.write(data, from, length);
        }
    }

    /** The frame that is read has ended. */
    public void end() {
        sentInPart = false;
        active = false;
        if (collected.size() > 0) {
            output.send(collected.toByteArray());
            collected.reset();
        }
    }
}
