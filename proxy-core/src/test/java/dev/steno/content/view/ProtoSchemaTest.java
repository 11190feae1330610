package dev.steno.content.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.content.schema.ProtoSchema;
import dev.steno.content.schema.ProtoType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Descriptor sets are put together here, field by field as descriptor.proto numbers them. */
class ProtoSchemaTest {
    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] varint(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
        return out.toByteArray();
    }

    private static byte[] field(int number, byte[]... content) {
        byte[] bytes = join(content);
        return join(varint(number << 3 | 2), varint(bytes.length), bytes);
    }

    private static byte[] field(int number, String text) {
        return field(number, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] field(int number, long value) {
        return join(varint(number << 3), varint(value));
    }

    private static byte[] member(String name, int number, int type, String typeName) {
        return field(2, field(1, name), field(3, number), field(5, type), field(6, typeName));
    }

    private static byte[] set() {
        byte[] item = field(
                4,
                field(1, "Item"),
                member("id", 1, 4, ""),
                member("name", 2, 9, ""),
                member("kind", 3, 14, ".shop.Item.Kind"),
                member("parent", 4, 11, ".shop.Item"),
                member("delta", 5, 17, ""),
                member("price", 6, 1, ""),
                member("ratio", 7, 2, ""),
                member("sizes", 8, 5, ""),
                member("raw", 9, 12, ""),
                member("sold", 10, 8, ""),
                field(
                        4,
                        field(1, "Kind"),
                        field(2, field(1, "UNKNOWN"), field(2, 0)),
                        field(2, field(1, "BOOK"), field(2, 3))));
        byte[] asked = field(4, field(1, "Asked"), member("id", 1, 3, ""));
        byte[] service =
                field(6, field(1, "Shop"), field(2, field(1, "Get"), field(2, ".shop.Asked"), field(3, ".shop.Item")));
        return field(1, field(1, "shop.proto"), field(2, "shop"), item, asked, service);
    }

    private static ViewContent grpc(String messages, ProtoType type) {
        return new ViewContent(
                HexFormat.of().parseHex(messages.replace(" ", "")), "application/grpc", true, null, type);
    }

    @Test
    void fieldsHaveTheNamesOfTheMethodsMessages() {
        ProtoSchema schema = ProtoSchema.parse(List.of(set()));
        assertThat(schema).isNotNull();
        ProtoType answer = ProtoType.ofMethod(schema, "/shop.Shop/Get", false);
        assertThat(answer).isNotNull();
        // id 7, name "tea", kind 3, parent {id 1}, delta -2, price 1.0, ratio 1.0, sizes [1, 300], raw, sold, and 99
        String message =
                "0807 1203746561 1803 22020801 2803 31000000000000f03f 3d0000803f 420301ac02 4a027879 5001 98063f";
        String frame = "00 0000002b " + message;
        assertThat(HexFormat.of().parseHex(message.replace(" ", ""))).hasSize(0x2b);
        assertThat(Views.named("grpc", grpc(frame, answer))).isEqualTo("""
                message 1: 43 bytes
                  id: 7
                  name: "tea"
                  kind: BOOK
                  parent: {
                    id: 1
                  }
                  delta: -2
                  price: 1.0
                  ratio: 1.0
                  sizes: [1, 300]
                  raw: "xy"
                  sold: true
                  99: 63 or sint -32
                """);
        assertThat(Views.named("grpc", grpc("00 00000002 0807", ProtoType.ofMethod(schema, "/shop.Shop/Get?x", true))))
                .contains("id: 7");
        assertThat(ProtoType.ofMethod(schema, "/shop.Shop/Put", true)).isNull();
        assertThat(ProtoType.ofMethod(ProtoSchema.NONE, "/shop.Shop/Get", true)).isNull();
    }

    /** A message that is of another version than the schema: the field's bytes are shown as without one. */
    @Test
    void aFieldOfAnotherWireTypeIsShownWithoutTheSchema() {
        ProtoSchema schema = ProtoSchema.parse(List.of(set()));
        assertThat(schema).isNotNull();
        ProtoType answer = ProtoType.ofMethod(schema, "/shop.Shop/Get", false);
        assertThat(Views.named("grpc", grpc("00 00000004 1005 0a00", answer))).contains("name: 5 or sint -3", "id: ");
    }

    @Test
    void whatIsNoDescriptorSetIsRefused() {
        assertThat(ProtoSchema.parse(List.of("syntax = \"proto3\";".getBytes(StandardCharsets.UTF_8))))
                .isNull();
        assertThat(ProtoSchema.parse(List.of(set(), new byte[0]))).isNull();
    }
}
