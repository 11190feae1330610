package dev.steno.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserHomeTest {
    @Test
    void theVariableComesBeforeTheEntry() {
        assertThat(UserHome.of(Map.of("HOME", "/x"), "/root", "Linux")).isEqualTo(Path.of("/x"));
        assertThat(UserHome.of(Map.of("HOME", "/x"), "?", "Linux")).isEqualTo(Path.of("/x"));
        assertThat(UserHome.of(Map.of("HOME", "/x"), null, "Mac OS X")).isEqualTo(Path.of("/x"));
    }

    @Test
    void withoutOrWithAnEmptyVariableTheEntryCounts() {
        assertThat(UserHome.of(Map.of(), "/root", "Linux")).isEqualTo(Path.of("/root"));
        assertThat(UserHome.of(Map.of("HOME", ""), "/root", "Linux")).isEqualTo(Path.of("/root"));
    }

    @Test
    void windowsHasItsOwnVariable() {
        Map<String, String> both = Map.of("HOME", "/of/another/shell", "USERPROFILE", "/users/ann");
        assertThat(UserHome.of(both, "/root", "Windows 11")).isEqualTo(Path.of("/users/ann"));
        assertThat(UserHome.of(Map.of("HOME", "/x"), "/users/ann", "Windows 11"))
                .isEqualTo(Path.of("/users/ann"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "?"})
    void withoutBothTheUserIsToldWhatToDo(String entry) {
        for (Map<String, String> environment :
                Map.of(1, Map.<String, String>of(), 2, Map.of("HOME", "")).values()) {
            assertThatThrownBy(() -> UserHome.of(environment, entry, "Linux"))
                    .isInstanceOf(OptionException.class)
                    .hasMessage(
                            "this user has no home folder (HOME is not set, and the user has no entry in the password"
                                    + " database): set HOME, or choose Steno's folder with --home DIR (STENO_HOME)");
        }
    }

    @Test
    void aRelativeVariableIsRefused() {
        assertThatThrownBy(() -> UserHome.of(Map.of("HOME", "ann"), "/root", "Linux"))
                .isInstanceOf(OptionException.class)
                .hasMessage("HOME is \"ann\", which is relative: set HOME to an absolute path, or choose Steno's folder"
                        + " with --home DIR (STENO_HOME)");
    }
}
