package dev.steno.addon;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;

/**
 * Why an exchange got no response from its server, or not all of it. Immutable.
 *
 * @param flow as it is now
 * @param server the server that was asked, or could not be
 * @param tls whether the connection to it uses TLS
 * @param error what failed; its step is {@code RESOLVE}, {@code CONNECT}, {@code SERVER_TLS}, or {@code RESPONSE} if the
 *     connection was established and then broke, was reset or carried something else than a response
 * @param status the status of the page that the client gets if no handler decides otherwise
 * @param attempt the number of connections that were asked for so far for this request, from 1
 * @param canRetry whether {@link Verdict.Retry} has an effect: no handler retried the request before, and its body is
 *     still in memory as far as it was sent
 * @param isFinal whether the head of a response has arrived, so that no verdict has an effect
 */
public record ServerFailure(
        HttpFlow flow,
        Endpoint server,
        boolean tls,
        FlowError error,
        int status,
        int attempt,
        boolean canRetry,
        boolean isFinal) {

    /** Returns a copy with another flow, whose notes are taken over. */
    public ServerFailure withFlow(HttpFlow next) {
        return new ServerFailure(next, server, tls, error, status, attempt, canRetry, isFinal);
    }
}
