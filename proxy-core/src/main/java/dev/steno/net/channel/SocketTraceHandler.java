package dev.steno.net.channel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/**
 * Traces the events of a socket: its ends, faults and back-pressure. It is in the pipeline of a TCP connection only while a trace
 * is written, before all handlers except TLS. On its event loop.
 */
public final class SocketTraceHandler extends ChannelDuplexHandler {
    private final ConnectionTrace trace;
    private boolean blocked;
    private String by = "the peer";

    private SocketTraceHandler(ConnectionTrace trace) {
        this.trace = trace;
    }

    /** Attaches a trace to a new connection; a no-op while the trace is off. */
    public static void attachTrace(Channel channel, ConnectionTrace trace) {
        if (trace.isOn()) {
            trace.follow(channel);
            channel.pipeline().addFirst(new SocketTraceHandler(trace));
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (context.channel().isActive()) {
            by = "Steno";
        }
        context.close(promise);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        boolean now = !context.channel().isWritable();
        if (now != blocked) {
            blocked = now;
            trace.step(blocked ? TraceStep.WRITE_BLOCKED : TraceStep.WRITE_RESUMED, this, "");
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            trace.step(TraceStep.INPUT_ENDED, this, "");
        } else if (event instanceof StalledWrite) {
            by = "Steno (write timeout)";
            trace.step(TraceStep.WRITE_TIMEOUT, this, "");
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        trace.step(TraceStep.BROKEN, this, Failures.text(cause));
        context.fireExceptionCaught(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        trace.step(TraceStep.CLOSED, this, "by " + by);
        context.fireChannelInactive();
    }
}
