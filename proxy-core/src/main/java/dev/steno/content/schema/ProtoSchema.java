package dev.steno.content.schema;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names of the fields of protocol buffers, from a descriptor set as {@code protoc --include_imports
 * --descriptor_set_out=FILE} writes it (https://github.com/protocolbuffers/protobuf, descriptor.proto). Immutable; any
 * thread.
 */
public final class ProtoSchema {
    /** Without any name. */
    public static final ProtoSchema NONE = new ProtoSchema();

    private final Map<String, Message> messages = new HashMap<>();
    private final Map<String, Map<Integer, String>> enums = new HashMap<>();
    private final Map<String, Method> methods = new HashMap<>();

    private ProtoSchema() {}

    /**
     * A type of message. Immutable.
     *
     * @param fields by number
     */
    public record Message(String name, Map<Integer, Field> fields) {}

    /**
     * A field. Immutable.
     *
     * @param type as {@code FieldDescriptorProto.Type} numbers it
     * @param typeName the full name of its message or enum; empty for scalars
     */
    public record Field(String name, int type, String typeName) {}

    private record Method(String input, String output) {}

    /** Returns what descriptor sets describe; null if one of them is none. */
    public static @Nullable ProtoSchema parse(List<byte[]> sets) {
        ProtoSchema schema = new ProtoSchema();
        return sets.stream().allMatch(schema::add) ? schema : null;
    }

    /**
     * Returns the type of the messages that a gRPC method takes or gives; null if it is not known.
     *
     * @param path of the request, such as {@code /package.Service/Method}
     */
    public @Nullable String typeOf(String path, boolean ofRequest) {
        Method method = methods.get(path.replaceFirst("[?#].*", ""));
        return method == null ? null : ofRequest ? method.input() : method.output();
    }

    @Nullable
    Message message(String name) {
        return messages.get(name);
    }

    /** The name of an enum's value; null if it has none. */
    @Nullable
    String value(String name, int number) {
        return enums.getOrDefault(name, Map.of()).get(number);
    }

    private boolean add(byte[] set) {
        ProtoFields fields = ProtoFields.parse(set);
        if (fields == null || fields.messages(1).isEmpty()) {
            return false;
        }
        for (ProtoFields file : fields.messages(1)) {
            String scope = file.text(2).isEmpty() ? "" : "." + file.text(2);
            file.messages(4).forEach(each -> addMessage(scope, each));
            file.messages(5).forEach(each -> addEnum(scope, each));
            file.messages(6).forEach(each -> addService(scope, each));
        }
        return true;
    }

    private void addMessage(String scope, ProtoFields descriptor) {
        String name = scope + "." + descriptor.text(1);
        Map<Integer, Field> fields = new HashMap<>();
        for (ProtoFields field : descriptor.messages(2)) {
            fields.put((int) field.number(3), new Field(field.text(1), (int) field.number(5), field.text(6)));
        }
        messages.put(name, new Message(name, fields));
        descriptor.messages(3).forEach(each -> addMessage(name, each));
        descriptor.messages(4).forEach(each -> addEnum(name, each));
    }

    private void addEnum(String scope, ProtoFields descriptor) {
        Map<Integer, String> values = new HashMap<>();
        descriptor.messages(2).forEach(value -> values.putIfAbsent((int) value.number(2), value.text(1)));
        enums.put(scope + "." + descriptor.text(1), values);
    }

    private void addService(String scope, ProtoFields descriptor) {
        String name = (scope + "." + descriptor.text(1)).substring(1);
        for (ProtoFields method : descriptor.messages(2)) {
            methods.put("/" + name + "/" + method.text(1), new Method(method.text(2), method.text(3)));
        }
    }

    /** The fields of an encoded message, by number. For one thread. */
    private static final class ProtoFields {
        private final Map<Integer, List<byte[]>> delimited = new HashMap<>();
        private final Map<Integer, Long> numbers = new HashMap<>();

        private static @Nullable ProtoFields parse(byte[] data) {
            ProtoFields fields = new ProtoFields();
            int at = 0;
            while (at < data.length) {
                long[] tag = varint(data, at);
                at = (int) tag[1];
                int number = (int) (tag[0] >>> 3);
                int wire = (int) (tag[0] & 7);
                if (at < 0 || number <= 0) {
                    return null;
                }
                if (wire == 0 || wire == 2) {
                    long[] value = varint(data, at);
                    at = (int) value[1];
                    if (at < 0 || wire == 2 && (value[0] < 0 || value[0] > data.length - at)) {
                        return null;
                    }
                    if (wire == 0) {
                        fields.numbers.put(number, value[0]);
                    } else {
                        int end = at + (int) value[0];
                        fields.delimited
                                .computeIfAbsent(number, absent -> new ArrayList<>())
                                .add(Arrays.copyOfRange(data, at, end));
                        at = end;
                    }
                } else if (wire == 1 || wire == 5) {
                    at += wire == 1 ? 8 : 4;
                    if (at > data.length) {
                        return null;
                    }
                } else {
                    return null;
                }
            }
            return fields;
        }

        /** A number, and the offset behind it; a negative offset if it does not end. */
        private static long[] varint(byte[] data, int from) {
            long value = 0;
            int at = from;
            for (int shift = 0; shift < 70 && at < data.length; shift += 7) {
                byte b = data[at++];
                value |= shift < 64 ? (long) (b & 0x7f) << shift : 0;
                if (b >= 0) {
                    return new long[] {value, at};
                }
            }
            return new long[] {0, -1};
        }

        long number(int field) {
            return numbers.getOrDefault(field, 0L);
        }

        String text(int field) {
            List<byte[]> values = delimited.getOrDefault(field, List.of());
            return values.isEmpty() ? "" : new String(values.get(values.size() - 1), StandardCharsets.UTF_8);
        }

        /** Those of a field that can be parsed. */
        List<ProtoFields> messages(int field) {
            List<ProtoFields> parsed = new ArrayList<>();
            for (byte[] each : delimited.getOrDefault(field, List.of())) {
                ProtoFields fields = parse(each);
                if (fields != null) {
                    parsed.add(fields);
                }
            }
            return parsed;
        }
    }
}
