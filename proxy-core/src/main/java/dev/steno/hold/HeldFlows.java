package dev.steno.hold;

import dev.steno.addon.End;
import dev.steno.addon.FlowActionException;
import dev.steno.addon.FlowActionException.Reason;
import dev.steno.addon.FlowInFlight;
import dev.steno.addon.FlowsInFlight;
import dev.steno.addon.WaitingMessage;
import dev.steno.edit.EditOp;
import dev.steno.edit.HeldEdit;
import dev.steno.edit.MessageEdit;
import dev.steno.edit.MessagePart;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.NewEvent;
import dev.steno.redact.Redacted;
import dev.steno.redact.Redactor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The held flows of a running proxy, as a person works with them. A stage completes on an event loop when the action is
 * done, or with a {@link FlowActionException}. Any thread; nothing blocks.
 */
public final class HeldFlows {
    /** Stands for the newest revision of a flow. */
    public static final int ANY_REVISION = HeldEdit.ANY_REVISION;

    private static final String TOKEN = "a value has a token, which stands for a secret; write the secret itself";

    private final FlowsInFlight flows;
    private final LongConsumer holdNext;
    private final Supplier<Redactor> redactor;

    HeldFlows(FlowsInFlight flows, LongConsumer holdNext, Supplier<Redactor> redactor) {
        this.flows = flows;
        this.holdNext = holdNext;
        this.redactor = redactor;
    }

    /** A stage of a flow as it is shown; what the record does not show is redacted off the event loop. */
    private <F extends Flow> CompletionStage<F> shown(CompletionStage<F> flow) {
        Redactor by = redactor.get();
        return by.isNone() ? flow : flow.thenApplyAsync(each -> redacted(each, by));
    }

    @SuppressWarnings("unchecked") // redaction keeps the kind of a flow
    private static <F extends Flow> F redacted(F flow, Redactor by) {
        return (F) by.redact(flow);
    }

    /** Returns the number of held flows. */
    public int count() {
        return flows.heldCount();
    }

    /** Returns the numbers of the held flows, ascending. */
    public List<Long> numbers() {
        return flows.held();
    }

    /** Whether a flow is in progress, held or not. */
    public boolean isInProgress(long flow) {
        return flows.find(flow).isPresent();
    }

    /** Returns the held flows; the one that was held first is the first. */
    public CompletionStage<List<Flow>> list() {
        List<CompletableFuture<@Nullable Flow>> all = new ArrayList<>();
        for (long flow : flows.held()) {
            flows.find(flow).ifPresent(live -> all.add(current(live)));
        }
        return CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> all.stream()
                        .map(CompletableFuture::join)
                        .filter(Objects::nonNull)
                        .sorted(Comparator.comparingLong(HeldFlows::since))
                        .toList())
                .thenCompose(this::shownAll);
    }

    private CompletionStage<List<Flow>> shownAll(List<Flow> all) {
        Redactor by = redactor.get();
        return by.isNone()
                ? CompletableFuture.completedFuture(all)
                : CompletableFuture.supplyAsync(
                        () -> all.stream().map(by::redact).toList());
    }

    /** Returns the flow as it is now; null if it is not held any more. */
    private static CompletableFuture<@Nullable Flow> current(FlowInFlight live) {
        return live.current()
                .handle((flow, ended) -> flow != null && flow.held() != null ? flow : null)
                .toCompletableFuture();
    }

    private static long since(Flow flow) {
        Hold held = flow.held();
        return held == null ? 0 : held.since();
    }

    /** Returns a held flow as it is now. */
    public CompletionStage<Flow> get(long flow) {
        return shown(now(flow));
    }

    private CompletionStage<Flow> now(long flow) {
        return on(flow, FlowInFlight::current).thenApply(now -> {
            if (now.held() != null) {
                return now;
            }
            throw new FlowActionException(Reason.NOT_HELD, "flow " + flow + " is not held");
        });
    }

    /** Returns a held flow as it is now; its held message has the whole body, inline, if it is held with its body. */
    public CompletionStage<HttpFlow> draft(long flow) {
        return shown(now(flow).thenApply(HeldEdit::requireMessage).thenCompose(held -> on(flow, FlowInFlight::draft)));
    }

    /**
     * Changes a held message, which stays held: all operations are done, or none.
     *
     * @param revision the revision that the change is based on; {@link #ANY_REVISION} for the newest
     */
    public CompletionStage<Flow> edit(long flow, int revision, List<EditOp> operations, String by) {
        return shown(now(flow).thenCompose(now -> {
            HttpFlow http = HeldEdit.requireMessage(now);
            MessagePart part = HeldEdit.part(http);
            int base = revision == ANY_REVISION ? now.revision() : revision;
            return on(flow, live -> live.edit(base, held -> MessageEdit.apply(operations, held, part), by));
        }));
    }

    /**
     * Returns a flow in progress, whose held message is read and edited by {@link HeldEdit}.
     *
     * @throws FlowActionException if it is not in progress
     */
    public FlowInFlight inFlight(long flow) {
        return flows.get(flow);
    }

    /** Sends a held message on, with its changes. */
    public CompletionStage<Flow> resume(long flow, String by) {
        return shown(on(flow, live -> live.resume(by)));
    }

    /** Sends a held message on, and holds the next message of its flow. */
    public CompletionStage<Flow> step(long flow, String by) {
        return now(flow).thenCompose(held -> {
            holdNext.accept(flow);
            return resume(flow, by);
        });
    }

    /** Sends on all messages that are held now, and counts them. */
    public CompletionStage<Long> resumeAll(String by) {
        return each(numbers(), flow -> resume(flow, by)).thenApply(Outcome::done);
    }

    /** Answers a held request, or replaces a held response. */
    public CompletionStage<Flow> answer(long flow, HttpResponse response, String by) {
        if (!redactor.get().isNone() && Redacted.hasToken(response)) {
            return CompletableFuture.failedFuture(new FlowActionException(Reason.INVALID, TOKEN));
        }
        return shown(on(flow, live -> live.answer(response, by)));
    }

    /** Ends a held exchange with a page that says who dropped it. */
    public CompletionStage<Flow> drop(long flow, String by) {
        return shown(on(flow, live -> live.drop(by)));
    }

    /** Ends a held exchange in another way. */
    public CompletionStage<Flow> kill(long flow, End end, String by) {
        return shown(now(flow).thenCompose(held -> on(flow, live -> live.kill(end, by))));
    }

    /** Returns the messages of a stream that wait, in the order in which they came. */
    public CompletionStage<List<WaitingMessage>> messages(long flow) {
        Redactor by = redactor.get();
        CompletionStage<List<WaitingMessage>> all = on(flow, FlowInFlight::waiting);
        return by.isNone()
                ? all
                : all.thenApplyAsync(messages ->
                        messages.stream().map(each -> redacted(each, by)).toList());
    }

    private static WaitingMessage redacted(WaitingMessage message, Redactor by) {
        return new WaitingMessage(
                message.number(),
                message.since(),
                message.direction(),
                message.kind(),
                message.edited(),
                by.message(message.data()));
    }

    /** Changes a message of a stream that waits; it still waits. */
    public CompletionStage<Flow> editMessage(long flow, long number, byte[] data, String by) {
        Redactor redacting = redactor.get();
        if (redacting.isNone() || !Redacted.hasToken(data)) {
            return shown(on(flow, live -> live.editMessage(number, data, by)));
        }
        return shown(on(flow, FlowInFlight::waiting)
                .thenApplyAsync(messages -> restored(messages, number, data, redacting))
                .thenCompose(meant -> on(flow, live -> live.editMessage(number, meant, by))));
    }

    /** A message with the values in place of their tokens. */
    private static byte[] restored(List<WaitingMessage> messages, long number, byte[] data, Redactor by) {
        try {
            for (WaitingMessage message : messages) {
                if (message.number() == number) {
                    return by.hiddenIn(message.data()).restore(data);
                }
            }
            return data; // it does not wait any more, which the edit tells
        } catch (IllegalArgumentException e) {
            throw new FlowActionException(Reason.INVALID, String.valueOf(e.getMessage()));
        }
    }

    /** Sends a message of a stream on that waits, after those before it. */
    public CompletionStage<Flow> resumeMessage(long flow, long number, String by) {
        return shown(on(flow, live -> live.resumeMessage(number, by)));
    }

    /** Drops a message of a stream that waits. */
    public CompletionStage<Flow> dropMessage(long flow, long number, String by) {
        return shown(on(flow, live -> live.dropMessage(number, by)));
    }

    /** Sends a message in a stream that no peer sent, after those that wait; see {@link FlowInFlight#inject}. */
    public CompletionStage<Flow> inject(long flow, Direction direction, Message.Kind kind, byte[] data, String by) {
        if (!redactor.get().isNone() && Redacted.hasToken(data)) {
            return CompletableFuture.failedFuture(new FlowActionException(Reason.INVALID, TOKEN));
        }
        return shown(on(flow, live -> live.inject(direction, kind, data, by)));
    }

    /** Puts an event into a response that is an event stream; see {@link FlowInFlight#inject(NewEvent, String)}. */
    public CompletionStage<Flow> inject(long flow, NewEvent event, String by) {
        return shown(on(flow, live -> live.inject(event, by)));
    }

    /**
     * Holds the next message of a flow.
     *
     * @throws FlowActionException if the flow is not in progress
     */
    public void holdNext(long flow) {
        holdNext.accept(flow);
    }

    private <T> CompletionStage<T> on(long flow, Function<FlowInFlight, CompletionStage<T>> action) {
        try {
            return action.apply(flows.get(flow));
        } catch (FlowActionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * What became of an action on several flows.
     *
     * @param done the number of flows for which it succeeded
     * @param failure the first failure; null if there is none
     */
    public record Outcome(long done, @Nullable Throwable failure) {
        Outcome and(Outcome other) {
            return new Outcome(done + other.done, failure == null ? other.failure : failure);
        }
    }

    /** Does the same with several flows at once; one that fails does not stop the others. */
    public static CompletionStage<Outcome> each(
            Collection<Long> numbers, Function<Long, CompletionStage<Flow>> action) {
        List<CompletableFuture<Outcome>> all = new ArrayList<>();
        for (Long flow : numbers) {
            all.add(action.apply(flow).handle(HeldFlows::outcome).toCompletableFuture());
        }
        return CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]))
                .thenApply(
                        done -> all.stream().map(CompletableFuture::join).reduce(new Outcome(0, null), Outcome::and));
    }

    private static Outcome outcome(@Nullable Flow flow, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new Outcome(cause == null ? 1 : 0, cause);
    }
}
