package dev.steno.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Flow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderTest {

    /** Flows are 1 api, 2 login, 3 refused (no response), 4 image, 5 tunnel. */
    @ParameterizedTest
    @CsvSource({
        "TIME, 12345",
        "METHOD, 51342",
        "HOST, 21435",
        "URL, 21435",
        "STATUS, 35142",
        "TYPE, 35142",
        "SIZE, 32154",
        "DURATION, 12345"
    })
    void flowsStandByValueThenByIdAndThoseWithoutComeFirst(Order order, String ids) {
        List<Flow> flows = new ArrayList<>(List.of(
                SampleFlows.api(),
                SampleFlows.login(),
                SampleFlows.refused(),
                SampleFlows.image(),
                SampleFlows.tunnel()));
        Collections.reverse(flows);
        flows.sort(order.comparator());
        StringBuilder sorted = new StringBuilder();
        flows.forEach(flow -> sorted.append(flow.id()));
        assertThat(sorted).hasToString(ids);
    }
}
