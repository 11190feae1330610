package dev.steno.bench.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private final Traffic traffic = new Traffic(1, Shape.MIXED);

    @Test
    void aFlowDependsOnTheSeedAndItsNumberAlone() {
        traffic.flow(1);

        assertThat(traffic.flow(777)).isEqualTo(new Traffic(1, Shape.MIXED).flow(777));
        assertThat(traffic.flow(777)).isNotEqualTo(new Traffic(2, Shape.MIXED).flow(777));
    }

    @Test
    void theTrafficIsVariedAsItsDescriptionSays() {
        List<Flow> flows =
                LongStream.rangeClosed(1, 5_000).mapToObj(traffic::flow).toList();
        Set<String> hosts = new HashSet<>();
        Set<String> types = new HashSet<>();
        Set<Integer> statuses = new HashSet<>();
        int failed = 0;
        int streams = 0;
        for (Flow flow : flows) {
            failed += flow.state() == FlowState.FAILED ? 1 : 0;
            if (flow instanceof HttpFlow http) {
                hosts.add(http.request().host());
                HttpResponse response = http.response();
                if (response != null) {
                    statuses.add(response.status());
                    String type = response.headers().get("content-type");
                    types.add(type == null ? "" : type);
                }
            } else {
                streams++;
            }
        }

        assertThat(hosts).hasSizeGreaterThan(200);
        assertThat(types).hasSize(9);
        assertThat(statuses).hasSizeGreaterThan(15);
        assertThat(failed).isBetween(60, 150);
        assertThat(streams).isBetween(5, 40);
        assertThat(flows).isSortedAccordingTo((one, other) -> Long.compare(one.started(), other.started()));
    }

    @Test
    void theNeedlesAreWhereTheyAreSaidToBeAndNowhereElse() {
        Traffic plain = new Traffic(1, new Shape(-1, 0, 0));

        List<Long> found = LongStream.rangeClosed(1, 3_000)
                .filter(number -> body(plain.flow(number)).contains(Traffic.NEEDLE))
                .boxed()
                .toList();

        assertThat(found).containsExactly(500L, 1_500L, 2_500L);
        assertThat(body(plain.flow(50_001))).contains(Traffic.RARE_NEEDLE);
    }

    @Test
    void aBodyHasTheSizeAskedForAndALargeOneComesInChunks() {
        Traffic large = new Traffic(1, new Shape(600_000, 0, 0));

        List<FlowEvent> facts = large.facts(500);

        assertThat(facts).hasSize(4);
        assertThat(facts.get(3))
                .isInstanceOfSatisfying(
                        FlowEvent.Closed.class,
                        closed -> assertThat(response(closed.flow()))
                                .isEqualTo(new Body.Stored(1_000, 600_000, 600_000, true)));
    }

    private static Body response(Flow flow) {
        return flow instanceof HttpFlow http && http.response() != null
                ? http.response().body()
                : Body.NONE;
    }

    private static String body(Flow flow) {
        return response(flow) instanceof Body.Inline inline ? new String(inline.bytes(), StandardCharsets.UTF_8) : "";
    }
}
