package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code steno import} does with files, pipes and folders, and how the flows are shown. */
class ImportCommandTest {
    @TempDir
    Path folder;

    private Path session;
    private Path timeless;

    @BeforeEach
    void write() throws IOException {
        session = folder.resolve("work.steno");
        timeless = folder.resolve("timeless.har");
        Files.writeString(timeless, archive(entry("http://a.test/", "")));
    }

    private static String entry(String url, String more) {
        return ("{" + more + "'request':{'method':'GET','url':'" + url + "','headers':[]},'response':{'status':200}}")
                .replace('\'', '"');
    }

    private static String archive(String... entries) {
        return "{\"log\":{\"entries\":[" + String.join(",", entries) + "]}}";
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    @Test
    void aTimeThatNoFileNamesIsShownAsNone() throws IOException {
        String dated = entry("http://b.test/", "'startedDateTime':'2026-01-02T03:04:05Z','time':1,");
        Path both = Files.writeString(folder.resolve("both.har"), archive(entry("http://a.test/", ""), dated));
        assertThat(Call.steno("import", both, "-o", session).code()).isZero();

        assertThat(Call.steno("ls", session).out()).startsWith("1\t\tGET").doesNotContain("1677");
        assertThat(Call.steno("ls", session, "--json").out())
                .contains("\"started\":null")
                .contains("\"client\":null");
        assertThat(Call.onTerminal(120, "ls", session).text())
                .doesNotContain("09-21")
                .contains("01-02");
        assertThat(Call.steno("show", session, 1).out())
                .containsPattern("started +unknown")
                .containsPattern("client +unknown")
                .contains("meta import.place entry 1");
        assertThat(Call.steno("info", session).out()).containsPattern("recorded +2026-01-02 .* to 2026-01-02");
        assertThat(Call.steno("export", session, "--format", "csv").out()).doesNotContain("1677");
        assertThat(Call.steno("verify", session).code()).isZero();
    }

    @Test
    void oneBadFileCostsThatFile() throws IOException {
        Path other = Files.writeString(folder.resolve("other.txt"), "no capture");
        Path last = Files.writeString(folder.resolve("last.har"), archive(entry("http://last.test/", "")));

        Call call = Call.steno("import", timeless, other, folder.resolve("gone.har"), folder, last, "-o", session);

        assertThat(call.code()).isEqualTo(1);
        assertThat(call.out()).startsWith("imported 2 flows");
        assertThat(call.err())
                .contains("other.txt is of no format")
                .contains("gone.har does not exist")
                .contains(folder + " is a folder without a session of ZAP");
        assertThat(Call.steno("ls", session).out()).contains("http://last.test/");
    }

    @Test
    void ifNoFileCanBeReadEachIsNamedAndNoSessionIsLeft() throws IOException {
        Path other = Files.writeString(folder.resolve("other.txt"), "no capture");

        Call call = Call.steno("import", other, folder.resolve("gone.har"), "-o", session);

        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).contains("other.txt is of no format").contains("gone.har does not exist");
        assertThat(session).doesNotExist();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aNamedPipeIsReadOnce() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        byte[] content = gzip(Files.readAllBytes(timeless));
        Thread writer = new Thread(() -> {
            try (OutputStream out = Files.newOutputStream(pipe)) {
                out.write(content);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        writer.setDaemon(true);
        writer.start();

        Call call = Call.steno("import", pipe, "-o", session);

        assertThat(call.err()).doesNotContain("entries of an HTTP archive");
        assertThat(call.out()).startsWith("imported 1 flow");
    }

    @Test
    void compressionWithinCompressionIsRemoved() throws IOException {
        Path twice = Files.write(folder.resolve("twice.har.gz"), gzip(gzip(Files.readAllBytes(timeless))));

        assertThat(Call.steno("import", twice, "-o", session).out()).startsWith("imported 1 flow");
    }

    @Test
    void aZipFileOfWindowsOrOfTheFinderIsRead() throws IOException {
        Path zip = folder.resolve("zipped.zip");
        try (ZipOutputStream out =
                new ZipOutputStream(Files.newOutputStream(zip), java.nio.charset.Charset.forName("IBM437"))) {
            out.putNextEntry(new ZipEntry("__MACOSX/._capture.har"));
            out.write("Finder".getBytes(StandardCharsets.US_ASCII));
            out.putNextEntry(new ZipEntry("\u00dcbung.har"));
            out.write(Files.readAllBytes(timeless));
            out.putNextEntry(new ZipEntry("broken.har"));
            out.write("{".getBytes(StandardCharsets.US_ASCII));
            out.putNextEntry(new ZipEntry("z.har"));
            out.write(Files.readAllBytes(timeless));
        }

        Call call = Call.steno("import", zip, "-o", session);

        assertThat(call.out()).startsWith("imported 2 flows");
        assertThat(call.err()).contains("damaged").contains("broken.har");
    }
}
