package dev.steno.net.tunnel;

import dev.steno.flow.Direction;
import dev.steno.flow.FlowError;
import dev.steno.flow.Times;
import dev.steno.net.channel.ByteBufChunk;
import dev.steno.net.channel.Draining;
import dev.steno.net.channel.Failures;
import dev.steno.net.channel.StalledWrite;
import dev.steno.net.channel.UnexpectedErrors;
import dev.steno.net.http.MessageTrace;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * One of the two connections of a {@link ChannelRelay}: reads it into the stream, and passes its end on to the other one once all
 * earlier data is written. Confined to the event loop that both connections share.
 */
final class RelaySideHandler extends ChannelInboundHandlerAdapter {
    /** How far the input of this side is. */
    private enum Input {
        /** More may follow. */
        OPEN,
        /** It ended, and earlier data is still in the stream or in the other side's queue. */
        ENDED,
        /** It ended, and the other side was sent all of it. */
        RELAYED
    }

    private final ChannelRelay relay;
    private final Channel channel;
    private final Direction direction;
    private Input input = Input.OPEN;
    private boolean held; // the stream asked for a pause in reading, which is independent of the input's end
    private final MessageTrace trace;
    private @Nullable PacedInput paced; // null until rules slow this side

    RelaySideHandler(ChannelRelay relay, Channel channel, Direction direction) {
        this.relay = relay;
        this.channel = channel;
        this.direction = direction;
        this.trace = MessageTrace.ofRelay(channel, relay);
    }

    Channel channel() {
        return channel;
    }

    Direction direction() {
        return direction;
    }

    MessageTrace trace() {
        return trace;
    }

    /** Pauses or resumes reading at the stream's request, from the next {@link #updateRead} on. */
    void hold(boolean next) {
        held = next;
    }

    /** @param admitted whether the record budget admits more data */
    void updateRead(boolean admitted) {
        boolean taken = opposite().channel().isWritable();
        boolean wanted = admitted && !held && taken && (paced == null || !paced.isWaiting());
        channel.config().setAutoRead(wanted);
        trace.reads(null, wanted, admitted, held, taken);
    }

    private RelaySideHandler opposite() {
        return relay.opposite(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        relay.touch();
        if (message instanceof ByteBuf data && data.isReadable()) {
            trace.dataReceived(null, data.readableBytes());
            if (paced == null && !relay.isPaced()) {
                relay.stream().relayData(direction, new ByteBufChunk(data));
            } else {
                paced().receive(new ByteBufChunk(data));
            }
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private PacedInput paced() {
        if (paced == null) {
            paced = relay.pacedInput(direction);
        }
        return paced;
    }

    /** The relay has ended: releases what waits. */
    void discardPaced() {
        if (paced != null) {
            paced.close();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        relay.flush(); // an addon may have injected data for the side that was read
        relay.updateReads();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        relay.updateReads();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            inputEnded();
        } else if (event == Draining.EVENT) {
            relay.drain();
        } else if (event instanceof StalledWrite stuck) {
            relay.stream().inputEnded(direction);
            String sentence = stuck.by(direction.sender());
            relay.finishStream(new FlowError(FlowError.Step.RELAY, sentence, Times.now()), true);
            channel.close(); // without waiting for the queued data, which the peer does not read
        }
    }

    /** This side sends no more data. The other side's output is shut down after all earlier data is written. */
    void inputEnded() {
        if (input == Input.OPEN) {
            input = Input.ENDED;
            whenRelayed(() -> {
                relay.stream().inputEnded(direction);
                opposite().channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> relayed());
            });
        }
    }

    /** @param broken whether the connection ended without an orderly close */
    void connectionClosed(boolean broken) {
        whenRelayed(() -> {
            relay.stream().inputEnded(direction);
            relay.finishStream(null, broken);
        });
    }

    /** Runs the action at once while the proxy shuts down, since a deferred action might no longer run. */
    private void whenRelayed(Runnable action) {
        if (relay.isDraining()) {
            if (paced != null) {
                paced.relayAll();
            }
            action.run();
        } else if (paced == null && !relay.isPaced()) {
            relay.stream().whenDrained(direction, action);
        } else {
            paced().whenRelayed(() -> relay.stream().whenDrained(direction, action));
        }
    }

    private void relayed() {
        input = Input.RELAYED;
        relay.inputRelayed(this);
    }

    /** Whether more data of this side may follow. */
    boolean isOpen() {
        return input == Input.OPEN;
    }

    /** Whether the input ended and the other side was sent all of it. */
    boolean isRelayed() {
        return input == Input.RELAYED;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        boolean socket = channel instanceof SocketChannel; // its TLS may have ended the stream in order
        connectionClosed(input == Input.OPEN && !socket);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        UnexpectedErrors.log(cause);
        String sentence = direction.sender() + " " + Failures.broken(cause);
        whenRelayed(() -> {
            relay.stream().inputEnded(direction);
            relay.finishStream(new FlowError(FlowError.Step.RELAY, sentence, Times.now()), true);
        });
    }
}
