package dev.steno.json;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FlowJsonTest {

    @Property
    void durationsInJsonAreExact(@ForAll @net.jqwik.api.constraints.LongRange(min = 0) long nanos) {
        assertThat(FlowJson.millis(nanos).movePointRight(6).longValueExact()).isEqualTo(nanos);
        assertThat(FlowJson.millis(nanos).toString()).matches("[0-9]+(\\.[0-9]{1,6})?");
    }
}
