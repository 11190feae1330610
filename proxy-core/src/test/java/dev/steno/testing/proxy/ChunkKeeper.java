package dev.steno.testing.proxy;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.Recorder;
import dev.steno.addon.Registrar;
import dev.steno.flow.Body;
import dev.steno.flow.BodySource;
import dev.steno.source.BodySources;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A recorder that keeps the chunks of bodies in memory, so that held messages can be sent from it. */
public final class ChunkKeeper implements Addon, Recorder {
    private final Map<Long, ByteArrayOutputStream> bodies = new ConcurrentHashMap<>();
    private final long limit;

    public ChunkKeeper() {
        this(Long.MAX_VALUE);
    }

    /** @param limit the largest number of bytes recorded of a body */
    public ChunkKeeper(long limit) {
        this.limit = limit;
    }

    @Override
    public void register(Registrar registrar) {
        registrar.keepsRecord(this);
        registrar.lossless(event -> {
            if (event instanceof FlowEvent.BodyChunk chunk) {
                bodies.computeIfAbsent(chunk.body(), body -> new ByteArrayOutputStream())
                        .writeBytes(chunk.data());
            }
        });
    }

    /** Adds a body as if it had been recorded. */
    public Body.Stored add(long id, byte[] bytes) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        kept.writeBytes(bytes);
        bodies.put(id, kept);
        return new Body.Stored(id, bytes.length, bytes.length, true);
    }

    @Override
    public boolean readsBodies() {
        return true;
    }

    @Override
    public BodySource body(Body.Stored body) {
        return BodySources.stream(
                body.size(),
                () -> new ByteArrayInputStream(bodies.get(body.id()).toByteArray()));
    }

    @Override
    public long bodyLimit() {
        return limit;
    }

    @Override
    public @Nullable String refusal() {
        return null;
    }

    @Override
    public boolean refuses() {
        return false;
    }

    @Override
    public boolean holdsEnds() {
        return false;
    }

    @Override
    public @Nullable CompletionStage<Void> kept() {
        return null;
    }
}
