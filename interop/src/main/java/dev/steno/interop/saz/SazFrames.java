package dev.steno.interop.saz;

import dev.steno.flow.Direction;
import dev.steno.flow.Headers;
import dev.steno.flow.Times;
import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.intake.LenientTime;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.message.LookAheadInput;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a WebSocket as Fiddler writes them: for each, a few fields, an empty line, and its bytes on the wire. For one
 * thread.
 */
final class SazFrames {
    private static final int LONGEST_LINE = 4096;
    private static final int MOST_FIELDS = 100;

    private final HttpDraft draft;
    private final SazSide client;
    private final SazSide server;
    private final int limit;

    /**
     * @param response fields of the response, which agree on extensions
     * @param limit upper bound on the bytes of a frame and of a message
     */
    SazFrames(HttpDraft draft, Headers response, int limit) {
        this.draft = draft.webSocket();
        this.limit = limit;
        this.client = new SazSide(draft, Direction.CLIENT_TO_SERVER, response, limit);
        this.server = new SazSide(draft, Direction.SERVER_TO_CLIENT, response, limit);
    }

    private record Head(Direction direction, long length, long time) {}

    void read(LookAheadInput in) throws IOException {
        try {
            for (Head head = head(in); head != null; head = head(in)) {
                if (head.length() > limit) {
                    draft.lost(Loss.BODY_MISSING);
                    in.skipNBytes(head.length());
                    continue;
                }
                byte[] frame = in.readNBytes((int) head.length());
                if (frame.length < head.length()) {
                    draft.lost(Loss.DAMAGED);
                    break;
                }
                (head.direction() == Direction.CLIENT_TO_SERVER ? client : server).read(frame, head.time());
            }
        } catch (LookAheadInput.TooLongException | java.io.EOFException e) {
            draft.lost(Loss.DAMAGED);
        } finally {
            client.close();
            server.close();
        }
    }

    /** Returns the fields before a frame; null at the end, or if what comes is no frame. */
    private @Nullable Head head(LookAheadInput in) throws IOException, LookAheadInput.TooLongException {
        Direction direction = null;
        long length = -1;
        long time = Times.UNSET;
        for (int i = 0; i < MOST_FIELDS; i++) {
            String line = in.line(LONGEST_LINE);
            if (line == null) {
                if (direction != null) {
                    draft.lost(Loss.DAMAGED);
                }
                return null;
            }
            String text = line.strip();
            if (text.isEmpty()) {
                if (direction != null) {
                    return new Head(direction, length, time);
                }
                continue; // behind the frame before
            }
            int colon = text.indexOf(':');
            String value = colon < 0 ? "" : text.substring(colon + 1).strip();
            switch (colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "request-length", "response-length" -> {
                    direction = text.regionMatches(true, 0, "request", 0, 7)
                            ? Direction.CLIENT_TO_SERVER
                            : Direction.SERVER_TO_CLIENT;
                    length = length(value);
                    if (length < 0) {
                        draft.lost(Loss.DAMAGED);
                        return null;
                    }
                }
                case "doneread" -> time = LenientTime.parse(value).nanos();
                default -> {
                    // ID, BitFlags and further times say nothing that a message has a place for
                }
            }
        }
        draft.lost(Loss.DAMAGED);
        return null;
    }

    private static long length(String digits) {
        boolean plain =
                !digits.isEmpty() && digits.length() < 16 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? Long.parseLong(digits) : -1;
    }
}
