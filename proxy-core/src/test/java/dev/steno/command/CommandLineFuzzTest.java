package dev.steno.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.fuzz.Fuzz;
import dev.steno.testing.fuzz.Mutation;
import org.junit.jupiter.api.Test;

/**
 * Command lines that were mutated at random: each is refused with a reason, or parses to a command that is equal after
 * printing and parsing again.
 */
class CommandLineFuzzTest {
    private static final Mutation MUTATION =
            Mutation.with("\"", "'", "\\", " ", "\t", "\n", "\\\"", "''", "\u00a0", "\u00e4");

    @Test
    void eachIsRefusedWithAReasonOrPrintedAsItIsRead() {
        byte[] sound = "flows.mark 'a b' \"c \\\" d\" e\\ f 12 '' ~u".getBytes(UTF_8);
        Fuzz.run("CommandLineFuzzTest", 5_000, (number, random) -> {
            String text = new String(MUTATION.of(sound, random), UTF_8);
            CommandLine line;
            try {
                line = CommandLine.parse(text);
            } catch (CommandException e) {
                assertThat(e.getMessage()).as(text).isNotBlank();
                return;
            }
            assertThat(CommandLine.parse(line.toString())).as(text).isEqualTo(line);
        });
    }
}
