package dev.steno.interop.mitm;

import static dev.steno.interop.mitm.FlowFile.b;
import static dev.steno.interop.mitm.FlowFile.dict;
import static dev.steno.interop.mitm.FlowFile.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.interop.OfflineRecorder;
import dev.steno.interop.SessionImport;
import dev.steno.interop.intake.ImportLimits;
import dev.steno.interop.intake.ImportOptions;
import dev.steno.interop.intake.ImportSource;
import dev.steno.interop.intake.RefusedFileException;
import dev.steno.store.Progress;
import dev.steno.testing.fuzz.Fuzz;
import dev.steno.testing.fuzz.Mutation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Randomly mutated flow files: flows are imported up to the damage, which is named, or the file is refused. */
class MitmFuzzTest {
    private static final ImportLimits LIMITS =
            new ImportLimits(64L << 20, 10_000, 1 << 20, 200, 8 << 20, 1000, 1L << 20, 1000);

    private static final Mutation MUTATION = Mutation.with(
            "0:~",
            "0:]",
            "0:}",
            "0:,",
            "4:true!",
            "2:21#",
            "1:7#",
            "999999999999:",
            "1000000000000:",
            "3:nan^",
            "4:1e99^",
            "20:99999999999999999999#",
            "7:content;",
            "8:messages;",
            "9:websocket;",
            "6:backup;",
            "7:version;",
            "3:dns;",
            "8:1:a;1:b;}",
            "\u00FF",
            "\n");

    @TempDir
    Path folder;

    private static List<byte[]> sound() throws IOException {
        Map<String, @Nullable Object> socket = FlowFile.http("/chat", b(""), b(""));
        socket.put(
                "websocket",
                dict(
                        "messages",
                        list(list(1, true, b("hello"), 1767323046.0, false, false)),
                        "closed_by_client",
                        true,
                        "close_code",
                        1000,
                        "close_reason",
                        "bye",
                        "timestamp_end",
                        null));
        Map<String, @Nullable Object> edited = FlowFile.http("/edited", b("new"), b("x"));
        edited.put("backup", FlowFile.http("/", b("old"), b("x")));
        edited.put("metadata", dict("a", list(1, dict("b", 2.5)), "steno", dict("state", "failed", "started", 7)));
        Map<String, @Nullable Object> tcp = FlowFile.flow("tcp");
        tcp.put("messages", list(list(true, b("ping"), 1767323046.0), list(false, b("pong"), 1767323046.25)));
        Map<String, @Nullable Object> handshake = FlowFile.http("/old", b(""), b(""));
        handshake.put("version", 7);
        handshake.put("metadata", dict("websocket", true));
        Map<String, @Nullable Object> old = FlowFile.flow("websocket");
        old.put("version", 7);
        old.put("metadata", dict("websocket_handshake", "33333333-3333-4333-8333-333333333333"));
        old.put("messages", list(list(1, true, b("one"), 1767323046.0, false)));
        Map<String, @Nullable Object> large = FlowFile.http("/large", b("x".repeat(300_000)), b("y"));
        byte[] several = FlowFile.bytes(List.of(FlowFile.http("/", b(""), null), tcp, handshake, old));
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(several);
        }
        return List.of(
                FlowFile.item(socket), FlowFile.item(edited), several, FlowFile.item(large), compressed.toByteArray());
    }

    @Test
    void everyFileIsImportedUpToItsDamageOrRefused() throws IOException {
        List<byte[]> sound = sound();
        try (OfflineRecorder recorder = OfflineRecorder.open(folder.resolve("fuzz.steno"), false, "steno test")) {
            Fuzz.run("MitmFuzzTest", 300, (number, random) -> tried(number, random, sound, recorder));
        }
    }

    private void tried(long number, Random random, List<byte[]> sound, OfflineRecorder recorder) throws IOException {
        byte[] bytes = MUTATION.of(sound.get(random.nextInt(sound.size())), random);
        ImportOptions options = new ImportOptions(false, false, random.nextInt(4) == 0, null, null);
        try (ImportSource source = ImportSource.pipe("input " + number, new ByteArrayInputStream(bytes), LIMITS)) {
            SessionImport.Imported result =
                    SessionImport.run(source, new MitmImporter(), recorder.session(), options, Progress.NONE);
            if (result.damage() != null) {
                assertThat(result.damage()).startsWith("input " + number + " ").doesNotContain("Exception");
            }
        } catch (RefusedFileException e) {
            assertThat(e.getMessage()).contains("input " + number);
        }
    }
}
