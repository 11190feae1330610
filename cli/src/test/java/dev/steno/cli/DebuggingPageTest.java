package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.net.channel.TraceStep;
import dev.steno.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/debugging.md} explains exactly the steps that a trace can contain. */
class DebuggingPageTest {
    /** A line of a trace: time, connection, flow, handler, step. */
    private static final Pattern LINE = Pattern.compile(
            "^    \\d\\d:\\d\\d\\.\\d{6} (#\\d+(?:/\\d+)?|-) (f\\d+|-) (\\w+) ([\\w-]+)", Pattern.MULTILINE);

    private static String page() throws IOException {
        return Files.readString(Checkout.file("docs/debugging.md"));
    }

    @Test
    void eachStepHasItsRowInOrder() throws IOException {
        List<String> rows = page().lines()
                .filter(line -> line.matches("\\| `[a-z-]+` \\| .*"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Stream.of(TraceStep.values())
                        .map(step -> "| `" + step.text() + "` | " + step.meaning() + " |")
                        .toList());
    }

    @Test
    void theExamplesAreMadeOfStepsThatThereAre() throws IOException {
        List<MatchResult> lines = LINE.matcher(page()).results().toList();
        List<String> steps = Stream.of(TraceStep.values()).map(TraceStep::text).toList();

        assertThat(lines).hasSizeGreaterThan(40);
        assertThat(lines).allSatisfy(line -> assertThat(steps).contains(line.group(4)));
    }
}
