package dev.steno.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.interop.intake.ImportLimits;
import dev.steno.interop.intake.ImportOptions;
import dev.steno.interop.intake.ImportSource;
import dev.steno.store.Progress;
import dev.steno.store.WorkStopped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports into a session that another program keeps from being written, as a full disk does. */
class UnwritableSessionTest {
    private static final String HAR =
            "{\"log\":{\"entries\":[{\"request\":{\"method\":\"GET\",\"url\":\"http://a.test/\"},\"response\":{\"status\":200}}]}}";

    @TempDir
    Path folder;

    private record Until(BooleanSupplier stopped) implements Progress {
        @Override
        public void beginStep(String step, String unit, long total) {
            // not shown
        }

        @Override
        public void at(long done) {
            // not shown
        }

        @Override
        public boolean isStopped() {
            return stopped.getAsBoolean();
        }
    }

    @Test
    void theImportEndsAndItsFlowsAreWrittenOnceThatIsPossible() throws Exception {
        Path session = folder.resolve("work.steno");
        Path file = Files.writeString(folder.resolve("a.har"), HAR);
        try (OfflineRecorder recorder = OfflineRecorder.open(session, false, "test");
                ImportSource source = ImportSource.file(file, ImportLimits.USUAL)) {
            try (var other = DriverManager.getConnection("jdbc:sqlite:" + session);
                    var statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                assertThatThrownBy(() -> SessionImport.run(
                                source, null, recorder.session(), ImportOptions.NONE, new Until(recorder::isStuck)))
                        .isInstanceOf(WorkStopped.class);
                statement.execute("ROLLBACK");
            }
            assertThat(recorder.finish().flows()).isEqualTo(1);
        }
    }
}
