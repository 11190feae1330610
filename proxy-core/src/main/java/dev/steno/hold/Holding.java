package dev.steno.hold;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowActionException;
import dev.steno.addon.FlowLocal;
import dev.steno.addon.FlowsInFlight;
import dev.steno.addon.HandlerSet;
import dev.steno.addon.Handlers;
import dev.steno.addon.HoldTerms;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.Phase;
import dev.steno.addon.Registrar;
import dev.steno.addon.Verdict;
import dev.steno.content.ContentType;
import dev.steno.exchange.head.Framing;
import dev.steno.filter.ContentSource;
import dev.steno.filter.Filter;
import dev.steno.filter.Match;
import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.redact.Redactor;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Holds messages that match {@code --intercept}, and the next message of single flows. A message is held after all
 * handlers that change it, with its body if that can be held, else its head. Without a filter and without such flows it
 * has no handlers. Any thread.
 */
public final class Holding implements Addon {
    /** Bodies of these types may have no end, or are exchanged while they are sent: their heads are held. */
    private static final Set<String> STREAMS =
            Set.of("text/event-stream", "application/grpc", "application/grpc+proto", "multipart/x-mixed-replace");

    private final LongSupplier heldBytes;
    private FlowLocal<Boolean> asked =
            new FlowsInFlight().perFlow(() -> true); // of which a person asked to hold the next message
    private volatile HoldOptions options = HoldOptions.DEFAULT;
    private volatile Filter filter = HoldOptions.DEFAULT.filter();
    private HandlerSet handlers = registration -> {};
    private volatile FlowsInFlight flows = new FlowsInFlight();
    private volatile Redactor redactor = Redactor.NONE;

    /** @param heldBytes supplies the bytes of all bodies that are held */
    public Holding(LongSupplier heldBytes) {
        this.heldBytes = heldBytes;
    }

    @Override
    public void register(Registrar registrar) {
        flows = registrar.flowsInFlight();
        asked = flows.perFlow(() -> true);
        handlers = registrar.handlerSet();
        apply(registrar.options(HoldOptions.class, (before, after) -> apply(after)));
    }

    private synchronized void apply(HoldOptions next) {
        options = next;
        filter = next.filter();
        refresh();
    }

    private synchronized void refresh() {
        boolean idle = !options.holds() && asked.isEmpty();
        handlers.replace(idle ? none -> {} : this::register);
    }

    private void register(Handlers to) {
        to.on(Hook.REQUEST_HEAD, Phase.HOLD, (flow, context) -> {
            want(flow, context, true);
            return Verdict.pass();
        });
        to.onAsync(Hook.REQUEST, Phase.HOLD, (flow, context) -> decide(flow, context, true));
        to.on(Hook.RESPONSE_HEAD, Phase.HOLD, (flow, context) -> {
            want(flow, context, false);
            return Verdict.pass();
        });
        to.onAsync(Hook.RESPONSE, Phase.HOLD, (flow, context) -> decide(flow, context, false));
        if (options.holdsMessages() || !asked.isEmpty()) { // else streams are forwarded without being gathered
            to.onAsync(Hook.MESSAGE, Phase.HOLD, this::decideMessage);
        }
    }

    /** Redacts what is shown of held flows from now on, as the record is; what passes stays as it is. */
    public void redactBy(Redactor next) {
        redactor = next;
    }

    /**
     * Holds the next message of a flow.
     *
     * @throws FlowActionException if the flow is not in progress
     */
    public void holdNext(long flow) {
        flows.get(flow);
        asked.get(flow);
        refresh();
    }

    /** Returns the held flows, for commands that act on them. To be called after {@link #register(Registrar)}. */
    public HeldFlows held() {
        return new HeldFlows(flows, this::holdNext, () -> redactor);
    }

    /** Returns the filter of the messages that are held; empty if none are. */
    public String inEffect() {
        HoldOptions now = options;
        return now.holds() ? now.intercept() : "";
    }

    private boolean isAsked(Flow flow) {
        return !asked.isEmpty() && asked.find(flow.id()).isPresent();
    }

    private void want(HttpFlow flow, HookContext context, boolean request) {
        boolean held = isAsked(flow);
        boolean mayBeHeld = held;
        if (!held && options.holds() && !isAnsweredInHold(flow)) {
            Match match = filter.test(flow, ContentSource.NONE);
            held = match == Match.YES;
            mayBeHeld = held
                    || match == Match.UNKNOWN && (request ? filter.needsRequestBody() : filter.needsResponseBody());
        }
        HoldOptions now = options;
        int limit = isFull(now) ? 0 : (int) Math.min(now.interceptBody().bytes(), Integer.MAX_VALUE);
        if (mayBeHeld && isStream(flow, request, context.canSpool())) {
            context.wantBodyOrHead(0);
        } else if (held) {
            context.wantWholeOrHead(limit);
        } else if (mayBeHeld) {
            context.wantBodyOrHead(limit);
        }
    }

    /**
     * Whether the end of a message may never come, or not before what the other side sends.
     *
     * @param spools whether the session takes what arrives of an upload of unknown length
     */
    private static boolean isStream(HttpFlow flow, boolean request, boolean spools) {
        HttpResponse response = flow.response();
        Headers headers = request || response == null ? flow.request().headers() : response.headers();
        return STREAMS.contains(ContentType.parse(headers.get("Content-Type")).type())
                || request && !spools && headers.contains("Transfer-Encoding") && Framing.contentLength(headers) < 0
                || !request && response != null && response.status() == 101;
    }

    private CompletionStage<Verdict<HttpFlow>> decide(HttpFlow flow, HookContext context, boolean request) {
        if (!context.canHold()) {
            return CompletableFuture.completedFuture(Verdict.pass());
        }
        String why = options.intercept();
        if (isAsked(flow)) {
            asked.remove(flow.id());
            refresh();
            why = "asked for";
        } else if (!options.holds() || isAnsweredInHold(flow) || filter.test(flow, ContentSource.NONE) != Match.YES) {
            return CompletableFuture.completedFuture(Verdict.pass());
        }
        return context.hold(flow, new HoldTerms(why, options.interceptTimeout().toNanos(), options.then()));
    }

    private CompletionStage<Verdict<Hook.StreamMessage>> decideMessage(Hook.StreamMessage shown, HookContext context) {
        HoldOptions now = options;
        String why = now.intercept();
        if (isAsked(shown.flow())) {
            asked.remove(shown.flow().id());
            refresh();
            why = "asked for";
        } else if (!now.holdsMessages() || isFull(now) || filter.test(shown.flow(), ContentSource.NONE) != Match.YES) {
            return CompletableFuture.completedFuture(Verdict.pass());
        }
        return context.hold(shown, new HoldTerms(why, now.interceptTimeout().toNanos(), now.then()));
    }

    /** Whether the response ended the hold of its request: who has just given an answer has seen it. */
    private static boolean isAnsweredInHold(HttpFlow flow) {
        List<Hold> holds = flow.holds();
        Hold last = holds.isEmpty() ? null : holds.get(holds.size() - 1);
        return last != null
                && last.point().isRequest()
                && !last.lasts()
                && flow.notes().metadata().containsKey(Notes.ANSWERED_BY);
    }

    private boolean isFull(HoldOptions now) {
        return heldBytes.getAsLong() > now.interceptMemory().bytes();
    }
}
