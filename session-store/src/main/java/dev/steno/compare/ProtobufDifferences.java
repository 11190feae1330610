package dev.steno.compare;

import dev.steno.content.BodyText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares messages of protocol buffers (https://protobuf.dev/programming-guides/encoding/) by the numbers of their fields,
 * without a schema: {@code 1.4[2]} is the third field 4 of the message in field 1. For one thread.
 */
final class ProtobufDifferences {
    private static final int DEEPEST = 12;
    private static final int SHOWN = 64;

    private final Ignored ignored;
    private final boolean equalToo;
    private final List<ComparedRow> rows = new ArrayList<>();

    /**
     * A field.
     *
     * @param bits of a number; 0 of bytes
     * @param bytes null of a number
     */
    private record Field(int wire, long bits, @Nullable ByteBuffer bytes) {
        String shown() {
            if (bytes == null) {
                return wire == 0 ? Long.toUnsignedString(bits) : (wire == 1 ? "fixed64 " : "fixed32 ") + bits;
            }
            byte[] data = array();
            return BodyText.looksLikeText(data)
                    ? '"' + new String(data, StandardCharsets.UTF_8) + '"'
                    : ByteDifferences.hex(data, 0, SHOWN) + " (" + data.length + " bytes)";
        }

        byte[] array() {
            byte[] data = new byte[bytes == null ? 0 : bytes.remaining()];
            if (bytes != null) {
                bytes.duplicate().get(data);
            }
            return data;
        }

        boolean isText() {
            return BodyText.looksLikeText(array());
        }
    }

    private ProtobufDifferences(Ignored ignored, boolean equalToo) {
        this.ignored = ignored;
        this.equalToo = equalToo;
    }

    /**
     * Returns rows of fields that differ; null if something is not a message.
     *
     * @param messages null for one that is missing
     * @param prefix of the rows' names
     */
    static @Nullable List<ComparedRow> compare(
            List<byte @Nullable []> messages, String prefix, Ignored ignored, boolean equalToo) {
        ProtobufDifferences differences = new ProtobufDifferences(ignored, equalToo);
        List<Map<Integer, List<Field>>> parsed = new ArrayList<>();
        for (byte[] message : messages) {
            Map<Integer, List<Field>> fields = message == null ? Map.of() : parse(ByteBuffer.wrap(message));
            if (fields == null) {
                return null;
            }
            parsed.add(fields);
        }
        differences.addMessage(prefix, "", parsed, 0);
        return differences.rows;
    }

    private void addMessage(String prefix, String path, List<Map<Integer, List<Field>>> messages, int depth) {
        Set<Integer> numbers = new TreeSet<>();
        messages.forEach(each -> numbers.addAll(each.keySet()));
        for (int number : numbers) {
            String name = path.isEmpty() ? String.valueOf(number) : path + "." + number;
            if (ignored.ignores(IgnoreRule.Kind.PROTO, name.replaceAll("\\[[^\\]]*\\]", ""))) {
                continue;
            }
            List<List<Field>> fields = messages.stream()
                    .map(each -> each.getOrDefault(number, List.of()))
                    .toList();
            boolean repeated = fields.stream().anyMatch(each -> each.size() > 1);
            Alignment.Keys keys = new Alignment.Keys();
            List<int[]> sequences = fields.stream().map(keys::of).toList();
            for (int[] row : Alignment.rows(sequences, true)) {
                List<@Nullable Field> values = new ArrayList<>();
                String index = "";
                for (int i = 0; i < row.length; i++) {
                    values.add(row[i] == Alignment.NONE ? null : fields.get(i).get(row[i]));
                    index = index.isEmpty() && row[i] != Alignment.NONE ? (i == 0 ? "" : "+") + row[i] : index;
                }
                addField(prefix, repeated ? name + "[" + index + "]" : name, values, depth);
            }
        }
    }

    private void addField(String prefix, String name, List<@Nullable Field> values, int depth) {
        Field first = values.get(0);
        boolean same = first != null && values.stream().allMatch(first::equals);
        if (same && !equalToo) {
            return;
        }
        List<Map<Integer, List<Field>>> nested = new ArrayList<>();
        boolean text = true;
        for (Field value : values) {
            Map<Integer, List<Field>> fields =
                    value == null || value.bytes() == null || depth >= DEEPEST ? null : parse(value.bytes());
            if (fields != null) {
                nested.add(fields);
            }
            text &= value != null && value.bytes() != null && value.isText();
        }
        if (nested.size() == values.size() && !text) {
            addMessage(prefix, name, nested, depth + 1);
            return;
        }
        List<@Nullable String> shown = new ArrayList<>();
        values.forEach(each -> shown.add(each == null ? null : each.shown()));
        rows.add(new ComparedRow(prefix + name, shown, same));
    }

    /** Returns the fields by number; null if the bytes are not fields up to their end. */
    private static @Nullable Map<Integer, List<Field>> parse(ByteBuffer message) {
        ByteBuffer in = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        Map<Integer, List<Field>> fields = new TreeMap<>();
        while (in.hasRemaining()) {
            long[] number = new long[1];
            if (!varint(in, number) || number[0] >>> 3 == 0 || number[0] >>> 3 > 0x1fff_ffffL) {
                return null;
            }
            int wire = (int) (number[0] & 7);
            int key = (int) (number[0] >>> 3);
            Field field = field(in, wire);
            if (field == null) {
                return null;
            }
            fields.computeIfAbsent(key, each -> new ArrayList<>()).add(field);
        }
        return fields;
    }

    private static @Nullable Field field(ByteBuffer in, int wire) {
        long[] number = new long[1];
        switch (wire) {
            case 0:
                return varint(in, number) ? new Field(wire, number[0], null) : null;
            case 1:
                return in.remaining() < Long.BYTES ? null : new Field(wire, in.getLong(), null);
            case 5:
                return in.remaining() < Integer.BYTES ? null : new Field(wire, in.getInt(), null);
            case 2:
                if (!varint(in, number) || number[0] < 0 || number[0] > in.remaining()) {
                    return null;
                }
                ByteBuffer bytes = in.slice(in.position(), (int) number[0]);
                in.position(in.position() + (int) number[0]);
                return new Field(wire, 0, bytes);
            default:
                return null; // groups, which nothing writes any more
        }
    }

    private static boolean varint(ByteBuffer in, long[] into) {
        into[0] = 0;
        for (int shift = 0; shift < 70 && in.hasRemaining(); shift += 7) {
            byte b = in.get();
            into[0] |= shift < 64 ? (long) (b & 0x7f) << shift : 0;
            if (b >= 0) {
                return true;
            }
        }
        return false;
    }
}
