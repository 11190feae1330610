package dev.steno.script.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watch of a script's files. */
class ScriptWatchTest {
    @TempDir
    Path folder;

    private final List<Path> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger deletions = new AtomicInteger();

    private ScriptWatch watch(Path file) {
        ScriptWatch watch = new ScriptWatch(file, new ScriptWatch.Listener() {
            @Override
            public boolean uses(Path source) {
                asked.add(source);
                return source.equals(file);
            }

            @Override
            public void changed() {
                changes.incrementAndGet();
            }

            @Override
            public void deleted() {
                deletions.incrementAndGet();
            }
        });
        watch.start();
        return watch;
    }

    @Test
    void aFileThatTheScriptDoesNotUseIsNoChangeOfIt() throws Exception {
        Path file = Files.writeString(folder.resolve("a.java"), "a");
        Path other = folder.resolve("other.java");
        try (ScriptWatch watch = watch(file)) {
            assertThat(watch).isNotNull();
            Files.writeString(other, "b");
            await().until(() -> asked.contains(other));

            Files.writeString(file, "aa");

            await().until(() -> changes.get() > 0);
            assertThat(changes.get()).isEqualTo(1);
        }
    }

    @Test
    void aDeletedScriptIsToldOnceAndItsReturnIsAChange() throws Exception {
        Path file = Files.writeString(folder.resolve("a.java"), "a");
        Path other = Files.writeString(folder.resolve("other.java"), "b");
        try (ScriptWatch watch = watch(file)) {
            assertThat(watch).isNotNull();
            Files.delete(file);
            await().until(() -> deletions.get() > 0);
            Files.delete(other);

            Files.writeString(file, "a");

            await().until(() -> changes.get() == 1);
            assertThat(deletions.get()).isEqualTo(1);
        }
    }
}
