package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.session.Flows;
import dev.steno.sqlite.file.SideFiles;
import dev.steno.store.SessionReader;
import dev.steno.store.WriteBatch;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A checkpoint copies pages from the log into the file in ascending order. So the first page, which contains the number
 * of pages, is copied before the pages that it counts. A file in this state, during a checkpoint or after a kill, is
 * not reported as damaged.
 */
class TornCheckpointTest {
    private static final int FLOWS = 200;
    private static final int PAGE = 16_384;

    @TempDir
    Path folder;

    private Path torn;

    @BeforeEach
    void stopACheckpointAfterItsFirstPage() throws Exception {
        Path file = folder.resolve("whole.steno");
        torn = folder.resolve("torn.steno");
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        for (long id = 1; id <= FLOWS; id++) {
            store.commit(WriteBatch.of(new FlowEvent.Opened(Flows.open(id))));
        }
        Files.copy(file, torn);
        Files.copy(SideFiles.log(file), SideFiles.log(torn));
        store.close();
        byte[] first = Arrays.copyOf(Files.readAllBytes(file), PAGE);
        assertThat(Files.size(torn)).isLessThan(Files.size(file));
        try (FileChannel page = FileChannel.open(torn, StandardOpenOption.WRITE)) {
            page.write(ByteBuffer.wrap(first), 0);
        }
    }

    @Test
    void itIsRead() throws Exception {
        try (SessionReader reader = SqliteSessionReader.open(torn)) {
            assertThat(reader.lastFlow()).isEqualTo(FLOWS);
        }
    }

    @Test
    void itIsResumed() throws Exception {
        SqliteSessionStore store = SqliteSessionStore.open(torn, "test");
        assertThat(store.resumedWith().flows()).isEqualTo(FLOWS);
        assertThat(store.resumedWith().interrupted()).isEqualTo(FLOWS);
        store.close();
    }
}
