package dev.steno.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.steno.codec.proto.FlowProto;
import dev.steno.flow.Certificate;
import dev.steno.flow.Flow;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class FlowRoundTripTest {

    @Provide
    Arbitrary<Flow> flows() {
        return FlowArbitraries.flows();
    }

    @Property(tries = 400)
    void whateverFlowIsStoredComesBackEqual(@ForAll("flows") Flow flow) {
        assertThat(FlowCodec.decode(FlowCodec.encode(flow), Kept.of(flow))).isEqualTo(flow);
    }

    /** Twice, so that TLS sessions recur. */
    @Property(tries = 50)
    void flowsThatAreReadOneAfterTheOtherComeBackEqual(
            @ForAll @Size(min = 1, max = 4) List<@From("flows") Flow> flows) {
        Map<String, Certificate> certificates = new HashMap<>();
        flows.forEach(flow -> FlowCodec.certificates(flow, each -> certificates.put(each.fingerprint(), each)));
        RecentTls recent = new RecentTls();
        CertificateSource source = new CertificateSource() {
            @Override
            public @Nullable Certificate certificate(byte[] sha256) {
                return certificates.get(HexFormat.of().formatHex(sha256));
            }

            @Override
            public RecentTls recentTls() {
                return recent;
            }
        };
        for (int round = 0; round < 2; round++) {
            for (Flow flow : flows) {
                assertThat(FlowCodec.decode(FlowCodec.encode(flow), source)).isEqualTo(flow);
            }
        }
    }

    @Property(tries = 200)
    void everyByteWrittenIsWhatTheGeneratedClassesWouldWrite(@ForAll("flows") Flow flow)
            throws InvalidProtocolBufferException {
        byte[] bytes = FlowCodec.encode(flow);
        FlowProto.Flow parsed = FlowProto.Flow.parseFrom(bytes);
        assertKnown(parsed);
        assertThat(parsed.toByteArray()).isEqualTo(bytes);
    }

    private static void assertKnown(Message message) {
        assertThat(message.getUnknownFields().asMap())
                .as(message.getDescriptorForType().getName())
                .isEmpty();
        for (Object value : message.getAllFields().values()) {
            for (Object element : value instanceof List<?> list ? list : List.of(value)) {
                if (element instanceof Message nested) {
                    assertKnown(nested);
                }
            }
        }
    }
}
