package dev.steno.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CommandLineTest {

    private static CommandLine line(String name, String... arguments) {
        return new CommandLine(name, List.of(arguments));
    }

    @Test
    void wordsAreSeparatedByAnyWhiteSpace() {
        assertThat(CommandLine.parse("  a.b  1\t2 ")).isEqualTo(line("a.b", "1", "2"));
    }

    @Test
    void quotationMarksKeepWhatTheyEnclose() {
        assertThat(CommandLine.parse("x 'a b' \"c d\" ''")).isEqualTo(line("x", "a b", "c d", ""));
        assertThat(CommandLine.parse("x 'a\"b' \"c'd\"")).isEqualTo(line("x", "a\"b", "c'd"));
        assertThat(CommandLine.parse("x a' b'\" c\"d")).isEqualTo(line("x", "a b cd"));
    }

    @Test
    void aBackslashTakesTheNextCharacterAsItIsButNotInSingleMarks() {
        assertThat(CommandLine.parse("x a\\ b \"c\\\"d\\\\\" 'e\\f' \\'"))
                .isEqualTo(line("x", "a b", "c\"d\\", "e\\f", "'"));
    }

    @Test
    void aNulIsACharacterLikeOthers() {
        assertThat(CommandLine.parse("x a\0b '\0'")).isEqualTo(line("x", "a\0b", "\0"));
    }

    @Test
    void anUnclosedQuotationIsRefusedWithItsColumn() {
        assertThatThrownBy(() -> CommandLine.parse("x \"a b"))
                .isInstanceOf(CommandException.class)
                .hasMessage("the quotation mark \" in column 3 is not closed");
        assertThatThrownBy(() -> CommandLine.parse("x 'a\\'b'")).hasMessageContaining("column 8 is not closed");
        assertThatThrownBy(() -> CommandLine.parse("x a\\")).hasMessageContaining("the backslash in column 4");
    }

    @Test
    void aBlankLineIsNoCommand() {
        assertThatThrownBy(() -> CommandLine.parse(" \t")).hasMessage("the line has no command");
    }

    @Property
    void everyCommandPrintsAsALineThatReadsBack(@ForAll("words") List<String> words) {
        CommandLine written = new CommandLine(words.get(0), words.subList(1, words.size()));

        assertThat(CommandLine.parse(written.toString())).isEqualTo(written);
    }

    @Provide
    Arbitrary<List<String>> words() {
        return Arbitraries.strings()
                .withChars("a1 \t\n'\"\\.é")
                .ofMaxLength(8)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }
}
