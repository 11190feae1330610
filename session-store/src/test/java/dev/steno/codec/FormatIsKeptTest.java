package dev.steno.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.steno.codec.proto.FlowProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Flows of older formats can still be decoded.
 *
 * <p>The files under {@code golden/} are part of the format and never change. {@code flow-v1.bin} contains the bytes
 * that {@code FlowCodec.encode(Flows.edited())} returned when format 1 was fixed, and {@code flow-v1-tcp.bin} those of
 * {@code Flows.tunnel()}. The files of format 2 were created in the same way, with {@code Flows.webSocket()} in
 * addition, those of format 3 with {@code Flows.held()} too, and those of format 4 with {@code Flows.heldTunnel()}. A new format adds files with a new number; the existing files must still decode to the same flows.
 */
class FormatIsKeptTest {
    private static final CertificateSource CERTIFICATES = sha256 -> Stream.of(Flows.LEAF, Flows.ISSUER, Flows.MINTED)
            .filter(c -> c.fingerprint().equals(HexFormat.of().formatHex(sha256)))
            .findFirst()
            .orElse(null);

    @Test
    void theFirstHttpFlowEverStoredIsStillReadAsItWas() throws IOException {
        assertThat(FlowCodec.decode(golden("flow-v1.bin"), CERTIFICATES)).isEqualTo(Flows.edited());
    }

    @Test
    void theFirstTcpFlowEverStoredIsStillReadAsItWas() throws IOException {
        assertThat(FlowCodec.decode(golden("flow-v1-tcp.bin"), CERTIFICATES)).isEqualTo(Flows.tunnel());
    }

    @Test
    void flowsOfTheSecondFormatAreStillReadAsTheyWere() throws IOException {
        assertThat(FlowCodec.decode(golden("flow-v2.bin"), CERTIFICATES)).isEqualTo(Flows.edited());
        assertThat(FlowCodec.decode(golden("flow-v2-tcp.bin"), CERTIFICATES)).isEqualTo(Flows.tunnel());
        assertThat(FlowCodec.decode(golden("flow-v2-websocket.bin"), CERTIFICATES))
                .isEqualTo(Flows.webSocket());
    }

    @Test
    void flowsOfTheThirdFormatAreStillReadAsTheyWere() throws IOException {
        assertThat(FlowCodec.decode(golden("flow-v3.bin"), CERTIFICATES)).isEqualTo(Flows.edited());
        assertThat(FlowCodec.decode(golden("flow-v3-tcp.bin"), CERTIFICATES)).isEqualTo(Flows.tunnel());
        assertThat(FlowCodec.decode(golden("flow-v3-websocket.bin"), CERTIFICATES))
                .isEqualTo(Flows.webSocket());
        assertThat(FlowCodec.decode(golden("flow-v3-held.bin"), CERTIFICATES)).isEqualTo(Flows.held());
    }

    @Test
    void aFlowIsStillStoredAsTheSameBytes() throws IOException {
        assertThat(FlowCodec.FORMAT).isEqualTo(4);
        assertThat(FlowCodec.encode(Flows.edited())).isEqualTo(golden("flow-v4.bin"));
        assertThat(FlowCodec.encode(Flows.tunnel())).isEqualTo(golden("flow-v4-tcp.bin"));
        assertThat(FlowCodec.encode(Flows.webSocket())).isEqualTo(golden("flow-v4-websocket.bin"));
        assertThat(FlowCodec.encode(Flows.held())).isEqualTo(golden("flow-v4-held.bin"));
        assertThat(FlowCodec.encode(Flows.heldTunnel())).isEqualTo(golden("flow-v4-held-tcp.bin"));
    }

    /** Fails if a field or number is added: increment {@link FlowCodec#FORMAT} and add a listing for the new format. */
    @Test
    void noFieldOfAFixedFormatChangesItsNumberItsTypeOrItsName() throws IOException {
        assertThat(listing()).isEqualTo(lines("flow-v4.descriptor.txt"));
        for (String earlier : List.of("flow-v1.descriptor.txt", "flow-v2.descriptor.txt", "flow-v3.descriptor.txt")) {
            assertThat(listing().lines())
                    .as(earlier)
                    .containsAll(lines(earlier).lines().toList());
        }
    }

    private static String lines(String name) throws IOException {
        return new String(golden(name), StandardCharsets.UTF_8);
    }

    private static String listing() {
        TreeSet<String> lines = new TreeSet<>();
        FlowProto.getDescriptor().getMessageTypes().forEach(message -> add(message, lines));
        FlowProto.getDescriptor().getEnumTypes().forEach(type -> add(type, lines));
        return String.join("\n", lines) + "\n";
    }

    private static void add(Descriptor message, TreeSet<String> lines) {
        for (FieldDescriptor field : message.getFields()) {
            String type = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                    ? field.getMessageType().getFullName()
                    : field.getJavaType() == FieldDescriptor.JavaType.ENUM
                            ? field.getEnumType().getFullName()
                            : field.getType().name().toLowerCase(Locale.ROOT);
            String rule = field.isRepeated()
                    ? field.isPacked() ? "packed " : "repeated "
                    : field.hasPresence() ? "optional " : "";
            lines.add(
                    "%s %02d %s%s %s".formatted(message.getFullName(), field.getNumber(), rule, type, field.getName()));
        }
        message.toProto()
                .getReservedRangeList()
                .forEach(range -> lines.add("%s %02d reserved to %d"
                        .formatted(message.getFullName(), range.getStart(), range.getEnd() - 1)));
        message.getNestedTypes().forEach(nested -> add(nested, lines));
        message.getEnumTypes().forEach(type -> add(type, lines));
    }

    private static void add(EnumDescriptor type, TreeSet<String> lines) {
        type.getValues()
                .forEach(value ->
                        lines.add("%s %02d %s".formatted(type.getFullName(), value.getNumber(), value.getName())));
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream file = FormatIsKeptTest.class.getResourceAsStream("/golden/" + name)) {
            return Objects.requireNonNull(file, name).readAllBytes();
        }
    }
}
