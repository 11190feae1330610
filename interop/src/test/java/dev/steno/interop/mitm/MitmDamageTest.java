package dev.steno.interop.mitm;

import static dev.steno.interop.mitm.FlowFile.b;
import static dev.steno.interop.mitm.FlowFile.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Body;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.interop.ImportedSession;
import dev.steno.interop.intake.ImportLimits;
import dev.steno.interop.intake.ImportOptions;
import dev.steno.interop.loss.Loss;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged, compressed and very large flow files. */
class MitmDamageTest {
    private static final ImportOptions SALVAGE = new ImportOptions(false, false, true, null, null);

    @TempDir
    Path folder;

    private ImportedSession imported(byte[] file, ImportOptions options) throws IOException {
        return ImportedSession.of(FlowFile.write(folder, file), folder, ImportLimits.USUAL, options);
    }

    private static List<Map<String, @Nullable Object>> flows(int count) {
        List<Map<String, @Nullable Object>> flows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            flows.add(FlowFile.http("/" + i, b(""), b("x".repeat(300))));
        }
        return flows;
    }

    private static List<String> paths(ImportedSession session) throws IOException {
        return session.flows().stream()
                .map(flow -> ((HttpFlow) flow).request().path())
                .toList();
    }

    @Test
    void aFileThatEndsWithinAnItemKeepsTheFlowsBeforeAndNamesByteAndItem() throws IOException {
        byte[] whole = FlowFile.bytes(flows(3));
        byte[] cut = Arrays.copyOf(whole, whole.length - 7);
        try (ImportedSession session = imported(cut, ImportOptions.NONE)) {
            assertThat(paths(session)).containsExactly("/0", "/1");
            assertThat(session.result.damage())
                    .contains("byte " + cut.length + ",")
                    .contains("item 3")
                    .contains("--salvage");
        }
    }

    @Test
    void aByteBetweenItemsEndsTheFileUnlessItIsSalvaged() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(FlowFile.bytes(flows(2)));
        int place = file.size();
        file.write('\n');
        file.writeBytes(FlowFile.item(FlowFile.http("/behind", b(""), b("y"))));
        try (ImportedSession session = imported(file.toByteArray(), ImportOptions.NONE)) {
            assertThat(paths(session)).containsExactly("/0", "/1");
            assertThat(session.result.damage()).contains("byte " + place + ",").contains("item 3");
        }
        try (ImportedSession session = imported(file.toByteArray(), SALVAGE)) {
            assertThat(paths(session)).containsExactly("/0", "/1", "/behind");
            assertThat(session.result.damage()).contains("byte " + place + ",");
            assertThat(session.result.losses().times(Loss.DAMAGED)).isEqualTo(1);
        }
    }

    @Test
    void aSpoiledItemIsPassedOverWhenTheFileIsSalvaged() throws IOException {
        byte[] spoiled = FlowFile.item(FlowFile.http("/spoiled", b(""), b("x".repeat(300))));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(FlowFile.bytes(flows(2)));
        file.write(spoiled, 0, spoiled.length - 200);
        file.writeBytes(FlowFile.bytes(flows(4)));
        try (ImportedSession session = imported(file.toByteArray(), SALVAGE)) {
            assertThat(paths(session))
                    .startsWith("/0", "/1")
                    .endsWith("/0", "/1", "/2", "/3")
                    .hasSize(6);
            assertThat(session.result.damage()).contains("item 3");
        }
    }

    @Test
    void anItemEndsWithTheTagOfADictionary() throws IOException {
        byte[] whole = FlowFile.bytes(flows(2));
        whole[whole.length - 1] = ']';
        try (ImportedSession session = imported(whole, ImportOptions.NONE)) {
            assertThat(paths(session)).containsExactly("/0");
            assertThat(session.result.damage()).contains("item 2").contains("dictionary");
        }
    }

    @Test
    void gzipAroundTheFileIsRemovedAndItsDamageIsNamed() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(FlowFile.bytes(flows(2)));
            gzip.write(FlowFile.item(FlowFile.http("/long", b(""), noise(400_000))));
        }
        byte[] file = compressed.toByteArray();
        try (ImportedSession session = imported(file, ImportOptions.NONE)) {
            assertThat(paths(session)).containsExactly("/0", "/1", "/long");
            assertThat(session.result.damage()).isNull();
        }
        try (ImportedSession session = imported(Arrays.copyOf(file, file.length / 2), ImportOptions.NONE)) {
            assertThat(paths(session)).containsExactly("/0", "/1");
            assertThat(session.result.damage()).contains("item 3");
        }
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aLargeContentComesInChunksAndAllElseOfItsFlowStays() throws IOException {
        byte[] asked = noise(300_000);
        byte[] answered = noise(5_000_000);
        try (ImportedSession session = ImportedSession.of(
                FlowFile.write(folder, FlowFile.http("/big", asked, answered), FlowFile.http("/next", b(""), b("z"))),
                folder)) {
            HttpFlow http = session.http(0);
            assertThat(http.request().url()).isEqualTo("https://a.example/big");
            assertThat(session.bytes(http.request().body())).isEqualTo(asked);
            assertThat(session.bytes(Objects.requireNonNull(http.response()).body()))
                    .isEqualTo(answered);
            assertThat(session.http(1).request().path()).isEqualTo("/next");
            assertThat(session.result.losses().isLossy()).isFalse();
        }
    }

    @Test
    void aContentBeyondTheLimitIsCutAndCounted() throws IOException {
        ImportLimits limits = new ImportLimits(1L << 40, 100, 64 << 20, 200, 1_000_000, 1000, 64L << 20, 100);
        try (ImportedSession session = ImportedSession.of(
                FlowFile.write(folder, FlowFile.http("/big", b(""), noise(3_000_000))),
                folder,
                limits,
                ImportOptions.NONE)) {
            Body body = Objects.requireNonNull(session.http(0).response()).body();
            assertThat(body.size()).isEqualTo(1_000_000);
            assertThat(body.trueSize()).isEqualTo(3_000_000);
            assertThat(session.result.losses().times(Loss.BODY_MISSING)).isEqualTo(1);
        }
    }

    @Test
    void manyAndLongMessagesAreRowsOfTheirFlow() throws IOException {
        List<@Nullable Object> messages = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            messages.add(list(i % 2 == 0, b("message " + i + "m".repeat(1000)), 1767323046.0 + i));
        }
        byte[] longOne = noise(1_000_000);
        messages.add(list(true, longOne, 1767329999.0));
        Map<String, @Nullable Object> tcp = FlowFile.flow("tcp");
        tcp.put("messages", messages);
        try (ImportedSession session =
                ImportedSession.of(FlowFile.write(folder, FlowFile.http("/", b(""), b("")), tcp), folder)) {
            TcpFlow flow = (TcpFlow) session.flows().get(1);
            assertThat(flow.messages()).isEqualTo(3_000 + 4);
            ByteArrayOutputStream end = new ByteArrayOutputStream();
            session.reader().messages(flow.id(), 3_000, 10).forEach(row -> end.writeBytes(row.data()));
            assertThat(end.toByteArray()).isEqualTo(longOne);
            assertThat(new String(session.reader()
                            .messages(flow.id(), 2_999, 1)
                            .get(0)
                            .data()))
                    .startsWith("message 2999m");
        }
    }

    @Test
    void anItemWithMoreThanTheLimitWithoutItsContentIsLeftOutAlone() throws IOException {
        ImportLimits limits = new ImportLimits(1L << 40, 100, 1 << 20, 200, 1L << 30, 1000, 64L << 20, 100);
        Map<String, @Nullable Object> fat = FlowFile.http("/fat", b(""), b(""));
        fat.put("comment", "c".repeat(2 << 20));
        try (ImportedSession session = ImportedSession.of(
                FlowFile.write(folder, fat, FlowFile.http("/next", b(""), b(""))),
                folder,
                limits,
                ImportOptions.NONE)) {
            assertThat(paths(session)).containsExactly("/next");
            assertThat(session.result.losses().times(Loss.DAMAGED)).isEqualTo(1);
            assertThat(session.result.damage()).isNull();
        }
    }
}
