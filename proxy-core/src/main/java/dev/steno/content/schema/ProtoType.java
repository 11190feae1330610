package dev.steno.content.schema;

import org.jspecify.annotations.Nullable;

/**
 * A type of message of a schema. Immutable.
 *
 * @param name the full name, with a dot before its package
 */
public record ProtoType(ProtoSchema schema, String name) {
    private static final int MESSAGE = 11;
    private static final int ENUM = 14;

    /** Returns the type of a gRPC method's messages; null if the schema does not have the method. */
    public static @Nullable ProtoType ofMethod(ProtoSchema schema, String path, boolean ofRequest) {
        String name = schema.typeOf(path, ofRequest);
        return name == null ? null : new ProtoType(schema, name);
    }

    /** Returns a field of the type; null if it has none of this number. */
    public ProtoSchema.@Nullable Field field(int number) {
        ProtoSchema.Message message = schema.message(name);
        return message == null ? null : message.fields().get(number);
    }

    /** The type of a field's messages; null if it has none. */
    public @Nullable ProtoType nested(ProtoSchema.@Nullable Field field) {
        return field == null || field.type() != MESSAGE ? null : new ProtoType(schema, field.typeName());
    }

    /**
     * A number as its field means it; null if the field is of another wire type.
     *
     * @param wire 0 for a varint, 1 for 64 bits, 5 for 32 bits
     * @param bits a varint, or the bits of a fixed number
     */
    public @Nullable String number(ProtoSchema.Field field, int wire, long bits) {
        if (wire == 1) {
            return switch (field.type()) {
                case 1 -> Double.toString(Double.longBitsToDouble(bits));
                case 6 -> Long.toUnsignedString(bits);
                case 16 -> Long.toString(bits);
                default -> null;
            };
        }
        if (wire == 5) {
            return switch (field.type()) {
                case 2 -> Float.toString(Float.intBitsToFloat((int) bits));
                case 7 -> Integer.toUnsignedString((int) bits);
                case 15 -> Integer.toString((int) bits);
                default -> null;
            };
        }
        return switch (field.type()) {
            case 3 -> Long.toString(bits);
            case 4 -> Long.toUnsignedString(bits);
            case 5 -> Integer.toString((int) bits);
            case 8 -> bits == 0 ? "false" : "true";
            case 13 -> Integer.toUnsignedString((int) bits);
            case ENUM -> named(field, (int) bits);
            case 17, 18 -> Long.toString(bits >>> 1 ^ -(bits & 1));
            default -> null;
        };
    }

    private String named(ProtoSchema.Field field, int number) {
        String value = schema.value(field.typeName(), number);
        return value == null ? String.valueOf(number) : value;
    }

    /** The wire type of the elements of a packed field (encoding, "Packed Repeated Fields"); -1 if it is not packed. */
    public static int packedWire(ProtoSchema.Field field) {
        return switch (field.type()) {
            case 1, 6, 16 -> 1;
            case 2, 7, 15 -> 5;
            case 3, 4, 5, 8, 13, ENUM, 17, 18 -> 0;
            default -> -1;
        };
    }
}
