package dev.steno.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class FlowNumberTest {

    @Example
    void aFlowOfOneFileIsWrittenAsItsNumber() {
        assertThat(FlowNumber.print(2041)).isEqualTo("2041");
        assertThat(FlowNumber.print(FlowNumber.MAX_LOCAL)).isEqualTo("1099511627775");
        assertThat(FlowNumber.parse("2041")).hasValue(2041);
        assertThat(FlowNumber.isShared(FlowNumber.MAX_LOCAL)).isFalse();
    }

    @Example
    void aFlowOfASharedStoreIsWrittenWithItsRecorder() {
        long flow = FlowNumber.of(17, 2041);

        assertThat(FlowNumber.print(flow)).isEqualTo("17.2041");
        assertThat(FlowNumber.parse("17.2041")).hasValue(flow);
        assertThat(FlowNumber.recorder(flow)).isEqualTo(17);
        assertThat(FlowNumber.local(flow)).isEqualTo(2041);
        assertThat(FlowNumber.isShared(flow)).isTrue();
    }

    @Property
    void everyNumberHasOneText(
            @ForAll @IntRange(max = FlowNumber.MAX_RECORDER) int recorder,
            @ForAll @LongRange(max = FlowNumber.MAX_LOCAL) long local) {
        long flow = FlowNumber.of(recorder, local);

        assertThat(flow).isNotNegative();
        assertThat(FlowNumber.parse(FlowNumber.print(flow))).hasValue(flow);
        assertThat(FlowNumber.recorder(flow)).isEqualTo(recorder);
        assertThat(FlowNumber.local(flow)).isEqualTo(local);
    }

    @Property
    void flowsOfARecorderStandInTheOrderOfTheirLocalNumbers(
            @ForAll @IntRange(max = FlowNumber.MAX_RECORDER) int recorder,
            @ForAll @LongRange(max = FlowNumber.MAX_LOCAL) long one,
            @ForAll @LongRange(max = FlowNumber.MAX_LOCAL) long other) {
        assertThat(Long.compare(FlowNumber.of(recorder, one), FlowNumber.of(recorder, other)))
                .isEqualTo(Long.compare(one, other));
    }

    @Example
    void theHighestNumberIsTheHighestLong() {
        long highest = FlowNumber.of(FlowNumber.MAX_RECORDER, FlowNumber.MAX_LOCAL);

        assertThat(highest).isEqualTo(Long.MAX_VALUE);
        assertThat(FlowNumber.print(highest)).isEqualTo("8388607.1099511627775");
        assertThat(FlowNumber.parse("8388607.1099511627775")).hasValue(highest);
        assertThat(FlowNumber.parse("8388608.1")).isEmpty();
        assertThat(FlowNumber.parse("1.1099511627776")).isEmpty();
        assertThat(FlowNumber.parse("1099511627776")).isEmpty();
        assertThat(FlowNumber.parse("99999999999999999999999999")).isEmpty();
    }

    @Example
    void otherTextsAreNoNumbers() {
        for (String text : new String[] {
            "", ".", "1.", ".1", "0.5", "00.5", "-1", "+1", "1.-1", "1.2.3", " 1", "1 ", "#1", "1e3", "0x1", "١", "1.٢",
            "a"
        }) {
            assertThat(FlowNumber.parse(text)).as(text).isEmpty();
        }
    }

    @Example
    void leadingZerosAreAccepted() {
        assertThat(FlowNumber.parse("0012")).hasValue(12);
        assertThat(FlowNumber.parse("017.002041")).hasValue(FlowNumber.of(17, 2041));
    }

    @Example
    void aNumberThatNoFlowHasIsPrintedAsItIs() {
        assertThat(FlowNumber.print(-1)).isEqualTo("-1");
        assertThat(FlowNumber.parse("0")).hasValue(0);
    }

    @Example
    void aRecorderOrFlowBeyondTheBitsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> FlowNumber.of(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> FlowNumber.of(FlowNumber.MAX_RECORDER + 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> FlowNumber.of(1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> FlowNumber.of(1, FlowNumber.MAX_LOCAL + 1));
    }
}
