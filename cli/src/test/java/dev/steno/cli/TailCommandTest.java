package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowEvent;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionException;
import dev.steno.store.WriteBatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class TailCommandTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aFlowIsPrintedWhenItEnds() throws Exception {
        Path file = SampleSession.write(folder.resolve("work.steno"));
        SqliteSessionStore store = SqliteSessionStore.open(file, "steno test");
        CompletableFuture<Integer> tail = tail("tail", file, "--limit", 2);
        record(store, 100, tail);
        assertThat(tail.get()).isZero();
        store.close();
        assertThat(out.toString().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("\tcomplete\thttps://example.org/"));
        assertThat(err.toString()).isEmpty();
    }

    /**
     * A growing flow is printed once when it begins and once, complete, when it ends; flows that end meanwhile are
     * printed in between.
     */
    @Test
    void aStreamThatGrowsIsPrintedWhenItBeginsAndWhenItEndsAndNotBetween() throws Exception {
        Path file = SampleSession.write(folder.resolve("work.steno"));
        SqliteSessionStore store = SqliteSessionStore.open(file, "steno test");
        CompletableFuture<Integer> tail = tail("tail", file, "--open");
        for (long id = 100; out.size() == 0; id++) { // until tail follows the session
            store.commit(WriteBatch.of(new FlowEvent.Closed(SampleSession.numbered(id))));
        }
        // begins with the third revision: the file need not have contained the first
        for (int pieces = 3; pieces < 6; pieces++) {
            store.commit(WriteBatch.of(
                    new FlowEvent.Changed(SampleSession.events(800_000, pieces, false)),
                    new FlowEvent.Changed(SampleSession.messages(800_001, pieces, false)),
                    new FlowEvent.Closed(SampleSession.numbered(900_000 + pieces))));
            awaitPrinted("number-" + (900_000 + pieces));
        }
        store.commit(WriteBatch.of(new FlowEvent.Closed(SampleSession.messages(800_001, 6, true))));
        awaitPrinted("\t60\t1\tcomplete\tdb.example.org:5432");
        store.commit(WriteBatch.of(new FlowEvent.Closed(SampleSession.events(800_000, 7, true))));
        awaitPrinted("\t700\t1\tcomplete\thttps://example.org/events-800000");
        tail.cancel(true);
        store.close();

        assertThat(out.toString().lines().filter(line -> line.startsWith("80000")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("\t300\t\topen\thttps://example.org/events-800000"),
                        line -> assertThat(line).contains("\t30\t\topen\tdb.example.org:5432"),
                        line -> assertThat(line).startsWith("800001\t").contains("\tcomplete\t"),
                        line -> assertThat(line).startsWith("800000\t").contains("\tcomplete\t"));
    }

    private void awaitPrinted(String text) {
        await().untilAsserted(() -> assertThat(out.toString() + err).contains(text));
    }

    @Test
    void onlyFlowsThatMatchArePrintedEachALineAsSoonAsItIsThere() throws Exception {
        Path file = SampleSession.write(folder.resolve("work.steno"));
        SqliteSessionStore store = SqliteSessionStore.open(file, "steno test");
        CompletableFuture<Integer> tail = tail("tail", file, "--json", "--filter", "~b steno & ~u number-.*7$");
        record(store, 100, null);
        await().until(() -> out.toString().endsWith("}\n"));
        assertThat(out.toString().lines()).allMatch(line -> line.contains("7\",\"status\":200"));
        tail.cancel(true);
        store.close();
    }

    @Test
    void theEndOfTheRecordingEndsItWhereAskedFor() throws Exception {
        Path file = SampleSession.write(folder.resolve("work.steno"));
        assertThat(Call.steno("tail", file, "--until-end")).isEqualTo(new Call(0, "", ""));
        SqliteSessionStore store = SqliteSessionStore.open(file, "steno test");
        CompletableFuture<Integer> tail = tail("tail", file, "--until-end");
        for (long id = 200; out.size() == 0; id++) {
            store.commit(WriteBatch.of(new FlowEvent.Closed(SampleSession.numbered(id))));
        }
        store.commit(WriteBatch.of(new FlowEvent.Closed(SampleSession.numbered(100_000))));
        store.close();
        assertThat(tail.get()).isZero();
        assertThat(out.toString()).contains("number-100000");
    }

    @Test
    void aSessionThatIsYetToBeMadeIsAwaited() throws Exception {
        Path file = folder.resolve("later.steno");
        CompletableFuture<Integer> tail = tail("tail", file, "--limit", 5);
        await().until(() -> err.toString().contains("later.steno does not exist yet; waiting for it"));
        SampleSession.write(file);
        assertThat(tail.get()).isZero();
        assertThat(out.toString().lines()).hasSize(5);
        assertThat(Call.steno("tail", folder.resolve("nowhere/x.steno")).err()).contains("folder not found");
    }

    @Test
    void aFileThatIsNoSessionIsRefused() throws Exception {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "buy milk");
        Call call = Call.steno("tail", notes);
        assertThat(call.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(call.err()).contains("notes.txt").hasLineCount(1);
        assertThat(Call.steno("tail", notes, "--limit", 0).code()).isEqualTo(ExitCode.USAGE);
    }

    private CompletableFuture<Integer> tail(Object... args) {
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i].toString();
        }
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread thread = new Thread(() -> code.complete(new Cli(new Console(out, err, null, Map.of())).run(words)));
        thread.setDaemon(true);
        thread.start();
        code.whenComplete((done, cancelled) -> {
            if (cancelled != null) {
                thread.interrupt();
            }
        });
        return code;
    }

    /** Records flows until tail has ended or has printed the flow whose number ends in 7. */
    private void record(SqliteSessionStore store, long from, CompletableFuture<Integer> tail) throws SessionException {
        for (long id = from; tail != null ? !tail.isDone() : !printed(); id++) {
            store.commit(WriteBatch.of(new FlowEvent.Closed(SampleSession.numbered(id))));
        }
    }

    private boolean printed() {
        return new String(out.toByteArray(), StandardCharsets.UTF_8).contains("7\",\"status\"");
    }
}
