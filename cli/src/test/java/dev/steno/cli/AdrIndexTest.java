package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/adr/README.md} lists each decision with the title and status that its page has. */
class AdrIndexTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| \\[([^]]+)]\\(([^)]+)\\) \\| (.*) \\|$");
    private static final Pattern UNUSED = Pattern.compile("(?m)^\\| (\\d+) \\| \\| number never used \\|$");
    private static final Pattern TITLE = Pattern.compile("\\A# (\\d+)\\. (.+)\n\nStatus: (.+)\\.\n");

    private final String index = Files.readString(Checkout.file("docs/adr/README.md"));

    AdrIndexTest() throws IOException {}

    private static List<Path> decisions() throws IOException {
        try (Stream<Path> files = Files.list(Checkout.file("docs/adr"))) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{4}-.*\\.md"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void eachDecisionBeginsWithItsTitleAndStatusAndHasItsRow() throws IOException {
        List<String> rows = new ArrayList<>();
        for (Path file : decisions()) {
            String name = file.getFileName().toString();
            Matcher title = TITLE.matcher(Files.readString(file));
            assertThat(title.find())
                    .as(name + " begins with '# N. Title', an empty line, and 'Status: …'")
                    .isTrue();
            int number = Integer.parseInt(title.group(1));
            assertThat(name).startsWith(String.format("%04d-", number));
            rows.add("| " + number + " | [" + title.group(2) + "](" + name + ") | " + title.group(3) + " |");
        }

        assertThat(ROW.matcher(index).results().map(MatchResult::group))
                .as("rows of docs/adr/README.md")
                .hasSizeGreaterThan(40)
                .containsExactlyElementsOf(rows);
    }

    @Test
    void eachNumberIsADecisionOrIsListedAsNeverUsed() throws IOException {
        List<Integer> numbers = Stream.concat(
                        ROW.matcher(index).results(), UNUSED.matcher(index).results())
                .map(row -> Integer.parseInt(row.group(1)))
                .sorted()
                .toList();

        assertThat(numbers).doesNotHaveDuplicates();
        assertThat(numbers)
                .containsExactlyElementsOf(Stream.iterate(1, number -> number + 1)
                        .limit(numbers.get(numbers.size() - 1))
                        .toList());
    }
}
