package dev.steno.exchange;

import dev.steno.addon.End;
import dev.steno.addon.FlowActionException;
import dev.steno.addon.FlowActionException.Reason;
import dev.steno.addon.FlowInFlight;
import dev.steno.addon.HoldTerms;
import dev.steno.addon.Verdict;
import dev.steno.exchange.record.LiveFlow;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A message that waits for the decision of a person. Changes take effect at once: the flow that is published is the draft,
 * and its original is the message as the peer sent it. Ends once. On the exchange's event loop.
 */
final class HeldMessage {
    private final MessageTransfer transfer;
    private final LiveFlow flow;
    private final Hold.Point point;
    private final CompletableFuture<Verdict<HttpFlow>> verdict = new CompletableFuture<>();
    private HttpFlow draft;
    private boolean edited;
    private @Nullable Future<?> deadline;

    /** @param draft the flow that the handler was given; its message has the whole body if it is held with it */
    HeldMessage(MessageTransfer transfer, LiveFlow flow, Hold.Point point, HttpFlow draft) {
        this.transfer = transfer;
        this.flow = flow;
        this.point = point;
        this.draft = draft;
    }

    /** The stage that the handler waits for. */
    CompletableFuture<Verdict<HttpFlow>> verdict() {
        return verdict;
    }

    void begin(HoldTerms terms, ExchangeScope exchange) {
        flow.beginHold(Hold.begin(point, terms.why(), terms.nanos()));
        if (terms.nanos() > 0) {
            deadline = exchange.later(terms.nanos(), () -> timedOut(terms.then()));
        }
    }

    /**
     * Changes the message.
     *
     * @throws FlowActionException if the revision is not the current one, or the change does not fit
     */
    void edit(int revision, FlowInFlight.Edit edit) {
        int now = flow.flow().revision();
        if (revision != now) {
            throw new FlowActionException(
                    Reason.STALE,
                    "flow " + flow.id() + " was changed meanwhile: the change is based on revision " + revision
                            + ", the flow has revision " + now);
        }
        HttpFlow next = edit.apply(draft);
        check(next);
        draft = transfer.applyDraft(draft, next);
        edited = true;
        flow.publish();
    }

    /** The flow as it is now, with the whole body of the message if it is held with it. */
    HttpFlow draft() {
        Body body = transfer.body(draft);
        return body == null ? flow.flow() : transfer.withBody(flow.flow(), body);
    }

    private void check(HttpFlow next) {
        if (point.isRequest() && !Objects.equals(next.response(), draft.response())) {
            throw new FlowActionException(
                    Reason.INVALID, "a held request has no response yet; answer the request instead");
        }
        if (!point.isRequest() && !next.request().equals(draft.request())) {
            throw new FlowActionException(
                    Reason.INVALID, "the request was sent already; only the response can be changed");
        }
        if (!point.hasBody() && !Objects.equals(transfer.body(next), transfer.body(draft))) {
            throw new FlowActionException(
                    Reason.INVALID, "only the head of this message is held: " + transfer.whyHeadOnly());
        }
    }

    void resume(String by) {
        end(edited ? Hold.Outcome.EDITED : Hold.Outcome.RESUMED, by, new Verdict.Replace<>(draft));
    }

    /** @throws FlowActionException if the response cannot be sent as an answer */
    void answer(HttpResponse response, String by) {
        Verdict<HttpFlow> answer;
        try {
            answer = new Verdict.Answer<>(response, by);
        } catch (IllegalArgumentException e) {
            throw new FlowActionException(Reason.INVALID, String.valueOf(e.getMessage()));
        }
        end(Hold.Outcome.ANSWERED, by, answer);
    }

    void drop(String by) {
        end(Hold.Outcome.DROPPED, by, new Verdict.Drop<>("dropped by " + by, End.PAGE));
    }

    private void timedOut(HoldTerms.Then then) {
        if (then instanceof HoldTerms.Then.Answer answer) {
            long now = Times.now();
            HttpResponse empty =
                    new HttpResponse("HTTP/1.1", answer.status(), "", Headers.EMPTY, null, Body.NONE, now, now);
            end(Hold.Outcome.TIMED_OUT, "", new Verdict.Answer<>(empty, "intercept-on-timeout"));
        } else if (then instanceof HoldTerms.Then.Drop) {
            end(Hold.Outcome.TIMED_OUT, "", new Verdict.Drop<>("held longer than intercept-timeout", End.PAGE));
        } else {
            end(Hold.Outcome.TIMED_OUT, "", new Verdict.Replace<>(draft));
        }
    }

    /** Ends the hold by a decision. Does nothing if it has ended. */
    private void end(Hold.Outcome outcome, String by, Verdict<HttpFlow> decision) {
        if (over(outcome, by)) {
            flow.publish();
            verdict.complete(decision);
        }
    }

    /** Ends the hold without a decision, because the exchange ends; the caller publishes the flow. */
    void abandon(Hold.Outcome outcome, String by) {
        over(outcome, by);
    }

    private boolean over(Hold.Outcome outcome, String by) {
        if (!transfer.endHold(this)) {
            return false;
        }
        if (deadline != null) {
            deadline.cancel(false);
        }
        flow.endHold(outcome, by);
        return true;
    }
}
