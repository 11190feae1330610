package dev.steno.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Flow;
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
}
