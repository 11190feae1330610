package dev.steno.mock;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Endpoint;
import dev.steno.flow.HttpFlow;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.proxy.TlsProxyTest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Base class for tests of a proxy that answers from sessions, whose servers do not exist. */
abstract class MockingProxy extends TlsProxyTest {
    /** A host that no name server knows (RFC 6761, 6.4). */
    static final String SHOP = "https://shop.invalid";

    @TempDir
    Path folder;

    final Session session = new Session(new RecordBudget(64L << 20));
    final Mock mock = new Mock(() -> session, SqliteSessionReader::open);

    /** The servers to which connections were about to be opened, before the mock decides. No name is looked up before. */
    final List<Endpoint> connects = new CopyOnWriteArrayList<>();

    @Override
    protected Addon[] addons() {
        return new Addon[] {
            session,
            registrar -> registrar.on(Hook.UPSTREAM, Phase.ROUTE, (target, context) -> {
                connects.add(target);
                return Verdict.pass();
            }),
            mock
        };
    }

    @BeforeEach
    void record() throws Exception {
        session.start(
                SqliteSessionStore.open(folder.resolve("own.steno"), "test"),
                proxy.runtime().sequences());
    }

    @AfterEach
    void endRecord() throws Exception {
        proxy.close();
        mock.stop();
        session.close();
    }

    Tape tape() {
        return tape("shop.steno");
    }

    Tape tape(String name) {
        return new Tape(folder.resolve(name));
    }

    void set(String option, String... values) {
        proxy.options.set(option, proxy.options.require(option).join(List.of(values)));
    }

    /** Answers from sessions, which are written first. */
    void replay(Tape... tapes) throws Exception {
        String[] files = new String[tapes.length];
        for (int i = 0; i < tapes.length; i++) {
            files[i] = tapes[i].write().file.toString();
        }
        set("server-replay", files);
    }

    /** Answers from sessions as {@code steno mock} does. */
    void offline(Tape... tapes) throws Exception {
        set("mock-mode", "strict");
        set("mock-repeat", "last");
        replay(tapes);
        mock.running().loaded().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    /** A client in a tunnel to the shop. */
    RawClient shop() throws Exception {
        return client().connect("shop.invalid:443").tls(trustingSteno(), "shop.invalid", "http/1.1");
    }

    /** An HTTP/2 client in a tunnel to the shop. */
    FrameClient shop2() throws Exception {
        return FrameClient.over(client().connect("shop.invalid:443").tls(trustingSteno(), "shop.invalid", "h2"));
    }

    /** Whether the clients of {@link #ask} and {@link #post} speak HTTP/2. */
    boolean overHttp2() {
        return false;
    }

    HttpAnswer ask(String method, String path, String... fields) throws Exception {
        return exchange(method, path, "", fields);
    }

    private HttpAnswer exchange(String method, String path, String body, String... fields) throws Exception {
        if (!overHttp2()) {
            return sendTo(shop(), method, path, body, fields);
        }
        String[] namesAndValues = Arrays.stream(fields)
                .flatMap(field -> {
                    int colon = field.indexOf(": ");
                    return Stream.of(field.substring(0, colon).toLowerCase(Locale.ROOT), field.substring(colon + 2));
                })
                .toArray(String[]::new);
        FrameClient client = shop2();
        client.request(1, body.isEmpty(), method, SHOP + path, namesAndValues);
        if (!body.isEmpty()) {
            client.data(1, true, latin1(body));
        }
        FrameClient.Answer answer = client.answer(1);
        StringBuilder head = new StringBuilder("HTTP/2.0 " + answer.status() + " \r\n");
        answer.head()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        StringBuilder trailers = new StringBuilder();
        answer.trailers()
                .forEach((name, value) ->
                        trailers.append(name).append(": ").append(value).append("\r\n"));
        return new HttpAnswer(head + "\r\n", latin1(answer.body()), trailers.toString());
    }

    HttpAnswer post(String path, String type, String body, String... fields) throws Exception {
        String[] all = Arrays.copyOf(fields, fields.length + 1);
        all[fields.length] = "Content-Type: " + type;
        return exchange("POST", path, body, all);
    }

    static HttpAnswer sendTo(RawClient client, String method, String path, String body, String... fields)
            throws Exception {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: shop.invalid\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        if (!body.isEmpty()) {
            head.append("Content-Length: ").append(latin1(body).length).append("\r\n");
        }
        RawClient sent = client.send(head + "\r\n" + body);
        return method.equals("HEAD") ? sent.responseToHead() : sent.response();
    }

    String body(String path) throws Exception {
        return ask("GET", path).text();
    }

    /** The annotation of the mock on the last flow that has ended. */
    String note(int flows) {
        HttpFlow last = (HttpFlow) proxy.ended(flows).get(flows - 1);
        return last.notes().metadata().getOrDefault(AnswerMaker.NOTE, "");
    }
}
