package dev.steno.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.view.FlowSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands of the mock. */
class MockCommandsTest extends MockingProxy {
    @Test
    void aFlowThatDoesNotExistIsToldAndChangesNothing() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a").text("1");
        offline(tape);
        long before = mock.count();
        MockCommands commands = commands();
        FlowSpec missing = new FlowSpec.Ids(List.of(999L));

        assertThat(commands.server(missing).toCompletableFuture())
                .failsWithin(Duration.ofMinutes(1))
                .withThrowableThat()
                .withMessageContaining("there is no flow 999");
        assertThat(commands.add(missing).toCompletableFuture())
                .failsWithin(Duration.ofMinutes(1))
                .withThrowableThat()
                .withMessageContaining("there is no flow 999");
        assertThat(mock.count()).isEqualTo(before);
    }

    @Test
    void aMockThatHasNotAnsweredYetTellsOfAFlowThatDoesNotExistToo() {
        assertThat(commands().server(new FlowSpec.Ids(List.of(999L))).toCompletableFuture())
                .failsWithin(Duration.ofMinutes(1))
                .withThrowableThat()
                .withMessageContaining("there is no flow 999");
    }

    private MockCommands commands() {
        return new MockCommands(
                () -> {
                    throw new IllegalStateException("no flow of a view is asked for");
                },
                () -> mock);
    }
}
