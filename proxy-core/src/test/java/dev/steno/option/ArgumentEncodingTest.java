package dev.steno.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgumentEncodingTest {
    @TempDir
    Path folder;

    @Test
    void lettersBeyondAsciiAreFoundAmongTheWordsOfAProcess() throws Exception {
        assertThat(ArgumentEncoding.hasLetters(Files.writeString(folder.resolve("a"), "java\0-jar\0x?\0")))
                .isFalse();
        assertThat(ArgumentEncoding.hasLetters(Files.writeString(folder.resolve("b"), "java\0-jar\0\u00fc\0")))
                .isTrue();
        assertThat(ArgumentEncoding.hasLetters(folder.resolve("absent"))).isFalse();
    }
}
