package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.Requests;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of every framing and size are forwarded and recorded byte for byte. */
class BodyTest extends ProxyTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16384, 16385, 262144, 5_000_000})
    void aResponseBodyOfAnySizePassesAndIsRecordedWhole(int size) throws Exception {
        byte[] body = noise(size);
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
            connection.send(body);
            connection.awaitEnd();
        });

        HttpAnswer answer = client().send(get(origin, "/")).response();

        assertThat(answer.body()).isEqualTo(body);
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(proxy.bytes(flow.response().body())).isEqualTo(body);
        assertThat(flow.response().body().size()).isEqualTo(size);
        assertThat(flow.response().body().trueSize()).isEqualTo(size);
        assertThat(flow.response().body() instanceof Body.Stored).isEqualTo(size > Body.Inline.LIMIT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16384, 16385, 262144, 5_000_000})
    void aRequestBodyOfAnySizePassesAndIsRecordedWhole(int size) throws Exception {
        byte[] body = noise(size);
        AtomicReference<byte[]> arrived = new AtomicReference<>();
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            arrived.set(connection.readExactly(size));
            connection.send(OK);
            connection.awaitEnd();
        });

        client().send("POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: x\r\nContent-Length: " + size
                        + "\r\n\r\n")
                .send(body)
                .response();

        assertThat(arrived.get()).isEqualTo(body);
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(proxy.bytes(flow.request().body())).isEqualTo(body);
        assertThat(flow.request().body().trueSize()).isEqualTo(size);
    }

    @Test
    void aChunkedResponseWithTrailersPassesChunked() throws Exception {
        ScriptedOrigin origin = origin(
                ScriptedOrigin.answering(
                        "HTTP/1.1 200 OK\r\nA: 1\r\nTransfer-Encoding: chunked\r\n"
                                + "Trailer: X-Sum\r\n\r\n3;ext=1\r\nabc\r\n0A\r\n0123456789\r\n0\r\nX-Sum: 42\r\nx-More: \u00e9\r\n\r\n"));

        HttpAnswer answer = client().send(get(origin, "/")).response();

        assertThat(answer.head())
                .isEqualTo("HTTP/1.1 200 OK\r\nA: 1\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertThat(answer.text()).isEqualTo("abc0123456789");
        assertThat(answer.trailers()).isEqualTo("X-Sum: 42\r\nx-More: \u00e9\r\n");
        HttpFlow flow = proxy.http();
        assertThat(proxy.bytes(flow.response().body())).isEqualTo(latin1("abc0123456789"));
        assertThat(flow.response().trailers().get("X-Sum")).isEqualTo("42");
        assertThat(flow.response().trailers().name(1)).isEqualTo("x-More");
    }

    @Test
    void aChunkedRequestWithTrailersPassesChunked() throws Exception {
        AtomicReference<HttpAnswer> arrived = new AtomicReference<>();
        ScriptedOrigin origin = origin(connection -> {
            arrived.set(connection.readWholeRequest());
            connection.send(OK);
            connection.awaitEnd();
        });

        client().send("POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: " + origin.authority()
                        + "\r\nTransfer-Encoding: Chunked\r\nTrailer: X-Sum\r\n\r\n"
                        + "5\r\nhello\r\n1\r\n!\r\n0\r\nX-Sum: 7\r\n\r\n")
                .response();

        assertThat(arrived.get().head())
                .isEqualTo("POST / HTTP/1.1\r\nHost: " + origin.authority()
                        + "\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertThat(arrived.get().text()).isEqualTo("hello!");
        assertThat(arrived.get().trailers()).isEqualTo("X-Sum: 7\r\n");
        HttpFlow flow = proxy.http();
        assertThat(proxy.bytes(flow.request().body())).isEqualTo(latin1("hello!"));
        assertThat(flow.request().trailers().get("X-Sum")).isEqualTo("7");
    }

    @Test
    void anEmptyChunkedRequestStaysChunked() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        client().send(Requests.post("http://" + origin.authority() + "/", "0\r\n\r\n", "Transfer-Encoding: chunked"))
                .response();

        assertThat(origin.received()).endsWith("Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        assertThat(proxy.http().request().body()).isEqualTo(Body.NONE);
    }

    @Test
    void aBodyThatEndsWithTheConnectionReachesTheClientInChunks() throws Exception {
        byte[] body = noise(100_000);
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nA: 1\r\n\r\n");
            connection.send(body);
        });

        HttpAnswer answer = client().send(get(origin, "/")).response();

        assertThat(answer.head()).isEqualTo("HTTP/1.1 200 OK\r\nA: 1\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertThat(answer.body()).isEqualTo(body);
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(proxy.bytes(flow.response().body())).isEqualTo(body);
    }

    @Test
    void anHttp10ResponseThatEndsWithTheConnectionIsComplete() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.0 200 OK\r\n\r\nold");
        });

        HttpAnswer answer = client().send(get(origin, "/")).response();

        assertThat(answer.text()).isEqualTo("old");
        assertThat(proxy.http().response().version()).isEqualTo("HTTP/1.0");
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void anHttp10ClientGetsNoChunksAndItsConnectionIsClosed() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 1\r\n\r\n"));

        RawClient client = client().send(
                        "GET http://" + origin.authority() + "/ HTTP/1.0\r\nConnection: keep-alive\r\nHost: x\r\n\r\n");

        assertThat(client.wire().readToEnd()).isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabcde");
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void aResponseToHeadKeepsItsLengthAndHasNoBody() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(
                "HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                OK));
        RawClient client = client();

        HttpAnswer first = client.send(get(origin, "/1").replace("GET", "HEAD")).responseToHead();
        HttpAnswer second =
                client.send(get(origin, "/2").replace("GET", "HEAD")).responseToHead();
        HttpAnswer third = client.send(get(origin, "/3")).response();

        assertThat(first.head()).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n");
        assertThat(second.head()).isEqualTo("HTTP/1.1 200 OK\r\n\r\n");
        assertThat(third.text()).isEqualTo("ok");
        assertThat(origin.connections()).hasSize(1);
        assertThat(proxy.ended(3)).allSatisfy(flow -> assertThat(flow.state()).isEqualTo(FlowState.COMPLETE));
    }

    @ParameterizedTest
    @CsvSource({"204,No Content", "304,Not Modified"})
    void aResponseWhoseStatusForbidsABodyIsFollowedByTheNextResponse(int status, String reason) throws Exception {
        String bodiless = "HTTP/1.1 " + status + " " + reason + "\r\nETag: \"x\"\r\n"
                + (status == 304 ? "Content-Length: 999\r\n" : "") + "\r\n";
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(bodiless, OK));
        RawClient client = client();

        assertThat(client.send(get(origin, "/1")).response().head()).isEqualTo(bodiless);
        assertThat(client.send(get(origin, "/2")).response().text()).isEqualTo("ok");
        assertThat(origin.connections()).hasSize(1);
    }

    @Test
    void theFirstBytesReachTheClientWhileTheServerStillSends() throws Exception {
        CompletableFuture<Void> clientHasTheFirst = new CompletableFuture<>();
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\none");
            clientHasTheFirst.orTimeout(60, TimeUnit.SECONDS).join();
            connection.send("two");
            connection.awaitEnd();
        });
        RawClient client = client().send(get(origin, "/"));

        client.wire().readHead();
        assertThat(client.wire().readText(3)).isEqualTo("one");
        clientHasTheFirst.complete(null);
        assertThat(client.wire().readText(3)).isEqualTo("two");
    }

    @Test
    void bothMessagesStreamAtTheSameTime() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n");
            for (int i = 0; i < 10; i++) {
                connection.send(connection.readExactly(3)); // an echo, chunk by chunk
            }
            connection.awaitEnd();
        });
        RawClient client =
                client().send(Requests.post("http://" + origin.authority() + "/", "ab0", "Content-Length: 30"));
        client.wire().readHead();
        ByteArrayOutputStream echoed = new ByteArrayOutputStream();
        echoed.writeBytes(client.wire().readExactly(3));
        for (int i = 1; i < 10; i++) {
            client.send("ab" + i);
            echoed.writeBytes(client.wire().readExactly(3));
        }

        assertThat(echoed.toString()).isEqualTo("ab0ab1ab2ab3ab4ab5ab6ab7ab8ab9");
        HttpFlow flow = proxy.http();
        assertThat(proxy.bytes(flow.request().body())).isEqualTo(echoed.toByteArray());
        assertThat(proxy.bytes(flow.response().body())).isEqualTo(echoed.toByteArray());
    }
}
