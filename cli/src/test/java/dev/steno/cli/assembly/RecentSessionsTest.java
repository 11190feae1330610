package dev.steno.cli.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Endpoint;
import dev.steno.sqlite.SqliteSessionStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentSessionsTest {
    private static final List<Endpoint> ADDRESSES = List.of(new Endpoint("127.0.0.1", 8080), new Endpoint("::1", 1080));

    @TempDir
    Path home;

    @Test
    void theSessionThatIsRecordedComesBeforeTheOneThatBeganLast() throws Exception {
        assertThat(RecentSessions.newest(home)).isEmpty();
        Path first = session("first.steno");
        Path second = session("second.steno");
        RecentSessions.note(home, first, ADDRESSES);
        RecentSessions.note(home, second, List.of());
        RecentSessions.note(home, home.resolve("gone.steno"), List.of());
        assertThat(RecentSessions.newest(home)).hasValueSatisfying(found -> {
            assertThat(found.file()).isEqualTo(second);
            assertThat(found.recording()).isFalse();
        });
        assertThat(RecentSessions.listeningOn(1080, home)).isEmpty();
        SqliteSessionStore recorder = SqliteSessionStore.open(first, "test");
        assertThat(RecentSessions.newest(home)).hasValueSatisfying(found -> {
            assertThat(found.file()).isEqualTo(first);
            assertThat(found.recording()).isTrue();
            assertThat(found.process()).isEqualTo(ProcessHandle.current().pid());
        });
        assertThat(RecentSessions.listeningOn(1080, home)).isPresent();
        assertThat(RecentSessions.listeningOn(80, home)).isEmpty();
        recorder.close();
    }

    @Test
    void onlyTheNewestRecordingOfASessionCountsAsItsRecorder() throws Exception {
        Path session = session("work.steno");
        RecentSessions.note(home, session, List.of(new Endpoint("127.0.0.1", 8080)));
        RecentSessions.note(home, session, List.of(new Endpoint("127.0.0.1", 9090)));
        SqliteSessionStore recorder = SqliteSessionStore.open(session, "test");
        assertThat(RecentSessions.listeningOn(9090, home)).isPresent();
        assertThat(RecentSessions.listeningOn(8080, home)).isEmpty();
        recorder.close();
    }

    @Test
    void theListIsItsOwnersAloneAndDoesNotGrowWithoutBound() throws Exception {
        Path session = session("work.steno");
        for (int i = 0; i < 1000; i++) {
            RecentSessions.note(home, home.resolve("gone-" + i + ".steno"), ADDRESSES);
        }
        RecentSessions.note(home, session, ADDRESSES);
        Path list = home.resolve("sessions");
        assertThat(Files.size(list)).isLessThan(20_000);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(list)))
                .isEqualTo("rw-------");
        assertThat(RecentSessions.newest(home)).isPresent();
        assertThat(home.toFile().list()).containsExactlyInAnyOrder("sessions", "work.steno");
    }

    @Test
    void linesOfAnotherMakeAreSkipped() throws Exception {
        Path session = session("work.steno");
        Files.writeString(home.resolve("sessions"), "x\ty\n\n12\t\t" + session + "\nabc\t\t/x\n");
        assertThat(RecentSessions.newest(home))
                .hasValueSatisfying(found -> assertThat(found.file()).isEqualTo(session));
    }

    private Path session(String name) throws Exception {
        SqliteSessionStore store = SqliteSessionStore.open(home.resolve(name), "test");
        store.close();
        return store.file();
    }
}
