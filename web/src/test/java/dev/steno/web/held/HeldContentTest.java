package dev.steno.web.held;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.content.schema.ProtoSchema;
import dev.steno.edit.EditOp;
import dev.steno.flow.Body;
import dev.steno.flow.HttpFlow;
import dev.steno.hold.Holding;
import dev.steno.json.EditJson;
import dev.steno.json.Json;
import dev.steno.session.HeldBodies;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import dev.steno.view.command.FlowEditor;
import dev.steno.web.api.RecordedContent;
import dev.steno.web.flows.SessionServer;
import dev.steno.web.http.Route;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies of held messages that wait in the session: read in parts, and edited as text up to a bound. */
class HeldContentTest extends ProxyTest {
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
        holding = new Holding(() -> proxy.runtime().heldBytes().held());
        return new Addon[] {session, holding};
    }

    @BeforeEach
    void serve() throws Exception {
        api = closing(new SessionServer(folder, session, proxy.runtime().sequences(), recorded -> {
            HeldBodies bodies = new HeldBodies(session);
            RecordedContent content = closing(new RecordedContent(recorded, ProtoSchema.NONE));
            List<Route> routes = new ArrayList<>(new HeldResource(holding.held(), bodies, proxy.options).routes());
            routes.addAll(new HeldContent(holding.held(), content, bodies).routes());
            return routes;
        }));
        origin = origin(connection -> {
            for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                received.add(connection.readBodyOf(head));
                connection.send(OK);
            }
        });
        proxy.options.set("intercept", "~q");
        proxy.options.set("intercept-body", "1kb");
    }

    private RawClient held(String fields, byte[] body) throws IOException {
        RawClient client = client();
        client.send("POST http://" + origin.authority() + "/big HTTP/1.1\r\nHost: " + origin.authority() + "\r\n"
                + fields + "Content-Length: " + body.length + "\r\n\r\n");
        client.send(body);
        await().until(() -> holding.held().count() == 1);
        return client;
    }

    private HttpAnswer resumed(RawClient client) throws Exception {
        assertThat(api.send("POST", "/held/1/resume", "").statusCode()).isEqualTo(200);
        assertThat(client.response().text()).isEqualTo("ok");
        return received.poll(60, TimeUnit.SECONDS);
    }

    private Body draft() {
        HttpFlow flow = holding.held().draft(1).toCompletableFuture().join();
        return flow.request().body();
    }

    private String raw() throws Exception {
        HttpResponse<String> raw = api.send("GET", "/held/1/raw", "");
        assertThat(raw.statusCode()).as(raw.body()).isEqualTo(200);
        return raw.body().replaceAll("(?s)^.*\"text\":\"", "").replaceAll("\"}$", "");
    }

    private HttpResponse<String> patched(Map<String, Object> edit) throws Exception {
        byte[] json = Json.bytes(out -> Json.value(out, Map.of("edits", List.of(edit))));
        HttpResponse<String> done = api.send("PATCH", "/held/1", new String(json, StandardCharsets.UTF_8));
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        return done;
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream coded = new GZIPOutputStream(out)) {
            coded.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] gunzip(byte[] coded) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(coded)).readAllBytes();
    }

    /** Lines of eleven digits, which count from 0. */
    private static byte[] numbers(int count) {
        byte[] text = new byte[12 * count];
        for (int i = 0; i < count; i++) {
            int at = 12 * i + 11;
            text[at] = '\n';
            for (int left = i, digit = 0; digit < 11; digit++, left /= 10) {
                text[--at] = (byte) ('0' + left % 10);
            }
        }
        return text;
    }

    @Test
    void ofTensOfMegabytesEachPartIsShownAndTheHeadAloneIsEdited() throws Exception {
        byte[] body = numbers(2_000_000);
        RawClient client = held("Content-Type: text/plain\r\n", body);
        assertThat(draft()).isInstanceOf(Body.Stored.class);
        HttpResponse<String> part = api.send("GET", "/held/1/body", "", "Range", "bytes=12000000-12000023");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("00001000000\n00001000001\n");
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 12000000-12000023/24000000");
        assertThat(part.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"flow-1-request\"");
        assertThat(api.get("/held/1/look?offset=23999976&limit=24"))
                .contains("\"view\":\"text\"", "\"text\":\"00001999998\\n00001999999\\n\"", "\"size\":24000000");
        assertThat(api.get("/held/1/find?text=00001999999")).contains("{\"offset\":23999988,");

        assertThat(raw())
                .endsWith(
                        "\\n\\n[the body of 24000000 bytes is larger than the 5 MiB that are edited as text; leave this"
                                + " line to keep it, or replace it by a file: --body-file FILE]");
        patched(Map.of("op", "raw", "value", raw().replace("\\n", "\n").replace("/big", "/new")));
        assertThat(proxy.runtime().heldBytes().held()).isLessThan(64 << 10);
        assertThat(resumed(client).body()).isEqualTo(body);
        assertThat(proxy.http().request().path()).isEqualTo("/new");
    }

    @Test
    void aCodedBodyIsEditedAsTextAndCodedAgain() throws Exception {
        byte[] plain = numbers(3_000);
        RawClient client = held("Content-Type: text/plain\r\nContent-Encoding: gzip\r\n", gzip(plain));
        assertThat(draft()).isInstanceOf(Body.Stored.class);
        assertThat(api.get("/held/1/body?decoded=1")).isEqualTo(new String(plain, StandardCharsets.US_ASCII));
        assertThat(api.get("/held/1/raw?head=1")).contains("POST http").doesNotContain("00000000001");
        String text = raw().replace("\\n", "\n");
        assertThat(text).endsWith("\n\n" + new String(plain, StandardCharsets.US_ASCII));
        patched(Map.of("op", "raw", "value", text.replace("00000000007", "seven")));
        assertThat(api.get("/held/1/body?decoded=1")).contains("00000000006\nseven\n00000000008\n");
        HttpAnswer sent = resumed(client);
        assertThat(new String(gunzip(sent.body()), StandardCharsets.US_ASCII))
                .hasSize(plain.length - 6)
                .contains("seven");
        assertThat(sent.field("Content-Length")).isEqualTo("" + sent.body().length);
        assertThat(proxy.http().original().request().body().size()).isEqualTo(gzip(plain).length);
    }

    @Test
    void aBodyThatIsLeftInTheTextIsSentAsItCame() throws Exception {
        byte[] coded = gzip(noise(100_000));
        RawClient client = held("X-One: 1\r\nContent-Encoding: gzip\r\n", coded);
        Body before = draft();
        String text = raw().replace("\\n", "\n");
        assertThat(text).endsWith("[the body of " + coded.length + " bytes is not text; leave this line to keep it]");
        patched(Map.of("op", "raw", "value", text.replace("X-One: 1", "X-One: 2")));
        assertThat(draft()).isEqualTo(before);
        HttpAnswer sent = resumed(client);
        assertThat(sent.field("X-One")).isEqualTo("2");
        assertThat(sent.body()).isEqualTo(coded);
    }

    @Test
    void aNewTextOfMegabytesWaitsInTheSession() throws Exception {
        RawClient client = held("Content-Type: text/plain\r\n", latin1("small"));
        assertThat(draft()).isInstanceOf(Body.Inline.class);
        String text = new String(numbers(300_000), StandardCharsets.US_ASCII);
        patched(Map.of("op", "body", "text", text));
        assertThat(draft()).isInstanceOf(Body.Stored.class);
        assertThat(raw().replace("\\n", "\n")).endsWith("\n\n" + text);
        assertThat(resumed(client).text()).isEqualTo(text);

        HttpResponse<String> late = api.send("GET", "/held/1/body", "");
        assertThat(late.statusCode()).isEqualTo(404);
        HttpResponse<String> large = api.send("PATCH", "/held/1", "x".repeat((16 << 20) + 1));
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.body()).contains("--body-file FILE, takes a body of any size");
    }

    @Test
    void aCommandEditsABodyInTheSessionInItsCharset() throws Exception {
        RawClient client =
                held("Content-Type: text/html\r\n", latin1("<meta charset=latin1>" + "\u00e4".repeat(2_000)));
        assertThat(draft()).isInstanceOf(Body.Stored.class);
        FlowEditor editor = new FlowEditor(session, SqliteSessionReader::open, ForkJoinPool.commonPool());
        List<EditOp> edits = EditJson.operations(List.of(Map.of("op", "body", "text", "\u00f6")));
        editor.editHeld(holding.held(), 1, edits, "ann").get(1, TimeUnit.MINUTES);
        assertThat(resumed(client).body()).isEqualTo(latin1("\u00f6"));
    }

    @Test
    void aSmallBodyIsReadFromMemory() throws Exception {
        RawClient client = held("Content-Type: text/plain\r\n", latin1("small"));
        assertThat(api.get("/held/1/body")).isEqualTo("small");
        assertThat(api.send("GET", "/held/1/body", "", "Range", "bytes=1-2").body())
                .isEqualTo("ma");
        assertThat(api.get("/held/1/look")).contains("\"text\":\"small\\n\"");
        assertThat(resumed(client).text()).isEqualTo("small");
    }
}
