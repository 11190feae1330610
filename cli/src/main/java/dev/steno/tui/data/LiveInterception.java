package dev.steno.tui.data;

import dev.steno.addon.FlowActionException;
import dev.steno.addon.WaitingMessage;
import dev.steno.command.CommandException;
import dev.steno.edit.DraftBodies;
import dev.steno.edit.EditOp;
import dev.steno.edit.HeldEdit;
import dev.steno.edit.MessagePart;
import dev.steno.edit.RawText;
import dev.steno.flow.HttpFlow;
import dev.steno.hold.HeldFlows;
import dev.steno.option.Options;
import dev.steno.session.HeldBodies;
import dev.steno.session.Session;
import dev.steno.session.StoredEdits;
import dev.steno.store.SessionReader;
import dev.steno.text.Utf8;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** That of the Steno in this process. */
final class LiveInterception implements Interception {
    /** Who edits, as the flow records it. */
    private static final String BY = "steno tui";

    /** An event loop that does not answer within this time is overloaded. */
    private static final long PATIENCE_SECONDS = 30;

    private final HeldFlows held;
    private final Session session;
    private final Options options;
    private final DraftBodies bodies;

    /** @param options tell which messages are held */
    LiveInterception(HeldFlows held, Session session, Options options) {
        this.held = held;
        this.session = session;
        this.options = options;
        this.bodies = new HeldBodies(session);
    }

    @Override
    public Queue queue() {
        return new Queue(
                await(held.list()).stream()
                        .map(HeldItem::of)
                        .flatMap(Optional::stream)
                        .toList(),
                options.require("intercept").current(),
                Boolean.parseBoolean(options.require("intercept-active").current()));
    }

    @Override
    public List<HeldStreamItem> messages(long flow) {
        return await(held.messages(flow)).stream().map(LiveInterception::item).toList();
    }

    private static HeldStreamItem item(WaitingMessage message) {
        return new HeldStreamItem(
                message.number(),
                message.direction().isFromClient() ? "client" : "server",
                message.kind().name().toLowerCase(Locale.ROOT),
                message.data().length,
                message.edited(),
                Utf8.text(message.data()));
    }

    @Override
    public Draft held(long flow) {
        return tried(() -> {
            HttpFlow draft = HeldEdit.readable(held.inFlight(flow), bodies);
            MessagePart part = HeldEdit.part(draft);
            return new Draft(flow, part, true, draft.revision(), RawText.print(draft, part));
        });
    }

    @Override
    public Draft recorded(long flow, MessagePart part) {
        return tried(() -> {
            session.awaitDurable(); // after this, the reader knows all edits
            try (SessionReader reader = session.reader()) {
                if (reader.flow(flow).orElse(null) instanceof HttpFlow http) {
                    return new Draft(flow, part, false, http.revision(), StoredEdits.text(http, part, reader));
                }
                throw new CommandException("flow " + flow
                        + " is not in the session, or is a raw stream; only requests and responses can be edited");
            }
        });
    }

    @Override
    public void save(Draft draft, String text) {
        List<EditOp> change = List.of(new EditOp.Raw(text));
        tried(() -> {
            if (draft.held()) {
                return HeldEdit.apply(held.inFlight(draft.flow()), draft.revision(), change, bodies, BY);
            }
            try (SessionReader reader = session.reader()) {
                return new StoredEdits(session).edit(draft.flow(), draft.revision(), draft.part(), change, BY, reader);
            }
        });
    }

    /** What reads or changes a message. */
    private interface Attempt<T> {
        T make() throws IOException;
    }

    private static <T> T tried(Attempt<T> attempt) {
        try {
            return attempt.make();
        } catch (IOException | FlowActionException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new CommandException(String.valueOf(cause.getMessage()), cause);
        } catch (TimeoutException e) {
            throw new CommandException("the proxy did not answer within " + PATIENCE_SECONDS + " s; try again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("the interface ends", e);
        }
    }
}
