package dev.steno.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Flow;
import dev.steno.testing.fuzz.Fuzz;
import dev.steno.testing.fuzz.Mutation;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Expressions that were mutated at random: each is refused with a position within it, or parses to a filter that is
 * equal after printing and parsing again.
 */
class FilterFuzzTest {
    private static final Mutation MUTATION = Mutation.with(
            "~b ",
            "~u ",
            "~hq ",
            "~websocket",
            "~c ",
            "(",
            ")",
            "!",
            "&",
            "|",
            "\"",
            "'",
            "\\",
            "[",
            "{9999}",
            "(?=a)",
            "*",
            "..",
            "<=",
            "size > ",
            "1kb",
            " and ",
            " or ",
            " not ",
            "~",
            "\u00e4",
            "\ud83d\ude00",
            "\u1c80",
            "~bs [",
            "-\uffee]",
            "-\\x{10ffff}]");

    private static final List<String> SOUND = List.of(
            "~u steno & ~c 200",
            "host ~ a & status >= 400 | !method = POST",
            "~m DELETE | (~d example.org & !~b \"a \\\" b\")",
            "size > 1kb and duration < 2s",
            "~hq 'cookie: x' & ~t json",
            "header[accept] ~ '^text/(html|plain)$'");

    private static final List<Flow> FLOWS = List.of(SampleFlows.api(), SampleFlows.refused(), SampleFlows.tunnel());

    @Test
    void eachIsRefusedAtAPlaceOrPrintedAsItIsRead() {
        Fuzz.run("FilterFuzzTest", 5_000, (number, random) -> {
            String text = new String(
                    MUTATION.of(SOUND.get(random.nextInt(SOUND.size())).getBytes(UTF_8), random), UTF_8);
            Filter filter;
            try {
                filter = FilterParser.parse(text);
            } catch (FilterSyntaxException e) {
                assertThat(e.column()).as(text).isBetween(0, text.length());
                assertThat(e.getMessage()).as(text).isNotBlank();
                return;
            }
            assertThat(FilterParser.parse(filter.toString())).as(text).isEqualTo(filter);
            for (Flow flow : FLOWS) {
                assertThat(filter.test(flow, ContentSource.NONE)).as(text).isNotNull();
            }
        });
    }
}
