package dev.steno.net.http1;

import dev.steno.net.conn.ClientConnection;
import dev.steno.net.mode.Credentials;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lets a client's requests pass only with the right credentials (RFC 9110, 11.7; RFC 7617). Stands between the parser and
 * {@link Http1ClientHandler}; a request without them is passed on as a failed one, with {@link Refusal} as its cause, so that it is
 * answered 407 and recorded like any other. Messages are queued while credentials are being checked. On the event loop.
 */
public final class ProxyAuthHandler extends ChannelInboundHandlerAdapter {
    private static final String FIELD = "Proxy-Authorization";

    private final ClientConnection client;
    private final ArrayDeque<Object> waiting = new ArrayDeque<>();

    /** The field that was accepted last on this connection; null before the first. */
    private byte @Nullable [] accepted;

    private boolean asking;

    public ProxyAuthHandler(ClientConnection client) {
        this.client = client;
    }

    /** Why a request is refused. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;

        Refusal(String message) {
            super(message, null, false, false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (asking) {
            waiting.add(message);
        } else {
            pass(context, message);
        }
    }

    private void pass(ChannelHandlerContext context, Object message) {
        if (!(message instanceof HttpRequest head) || head.decoderResult().isFailure()) {
            context.fireChannelRead(message);
            return;
        }
        List<String> fields = head.headers().getAll(FIELD);
        if (fields.size() > 1) {
            refuse(context, head, "the request has " + fields.size() + " " + FIELD + " fields; it must have one");
            return;
        }
        Credentials given = fields.isEmpty() ? null : basic(fields.get(0));
        if (given == null) {
            refuse(context, head, "the proxy asks for a user and a password (RFC 7617)");
            return;
        }
        byte[] bytes = fields.get(0).getBytes(StandardCharsets.ISO_8859_1);
        if (accepted != null && MessageDigest.isEqual(bytes, accepted)) {
            context.fireChannelRead(head);
            return;
        }
        CompletableFuture<Boolean> answer = client.proxy().settings().auth().accepts(given);
        if (answer.isDone()) {
            judge(context, head, bytes, answer.getNow(false));
            return;
        }
        asking = true;
        client.channel().config().setAutoRead(false);
        answer.whenComplete((right, error) -> client.loop().execute(() -> {
            asking = false;
            if (context.isRemoved()) {
                return; // the client disconnected
            }
            judge(context, head, bytes, error == null && right);
            goOn(context);
        }));
    }

    private void judge(ChannelHandlerContext context, HttpRequest head, byte[] field, boolean right) {
        if (right) {
            accepted = field;
            context.fireChannelRead(head);
        } else {
            refuse(context, head, "the user or the password for the proxy is wrong");
        }
    }

    private static void refuse(ChannelHandlerContext context, HttpRequest head, String why) {
        head.setDecoderResult(DecoderResult.failure(new Refusal(why)));
        context.fireChannelRead(head);
    }

    private void goOn(ChannelHandlerContext context) {
        while (!asking && !waiting.isEmpty()) {
            Object next = waiting.remove();
            if (context.isRemoved()) {
                context.fireChannelRead(next); // a CONNECT was accepted: the following bytes belong to the tunnel
            } else {
                pass(context, next);
            }
        }
        if (!asking && !context.isRemoved()) {
            client.channel().config().setAutoRead(true);
            context.fireChannelReadComplete();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!asking) {
            context.fireChannelReadComplete();
        }
    }

    /** The credentials of the Basic scheme; null if the field has another scheme or is malformed. */
    private static @Nullable Credentials basic(String field) {
        if (!field.regionMatches(true, 0, "Basic ", 0, 6)) {
            return null;
        }
        try {
            String pair =
                    new String(Base64.getDecoder().decode(field.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? null : new Credentials(pair.substring(0, colon), pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }
}
