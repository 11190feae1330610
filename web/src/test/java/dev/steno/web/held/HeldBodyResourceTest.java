package dev.steno.web.held;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Body;
import dev.steno.flow.HttpFlow;
import dev.steno.hold.Holding;
import dev.steno.session.HeldBodies;
import dev.steno.session.Session;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import dev.steno.web.flows.SessionServer;
import dev.steno.web.http.Route;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that are uploaded for held messages, over a real proxy that records to a session. */
class HeldBodyResourceTest extends ProxyTest {
    private static final int LARGE = (5 << 20) + 11;

    @TempDir
    Path folder;

    private final BlockingQueue<HttpAnswer> received = new LinkedBlockingQueue<>();
    private Holding holding;
    private Session session;
    private SessionServer api;
    private ScriptedOrigin origin;

    @Override
    protected Addon[] addons() {
        session = new Session(new RecordBudget(8 << 20));
        holding = new Holding(() -> 0);
        return new Addon[] {session, holding};
    }

    @BeforeEach
    void serve() throws Exception {
        api = closing(new SessionServer(folder, session, proxy.runtime().sequences(), recorded -> {
            List<Route> routes =
                    new ArrayList<>(new HeldResource(holding.held(), new HeldBodies(session), proxy.options).routes());
            routes.addAll(new HeldBodyResource(holding.held(), session).routes());
            return routes;
        }));
        origin = origin(connection -> {
            for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                received.add(connection.readBodyOf(head));
                connection.send(OK);
            }
        });
        proxy.options.set("intercept", "~q");
    }

    private RawClient held(String fields, String body) throws IOException {
        RawClient client = client();
        client.send("POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: " + origin.authority() + "\r\n" + fields
                + "Content-Length: " + body.length() + "\r\n\r\n" + body);
        await().until(() -> holding.held().count() == 1);
        return client;
    }

    private HttpResponse<String> put(String query, BodyPublisher body, String... fields) throws Exception {
        return api.send("PUT", "/held/1/body" + query, body, fields);
    }

    private HttpAnswer resumed(RawClient client) throws Exception {
        assertThat(api.send("POST", "/held/1/resume", "").statusCode()).isEqualTo(200);
        assertThat(client.response().text()).isEqualTo("ok");
        return received.poll(60, TimeUnit.SECONDS);
    }

    @Test
    void anUploadFarAboveAMebibyteReplacesTheBody() throws Exception {
        RawClient client = held("X-Kept: 1\r\n", "small");
        byte[] large = noise(LARGE);
        HttpResponse<String> done =
                put("", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)), "If-Match", "\"2\"");
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(done.headers().firstValue("ETag")).contains("\"3\"");
        HttpAnswer sent = resumed(client);
        assertThat(sent.body()).isEqualTo(large);
        assertThat(sent.field("Content-Length")).isEqualTo("" + LARGE);
        assertThat(sent.field("X-Kept")).isEqualTo("1");
        HttpFlow flow = proxy.http();
        assertThat(flow.request().body()).isInstanceOf(Body.Stored.class);
        assertThat(flow.original().request().body().size()).isEqualTo(5);
    }

    @Test
    void theContentCodingOfTheMessageIsAppliedUnlessTheBodyHasIt() throws Exception {
        byte[] large = "0123456789abcdef".repeat(100_000).getBytes();
        RawClient client = held("Content-Encoding: gzip\r\n", "");
        assertThat(put("?encoded=maybe", BodyPublishers.ofString("no gzip")).body())
                .contains("\"status\":400", "not \\\"maybe\\\"");
        assertThat(put("?encoded=1", BodyPublishers.ofString("no gzip")).statusCode())
                .isEqualTo(200);
        assertThat(put("", BodyPublishers.ofByteArray(large)).statusCode()).isEqualTo(200);
        HttpAnswer sent = resumed(client);
        assertThat(sent.field("Content-Encoding")).isEqualTo("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(sent.body())).readAllBytes())
                .isEqualTo(large);
    }

    @Test
    void anUploadIsRefusedBeforeItIsRead() throws Exception {
        RawClient client = held("", "small");
        HttpResponse<String> stale = put("", BodyPublishers.ofByteArray(noise(LARGE)), "If-Match", "\"1\"");
        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(stale.body()).contains("changed meanwhile");
        assertThat(api.send("PUT", "/held/7/body", BodyPublishers.ofByteArray(noise(LARGE)))
                        .statusCode())
                .isEqualTo(404);
        assertThat(resumed(client).text()).isEqualTo("small");
    }

    @Test
    void anUploadThatBreaksOffChangesNothing() throws Exception {
        RawClient client = held("", "small");
        try (RawClient broken = RawClient.to(api.port())) {
            broken.send("PUT /api/v1/held/1/body HTTP/1.1\r\nHost: 127.0.0.1:" + api.port() + "\r\nAuthorization: "
                    + api.authorization() + "\r\nContent-Length: 100000\r\n\r\n");
            broken.send(noise(50_000));
        }
        assertThat(put("", BodyPublishers.ofString("whole"), "If-Match", "\"2\"")
                        .statusCode())
                .isEqualTo(200);
        assertThat(resumed(client).text()).isEqualTo("whole");
    }

    @Test
    void anUploadThatIsNoHttpIsTheClientsFault() throws Exception {
        RawClient client = held("", "small");
        try (RawClient broken = RawClient.to(api.port())) {
            broken.send("PUT /api/v1/held/1/body HTTP/1.1\r\nHost: 127.0.0.1:" + api.port() + "\r\nAuthorization: "
                    + api.authorization() + "\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n");
            assertThat(broken.response().head()).startsWith("HTTP/1.1 400 ");
        }
        assertThat(resumed(client).text()).isEqualTo("small");
    }
}
