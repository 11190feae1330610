package dev.steno.net.http;

import dev.steno.flow.Peer;
import dev.steno.net.channel.UnclaimedGuard;
import dev.steno.net.mode.NextProxy;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import org.jspecify.annotations.Nullable;

/**
 * An established connection to a server.
 *
 * @param peer its facts, with those of TLS if it uses TLS
 * @param forwarder the next proxy, if it parses the requests; null if bytes reach the server unchanged
 */
public record UpstreamChannel(
        Channel channel, Peer peer, @Nullable NextProxy forwarder) {
    public UpstreamChannel(Channel channel, Peer peer) {
        this(channel, peer, null);
    }

    /** Whether the server chose HTTP/2 in the TLS handshake (RFC 9113, 3.2). */
    public boolean speaksHttp2() {
        return peer.tls() != null && "h2".equals(peer.tls().alpn());
    }

    /** Takes over the connection: handlers that are added from now on learn of its close. */
    public ChannelPipeline claim() {
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(UnclaimedGuard.class) != null) {
            pipeline.remove(UnclaimedGuard.class);
        }
        return pipeline;
    }
}
