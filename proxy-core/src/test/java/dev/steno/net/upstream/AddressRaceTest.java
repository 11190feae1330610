package dev.steno.net.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowError.Step;
import dev.steno.flow.HttpFlow;
import dev.steno.net.channel.ConnectionTrace;
import dev.steno.net.channel.UnclaimedGuard;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.Requests;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.proxy.TlsProxyTest;
import dev.steno.testing.wire.FullListener;
import dev.steno.testing.wire.Loopback;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connection attempts to several addresses of one server (RFC 8305). */
class AddressRaceTest extends TlsProxyTest {
    private static EventLoopGroup group;

    @BeforeAll
    static void start() {
        group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    }

    @AfterAll
    static void stop() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static List<InetAddress> addresses(String... literals) {
        return Stream.of(literals)
                .map(literal -> {
                    try {
                        return InetAddress.getByName(literal);
                    } catch (java.net.UnknownHostException e) {
                        throw new IllegalArgumentException(e);
                    }
                })
                .toList();
    }

    private static Channel race(int port, long limitMillis, String... literals) throws Exception {
        CompletableFuture<Channel> won = new CompletableFuture<>();
        AddressRace race = race(port, won, literals);
        group.next().execute(() -> race.startRace(limitMillis));
        return won.get(180, TimeUnit.SECONDS);
    }

    private static AddressRace race(int port, CompletableFuture<Channel> won, String... literals) {
        return race(NioSocketChannel::new, port, won, literals);
    }

    private static AddressRace race(
            ChannelFactory<Channel> sockets, int port, CompletableFuture<Channel> won, String... literals) {
        Bootstrap bootstrap =
                new Bootstrap().group(group).channelFactory(sockets).handler(UnclaimedGuard.INSTANCE);
        return new AddressRace(
                bootstrap, group.next(), addresses(literals), port, ConnectionTrace.OFF, new AddressRace.Result() {
                    @Override
                    public void raceWon(Channel channel) {
                        won.complete(channel);
                    }

                    @Override
                    public void raceFailed(Throwable cause) {
                        won.completeExceptionally(cause);
                    }
                });
    }

    /** Between two tasks, the event loop may poll its sockets, and epoll reports one that is not yet connecting as broken. */
    @Test
    void anAttemptIsInProgressWhenTheTaskEndsThatStartsIt() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.2"))) {
            server.setSoTimeout(60_000);
            CompletableFuture<Channel> won = new CompletableFuture<>();
            CompletableFuture<Socket> accepted = new CompletableFuture<>();
            AddressRace race = race(server.getLocalPort(), won, "127.0.0.2");
            group.next().execute(() -> {
                race.startRace(60_000);
                try {
                    accepted.complete(server.accept());
                } catch (IOException e) {
                    accepted.completeExceptionally(e);
                }
            });
            accepted.get(180, TimeUnit.SECONDS).close();
            won.get(180, TimeUnit.SECONDS).close();
        }
    }

    @Test
    void addressFamiliesAlternateBeginningWithTheSystemsChoice() {
        assertThat(AddressRace.interleaved(addresses("1.1.1.1", "1.1.1.2", "1.1.1.3", "::1", "::2")))
                .isEqualTo(addresses("1.1.1.1", "::1", "1.1.1.2", "::2", "1.1.1.3"));
        assertThat(AddressRace.interleaved(addresses("::1", "::2", "1.1.1.1")))
                .isEqualTo(addresses("::1", "1.1.1.1", "::2"));
    }

    @Test
    void aSilentAddressLosesTheRaceAndIsClosed() throws Exception {
        FullListener silent = closing(new FullListener("127.0.0.2"));
        try (ServerSocket server = new ServerSocket(silent.port(), 5, InetAddress.getByName("127.0.0.3"))) {
            Channel won = race(silent.port(), 60_000, "127.0.0.2", "127.0.0.3");

            assertThat(won.remoteAddress().toString()).contains("127.0.0.3");
            try (Socket taken = server.accept()) {
                won.close();
                assertThat(taken.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void aRefusalStartsTheNextAttemptImmediatelyAndTheFirstToConnectIsTheOnlyOne() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.3"));
                ServerSocket later = new ServerSocket(server.getLocalPort(), 5, InetAddress.getByName("127.0.0.4"))) {
            Channel won = race(server.getLocalPort(), 60_000, "127.0.0.2", "127.0.0.3", "127.0.0.4");

            assertThat(won.remoteAddress().toString()).contains("127.0.0.3");
            won.close();
            server.accept().close();
            later.setSoTimeout(300);
            Assertions.assertThatThrownBy(later::accept).isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void theTimeOutAppliesToAllAddressesTogether() throws Exception {
        FullListener silent = closing(new FullListener("127.0.0.2"));

        Assertions.assertThatThrownBy(() -> race(silent.port(), 600, "127.0.0.2", "127.0.0.2", "127.0.0.9"))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ConnectTimeoutException.class);
    }

    @Test
    void theFirstFailureIsReported() throws Exception {
        int port = Loopback.freePort();

        Assertions.assertThatThrownBy(() -> race(port, 60_000, "127.0.0.2", "127.0.0.3"))
                .hasCauseInstanceOf(ConnectException.class)
                .hasMessageContaining("127.0.0.2");
    }

    /** As when the process has no file descriptor left. */
    @Test
    void socketsThatCannotBeOpenedEndTheRace() {
        CompletableFuture<Channel> won = new CompletableFuture<>();
        ChannelFactory<Channel> none = () -> {
            throw new ChannelException("too many open files");
        };
        AddressRace race = race(none, 9, won, "127.0.0.2", "127.0.0.3");
        group.next().execute(() -> race.startRace(60_000));

        Assertions.assertThatThrownBy(() -> won.get(180, TimeUnit.SECONDS))
                .hasCauseInstanceOf(ChannelException.class)
                .hasMessageContaining("too many open files");
    }

    // ---- through the proxy

    @Test
    void aNameBelowLocalhostUsesTheAddressFamilyThatAnswers() throws Exception {
        FullListener silent = closing(new FullListener("127.0.0.1"));
        try (ServerSocket server = new ServerSocket(silent.port(), 5, InetAddress.getByName("::1"))) {
            CompletableFuture.runAsync(() -> {
                try {
                    while (true) {
                        Wiretap one = new Wiretap(server.accept());
                        one.readRequest();
                        one.send(OK);
                    }
                } catch (java.io.IOException e) {
                    // closed
                }
            });
            String authority = "app.localhost:" + silent.port();

            assertThat(client().send(Requests.get("http://" + authority + "/"))
                            .response()
                            .text())
                    .isEqualTo("ok");
            assertThat(client().connect(authority)
                            .send(Requests.get("/"))
                            .response()
                            .text())
                    .isEqualTo("ok");

            HttpFlow flow = (HttpFlow) proxy.ended(2).get(0);
            assertThat(flow.server().address().host()).isEqualTo("app.localhost");
            assertThat(flow.server().ip().host()).isEqualTo("0:0:0:0:0:0:0:1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "0x7f.1",
                "127.1",
                "0177.0.0.1",
                "127.0.0.1.",
                "0.0.0.0",
                "0",
                "[::ffff:7f00:1]",
                "[::]",
                "app.localhost",
                "localhost."
            })
    void noFormOfTheProxysOwnAddressIsConnectedTo(String host) throws Exception {
        for (String request : List.of(
                Requests.get("http://" + host + ":" + proxy.port() + "/"),
                "CONNECT " + host + ":" + proxy.port()
                        + " HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n")) {
            RawClient client = client().send(request);
            if (request.startsWith("CONNECT")) {
                client.wire().readHead();
            }
            assertThat(client.response().text()).contains("is this proxy's own address");
        }
        assertThat(proxy.ended(2))
                .hasSize(2)
                .allSatisfy(flow -> assertThat(flow.error().step()).isEqualTo(Step.CONNECT));
    }

    @Test
    void aNumericFormOfAnAddressReachesItsServer() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        assertThat(client().send(Requests.get("http://0x7f.1:" + origin.port() + "/"))
                        .response()
                        .text())
                .isEqualTo("ok");
        assertThat(proxy.http().request().host()).isEqualTo("0x7f.1");
    }
}
