package dev.steno.exchange;

import dev.steno.addon.End;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.ServerFailure;
import dev.steno.addon.Verdict;
import dev.steno.addon.bus.HookChain;
import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange does if its server fails: it retries what may be retried, asks the handlers, and otherwise tells the
 * client. While a handler decides, the request's data is queued. On the exchange's event loop.
 */
final class ServerFailures {
    private final ExchangeScope exchange;
    private final RequestTransfer request;
    private final ResponseTransfer response;
    private final Replies replies;
    private boolean retried; // for a handler
    private HookChain.@Nullable Run run;

    ServerFailures(ExchangeScope exchange, RequestTransfer request, ResponseTransfer response, Replies replies) {
        this.exchange = exchange;
        this.request = request;
        this.response = response;
        this.replies = replies;
    }

    /** See {@link HttpExchange#upstreamFailed}. */
    void connectionFailed(FlowError error, int status, boolean stale) {
        if (exchange.flow.isClosed() || (stale && request.retry(false))) {
            return;
        }
        if (response.hasEnded()
                || response.isFed()) { // the server's part is over: the rest of the request cannot be sent
            request.discardRest();
            exchange.finishIfBothEnded();
        } else {
            askHandlers(error, status, false);
        }
    }

    /** See {@link HttpExchange#upstreamReset}. */
    void streamReset(FlowError error, int status, boolean unprocessed, boolean told) {
        if (exchange.flow.isClosed() || unprocessed && request.retry(true)) {
            return;
        }
        if (told && !response.hasEnded()) {
            askHandlers(error, status, true);
        } else {
            connectionFailed(error, status, false);
        }
    }

    /** Ends the wait for the head of the response; returns false if it has arrived, or the request is not with its server. */
    boolean giveUp(FlowError error) {
        boolean asked = request.stage() == TransferStage.CONNECTING || request.stage() == TransferStage.STREAMING;
        boolean waits = asked && !request.endsWithResponse() && response.stage() == TransferStage.AWAITING_HEAD;
        if (waits) {
            askHandlers(error, 504, false);
        }
        return waits;
    }

    private void askHandlers(FlowError error, int status, boolean told) {
        HookChain hooks = exchange.addons.hooks();
        if (hooks.isEmpty(Hook.FAILED)) {
            tellClient(error, status, told);
            return;
        }
        boolean isFinal = response.stage() != TransferStage.AWAITING_HEAD;
        HttpFlow flow = exchange.flow.flow();
        ServerFailure failure = new ServerFailure(
                flow,
                request.server(),
                flow.request().scheme().equals("https"),
                error,
                status,
                request.attempts(),
                !isFinal && canRetry(),
                isFinal);
        if (isFinal) {
            hooks.run(Hook.FAILED, flow.id(), failure, HookContext.NONE, exchange.loop, this::decidedTooLate);
            tellClient(error, status, told);
            return;
        }
        exchange.wire.abortUpstream();
        request.awaitDecision();
        run = hooks.run(Hook.FAILED, flow.id(), failure, HookContext.NONE, exchange.loop, outcome -> {
            if (!exchange.flow.isClosed()) {
                applyNotes(failure, outcome);
                applyVerdict(failure, outcome, told);
            }
        });
        if (request.stage() == TransferStage.IN_HOOK) {
            request.holdReading(true);
        }
    }

    private boolean canRetry() {
        return !retried && request.canRewind();
    }

    private void applyNotes(ServerFailure shown, HookChain.Outcome<ServerFailure> outcome) {
        exchange.flow.applyNotes(shown.flow().notes(), outcome.subject().flow().notes());
    }

    private void decidedTooLate(HookChain.Outcome<ServerFailure> outcome) {
        if (!(outcome.verdict() instanceof Verdict.Pass<ServerFailure>)) {
            notApplied(outcome.by(), "its verdict comes too late: the head of the response had arrived");
        }
    }

    private void applyVerdict(ServerFailure failure, HookChain.Outcome<ServerFailure> outcome, boolean told) {
        FlowError error = failure.error();
        if (outcome.verdict() instanceof Verdict.Retry<ServerFailure> retry) {
            if (canRetry()) {
                retried = true;
                exchange.flow.addRemark("sent again by " + outcome.by() + " after a failure: " + error.message());
                request.sendAgain(retry.server());
                return;
            }
            notApplied(
                    outcome.by(),
                    retried
                            ? "the request is not sent again: a handler retried it already"
                            : "the request is not sent again: its body is no longer in memory");
        } else if (outcome.verdict() instanceof Verdict.Answer<ServerFailure>) {
            exchange.flow.addRemark("the server failed: " + error.message());
        }
        if (!exchange.applyVerdict(new HookChain.Outcome<>(failure.flow(), ofFlow(outcome.verdict()), outcome.by()))) {
            tellClient(error, failure.status(), told);
        }
    }

    @SuppressWarnings("unchecked") // safe: those that end a run hold no value of the subject's type
    private static Verdict<HttpFlow> ofFlow(Verdict<ServerFailure> verdict) {
        return (Verdict<HttpFlow>) (Verdict<?>) verdict;
    }

    private void notApplied(String by, String what) {
        exchange.addons.hooks().notApplied(by, Hook.FAILED, exchange.flow.id(), what);
    }

    /** @param told whether the wire conveys the server's error code */
    private void tellClient(FlowError error, int status, boolean told) {
        if (told || response.hasBegun()) {
            exchange.abort(error, End.CLOSE);
        } else {
            replies.errorPage(status, error);
        }
    }

    /** Cancels a hook that has not decided yet, if any. */
    void cancelHook() {
        if (run != null) {
            run.cancel();
        }
    }
}
