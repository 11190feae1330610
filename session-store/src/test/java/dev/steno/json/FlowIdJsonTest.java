package dev.steno.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowNumber;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;

class FlowIdJsonTest {

    private static String written(long flow) {
        return new String(Json.bytes(json -> FlowIdJson.write(json, flow)), StandardCharsets.UTF_8);
    }

    @Property
    void aNumberIsReadAsItIsWritten(@ForAll @LongRange(min = 0) long flow) throws IOException {
        byte[] text = written(flow).getBytes(StandardCharsets.UTF_8);
        assertThat(FlowIdJson.read(JsonInput.whole(text))).hasValue(flow);
        assertThat(FlowIdJson.text(flow)).isEqualTo(written(flow));
        assertThat(FlowIdJson.read(FlowIdJson.value(flow))).hasValue(flow);
    }

    @Example
    void aFileHasNumbersAndASharedStoreStrings() {
        assertThat(written(2041)).isEqualTo("2041");
        assertThat(written(FlowNumber.MAX_LOCAL)).isEqualTo("1099511627775");
        assertThat(written(FlowNumber.of(17, 2041))).isEqualTo("\"17.2041\"");
    }

    @Example
    void whatIsNoNumberOfAFlowIsNotRead() {
        List<@Nullable Object> none = new ArrayList<>(List.of(
                -1,
                1.5,
                17.2041,
                Long.MAX_VALUE,
                FlowNumber.MAX_LOCAL + 1,
                BigInteger.TEN,
                "17.",
                "x",
                "",
                true,
                List.of(1)));
        none.add(null);
        assertThat(none).allSatisfy(value -> assertThat(FlowIdJson.read(value)).isEmpty());
    }
}
