package dev.steno.fleet.read;

import com.github.luben.zstd.Zstd;
import dev.steno.filter.ContentSource;
import dev.steno.flow.Flow;
import dev.steno.search.DistanceCodec;
import dev.steno.search.FlowTrigrams;
import dev.steno.search.TextChunk;
import dev.steno.search.TextChunkBuilder;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An index of texts that a test writes for the flows of a store: chunks at random, some of which are missing, flows that were
 * indexed before an edit and are noted or in a chunk of their own since, and chunks that span more than their day.
 */
final class LoadedTexts {
    private final LoadedStore store;
    private final Random random;
    private final FlowTrigrams.Reader reader = new FlowTrigrams.Reader();
    private long again;

    LoadedTexts(LoadedStore store, Random random) {
        this.store = store;
        this.random = random;
    }

    /** Writes the index of a recorder's flows, which are in the order of their numbers. Returns how many are covered. */
    int write(int recorder, List<Flow> flows, ContentSource content) throws SQLException {
        int covered = 0;
        List<Flow> edited = new ArrayList<>();
        for (int from = 0; from < flows.size(); ) {
            List<Flow> run = flows.subList(from, Math.min(flows.size(), from + 1 + random.nextInt(6)));
            from += run.size();
            if (random.nextInt(4) == 0) {
                continue; // the process that held it died
            }
            covered += run.size();
            long day = day(run.get(0));
            TextChunkBuilder builder = new TextChunkBuilder(ContentSource.NONE);
            for (Flow flow : run) {
                if (random.nextInt(4) == 0) {
                    Flow before = flows.get(random.nextInt(flows.size()));
                    builder.addRead(flow.id(), reader.read(before, content));
                    edited.add(flow);
                } else if (day(flow) != day || random.nextInt(6) == 0) {
                    builder.addRead(flow.id(), FlowTrigrams.UNREAD);
                } else {
                    builder.addRead(flow.id(), reader.read(flow, content));
                }
            }
            write(recorder, run.get(run.size() - 1).id(), run, builder.build());
        }
        for (Flow flow : edited) {
            if (random.nextBoolean()) {
                store.run(
                        "INSERT INTO steno.text_again (recorder, flow, started) VALUES (?, ?, ?)",
                        recorder,
                        flow.id(),
                        flow.started());
            } else {
                TextChunkBuilder builder = new TextChunkBuilder(ContentSource.NONE);
                builder.addRead(flow.id(), reader.read(flow, content));
                write(recorder, --again, List.of(flow), builder.build());
            }
        }
        return covered;
    }

    private static long day(Flow flow) {
        return Math.floorDiv(flow.started(), TimeSpan.DAY);
    }

    private void write(int recorder, long number, List<Flow> run, TextChunk chunk) throws SQLException {
        List<Long> times = run.stream()
                .filter(flow -> day(flow) == day(run.get(0)))
                .map(Flow::started)
                .sorted()
                .toList();
        long started = times.get(times.size() - 1);
        long[] flows = chunk.flows();
        boolean dense = flows[flows.length - 1] - flows[0] == flows.length - 1 && random.nextBoolean();
        store.run(
                "INSERT INTO steno.text_chunk (recorder, chunk, since, started, first, last, flows, partial)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                recorder,
                number,
                times.get(0),
                started,
                flows[0],
                flows[flows.length - 1],
                dense ? null : DistanceCodec.encode(flows),
                DistanceCodec.encode(
                        chunk.partial().stream().mapToLong(Integer::longValue).toArray()));
        int dictionary = random.nextBoolean() ? 0 : -1;
        byte[][] lists = chunk.rows().stream()
                .map(row -> dictionary == 0 ? row : Zstd.compress(row))
                .toArray(byte[][]::new);
        store.run(
                "INSERT INTO steno.text_posting (recorder, chunk, part, started, dict, lists)"
                        + " SELECT ?, ?, n - 1, ?, ?, l FROM unnest(?::bytea[]) WITH ORDINALITY AS p (l, n)",
                recorder,
                number,
                started,
                dictionary,
                lists);
    }
}
