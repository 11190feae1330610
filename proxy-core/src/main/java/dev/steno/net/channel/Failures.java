package dev.steno.net.channel;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Times;
import dev.steno.net.mode.NextProxy;
import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeoutException;

/** The messages of network failures: one sentence each, in the terms of the user. Stateless; any thread. */
public final class Failures {
    private Failures() {}

    /**
     * An error, with the status that a client without a response gets.
     *
     * @param own whether the server is the API of this process, whose secrets may be in the request
     */
    public record Failure(FlowError error, int status, boolean own) {}

    /** The failure of a connection to another listener of this process, which is refused. */
    public static Failure ownListener(String message) {
        return new Failure(new FlowError(FlowError.Step.CONNECT, message, Times.now()), 502, true);
    }

    public static Failure of(FlowError.Step step, int status, String message) {
        return new Failure(new FlowError(step, message, Times.now()), status, false);
    }

    public static Failure resolving(Endpoint target, Throwable cause) {
        if (cause instanceof TimeoutException) {
            return of(FlowError.Step.RESOLVE, 504, target.host() + ": the look-up of this name timed out");
        }
        String why = cause instanceof UnknownHostException
                ? "no address was found for this name"
                : "the look-up failed: " + text(cause);
        return of(FlowError.Step.RESOLVE, 502, target.host() + ": " + why);
    }

    public static Failure connecting(Endpoint target, Throwable cause) {
        if (isTimeout(cause)) {
            return of(FlowError.Step.CONNECT, 504, target + " did not answer in time (connection timed out)");
        }
        String why = text(cause);
        if (cause instanceof NoRouteToHostException) {
            why = "no route to the host";
        } else if (cause instanceof ConnectException && why.contains("refused")) {
            why = "connection refused";
        }
        return of(FlowError.Step.CONNECT, 502, target + ": " + why);
    }

    public static Failure serverTls(Endpoint target, Throwable cause) {
        if (cause instanceof SslHandshakeTimeoutException) {
            return of(FlowError.Step.SERVER_TLS, 504, target + " did not finish the TLS handshake in time");
        }
        if (cause instanceof ClosedChannelException) {
            return of(FlowError.Step.SERVER_TLS, 502, target + " closed the connection during the TLS handshake");
        }
        CertificateException refusal = ServerDistrust.refusal(cause);
        if (refusal != null) {
            return of(FlowError.Step.SERVER_TLS, 502, ServerDistrust.message(target, refusal));
        }
        return of(FlowError.Step.SERVER_TLS, 502, "the TLS handshake with " + target + " failed: " + text(cause));
    }

    /** The same failure with {@code more} appended to its message. */
    public static Failure with(Failure failure, String more) {
        FlowError error = failure.error();
        return new Failure(
                new FlowError(error.step(), error.message() + more, Times.now()), failure.status(), failure.own());
    }

    /** A server asked for a certificate, got none and closed; in TLS 1.3 possibly after the handshake. */
    public static Failure unidentified(Endpoint target, Throwable cause) {
        Failure told = serverTls(target, cause);
        return of(
                FlowError.Step.SERVER_TLS,
                told.status(),
                target + " requires a client certificate, and none is configured for it (" + text(cause)
                        + "). Give one with --client-certs PATH");
    }

    /** The message for a 407 of the next proxy. */
    public static String wantsCredentials(NextProxy proxy) {
        return "the next proxy, " + proxy.address() + ", " + credentialsWanted(proxy);
    }

    /** The same message without its subject. */
    public static String credentialsWanted(NextProxy proxy) {
        return "wants " + (proxy.credentials() == null ? "credentials" : "other credentials")
                + " (407); give them by --upstream-auth user:password, or in its URL: "
                + "upstream:http://user:password@host:port/";
    }

    private static boolean isTimeout(Throwable cause) {
        return cause instanceof ConnectTimeoutException
                || cause instanceof SocketTimeoutException
                || text(cause).contains("timed out");
    }

    /** What a peer did to a connection that failed, to follow the peer's name: {@code reset the connection}. */
    public static String broken(Throwable cause) {
        String why = text(cause);
        return switch (why) {
            case "connection reset" -> "reset the connection";
            case "connection closed" -> "closed the connection";
            default -> "broke the connection: " + why;
        };
    }

    /** The message of an exception without its class, on one line. */
    public static String text(Throwable error) {
        if (error instanceof ChannelException
                && error.getCause() != null) { // Netty's message is a class name; the cause has the reason
            return text(root(error));
        }
        String message = error.getMessage();
        if (message == null || message.isBlank()) {
            return ErrorWords.ofType(error);
        }
        if (message.contains("CERTIFICATE_REQUIRED")) { // RFC 8446, 6.2
            return "it requires a client certificate: give one with --client-certs PATH";
        }
        return ErrorWords.of(message.lines().findFirst().orElse(message).strip());
    }

    private static Throwable root(Throwable error) {
        Throwable at = error;
        for (int depth = 0; at.getCause() != null && depth < 20; depth++) {
            at = at.getCause();
        }
        return at;
    }
}
