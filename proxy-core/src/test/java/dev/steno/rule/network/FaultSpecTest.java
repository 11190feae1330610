package dev.steno.rule.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.rule.RuleKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How faults are written, and what their chances are. */
class FaultSpecTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "latency",
                "latency latency=300ms jitter=50ms toxicity=0.5 seed=7 direction=both",
                "latency latency=0.3s sigma=0.4 per=chunk",
                "/~d a.test/latency latency=5",
                "bandwidth rate=500kbit per=client",
                "slow_close delay=2s",
                "slow-close",
                "timeout timeout=0",
                "reset_peer timeout=100",
                "slicer average_size=10 size_variation=5 delay=1ms",
                "limit_data bytes=100",
                "status code=429 retry_after=30 times=2 every=3 body=try later, please",
                "connect_timeout timeout=30s",
                "ws_delay delay=1s direction=upstream",
                "ws_drop toxicity=0.1",
                "latency latency=recorded:17 jitter=5",
                "dribble n=3 total=2s direction=both",
                "dribble n=1000 total=0",
                "loss loss=0.02 rtt=40ms seed=1",
                "window_starve time=0",
                "reset_peer scope=connection timeout=5",
                "down every=2",
                "clock shift=-90d",
                "ws_close code=4000 toxicity=0.5 direction=upstream"
            })
    void isRead(String text) {
        assertThatCode(() -> RuleKind.FAULT.parse(text)).doesNotThrowAnyException();
    }

    @Test
    void eachFaultIsReadWithoutAttributesExceptBandwidth() {
        for (String toxic : Fault.toxics()) {
            if (!toxic.equals("bandwidth")) {
                assertThat(Fault.of(toxic)).as(toxic).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    lattency | is not a fault; the faults are latency, bandwidth
                    ws_close code=99 | code of ws_close is a whole number from 1000 to 4999
                    clock shift=tomorrow | shift of clock is a time such as -1h, 5m or 30d
                    dribble n=251 | n of dribble is at most 250 for this total, not 251
                    dribble n=2 total=1 | at most one piece in 4 ms: n of dribble is at most 1 for this total
                    dribble n=0 | n of dribble is a whole number from 1
                    loss loss=2 | loss of loss is a number from 0 to 1
                    latency latency=recorded:x | recorded:FLOW with the number of a flow
                    latency latency=recorded:1 per=chunk | no per=chunk
                    status retry_after=-1 | retry_after of status is a whole number from 0
                    status retry_after=soon | retry_after of status is a whole number from 0
                    latency latenzy=5 | latency has no attribute latenzy; it has
                    latency latency=fast | latency of latency is a time such as 300ms
                    latency latency=5 latency=6 | is given a second time
                    latency 300ms | is not an attribute of latency; attributes are written key=value
                    latency jitter=5 sigma=0.5 | jitter (uniform) or sigma (lognormal), not both
                    latency per=packet | per of latency is exchange or chunk
                    latency direction=up | direction is upstream (requests), downstream (responses) or both
                    bandwidth | bandwidth needs rate=
                    bandwidth rate=fast | is not a rate such as 500kbit
                    bandwidth rate=5 per=room | does not say who shares a rate: flow, client, host or all
                    status code=99 | code of status is a whole number from 200 to 599
                    latency toxicity=2 | toxicity of latency is a number from 0 to 1
                    latency toxicity=x | toxicity of latency is a number from 0 to 1
                    status times=0 | times of status is a whole number from 1
                    reset_peer scope=all | scope of reset_peer is stream or connection
                    /~d a.test | does not have two parts
                    """)
    void isRefusedWithWhatToWrite(String text, String message) {
        assertThatThrownBy(() -> RuleKind.FAULT.parse(text)).hasMessageContaining(message);
    }

    private static List<Boolean> strikes(String attributes) {
        Chance chance = chance(attributes);
        return IntStream.range(0, 1000).mapToObj(i -> chance.strikes()).toList();
    }

    private static Chance chance(String attributes) {
        Attributes read = new Attributes("test", attributes);
        return new Chance(
                read.fraction("toxicity", 1),
                read.number("times", Long.MAX_VALUE, 1, Long.MAX_VALUE),
                read.number("every", 1, 1, 1000),
                read.number("seed", 0, 0, 1000));
    }

    @Test
    void theSameSeedRepeatsTheSameFaults() {
        assertThat(strikes("toxicity=0.3 seed=7")).isEqualTo(strikes("toxicity=0.3 seed=7"));
        assertThat(strikes("toxicity=0.3 seed=7")).isNotEqualTo(strikes("toxicity=0.3 seed=8"));
        assertThat(strikes("toxicity=0.3 seed=7").stream().filter(struck -> struck))
                .hasSizeBetween(250, 350);
        assertThat(strikes("toxicity=0 seed=7")).doesNotContain(true);
        assertThat(strikes("seed=7")).doesNotContain(false);
        assertThat(delays(new RandomDelay(1000, 300, 0), "seed=3"))
                .isEqualTo(delays(new RandomDelay(1000, 300, 0), "seed=3"));
    }

    @Test
    void faultsAreCounted() {
        assertThat(strikes("times=2").subList(0, 4)).containsExactly(true, true, false, false);
        assertThat(strikes("every=3").subList(0, 6)).containsExactly(false, false, true, false, false, true);
        assertThat(strikes("every=2 times=1").subList(0, 4)).containsExactly(false, true, false, false);
    }

    private static List<Long> delays(RandomDelay delay, String attributes) {
        Chance chance = chance(attributes);
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            all.add(delay.draw(chance));
        }
        return all;
    }

    @Test
    void delaysAreDistributedAsTheySay() {
        assertThat(delays(new RandomDelay(1000, 300, 0), "seed=1")).allMatch(delay -> delay >= 700 && delay < 1300);
        List<Long> lognormal = delays(new RandomDelay(1_000_000, 0, 0.5), "seed=1").stream()
                .sorted()
                .toList();
        assertThat(lognormal.get(5000)).as("median").isBetween(950_000L, 1_050_000L);
        assertThat(lognormal.get(8413)).as("one sigma above").isBetween(1_550_000L, 1_750_000L);
        assertThat(delays(new RandomDelay(5, 0, 0), "")).containsOnly(5L);
    }
}
