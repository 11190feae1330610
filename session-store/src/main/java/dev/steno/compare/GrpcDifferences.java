package dev.steno.compare;

import dev.steno.content.BodyText;
import dev.steno.content.ContentDecoder;
import dev.steno.content.DecodedStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares bodies of gRPC and gRPC-Web message by message
 * (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md), each by its fields or as JSON. Stateless.
 */
final class GrpcDifferences {
    private static final int PREFIX = 5;
    private static final int COMPRESSED = 1;
    private static final int TRAILERS = 0x80;

    /** Upper bound on the bytes of a message without its compression. */
    private static final int LARGEST = 8 << 20;

    private GrpcDifferences() {}

    /** A message, or the trailers of gRPC-Web, without compression. */
    private record Frame(boolean trailers, ByteBuffer bytes) {
        byte[] array() {
            return bytes.array();
        }
    }

    /**
     * Returns rows of what differs; null if a body does not consist of whole messages.
     *
     * @param types the media types of the bodies, in lower case
     * @param codings the values of {@code grpc-encoding}; null for none
     */
    static @Nullable List<ComparedRow> compare(
            List<byte[]> bodies,
            List<String> types,
            List<@Nullable String> codings,
            Ignored ignored,
            boolean equalToo) {
        List<List<Frame>> frames = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            List<Frame> each = frames(bodies.get(i), types.get(i), codings.get(i));
            if (each == null) {
                return null;
            }
            frames.add(each);
        }
        boolean json = types.stream().allMatch(type -> type.isEmpty() || type.endsWith("+json"));
        Alignment.Keys keys = new Alignment.Keys();
        List<ComparedRow> rows = new ArrayList<>();
        int number = 0;
        for (int[] row : Alignment.rows(frames.stream().map(keys::of).toList(), true)) {
            number++;
            List<@Nullable Frame> values = new ArrayList<>();
            for (int i = 0; i < row.length; i++) {
                values.add(row[i] == Alignment.NONE ? null : frames.get(i).get(row[i]));
            }
            addMessage("message " + number, values, json, ignored, equalToo, rows);
        }
        return rows;
    }

    private static void addMessage(
            String name,
            List<@Nullable Frame> frames,
            boolean json,
            Ignored ignored,
            boolean equalToo,
            List<ComparedRow> rows) {
        Frame first = frames.get(0);
        boolean same = first != null && frames.stream().allMatch(first::equals);
        if (same && !equalToo) {
            return;
        }
        boolean complete = frames.stream().allMatch(each -> each != null && !each.trailers());
        List<ComparedRow> inside = complete ? fields(name + " ", frames, json, ignored, equalToo) : null;
        if (inside != null) {
            rows.addAll(inside);
            return;
        }
        List<@Nullable String> shown = new ArrayList<>();
        for (Frame frame : frames) {
            shown.add(frame == null ? null : shown(frame));
        }
        rows.add(new ComparedRow(name, shown, same));
    }

    private static String shown(Frame frame) {
        return frame.trailers()
                ? BodyText.plain(frame.array()).strip()
                : frame.array().length + " bytes: " + ByteDifferences.hex(frame.array(), 0, 64);
    }

    private static @Nullable List<ComparedRow> fields(
            String prefix, List<@Nullable Frame> frames, boolean json, Ignored ignored, boolean equalToo) {
        if (!json) {
            List<byte @Nullable []> messages = new ArrayList<>();
            frames.forEach(each -> messages.add(each == null ? null : each.array()));
            return ProtobufDifferences.compare(messages, prefix, ignored, equalToo);
        }
        List<@Nullable JsonValue> values = new ArrayList<>();
        for (Frame frame : frames) {
            JsonValue value = frame == null ? null : JsonValue.parse(BodyText.plain(frame.array()), ignored.json());
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return JsonDifferences.compare(values, equalToo).stream()
                .map(row -> new ComparedRow(prefix + row.key(), row.values(), row.same()))
                .toList();
    }

    private static @Nullable List<Frame> frames(byte[] body, String type, @Nullable String coding) {
        byte[] data = body;
        if (type.startsWith("application/grpc-web-text")) {
            try {
                data = Base64.getMimeDecoder().decode(body);
            } catch (IllegalArgumentException malformed) {
                return null;
            }
        }
        List<Frame> frames = new ArrayList<>();
        int at = 0;
        while (at < data.length) {
            if (data.length - at < PREFIX) {
                return null;
            }
            int flags = data[at] & 0xff;
            long length = ByteBuffer.wrap(data).getInt(at + 1) & 0xffff_ffffL;
            at += PREFIX;
            if (length > data.length - at) {
                return null;
            }
            byte[] message = Arrays.copyOfRange(data, at, at + (int) length);
            if ((flags & COMPRESSED) != 0) {
                byte[] plain = decompress(message, coding);
                if (plain == null) {
                    return null;
                }
                message = plain;
            }
            frames.add(new Frame((flags & TRAILERS) != 0, ByteBuffer.wrap(message)));
            at += (int) length;
        }
        return frames;
    }

    private static byte @Nullable [] decompress(byte[] message, @Nullable String coding) {
        if (coding == null) {
            return null;
        }
        try (DecodedStream decoded =
                ContentDecoder.partial(LARGEST).decode(new ByteArrayInputStream(message), List.of(coding))) {
            byte[] plain = decoded.readNBytes(LARGEST);
            return decoded.problem() == null ? plain : null;
        } catch (IOException unknown) {
            return null;
        }
    }
}
