package dev.steno.net.upstream;

import dev.steno.certs.MissingIssuerException;
import dev.steno.flow.Endpoint;
import dev.steno.net.channel.Failures;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.conn.ProxyContext;
import dev.steno.net.http.UpstreamChannel;
import dev.steno.net.tls.IssuerCache;
import dev.steno.net.tls.RenegotiationHandler;
import dev.steno.net.tls.SslContextsByAlpn;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The TLS handshake with one server. If the first one fails for a reason that has a remedy, it is retried on a new
 * connection: with a missing issuer certificate that was fetched, or with the JDK's engine if BoringSSL has no signature or
 * cipher in common with the server. Confined to the client's event loop.
 */
final class UpstreamTlsHandshake {
    /** Upper bound on issuer certificates that are fetched for one chain. */
    private static final int LINKS = 3;

    private final ProxyContext proxy;
    private final PlainConnector connector;
    private final EventLoop loop;
    private final String name;
    private final List<String> offers;
    private final UpstreamCallback result;
    private int links = LINKS;
    private boolean second;

    /**
     * @param name the server name to ask for and to verify
     * @param offers the protocols to offer, the preferred one first; empty for no ALPN
     */
    UpstreamTlsHandshake(
            ProxyContext proxy,
            PlainConnector connector,
            EventLoop loop,
            String name,
            List<String> offers,
            UpstreamCallback result) {
        this.proxy = proxy;
        this.connector = connector;
        this.loop = loop;
        this.name = name;
        this.offers = offers;
        this.result = result;
    }

    void beginHandshake(UpstreamChannel upstream) {
        Endpoint server = upstream.peer().address();
        if (!upstream.channel().isActive()) { // a handshake on it would neither succeed nor fail
            result.connectFailed(Failures.serverTls(server, new ClosedChannelException()));
            return;
        }
        if (!proxy.tlsSetup().isReady()) {
            proxy.tlsSetup().whenReady(loop, () -> beginHandshake(upstream), error -> {
                upstream.channel().close();
                result.connectFailed(Failures.serverTls(server, error));
            });
            return;
        }
        CompletionStage<SslContextsByAlpn> awaited = proxy.tls().awaited(name, server.port());
        if (awaited != null) {
            awaited.whenComplete((contexts, error) -> loop.execute(() -> beginHandshake(upstream)));
            return;
        }
        TlsAttempt attempt = new TlsAttempt(proxy, name, offers, HandlerNames.INNER_TLS);
        attempt.beginHandshake(upstream, this, new TlsAttempt.Result() {
            @Override
            public void handshakeDone(UpstreamChannel secured, SslHandler tls) {
                if (proxy.tls().hasSecond(name, server.port())) {
                    RenegotiationHandler.watch(
                            secured.channel(), tls, () -> proxy.tls().useSecond(name, server.port()));
                }
                result.connected(secured);
            }

            @Override
            public void handshakeFailed(Throwable cause, boolean unidentified) {
                if (unidentified) {
                    upstream.channel().close();
                    result.connectFailed(Failures.unidentified(server, cause));
                } else {
                    retryOrFail(upstream, cause);
                }
            }
        });
    }

    private void retryOrFail(UpstreamChannel upstream, Throwable cause) {
        Endpoint server = upstream.peer().address();
        MissingIssuerException missing = missingIssuer(cause);
        if (missing != null && links-- > 0) {
            fetchIssuer(upstream, missing, 0, Failures.serverTls(server, cause));
            return;
        }
        upstream.channel().close();
        if (!second && mayAgreeWithSecond(cause) && proxy.tls().hasSecond(name, server.port())) {
            second = true;
            retryWithFallback(server, Failures.serverTls(server, cause));
            return;
        }
        if (second && missing == null) {
            proxy.tls().forgetSecond(name, server.port());
        }
        result.connectFailed(Failures.serverTls(server, cause));
    }

    /** Fetches the issuer from the first location that has it, then retries the handshake; fails if no location has it. */
    private void fetchIssuer(
            UpstreamChannel upstream, MissingIssuerException missing, int index, Failures.Failure failure) {
        Endpoint server = upstream.peer().address();
        IssuerCache issuers = proxy.tls().issuers();
        if (index == missing.locations().size()) {
            upstream.channel().close();
            result.connectFailed(failure);
            return;
        }
        String url = missing.locations().get(index);
        if (issuers.asked(url)) {
            fetchIssuer(upstream, missing, index + 1, failure);
            return;
        }
        new IssuerFetch(connector, upstream.channel(), url, (certificates, fault) -> {
                    issuers.put(url, certificates);
                    if (fault == null) {
                        upstream.channel().close();
                        reconnect(server, failure);
                    } else {
                        fetchIssuer(
                                upstream,
                                missing,
                                index + 1,
                                Failures.with(failure, ". It cannot be fetched from " + url + ": " + fault));
                    }
                })
                .startFetch();
    }

    private void retryWithFallback(Endpoint server, Failures.Failure failure) {
        proxy.tls()
                .useSecond(name, server.port())
                .whenComplete((contexts, error) -> loop.execute(() -> {
                    if (error == null) {
                        reconnect(server, failure);
                    } else {
                        result.connectFailed(failure);
                    }
                }));
    }

    private void reconnect(Endpoint server, Failures.Failure failure) {
        connector.connect(server, new UpstreamCallback() {
            @Override
            public void connected(UpstreamChannel upstream) {
                beginHandshake(upstream);
            }

            @Override
            public void connectFailed(Failures.Failure reason) {
                result.connectFailed(failure);
            }
        });
    }

    private static @Nullable MissingIssuerException missingIssuer(Throwable error) {
        Throwable at = error;
        for (int depth = 0; at != null && depth < 20; depth++, at = at.getCause()) {
            if (at instanceof MissingIssuerException found) {
                return found;
            }
        }
        return null;
    }

    /** Whether the error suggests that the server and BoringSSL have no cipher, group or signature in common. */
    private static boolean mayAgreeWithSecond(Throwable cause) {
        return cause instanceof SSLException
                && String.valueOf(cause.getMessage())
                        .matches("(?s).*(HANDSHAKE_FAILURE|INSUFFICIENT_SECURITY|ILLEGAL_PARAMETER|WRONG_SIGNATURE_TYPE"
                                + "|WRONG_CURVE|BAD_ECC_CERT|UNKNOWN_CERTIFICATE_TYPE|UNSUPPORTED_CERTIFICATE"
                                + "|NO_COMMON_SIGNATURE|WRONG_CIPHER|UNKNOWN_CIPHER|UNSUPPORTED_ELLIPTIC|DECODE_ERROR"
                                + "|INTERNAL_ERROR).*");
    }
}
