package dev.steno.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Installs handlers in the test process, for signals that nothing sends to it. */
class SignalsTest {
    @Test
    void aSignalThatTheSystemDoesNotHaveIsLeftOut() {
        assertThat(Signals.on(List.of("WINCH", "NONESUCH"), name -> {})).isTrue();
        assertThat(Signals.on(List.of("NONESUCH", "WINCH"), name -> {})).isTrue();
        assertThat(Signals.on(List.of("NONESUCH"), name -> {})).isFalse();
    }
}
