package dev.steno.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.interop.loss.Loss;
import dev.steno.interop.loss.LossJson;
import dev.steno.interop.loss.LossReport;
import dev.steno.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LossJsonTest {
    @Test
    void aReportHasEachCauseWithItsMeaningAndItsFirstPlace() {
        LossReport report = new LossReport();
        report.count(Loss.NO_REQUEST, "entry 2");
        report.count(Loss.NO_REQUEST, "entry 3");

        byte[] json = Json.bytes(out -> {
            out.writeStartObject();
            LossJson.write(out, report);
            out.writeEndObject();
        });

        assertThat(new String(json, StandardCharsets.UTF_8).replaceAll("\\s", ""))
                .isEqualTo("{\"losses\":[{\"cause\":\"no-request\",\"meaning\":\"entrieswithoutarequest\",\"times\":2,"
                        + "\"first\":\"entry2\"}]}");
    }
}
