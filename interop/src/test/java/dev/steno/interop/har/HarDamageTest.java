package dev.steno.interop.har;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.interop.ImportedSession;
import dev.steno.interop.intake.ImportLimits;
import dev.steno.interop.intake.ImportOptions;
import dev.steno.interop.loss.Loss;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that are damaged, cut, or hostile. */
class HarDamageTest {
    @TempDir
    private Path folder;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    /** LoggerPlusPlus#196. */
    @Test
    void aFileThatIsCutGivesEveryEntryBeforeTheCutAndNamesTheByte() throws IOException {
        byte[] har = utf8(Hars.log(
                "x", Hars.content("'text':'one'"), Hars.content("'text':'two'"), Hars.content("'text':'three'")));
        byte[] cut = Arrays.copyOf(har, new String(har, StandardCharsets.UTF_8).indexOf("three") + 3);
        for (byte[] file : new byte[][] {cut, gzip(cut), Arrays.copyOf(gzip(har), gzip(har).length - 12)}) {
            try (ImportedSession session = Hars.imported(folder, file)) {
                assertThat(session.result.damage())
                        .contains(" is damaged in entry ")
                        .contains("byte ");
                assertThat(session.flows()).hasSizeGreaterThanOrEqualTo(2);
            }
        }
        try (ImportedSession session = Hars.imported(folder, cut)) {
            assertThat(session.result.damage())
                    .contains("in entry 3, at byte " + cut.length
                            + ": the file ends within a string; the 2 flows before it were imported");
        }
    }

    @Test
    void aDamagedEntryCostsThisEntry() throws IOException {
        String sound = Hars.content("'text':'a}]'");
        String damaged = "{" + Hars.STARTED + ",'time':**," + Hars.GET + ",'x':[{'y':'}'}]}";
        String open = "{" + Hars.STARTED + ",'request':{'method':'GET'";
        try (ImportedSession session =
                Hars.imported(folder, Hars.log("x", sound, damaged, sound, open + "}", sound, "garbage", sound))) {
            assertThat(session.flows()).hasSize(4);
            assertThat(session.result.damage()).isNull();
            assertThat(session.result.losses().times(Loss.DAMAGED)).isEqualTo(3);
            assertThat(session.result.losses().entries().get(0).first()).startsWith("entry 2: byte ");
        }
    }

    @Test
    void junkOfAnyDepthIsPassedOver() throws IOException {
        String deep = "{" + Hars.STARTED + "," + Hars.GET + ",'_initiator':" + "{'stack':[".repeat(20_000)
                + "]}".repeat(20_000) + ",'cache':" + "[".repeat(50_000) + "]".repeat(50_000) + "}";
        try (ImportedSession session = Hars.imported(folder, Hars.log("x", deep))) {
            assertThat(session.flows()).hasSize(1);
            assertThat(session.result.losses().times(Loss.DETAILS)).isEqualTo(1);
        }
    }

    @Test
    void aHeadBeyondTheLimitCostsItsEntry() throws IOException {
        String large = Hars.content("")
                .replace(
                        "'headers':[],'content'",
                        "'headers':[{'name':'a','value':'" + "x".repeat(100_000) + "'}],'content'");
        Path file = folder.resolve("head.har");
        Files.writeString(file, Hars.log("x", large, Hars.content("'text':'" + "y".repeat(100_000) + "'")));
        ImportLimits usual = ImportLimits.USUAL;
        ImportLimits small = new ImportLimits(
                usual.read(),
                usual.flows(),
                50_000,
                usual.nesting(),
                usual.body(),
                usual.ratio(),
                usual.ratioFrom(),
                usual.entries());
        try (ImportedSession session = ImportedSession.of(file, folder, small, ImportOptions.NONE)) {
            assertThat(session.flows()).hasSize(1);
            assertThat(session.result.losses().times(Loss.DAMAGED)).isEqualTo(1);
            assertThat(session.http(0).response().body().size()).isEqualTo(100_000);
        }
    }

    @Test
    void aBodyBeyondTheLimitIsKeptUpToThereAndMarked() throws IOException {
        Path file = folder.resolve("body.har");
        Files.writeString(file, Hars.log("x", Hars.content("'text':'" + "y".repeat(100_000) + "'")));
        ImportLimits usual = ImportLimits.USUAL;
        ImportLimits small = new ImportLimits(
                usual.read(),
                usual.flows(),
                usual.head(),
                usual.nesting(),
                40_000,
                usual.ratio(),
                usual.ratioFrom(),
                usual.entries());
        try (ImportedSession session = ImportedSession.of(file, folder, small, ImportOptions.NONE)) {
            assertThat(session.http(0).response().body().size()).isEqualTo(40_000);
            assertThat(session.http(0).response().body().trueSize()).isEqualTo(100_000);
            assertThat(session.result.losses().times(Loss.BODY_MISSING)).isEqualTo(1);
        }
    }

    @Test
    void aFileInUtf16IsRead() throws IOException {
        try (ImportedSession session = Hars.imported(
                folder,
                ("\uFEFF" + Hars.log("x", Hars.content("'text':'\u00fc','size':2")))
                        .getBytes(StandardCharsets.UTF_16LE))) {
            assertThat(session.bytes(session.http(0).response().body())).isEqualTo(utf8("\u00fc"));
        }
    }
}
