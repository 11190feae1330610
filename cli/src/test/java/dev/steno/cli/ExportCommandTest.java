package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.fleet.testing.PostgresServer;
import dev.steno.interop.Formats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where {@code steno export} writes to, and what it never replaces. */
class ExportCommandTest {
    @TempDir
    Path folder;

    private Path session;

    @BeforeEach
    void record() throws Exception {
        session = SampleSession.write(folder.resolve("work.steno"));
    }

    private Call export(Path to, Object... more) {
        Object[] args = new Object[6 + more.length];
        System.arraycopy(new Object[] {"export", session, "--format", "csv", "-o", to}, 0, args, 0, 6);
        System.arraycopy(more, 0, args, 6, more.length);
        return Call.steno(args);
    }

    @Test
    void noSessionIsReplacedByAnExport() throws IOException {
        byte[] before = Files.readAllBytes(session);
        Path link = Files.createSymbolicLink(folder.resolve("link"), session);

        for (Path to : new Path[] {session, link}) {
            Call call = export(to, "--force");
            assertThat(call.code()).isEqualTo(1);
            assertThat(call.err()).contains(" is a database, such as a session, which no export replaces");
        }
        assertThat(Files.readAllBytes(session)).isEqualTo(before);
    }

    @Test
    void aFolderIsNotReplaced() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThat(export(empty, "--force").err()).contains(" is a folder; give the name of a file");
        assertThat(empty).isEmptyDirectory();
        assertThat(export(folder.resolve("none/x.csv")).err()).contains("there is no folder " + folder.resolve("none"));
    }

    @Test
    void aFileBesideTheTargetIsNotTouched() throws IOException {
        Path beside = Files.writeString(folder.resolve("out.csv.new"), "mine");
        Path to = folder.resolve("out.csv");

        assertThat(export(to).code()).isZero();

        assertThat(beside).hasContent("mine");
        assertThat(to).content().startsWith("id,kind");
        try (var all = Files.list(folder)) {
            assertThat(all.filter(each -> each.getFileName().toString().startsWith("out")))
                    .containsExactlyInAnyOrder(beside, to);
        }
    }

    @Test
    void aLinkIsFollowed() throws IOException {
        Path target = Files.writeString(folder.resolve("target.csv"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), target);

        assertThat(export(link, "--force").code()).isZero();

        assertThat(link).isSymbolicLink();
        assertThat(target).content().startsWith("id,kind");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPipeIsWrittenTo() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process reader = new ProcessBuilder("cat", pipe.toString()).start();
        try {
            assertThat(export(pipe).code()).isZero();
            assertThat(new String(reader.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .startsWith("id,kind");
            assertThat(reader.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            reader.destroyForcibly();
        }
        try (var all = Files.list(folder)) {
            assertThat(all).contains(pipe);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsOneLineInEveryFormat() {
        Path full = Path.of("/dev/full");
        for (String format : Formats.exporterLabels().split(", ")) {
            Call call = Call.steno("export", session, "--format", format, "-o", full);
            assertThat(call.code()).as(format).isEqualTo(1);
            assertThat(call.err())
                    .as(format)
                    .isEqualTo(
                            "steno: cannot write /dev/full: the disk is full: free some space; nothing was exported\n");
        }
    }

    @Test
    void aVersionIsForTheFormatThatHasVersions() {
        assertThat(export(folder.resolve("x"), "--format-version", "17").code()).isEqualTo(2);
    }

    @Test
    void aSharedStoreIsExportedInEveryFormatAsItsFilesAre() throws Exception {
        PostgresServer server = PostgresServer.shared();
        String url = server.database();
        assertThat(Call.steno("ship", session, url, "--with-secrets").code()).isZero();
        for (String format : Formats.exporterLabels().split(", ")) {
            Call file = Call.steno("export", session, "--format", format, "-o", folder.resolve("file." + format));
            Call store = Call.steno("export", url, "--format", format, "-o", folder.resolve("store." + format));
            assertThat(store.code()).as(format + ": " + store.err()).isZero();
            assertThat(said(store)).as(format).isEqualTo(said(file));
        }

        String csv =
                Call.steno("export", url, "--format", "csv", "-f", "id = 1.1").out();
        assertThat(csv).contains("/data?q=1").doesNotContain("/form", "/large.bin");
        String redacted = Call.steno("export", url, "--format", "csv", "--redact", "query:q", "--home", folder)
                .out();
        assertThat(redacted).contains("/data?q=", "/form").doesNotContain("/data?q=1");
    }

    /** Returns how many flows were exported, and which losses there were by count. */
    private static String said(Call call) {
        return call.err().replaceAll(" to /\\S+", "").replaceAll("\\b1\\.([0-9]+)\\b", "$1");
    }
}
