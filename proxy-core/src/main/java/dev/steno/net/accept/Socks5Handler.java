package dev.steno.net.accept;

import dev.steno.flow.Endpoint;
import dev.steno.net.auth.ProxyAuth;
import dev.steno.net.channel.Addresses;
import dev.steno.net.channel.Draining;
import dev.steno.net.channel.LingeringClose;
import dev.steno.net.channel.TraceStep;
import dev.steno.net.channel.UnexpectedErrors;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.http.NextProtocol;
import dev.steno.net.mode.Credentials;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * SOCKS5 towards a client (RFC 1928), with a user and a password where they are asked for (RFC 1929). What it asks to connect
 * to becomes a tunnel, which says that the connection stands before it does. A client has {@code --header-timeout} for all that comes
 * before. On the client's event loop.
 */
final class Socks5Handler extends ChannelInboundHandlerAdapter {
    static final byte VERSION = 5;

    private static final byte NO_AUTHENTICATION = 0;
    private static final byte PASSWORD = 2;
    private static final byte PASSWORD_VERSION = 1;
    private static final byte NO_METHOD = (byte) 0xff;
    private static final byte CONNECT = 1;

    /** The most bytes that a client may send ahead: a whole handshake and the beginning of what follows. */
    private static final int MOST_EARLY = 64 * 1024;

    private enum Step {
        METHODS,
        PASSWORD,
        REQUEST,
        /** Credentials are looked at. */
        WAITING,
        DONE
    }

    private final ClientConnection client;
    private final NextProtocol next;
    private final ProxyAuth auth;
    private ChannelHandlerContext context; // set when the handler is added
    private Future<?> late;
    private ByteBuf early = Unpooled.EMPTY_BUFFER;
    private Step step = Step.METHODS;

    Socks5Handler(ClientConnection client, NextProtocol next) {
        this.client = client;
        this.next = next;
        this.auth = client.proxy().settings().auth();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        late = watch();
    }

    private Future<?> watch() {
        long limit = client.proxy().settings().headerTimeout().toNanos();
        return client.loop().schedule(this::tooLate, limit, TimeUnit.NANOSECONDS);
    }

    private void tooLate() {
        if (step == Step.WAITING) { // for us
            late = watch();
        } else if (step != Step.DONE) {
            step = Step.DONE;
            long limit = client.proxy().settings().headerTimeout().toMillis();
            refuse("the client did not come to its request of SOCKS5 within " + limit + " ms");
            context.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        if (!(message instanceof ByteBuf data) || step == Step.DONE) {
            ReferenceCountUtil.release(message);
            return;
        }
        early = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), early, data);
        go();
        if (early.readableBytes() > MOST_EARLY) {
            client.channel().config().setAutoRead(false);
        }
    }

    /** Takes one message after the other as far as they came whole. */
    private void go() {
        Step before;
        do {
            before = step;
            switch (step) {
                case METHODS -> methods();
                case PASSWORD -> password();
                case REQUEST -> request();
                default -> {}
            }
        } while (step != before);
    }

    private int byteAt(int offset) {
        return early.getUnsignedByte(early.readerIndex() + offset);
    }

    /** RFC 1928, 3. */
    private void methods() {
        if (early.readableBytes() < 2 || early.readableBytes() < 2 + byteAt(1)) {
            return;
        }
        boolean open = false;
        boolean password = false;
        for (int i = 0; i < byteAt(1); i++) {
            open |= byteAt(2 + i) == NO_AUTHENTICATION;
            password |= byteAt(2 + i) == PASSWORD;
        }
        early.skipBytes(2 + byteAt(1));
        if (open && !auth.isRequired()) {
            step = Step.REQUEST;
            reply(VERSION, NO_AUTHENTICATION);
        } else if (password) {
            step = Step.PASSWORD;
            reply(VERSION, PASSWORD);
        } else {
            refuse(auth.isRequired() ? "the client gives no user and password" : "the client offers no known method");
            end(VERSION, NO_METHOD);
        }
    }

    /** RFC 1929, 2. */
    private void password() {
        if (early.isReadable() && byteAt(0) != PASSWORD_VERSION) {
            refuse("the client's user and password are of version " + byteAt(0) + "; it must be 1 (RFC 1929, 2)");
            end(PASSWORD_VERSION, (byte) 1);
            return;
        }
        if (early.readableBytes() < 2 || early.readableBytes() < 3 + byteAt(1)) {
            return;
        }
        int user = byteAt(1);
        int secret = byteAt(2 + user);
        if (early.readableBytes() < 3 + user + secret) {
            return;
        }
        int at = early.readerIndex();
        Credentials given = new Credentials(
                early.toString(at + 2, user, StandardCharsets.UTF_8),
                early.toString(at + 3 + user, secret, StandardCharsets.UTF_8));
        early.skipBytes(3 + user + secret);
        step = Step.WAITING;
        CompletableFuture<Boolean> answer = auth.accepts(given);
        if (answer.isDone()) {
            judged(answer.getNow(false));
        } else {
            answer.whenComplete((right, error) -> client.loop().execute(() -> {
                judged(error == null && right);
                go();
            }));
        }
    }

    private void judged(boolean right) {
        if (step != Step.WAITING || !context.channel().isActive()) {
            return;
        }
        if (right) {
            step = Step.REQUEST;
            reply(PASSWORD_VERSION, (byte) 0);
        } else {
            refuse("the client gives a wrong user or password");
            end(PASSWORD_VERSION, (byte) 1);
        }
    }

    /** RFC 1928, 4. */
    private void request() {
        if (early.readableBytes() < 5) {
            return;
        }
        int type = byteAt(3);
        int length = type == 1 ? 4 : type == 4 ? 16 : type == 3 ? 1 + byteAt(4) : 0;
        if (early.readableBytes() < 4 + length + 2) {
            return;
        }
        int at = early.readerIndex();
        int command = byteAt(1);
        Endpoint target = length == 0 || byteAt(0) != VERSION ? null : target(type, length);
        if (command != CONNECT) {
            refuse("the client asks for SOCKS command " + command + "; only CONNECT (1) is carried");
            answer(7);
        } else if (length == 0) {
            refuse("the client names its server by an address of type " + type + ", which SOCKS5 has not");
            answer(8);
        } else if (target == null) {
            refuse("the client names no valid host and port");
            answer(1);
        } else {
            step = Step.DONE;
            early.readerIndex(at + 4 + length + 2);
            leave(target);
        }
    }

    private @Nullable Endpoint target(int type, int length) {
        int at = early.readerIndex() + 4;
        int port = early.getUnsignedShort(at + length);
        if (port == 0) {
            return null;
        }
        if (type == 3) {
            String name = early.toString(at + 1, length - 1, StandardCharsets.ISO_8859_1);
            boolean literal = name.indexOf(':') >= 0;
            return Addresses.parse((literal ? "[" + name + "]" : name) + ":" + port, 0);
        }
        byte[] address = new byte[length];
        early.getBytes(at, address);
        return new Endpoint(NetUtil.bytesToIpAddress(address), port);
    }

    private void leave(Endpoint target) {
        ChannelHandlerContext self = context;
        ByteBuf bytes = early;
        early = Unpooled.EMPTY_BUFFER;
        if (client.trace().isOn()) {
            client.trace().step(TraceStep.SOCKS, this, "connect to " + target);
        }
        next.openTunnel(target, Unpooled.wrappedBuffer(reply(0)));
        if (bytes.isReadable()) {
            self.fireChannelRead(bytes);
        } else {
            bytes.release();
        }
        self.pipeline().remove(this);
    }

    /** RFC 1928, 6; the address that Steno connects from is nobody's business. */
    private static byte[] reply(int code) {
        return new byte[] {VERSION, (byte) code, 0, 1, 0, 0, 0, 0, 0, 0};
    }

    private void answer(int code) {
        end(reply(code));
    }

    private void reply(byte... bytes) {
        context.writeAndFlush(Unpooled.wrappedBuffer(bytes), context.voidPromise());
    }

    /** The last thing that is said. */
    private void end(byte... bytes) {
        step = Step.DONE;
        context.write(Unpooled.wrappedBuffer(bytes), context.voidPromise());
        early.skipBytes(early.readableBytes());
        LingeringClose.close(context, false);
    }

    private void refuse(String why) {
        client.refuse(why);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event == Draining.EVENT || event instanceof ChannelInputShutdownEvent) {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        UnexpectedErrors.log(cause);
        context.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ignored) {
        late.cancel(false);
        early.release();
        early = Unpooled.EMPTY_BUFFER;
    }
}
