package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.process.ProductClasses;
import dev.steno.testing.process.Program;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The processes that tests start take their classes from the archive; without it they would just start slower. */
class ProductClassesTest {
    @Test
    void aStartedProcessTakesItsClassesFromTheArchive() {
        List<Object> words = new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        words.addAll(ProductClasses.options());
        words.addAll(List.of("-Xlog:class+load", "dev.steno.cli.Main", "--version"));
        Program.Outcome outcome = Program.java().call(words.toArray());
        assertThat(outcome.code()).as(outcome.said()).isZero();
        assertThat(outcome.text().lines())
                .filteredOn(line -> line.contains(" dev.steno.cli.Main "))
                .singleElement()
                .asString()
                .contains("source: shared objects file");
    }
}
