package dev.steno.interop.har;

import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.json.JsonKind;
import dev.steno.interop.json.JsonScanner;
import java.io.IOException;
import java.math.BigDecimal;
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
    private static final BigDecimal MOST_SECONDS = new BigDecimal("1e11");
    private static final BigDecimal MOST_NANOS = new BigDecimal(Long.MAX_VALUE);
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
    private record Frame(
            Direction direction, int opcode, long time, Message.Edit edit, Message.Kind kind, byte[] data) {}

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
        String time = null;
        String data = null;
        Message.Edit edit = Message.Edit.NONE;
        Message.Kind kind = null;
        while (in.nextName()) {
            switch (in.name()) {
                case "type" -> type = String.valueOf(in.text());
                case "opcode" -> opcode = in.number();
                case "time" -> time = in.text();
                case "_steno" -> {
                    HarSteno.MessageFields fields = HarSteno.MessageFields.read(in);
                    edit = fields.edit();
                    kind = fields.kind();
                }
                case "data" -> data = in.kind() == JsonKind.OBJECT ? in.compact(HELD) : in.text();
                default -> in.skip();
            }
        }
        int code = type.equals("error") ? -1 : Double.isNaN(opcode) ? TEXT : (int) opcode;
        Direction direction = type.equals("send") ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT;
        add(new Frame(
                direction,
                code,
                time(time),
                edit,
                kind != null ? kind : code == BINARY ? Message.Kind.BINARY : Message.Kind.TEXT,
                bytes(code, data == null ? "" : data)));
        in.restoreBudget(); // messages are held within a bound of their own
    }

    /** Seconds, or milliseconds if they are too many for seconds. */
    private static long time(@Nullable String text) {
        if (text == null || text.length() > 40 || !text.matches("\\d+(\\.\\d+)?([eE]\\+?\\d{1,2})?")) {
            return Times.UNSET;
        }
        BigDecimal value = new BigDecimal(text);
        if (value.signum() == 0) {
            return Times.UNSET;
        }
        BigDecimal nanos = value.movePointRight(value.compareTo(MOST_SECONDS) > 0 ? 6 : 9);
        return nanos.compareTo(MOST_NANOS) > 0 ? Times.UNSET : nanos.longValue();
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
        Direction direction = Direction.SERVER_TO_CLIENT;
        in.enterObject();
        while (in.nextName()) {
            switch (in.name()) {
                case "code" -> code = in.number();
                case "reason" -> {
                    String text = in.text();
                    reason = text == null ? "" : text;
                }
                case "_from" -> direction = "client".equals(in.text()) ? Direction.CLIENT_TO_SERVER : direction;
                default -> in.skip();
            }
        }
        seen = true;
        toDraft().closed(direction, closeCode(code), reason);
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
                    toDraft().message(frame.direction(), frame.kind(), frame.time(), frame.edit(), frame.data());
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
