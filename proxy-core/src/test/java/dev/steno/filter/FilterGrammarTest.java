package dev.steno.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.filter.FilterGrammar.Operator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterGrammarTest {
    private static final Path PAGE = Path.of("..", "docs", "filter.md");

    @Test
    void everyOperatorIsUnderstoodAsItIsListed() {
        for (Operator operator : FilterGrammar.operators()) {
            for (String expression : uses(operator)) {
                Filter filter = FilterParser.parse(expression);
                assertThat(FilterParser.parse(filter.toString())).as(expression).isEqualTo(filter);
            }
        }
    }

    @Test
    void noSpellingIsListedTwice() {
        assertThat(FilterGrammar.operators()).extracting(Operator::spelling).doesNotHaveDuplicates();
    }

    @Test
    void theKindsOfArgumentsShowHowTheyAreWritten() {
        for (Argument argument : Argument.values()) {
            assertThat(FilterParser.parse(argument.example())).isNotEqualTo(Filter.ALL);
        }
    }

    @Test
    void thePageListsEveryOperator() throws IOException {
        String page = Files.readString(PAGE);
        String listed = page.replaceFirst("(?s).*<!-- begin operators[^\n]*\n", "")
                .replaceFirst("(?s)<!-- end operators.*", "");
        assertThat(listed).isEqualTo(table());
    }

    @Test
    void theExamplesOfThePageAreFilters() throws IOException {
        List<Filter> examples = new ArrayList<>();
        for (String block : Files.readString(PAGE).split("```filter\n")) {
            if (!block.startsWith("#")) {
                block.substring(0, block.indexOf("```"))
                        .lines()
                        .map(FilterParser::parse)
                        .forEach(examples::add);
            }
        }
        assertThat(examples).hasSize(13);
    }

    private static List<String> uses(Operator operator) {
        String spelling = operator.spelling();
        if (operator.argument() == Argument.NONE) {
            return List.of(spelling);
        }
        if (operator.relations().isEmpty()) {
            return List.of(spelling + " 200");
        }
        List<String> operands =
                operator.choices().isEmpty() ? List.of(operand(operator.argument())) : operator.choices();
        return operator.relations().stream()
                .flatMap(relation -> operands.stream()
                        .map(operand -> spelling + " " + relation + " "
                                + (relation.equals("in") ? "(" + operand + ", " + operand + ")" : operand)))
                .toList();
    }

    private static String operand(Argument argument) {
        String example = argument.example();
        return example.substring(example.lastIndexOf(' ') + 1);
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| write | asks for |\n|---|---|\n");
        for (Operator operator : FilterGrammar.operators()) {
            String relations = String.join(" ", operator.relations());
            table.append("| `").append(operator.spelling()).append('`');
            if (!relations.isEmpty()) {
                table.append(" `").append(relations).append('`');
            }
            table.append(
                    operator.argument() == Argument.NONE
                            ? ""
                            : " *" + operator.argument().label() + "*");
            table.append(" | ").append(operator.help()).append(" |\n");
        }
        return table.toString();
    }
}
