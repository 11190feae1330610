package dev.steno.net.upstream;

import dev.steno.flow.Endpoint;
import dev.steno.net.channel.Failures;
import dev.steno.net.http.UpstreamChannel;
import io.netty.buffer.ByteBufInputStream;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fetches an issuer's certificate from the URL that a server's certificate names (RFC 5280, 4.2.2.1), as browsers do: one GET
 * over HTTP without data of the client and without redirects, at most 64 KiB in five seconds. The server is not verified yet, so
 * its URL must not lead from a public address to this machine or its networks. Confined to the client's event loop. The result
 * is called once, possibly before {@link #startFetch} returns.
 */
public final class IssuerFetch {
    public static final int LONGEST = 64 * 1024;
    private static final long SECONDS = 5;

    private final PlainConnector connector;
    private final Channel server;
    private final String url;
    private final Result result;
    private @Nullable Channel channel;
    private @Nullable ScheduledFuture<?> timer;
    private boolean over;

    /** Called once, on the event loop. */
    interface Result {
        /** @param fault why the list is empty; null if it is not */
        void fetched(List<X509Certificate> certificates, @Nullable String fault);
    }

    /** @param server the connection to the server whose certificate names the URL */
    IssuerFetch(PlainConnector connector, Channel server, String url, Result result) {
        this.connector = connector;
        this.server = server;
        this.url = url;
        this.result = result;
    }

    void startFetch() {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            finishFetch(List.of(), "the URL is malformed");
            return;
        }
        String host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null) {
            finishFetch(List.of(), "the URL has no host, or has credentials");
            return;
        }
        timer = server.eventLoop()
                .schedule(
                        () -> finishFetch(List.of(), "no response within " + SECONDS + " s"),
                        SECONDS,
                        TimeUnit.SECONDS);
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        Endpoint from = new Endpoint(name, uri.getPort() < 0 ? 80 : uri.getPort());
        connector.connect(from, new UpstreamCallback() {
            @Override
            public void connected(UpstreamChannel upstream) {
                channel = upstream.channel();
                if (over) {
                    channel.close();
                } else if (connector.isDirect() && !mayLead(server, channel)) {
                    finishFetch(
                            List.of(), "the URL of a server at a public address leads to this machine or its networks");
                } else {
                    sendRequest(upstream, uri);
                }
            }

            @Override
            public void connectFailed(Failures.Failure failure) {
                finishFetch(List.of(), failure.error().message());
            }
        });
    }

    private static boolean mayLead(Channel from, Channel to) {
        return from.remoteAddress() instanceof InetSocketAddress server
                && to.remoteAddress() instanceof InetSocketAddress other
                && reach(other.getAddress()) >= reach(server.getAddress());
    }

    /** How far an address reaches: this machine, the link, a private network, the world. */
    static int reach(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return 0;
        }
        if (address.isLinkLocalAddress()) {
            return 1;
        }
        boolean unique = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc; // RFC 4193
        boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64; // RFC 6598
        return address.isSiteLocalAddress() || unique || shared || address.isMulticastAddress() ? 2 : 3;
    }

    private void sendRequest(UpstreamChannel upstream, URI uri) {
        upstream.claim()
                .addLast(new HttpClientCodec())
                .addLast(new HttpObjectAggregator(LONGEST))
                .addLast(new AnswerHandler());
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.GET,
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery(),
                upstream.channel().alloc().buffer(0));
        request.headers()
                .set(HttpHeaderNames.HOST, uri.getRawAuthority())
                .set(HttpHeaderNames.ACCEPT, "application/pkix-cert, application/pkcs7-mime, */*")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        upstream.channel().writeAndFlush(request);
        upstream.channel().config().setAutoRead(true);
    }

    private void finishFetch(List<X509Certificate> certificates, @Nullable String fault) {
        if (over) {
            return;
        }
        over = true;
        if (timer != null) {
            timer.cancel(false);
        }
        if (channel != null) {
            channel.close();
        }
        result.fetched(certificates, fault);
    }

    private final class AnswerHandler extends SimpleChannelInboundHandler<FullHttpResponse> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
            if (response.status().code() != 200 || response.decoderResult().isFailure()) {
                finishFetch(List.of(), "the response status is " + response.status());
                return;
            }
            try {
                List<X509Certificate> found =
                        CertificateFactory.getInstance("X.509")
                                .generateCertificates(new ByteBufInputStream(response.content()))
                                .stream()
                                .map(X509Certificate.class::cast)
                                .toList();
                finishFetch(found, found.isEmpty() ? "the response contains no certificate" : null);
            } catch (CertificateException e) {
                finishFetch(List.of(), "the response is not a certificate: " + Failures.text(e));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            finishFetch(List.of(), "the connection was closed before the response was complete");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            finishFetch(List.of(), Failures.text(cause));
        }
    }
}
