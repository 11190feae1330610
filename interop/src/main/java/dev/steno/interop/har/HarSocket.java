package dev.steno.interop.har;

import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.intake.LenientTime;
import dev.steno.interop.json.JsonKind;
import dev.steno.interop.json.JsonScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a WebSocket in an entry. They are held until the entry is read, up to {@value #HELD} bytes; more go to the
 * session at once. For one thread.
 */
final class HarSocket {
    /** Of an entry without messages. */
    static final HarSocket NONE = new HarSocket(null);

    private static final int HELD = 4 << 20;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final @Nullable HttpDraft draft;
    private final List<Frame> frames = new ArrayList<>();
    private long held;
    private boolean published;
    private boolean seen;

    /** A frame, as the file has it; an opcode of -1 is an error, whose text is the data. */
    private record Frame(Direction direction, int opcode, long time, byte[] data) {}

    HarSocket(@Nullable HttpDraft draft) {
        this.draft = draft;
    }

    /** Whether messages went to the session, so that the entry must become a flow. */
    boolean isPublished() {
        return published;
    }

    /** Whether the entry has a message or says how the WebSocket ended. */
    boolean isSeen() {
        return seen;
    }

    /** Takes the scanner's next value, a list of messages. An empty one says nothing: some tools write it on every entry. */
    void readMessages(JsonScanner in) throws IOException {
        if (!in.enterArray()) {
            return;
        }
        while (in.nextItem()) {
            readMessage(in);
        }
    }

    /** Takes the scanner's next value, a message. */
    void readMessage(JsonScanner in) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        String type = "";
        double opcode = Double.NaN;
        double time = Double.NaN;
        String data = null;
        while (in.nextName()) {
            switch (in.name()) {
                case "type" -> type = String.valueOf(in.text());
                case "opcode" -> opcode = in.number();
                case "time" -> time = in.number();
                case "data" -> data = in.kind() == JsonKind.OBJECT ? in.compact(HELD) : in.text();
                default -> in.skip();
            }
        }
        int code = type.equals("error") ? -1 : Double.isNaN(opcode) ? TEXT : (int) opcode;
        Direction direction = type.equals("send") ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT;
        add(new Frame(direction, code, time(time), bytes(code, data == null ? "" : data)));
        in.setBudget(Math.max(HELD, 64 << 20));
    }

    /** Seconds, or milliseconds if they are too many for seconds. */
    private static long time(double value) {
        if (!(value > 0)) {
            return Times.UNSET;
        }
        return LenientTime.millis(value > 1e11 ? value : value * 1000).nanos();
    }

    private static byte[] bytes(int opcode, String data) {
        if (opcode == BINARY || opcode == CLOSE) {
            try {
                return Base64.getMimeDecoder().decode(data.replace('-', '+').replace('_', '/'));
            } catch (IllegalArgumentException e) {
                return data.getBytes(StandardCharsets.UTF_8); // no Base64: the text itself
            }
        }
        return data.getBytes(StandardCharsets.UTF_8);
    }

    private void add(Frame frame) throws IOException {
        seen = true;
        frames.add(frame);
        held += frame.data().length + 64L;
        if (held > HELD) {
            published = true;
            flush();
        }
    }

    /** Takes the scanner's next value: how the WebSocket ended, as HTTP Toolkit writes it. */
    void readClose(JsonScanner in) throws IOException {
        if (in.kind() != JsonKind.OBJECT) {
            String word = in.text();
            if (word != null) {
                seen = true;
                toDraft().closed(Direction.SERVER_TO_CLIENT, WebSocket.Close.ABNORMAL, "");
            }
            return;
        }
        double code = Double.NaN;
        String reason = "";
        in.enterObject();
        while (in.nextName()) {
            switch (in.name()) {
                case "code" -> code = in.number();
                case "reason" -> {
                    String text = in.text();
                    reason = text == null ? "" : text;
                }
                default -> in.skip();
            }
        }
        seen = true;
        toDraft().closed(Direction.SERVER_TO_CLIENT, closeCode(code), reason);
    }

    private static int closeCode(double code) {
        return code >= 0 && code <= 65535 ? (int) code : WebSocket.Close.NO_CODE;
    }

    private HttpDraft toDraft() {
        return java.util.Objects.requireNonNull(draft, "a socket of an entry");
    }

    /** Adds the messages to the flow. */
    void flush() throws IOException {
        for (Frame frame : frames) {
            switch (frame.opcode()) {
                case CONTINUATION, TEXT, BINARY ->
                    toDraft().message(
                            frame.direction(),
                            frame.opcode() == BINARY ? Message.Kind.BINARY : Message.Kind.TEXT,
                            frame.time(),
                            Message.Edit.NONE,
                            frame.data());
                case PING, PONG -> toDraft().control(frame.direction(), frame.opcode() == PING);
                case CLOSE -> close(frame);
                default -> toDraft().problem(new String(frame.data(), StandardCharsets.UTF_8));
            }
        }
        frames.clear();
        held = 0;
    }

    /** A Close frame's data is its code and reason (RFC 6455, 5.5.1), or the code as text. */
    private void close(Frame frame) {
        byte[] data = frame.data();
        int code = WebSocket.Close.NO_CODE;
        String reason = "";
        if (data.length >= 2) {
            code = (data[0] & 0xFF) << 8 | data[1] & 0xFF;
            reason = new String(data, 2, data.length - 2, StandardCharsets.UTF_8);
        }
        toDraft().closed(frame.direction(), code, reason);
    }
}
