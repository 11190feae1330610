package dev.steno.exchange;

import dev.steno.flow.BodySource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A source with given pieces that counts how often it was asked, and whether it was closed. One reading at a time. */
final class ScriptedSource implements BodySource {
    private final long length;
    private final List<String> script;
    int asked;
    boolean closed;

    /** @param script the pieces; an exclamation mark fails */
    ScriptedSource(long length, String... script) {
        this.length = length;
        this.script = List.of(script);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public Pieces open(Executor blocking) {
        Queue<String> left = new ArrayDeque<>(script);
        return new Pieces() {
            @Override
            public CompletionStage<@Nullable Piece> next() {
                asked++;
                String next = left.poll();
                if ("!".equals(next)) {
                    return CompletableFuture.failedFuture(new IllegalStateException("a fault made on purpose"));
                }
                return CompletableFuture.completedFuture(
                        next == null ? null : new Piece(next.getBytes(StandardCharsets.ISO_8859_1), 0));
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }
}
