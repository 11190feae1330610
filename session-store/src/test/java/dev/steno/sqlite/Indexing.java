package dev.steno.sqlite;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.search.TextChunk;
import dev.steno.search.TextChunkBuilder;
import dev.steno.store.SessionReader;
import dev.steno.store.StoredContent;
import dev.steno.store.TextIndex;
import java.util.ArrayList;
import java.util.List;

/** Indexes texts on the test's thread, when the test asks for it. */
public final class Indexing {
    private Indexing() {}

    /** Indexes up to {@code limit} flows as one chunk. Runs {@code between} after reading and before writing. */
    public static void chunk(SqliteSessionStore store, SessionReader reader, int limit, boolean again, Between between)
            throws Exception {
        TextIndex index = store.textIndex();
        TextChunkBuilder builder = new TextChunkBuilder(new StoredContent(reader));
        List<Long> open = new ArrayList<>();
        for (Flow flow : reader.flows(index.beginChunk(limit, again))) {
            builder.addFlow(flow);
            if (flow.state() == FlowState.OPEN) {
                open.add(flow.id());
            }
        }
        between.run();
        if (!builder.isEmpty()) {
            TextChunk chunk = builder.build();
            index.write(0, chunk.rows().subList(0, 100));
            index.write(100, chunk.rows().subList(100, chunk.rows().size()));
            index.publishChunk(chunk, open);
        }
    }

    public static void chunk(SqliteSessionStore store, SessionReader reader, int limit) throws Exception {
        chunk(store, reader, limit, false, () -> {});
    }

    public interface Between {
        void run() throws Exception;
    }
}
