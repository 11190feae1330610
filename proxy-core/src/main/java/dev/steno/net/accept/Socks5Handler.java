package dev.steno.net.accept;

import dev.steno.flow.Endpoint;
import dev.steno.net.auth.ProxyAuth;
import dev.steno.net.channel.Addresses;
import dev.steno.net.channel.Draining;
import dev.steno.net.channel.EarlyBytes;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.channel.LingeringClose;
import dev.steno.net.channel.TraceStep;
import dev.steno.net.channel.UnexpectedErrors;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.http.NextProtocol;
import dev.steno.net.mode.Credentials;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.socksx.v5.DefaultSocks5CommandResponse;
import io.netty.handler.codec.socksx.v5.DefaultSocks5InitialResponse;
import io.netty.handler.codec.socksx.v5.DefaultSocks5PasswordAuthResponse;
import io.netty.handler.codec.socksx.v5.Socks5AddressDecoder;
import io.netty.handler.codec.socksx.v5.Socks5AddressType;
import io.netty.handler.codec.socksx.v5.Socks5AuthMethod;
import io.netty.handler.codec.socksx.v5.Socks5CommandRequest;
import io.netty.handler.codec.socksx.v5.Socks5CommandRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5CommandStatus;
import io.netty.handler.codec.socksx.v5.Socks5CommandType;
import io.netty.handler.codec.socksx.v5.Socks5InitialRequest;
import io.netty.handler.codec.socksx.v5.Socks5InitialRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5Message;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthRequest;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthStatus;
import io.netty.handler.codec.socksx.v5.Socks5ServerEncoder;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of a SOCKS5 handshake with a client (RFC 1928), with user and password if the proxy requires them (RFC 1929).
 * Netty's decoders parse the three messages, one decoder at a time in front of this handler, which decides what is offered,
 * accepted and refused. A successful handshake opens a tunnel to the requested server. {@code --header-timeout} bounds the whole
 * handshake. For one connection, on its event loop.
 */
final class Socks5Handler extends ChannelInboundHandlerAdapter {
    /** The first byte that a SOCKS5 client sends: the version. */
    static final byte VERSION = 5;

    /**
     * Upper bound on the bytes read from a client while its credentials are checked: the rest of the handshake and
     * the start of its stream.
     */
    private static final int MOST_EARLY = 64 * 1024;

    /** Any value other than 0 refuses (RFC 1929, 2); most servers send 1. */
    private static final Socks5PasswordAuthStatus WRONG_CREDENTIALS = new Socks5PasswordAuthStatus(1);

    private enum Step {
        /** A decoder waits for the client's next message. */
        READING,
        /** The client's credentials are being checked; further bytes are queued. */
        CHECKING,
        /** The tunnel is open, or the client was refused. */
        DONE
    }

    private final ClientConnection client;
    private final NextProtocol next;
    private final ProxyAuth auth;
    private final EarlyBytes early = new EarlyBytes();
    private ChannelHandlerContext context; // set when the handler is added
    private Future<?> timeout;
    private Step step = Step.READING;

    Socks5Handler(ClientConnection client, NextProtocol next) {
        this.client = client;
        this.next = next;
        this.auth = client.proxy().settings().auth();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        added.pipeline()
                .addBefore(added.name(), HandlerNames.SOCKS_ENCODER, Socks5ServerEncoder.DEFAULT)
                .addBefore(added.name(), HandlerNames.SOCKS_DECODER, new Socks5InitialRequestDecoder());
        timeout = startTimeout();
    }

    private Future<?> startTimeout() {
        long limit = client.proxy().settings().timeouts().header().toNanos();
        return client.loop().schedule(this::timedOut, limit, TimeUnit.NANOSECONDS);
    }

    private void timedOut() {
        if (step == Step.CHECKING) { // we are checking the credentials, so the delay is not the client's
            timeout = startTimeout();
        } else if (step != Step.DONE) {
            step = Step.DONE;
            long limit = client.proxy().settings().timeouts().header().toMillis();
            client.refuse("the client did not complete its SOCKS5 request within " + limit + " ms");
            context.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        if (step == Step.READING && message instanceof Socks5Message read) {
            messageRead(read);
        } else if (step == Step.CHECKING && message instanceof ByteBuf data) {
            early.append(context, data);
            if (early.size() > MOST_EARLY) {
                client.channel().config().setAutoRead(false);
            }
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void messageRead(Socks5Message message) {
        if (message instanceof Socks5InitialRequest request) {
            methodsOffered(request);
        } else if (message instanceof Socks5PasswordAuthRequest request) {
            credentialsGiven(request);
        } else if (message instanceof Socks5CommandRequest request) {
            commandGiven(request);
        }
    }

    /** RFC 1928, 3. */
    private void methodsOffered(Socks5InitialRequest request) {
        if (request.authMethods().contains(Socks5AuthMethod.NO_AUTH) && !auth.isRequired()) {
            expect(new Socks5CommandRequestDecoder(new AddressDecoder()));
            reply(new DefaultSocks5InitialResponse(Socks5AuthMethod.NO_AUTH));
        } else if (request.authMethods().contains(Socks5AuthMethod.PASSWORD)) {
            expect(new Socks5PasswordAuthRequestDecoder());
            reply(new DefaultSocks5InitialResponse(Socks5AuthMethod.PASSWORD));
        } else {
            client.refuse(
                    auth.isRequired()
                            ? "the client does not offer user and password (method 2), which --proxy-auth requires"
                            : "the client offers no authentication method that is supported: none (0) or password (2)");
            refuse(new DefaultSocks5InitialResponse(Socks5AuthMethod.UNACCEPTED));
        }
    }

    /** RFC 1929, 2. */
    private void credentialsGiven(Socks5PasswordAuthRequest request) {
        if (request.decoderResult().isFailure()) {
            client.refuse("the client's user and password cannot be read (RFC 1929, 2): " + reason(request));
            refuse(new DefaultSocks5PasswordAuthResponse(WRONG_CREDENTIALS));
            return;
        }
        step = Step.CHECKING;
        CompletableFuture<Boolean> answer =
                auth.accepts(new Credentials(utf8(request.username()), utf8(request.password())));
        if (answer.isDone()) {
            checked(answer.getNow(false));
        } else {
            answer.whenComplete((right, error) -> client.loop().execute(() -> checked(error == null && right)));
        }
    }

    /** Netty's decoder returns one character for each byte; users and passwords are UTF-8, as over HTTP. */
    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private void checked(boolean right) {
        if (step != Step.CHECKING || !context.channel().isActive()) {
            return;
        }
        if (right) {
            step = Step.READING;
            expect(new Socks5CommandRequestDecoder(new AddressDecoder()));
            reply(new DefaultSocks5PasswordAuthResponse(Socks5PasswordAuthStatus.SUCCESS));
            early.passOn(context.pipeline().context(HandlerNames.SOCKS_ENCODER));
        } else {
            client.refuse("the client sent a wrong user or password");
            refuse(new DefaultSocks5PasswordAuthResponse(WRONG_CREDENTIALS));
        }
    }

    /** RFC 1928, 4. */
    private void commandGiven(Socks5CommandRequest request) {
        if (request.decoderResult().cause() instanceof UnknownAddressType unknown) {
            client.refuse("the client names its server by the unknown SOCKS5 address type " + unknown.type
                    + " (RFC 1928, 5); the types are 1 (IPv4), 3 (name) and 4 (IPv6)");
            refuse(Socks5CommandStatus.ADDRESS_UNSUPPORTED);
            return;
        }
        Endpoint target = request.decoderResult().isFailure() ? null : target(request);
        if (!request.decoderResult().isFailure() && !request.type().equals(Socks5CommandType.CONNECT)) {
            client.refuse("the client asks for SOCKS command " + request.type().byteValue()
                    + "; only CONNECT (1) is supported");
            refuse(Socks5CommandStatus.COMMAND_UNSUPPORTED);
        } else if (target == null) {
            client.refuse("the client names no valid host and port");
            refuse(Socks5CommandStatus.FAILURE);
        } else {
            step = Step.DONE;
            openTunnel(target);
        }
    }

    private static @Nullable Endpoint target(Socks5CommandRequest request) {
        if (request.dstPort() == 0) {
            return null;
        }
        String host = request.dstAddr();
        return Addresses.parse((host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + request.dstPort(), 0);
    }

    private void openTunnel(Endpoint target) {
        ChannelPipeline pipeline = context.pipeline();
        if (client.trace().isOn()) {
            client.trace().step(TraceStep.SOCKS, this, "connect to " + target);
        }
        next.openTunnel(target, response(Socks5CommandStatus.SUCCESS));
        pipeline.remove(HandlerNames.SOCKS_DECODER);
        pipeline.remove(HandlerNames.SOCKS_ENCODER);
        pipeline.remove(this);
    }

    private void expect(ByteToMessageDecoder decoder) {
        context.pipeline().replace(HandlerNames.SOCKS_DECODER, HandlerNames.SOCKS_DECODER, decoder);
    }

    private void reply(Socks5Message message) {
        context.writeAndFlush(message, context.voidPromise());
    }

    private void refuse(Socks5CommandStatus status) {
        refuse(response(status));
    }

    /** The reply (RFC 1928, 6), without the address that Steno connects from, which clients do not use. */
    private static Socks5Message response(Socks5CommandStatus status) {
        return new DefaultSocks5CommandResponse(status, Socks5AddressType.IPv4);
    }

    /** Writes the last message and closes once the client has read it. */
    private void refuse(Socks5Message message) {
        step = Step.DONE;
        context.write(message, context.voidPromise());
        LingeringClose.close(context, false);
    }

    private static String reason(Socks5Message message) {
        Throwable cause = message.decoderResult().cause();
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
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
        timeout.cancel(false);
        early.releaseBytes();
    }

    /** An address type that RFC 1928, 5 does not define. */
    private static final class UnknownAddressType extends DecoderException {
        private static final long serialVersionUID = 1;

        private final int type;

        UnknownAddressType(Socks5AddressType type) {
            this.type = type.byteValue() & 0xff;
        }
    }

    /**
     * Netty's decoder of addresses, except that unknown types have a separate exception, since they have a separate reply code.
     */
    private static final class AddressDecoder implements Socks5AddressDecoder {
        @Override
        public String decodeAddress(Socks5AddressType type, ByteBuf in) throws Exception {
            if (type.equals(Socks5AddressType.IPv4)
                    || type.equals(Socks5AddressType.IPv6)
                    || type.equals(Socks5AddressType.DOMAIN)) {
                return Socks5AddressDecoder.DEFAULT.decodeAddress(type, in);
            }
            throw new UnknownAddressType(type);
        }
    }
}
