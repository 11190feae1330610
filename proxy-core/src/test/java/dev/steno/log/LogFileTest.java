package dev.steno.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.certs.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    Path folder;

    private final EventLog log = new EventLog();
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

    private LogFile open(Path path, long size, int older) throws IOException {
        return LogFile.open(path, size, older, failures::add);
    }

    @Test
    void linesAreAppendedWithTimeLevelAndSubject() throws IOException {
        Path path = folder.resolve("steno.log");
        for (int run = 0; run < 2; run++) {
            try (LogFile file = LogFile.open(path, 10_000, 2, failures::add)) {
                EventLog each = new EventLog();
                each.follow(file);
                each.add(LogLevel.WARNING, "session", "run " + run);
            }
        }

        assertThat(Files.readAllLines(path))
                .hasSize(2)
                .allMatch(line ->
                        line.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z WARNING session: run [01]"));
        assertThat(PrivateFiles.isExposed(path)).isFalse();
    }

    @Test
    void sizeAndNumberAreBounded() throws IOException {
        Path path = folder.resolve("steno.log");
        try (LogFile file = open(path, 1_000, 2)) {
            log.follow(file);
            for (int i = 1; i <= 100; i++) {
                log.add(LogLevel.INFO, "test", "line " + i + " " + "x".repeat(50));
            }
        }

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("steno.log", "steno.log.1", "steno.log.2");
        }
        List<String> all = new ArrayList<>();
        for (String name : List.of("steno.log.2", "steno.log.1", "steno.log")) {
            assertThat(Files.size(folder.resolve(name))).isLessThanOrEqualTo(1_000);
            all.addAll(Files.readAllLines(folder.resolve(name)));
        }
        assertThat(all.get(all.size() - 1)).contains("line 100 ");
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i)).contains("line " + (100 - all.size() + 1 + i) + " ");
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void aFileThatWasMovedAwayIsBegunAgain() throws IOException {
        Path path = folder.resolve("steno.log");
        try (LogFile file = open(path, 10_000, 2)) {
            log.follow(file);
            log.add(LogLevel.INFO, "test", "before");
            await().until(() -> Files.size(path) > 0);
            Files.move(path, folder.resolve("moved"));
            file.reopen();
            log.add(LogLevel.INFO, "test", "after");
        }

        assertThat(Files.readString(path)).contains("after").doesNotContain("before");
        assertThat(Files.readString(folder.resolve("moved"))).contains("before");
    }

    @Test
    void aFileThatCannotBeOpenedIsNamed() {
        assertThatThrownBy(() -> open(folder.resolve("none/steno.log"), 10_000, 2))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "cannot write the log file " + folder.resolve("none/steno.log") + ": no such file or folder");
    }

    /** A full disk may have room again, so each line is tried. */
    @Test
    void aFailureIsToldOnceAndTheLogGoesOnWhenItCan() throws IOException {
        Path path = folder.resolve("steno.log");
        Path blocked = Files.createDirectories(folder.resolve("steno.log.1/in the way"));
        try (LogFile file = open(path, 100, 1)) {
            log.follow(file);
            for (int i = 0; i < 5; i++) {
                log.add(LogLevel.INFO, "test", "line " + i + " " + "x".repeat(60));
            }
            await().until(() -> !failures.isEmpty());
            Files.delete(blocked);
            await().untilAsserted(() -> {
                log.add(LogLevel.INFO, "test", "again");
                assertThat(Files.readString(path)).contains("again");
            });
        }
        assertThat(failures).singleElement().asString().startsWith("the log is no longer written to " + path);
    }
}
