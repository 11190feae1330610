package dev.steno.view;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Flow;
import dev.steno.session.Session;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The flows of a session that this process records. Any thread. */
public record SessionSource(Session session) implements FlowSource {

    @Override
    public void follow(Consumer<FlowEvent> follower) {
        session.follow(follower);
    }

    @Override
    public void unfollow(Consumer<FlowEvent> follower) {
        session.unfollow(follower);
    }

    @Override
    public List<Flow> waiting() {
        return session.hot().flows();
    }

    @Override
    public @Nullable Flow waiting(long flow) {
        return session.hot().flow(flow);
    }

    @Override
    public CompletableFuture<Void> inReach(boolean hurry) {
        return hurry ? session.durable() : session.afterCommit();
    }

    @Override
    public SessionReader reader() throws SessionException {
        return session.reader();
    }
}
