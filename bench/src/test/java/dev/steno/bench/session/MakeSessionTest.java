package dev.steno.bench.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.steno.bench.traffic.Shape;
import dev.steno.bench.traffic.Traffic;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MakeSessionTest {
    @Test
    void aSessionThatIsMadeAndAddedToHoldsTheTraffic(@TempDir Path folder) throws SessionException {
        Path file = folder.resolve("made.steno");

        assertThat(make("700", file)).isZero();
        assertThat(make("300", file)).isZero();

        Traffic traffic = new Traffic(1, Shape.MIXED);
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            assertThat(reader.lastFlow()).isEqualTo(1_000);
            assertThat(reader.flow(500)).contains(traffic.flow(500));
            assertThat(reader.flow(999)).contains(traffic.flow(999));
        }
    }

    @Test
    void numbersOfFlowsAreWrittenAsPeopleWriteThem() {
        assertThat(Counts.parse("500")).isEqualTo(500);
        assertThat(Counts.parse("10k")).isEqualTo(10_000);
        assertThat(Counts.parse("2M")).isEqualTo(2_000_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Counts.parse("many"))
                .withMessageContaining("write 500, 10k or 1m");
        assertThatIllegalArgumentException().isThrownBy(() -> Counts.parse("0")).withMessageContaining("1 or more");
    }

    private static int make(String count, Path file) {
        return new CommandLine(new MakeSession()).execute(count, file.toString(), "--json");
    }
}
