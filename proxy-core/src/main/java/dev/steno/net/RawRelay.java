package dev.steno.net;

import dev.steno.addon.Admission;
import dev.steno.addon.Buses;
import dev.steno.exchange.Chunk;
import dev.steno.exchange.StreamRelay;
import dev.steno.exchange.StreamWire;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * A raw stream between two connections: each side is read as fast as the other takes it, and may be shut before the other.
 * On the event loop that both share.
 */
final class RawRelay implements StreamWire {
    private final Channel client;
    private final Channel server;
    private final Admission admission;
    private final StreamRelay stream;
    private boolean clientHeld;
    private boolean serverHeld;
    private boolean awaitsAdmission;
    private int inputsShut;

    private RawRelay(
            ClientConnection client,
            Channel server,
            Peer serverPeer,
            Endpoint target,
            String protocol,
            long parent,
            boolean keepMessages) {
        Buses buses = client.proxy().buses();
        this.client = client.channel();
        this.server = server;
        this.admission = buses.admission();
        this.stream = new StreamRelay(
                buses, this, client.loop(), client.peer(), serverPeer, target, protocol, parent, keepMessages);
    }

    /**
     * Joins a client's connection to a server's; both pipelines hold nothing that reads any more.
     *
     * @param parent the HTTP flow that began the stream, or 0
     * @param keepMessages whether the record keeps the bytes
     */
    static void join(
            ClientConnection client,
            Channel server,
            Peer serverPeer,
            Endpoint target,
            String protocol,
            long parent,
            boolean keepMessages) {
        RawRelay relay = new RawRelay(client, server, serverPeer, target, protocol, parent, keepMessages);
        relay.stream.open();
        relay.client.pipeline().addLast("relay", relay.new Side(true));
        relay.server.pipeline().addLast("relay", relay.new Side(false));
        if (!relay.client.isActive() || !relay.server.isActive()) {
            relay.finish(null);
        } else {
            relay.updateReads();
        }
    }

    @Override
    public void send(boolean toServer, Chunk chunk) {
        Channel to = toServer ? server : client;
        to.write(ByteBufChunk.unwrap(chunk), to.voidPromise());
    }

    @Override
    public void hold(boolean ofClient, boolean held) {
        if (ofClient) {
            clientHeld = held;
        } else {
            serverHeld = held;
        }
        flush();
        updateReads();
    }

    @Override
    public void abort() {
        client.close();
        server.close();
    }

    private void flush() {
        client.flush();
        server.flush();
    }

    private void updateReads() {
        boolean admitted = admission.isOpen();
        client.config().setAutoRead(admitted && !clientHeld && server.isWritable());
        server.config().setAutoRead(admitted && !serverHeld && client.isWritable());
        if (!admitted && !awaitsAdmission) {
            awaitsAdmission = true;
            admission.whenOpen(() -> client.eventLoop().execute(() -> {
                awaitsAdmission = false;
                updateReads();
            }));
        }
    }

    private void finish(@Nullable FlowError error) {
        stream.close(error);
        flush();
        abort();
    }

    /** One of the two connections. */
    private final class Side extends ChannelInboundHandlerAdapter {
        private final boolean ofClient;

        Side(boolean ofClient) {
            this.ofClient = ofClient;
        }

        private Channel other() {
            return ofClient ? server : client;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof ByteBuf data && data.isReadable()) {
                stream.data(ofClient, new ByteBufChunk(data));
            } else {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            other().flush();
            updateReads();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            updateReads();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (!(event instanceof ChannelInputShutdownEvent)) {
                return;
            }
            inputsShut++;
            other().flush();
            boolean tls =
                    other().pipeline().get("tls") != null || context.pipeline().get("tls") != null;
            if (inputsShut == 2 || tls || !(other() instanceof SocketChannel socket)) {
                finishAfterFlush();
            } else {
                socket.shutdownOutput();
            }
        }

        private void finishAfterFlush() {
            other().writeAndFlush(io.netty.buffer.Unpooled.EMPTY_BUFFER).addListener(written -> finish(null));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            finish(null);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            String who = ofClient ? "the client" : "the server";
            finish(new FlowError(
                    FlowError.Step.RELAY, who + " broke the connection: " + Failures.text(cause), Times.now()));
        }
    }
}
