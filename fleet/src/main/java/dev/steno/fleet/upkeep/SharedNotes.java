package dev.steno.fleet.upkeep;

import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.server.StoreFailure;
import dev.steno.store.NoteTaker;
import dev.steno.store.SessionException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Gives notes to flows of a shared store under the name of one viewer. Connects for each call, since notes are rare and an idle
 * connection is one that the server lacks. Immutable; any thread that may block.
 */
public final class SharedNotes implements NoteTaker {
    private final ServerUrl url;
    private final String author;
    private final @Nullable String refusal;

    private SharedNotes(ServerUrl url, String author, @Nullable String refusal) {
        this.url = url;
        this.author = author;
        this.refusal = refusal;
    }

    /** Asks the store whether notes can be given. If it does not answer, they can, as soon as it does. */
    public static SharedNotes of(ServerUrl url, String author) {
        try {
            return new SharedNotes(url, author, StoreNotes.refusal(url));
        } catch (StoreFailure e) {
            return new SharedNotes(url, author, e.kind() == StoreFailure.Kind.AWAY ? null : e.getMessage());
        }
    }

    @Override
    public String author() {
        return author;
    }

    @Override
    public @Nullable String refusal() {
        return refusal;
    }

    @Override
    public long give(Collection<Long> flows, @Nullable String mark, @Nullable String comment) throws SessionException {
        try {
            return StoreNotes.give(url, flows, author, mark, comment);
        } catch (StoreFailure e) {
            String message = String.valueOf(e.getMessage());
            throw e.kind() == StoreFailure.Kind.AWAY
                    ? SessionException.away(message)
                    : SessionException.refused(refusal == null ? message : refusal);
        }
    }
}
