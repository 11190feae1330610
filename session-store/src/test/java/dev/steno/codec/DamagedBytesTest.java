package dev.steno.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import dev.steno.codec.proto.FlowProto;
import dev.steno.flow.Flow;
import dev.steno.flow.Tls;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DamagedBytesTest {
    private static final CertificateSource NOTHING = sha256 -> null;
    private static final FlowProto.Flow SOUND = FlowProto.Flow.newBuilder()
            .setFormat(1)
            .setId(7)
            .setRevision(1)
            .setState(FlowProto.FlowState.FLOW_STATE_OPEN)
            .setClient(FlowProto.Peer.newBuilder().setAddress(endpoint()))
            .setTcp(FlowProto.TcpFlow.newBuilder().setTarget(endpoint()))
            .build();

    @Provide
    Arbitrary<Flow> flows() {
        return FlowArbitraries.flows();
    }

    @Test
    void theFlowThatTheseTestsDamageIsSound() {
        assertThat(FlowCodec.decode(SOUND.toByteArray(), NOTHING).id()).isEqualTo(7);
    }

    @Property(tries = 60)
    void bytesThatWereCutOffAnywhereAreRefused(@ForAll("flows") Flow flow) {
        byte[] bytes = FlowCodec.encode(flow);
        Kept kept = Kept.of(flow);
        for (int length = 0; length < bytes.length; length += 1 + length / 200) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(CodecException.class)
                    .as("%d of %d bytes", length, bytes.length)
                    .isThrownBy(() -> FlowCodec.decode(cut, kept));
        }
    }

    @Property(tries = 300)
    void changedBytesEitherMakeAFlowOrAreRefusedButNeverFailInAnotherWay(
            @ForAll("flows") Flow flow, @ForAll Random random) {
        byte[] bytes = FlowCodec.encode(flow);
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        try {
            Flow read = FlowCodec.decode(bytes, Kept.of(flow));
            assertThat(FlowCodec.decode(FlowCodec.encode(read), Kept.of(read))).isEqualTo(read);
        } catch (CodecException refused) {
            assertThat(refused).hasMessageStartingWith("the ");
        }
    }

    @Test
    void aNewerFormatIsNamedAndAskedForANewerSteno() {
        int newer = FlowCodec.FORMAT + 1;
        byte[] bytes = SOUND.toBuilder().setFormat(newer).build().toByteArray();
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> FlowCodec.decode(bytes, NOTHING))
                .withMessage("the stored flow has format " + newer + ", and this version of Steno reads formats up to "
                        + FlowCodec.FORMAT + ": open it with a newer Steno");
    }

    @Test
    void aNewerFormatIsNotMistakenForDamageWhateverFollows() throws IOException {
        byte[] bytes = new byte[64];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeUInt32(FlowProto.Flow.FORMAT_FIELD_NUMBER, 9);
        out.writeString(FlowProto.Flow.ID_FIELD_NUMBER, "an id of another type");
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> FlowCodec.decode(bytes, NOTHING))
                .withMessageContaining("format 9");
    }

    static Stream<Map.Entry<String, FlowProto.Flow.Builder>> incomplete() {
        return Map.of(
                "the format version is missing", SOUND.toBuilder().clearFormat(),
                "the state, the client or the kind is missing",
                        SOUND.toBuilder().clearState(),
                "the state, the client", SOUND.toBuilder().clearClient(),
                "client or the kind is missing", SOUND.toBuilder().clearTcp(),
                "the state has the unknown number 77", SOUND.toBuilder().setStateValue(77),
                "the connection has no address", SOUND.toBuilder().setClient(FlowProto.Peer.newBuilder()),
                "the tcp flow has no target", SOUND.toBuilder().setTcp(FlowProto.TcpFlow.newBuilder()),
                "the http flow has no request", SOUND.toBuilder().setHttp(FlowProto.HttpFlow.newBuilder()),
                "the error has no step", SOUND.toBuilder().setError(FlowProto.FlowError.newBuilder()),
                "of another kind", SOUND.toBuilder().setHttp(editedTcp()))
                .entrySet()
                .stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("incomplete")
    void aFlowThatLacksAPartIsRefusedByNameOfThePart(Map.Entry<String, FlowProto.Flow.Builder> flow) {
        byte[] bytes = flow.getValue().build().toByteArray();
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> FlowCodec.decode(bytes, NOTHING))
                .withMessageStartingWith("the stored flow is damaged: ")
                .withMessageContaining(flow.getKey());
    }

    @Test
    void aFieldOfAnUnknownNumberIsPassedOver() {
        byte[] sound = SOUND.toByteArray();
        UnknownFieldSet later = UnknownFieldSet.newBuilder()
                .addField(100, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .addField(
                        101,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.EMPTY)
                                .build())
                .build();
        byte[] bytes = SOUND.toBuilder().setUnknownFields(later).build().toByteArray();
        assertThat(bytes).hasSizeGreaterThan(sound.length);
        assertThat(FlowCodec.decode(bytes, NOTHING)).isEqualTo(FlowCodec.decode(sound, NOTHING));
    }

    @Test
    void extensionTypesAreReadUnpackedTooAsEveryProtobufReaderMust() throws IOException {
        UnknownFieldSet loose = UnknownFieldSet.newBuilder()
                .addField(
                        FlowProto.Tls.EXTENSIONS_FIELD_NUMBER,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(0)
                                .addVarint(23)
                                .addVarint(43)
                                .build())
                .build();
        FlowProto.Peer.Builder client = FlowProto.Peer.newBuilder()
                .setAddress(endpoint())
                .setTls(FlowProto.Tls.newBuilder().setUnknownFields(loose));
        Tls tls = FlowCodec.decode(SOUND.toBuilder().setClient(client).build().toByteArray(), NOTHING)
                .client()
                .tls();
        assertThat(tls).isNotNull();
        assertThat(tls.extensions()).containsExactly(0, 23, 43);
    }

    @Test
    void aFingerprintOfTheWrongLengthIsRefused() {
        FlowProto.Tls.Builder tls = FlowProto.Tls.newBuilder().setMinted(ByteString.copyFrom(new byte[20]));
        FlowProto.Peer.Builder client =
                FlowProto.Peer.newBuilder().setAddress(endpoint()).setTls(tls);
        byte[] bytes = SOUND.toBuilder().setClient(client).build().toByteArray();
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> FlowCodec.decode(bytes, NOTHING))
                .withMessageContaining("20 bytes instead of 32");
    }

    @Test
    void messagesThatNestWithoutEndAreRefusedBeforeTheStackIsFull() {
        FlowProto.Peer peer = FlowProto.Peer.newBuilder().setAddress(endpoint()).build();
        for (int level = 0; level < 200; level++) {
            peer = FlowProto.Peer.newBuilder()
                    .setAddress(endpoint())
                    .setVia(peer)
                    .build();
        }
        byte[] bytes = SOUND.toBuilder().setClient(peer).build().toByteArray();
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> FlowCodec.decode(bytes, NOTHING))
                .withMessageContaining("nest deeper than 100 levels");
    }

    private static FlowProto.Endpoint endpoint() {
        return FlowProto.Endpoint.newBuilder().setPort(1).build();
    }

    private static FlowProto.HttpFlow.Builder editedTcp() {
        return FlowProto.HttpFlow.newBuilder()
                .setRequest(FlowProto.HttpRequest.newBuilder())
                .setOriginal(SOUND);
    }
}
