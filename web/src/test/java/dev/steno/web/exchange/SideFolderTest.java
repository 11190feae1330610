package dev.steno.web.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.store.SessionException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are told if the folder for an export or an import cannot be made or written. */
class SideFolderTest {
    private static final String FULL = "No space left on device";

    @TempDir
    Path place;

    private String told(IOException failure) {
        Path folder = place.resolve(".steno-export-1a2b-42");
        IOException told = SideFolder.failure("a copy of night.steno", folder, failure);
        return told.getMessage();
    }

    @Test
    void aFolderThatCannotBeMadeIsNotNamed() {
        Path session = place.resolve("gone").resolve("work.steno");

        assertThatThrownBy(() -> SideFolder.create(session, "the export"))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write the export to the folder " + session.getParent()
                        + ", which it needs: no such file or folder");
    }

    @Test
    void aFullDiskIsNamedByTheFolderOfTheSessionWithWhatToDo() {
        String wanted = "cannot write a copy of night.steno to the folder " + place
                + ", which it needs: the disk is full: free some space";
        String inside = place.resolve(".steno-export-1a2b-42/import.steno").toString();

        assertThat(told(new IOException(FULL))).isEqualTo(wanted);
        assertThat(told(new FileSystemException(inside, null, FULL))).isEqualTo(wanted);
        assertThat(told(new SessionException(
                        "cannot write the session " + inside + ": the disk is full: free some space", null)))
                .isEqualTo(wanted);
    }

    @Test
    void aFailureThatIsNotOfTheFolderStaysAsItIs() {
        IOException other = new IOException("the client closed the connection");

        assertThat(SideFolder.failure("the export", place.resolve("folder"), other))
                .isSameAs(other);
    }
}
