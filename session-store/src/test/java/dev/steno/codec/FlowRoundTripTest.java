package dev.steno.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.steno.codec.proto.FlowProto;
import dev.steno.flow.Flow;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FlowRoundTripTest {

    @Provide
    Arbitrary<Flow> flows() {
        return FlowArbitraries.flows();
    }

    @Property(tries = 400)
    void whateverFlowIsStoredComesBackEqual(@ForAll("flows") Flow flow) {
        assertThat(FlowCodec.decode(FlowCodec.encode(flow), Kept.of(flow))).isEqualTo(flow);
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
