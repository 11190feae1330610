package dev.steno.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowInFlight;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.hold.Holding;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.proxy.TlsProxyTest;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers of rules for servers that do not exist: changed, held and noted like responses. */
class RuleAnswersTest extends TlsProxyTest {
    private static final String GET = "GET /file HTTP/1.1\r\nHost: mock.invalid\r\n\r\n";

    @TempDir
    Path folder;

    private final List<Endpoint> connects = new CopyOnWriteArrayList<>();

    @Override
    protected Addon[] addons() {
        return new Addon[] {
            new Rules(),
            new Holding(() -> 0),
            registrar -> registrar.on(Hook.UPSTREAM, Phase.SEAL, (target, context) -> {
                connects.add(target);
                return Verdict.pass();
            })
        };
    }

    @BeforeEach
    void aFile() throws Exception {
        Files.writeString(folder.resolve("file"), "from a file");
        set("map-local", "#https://mock\\.invalid/#" + folder);
    }

    private void set(String option, String text) {
        proxy.options.set(option, proxy.options.require(option).join(List.of(text)));
    }

    private RawClient client(String host) throws Exception {
        return client().connect(host + ":443").tls(trustingSteno(), host, "http/1.1");
    }

    @Test
    void aFileAnswersForAHostThatDoesNotExistWithoutALookUp() throws Exception {
        assertThat(client("mock.invalid").send(GET).response().text()).isEqualTo("from a file");
        assertThat(connects).isEmpty();
        assertThat(proxy.http().notes().metadata())
                .containsEntry(Notes.ANSWERED_BY, "map-local-1")
                .containsEntry(Notes.RULES, "map-local-1");
    }

    @Test
    void aTunnelToAServerThatNoRuleNamesIsConnectedAtOnce() throws Exception {
        client("other.invalid");
        await().until(() -> connects.contains(new Endpoint("other.invalid", 443)));
    }

    @Test
    void aRuleOnHeadersChangesTheAnswer() throws Exception {
        set("modify-headers", "/~s/X-Seen/yes");
        HttpAnswer answer = client("mock.invalid").send(GET).response();
        assertThat(answer.field("X-Seen")).isEqualTo("yes");
        assertThat(proxy.http().notes().metadata()).containsEntry(Notes.RULES, "map-local-1 modify-headers-1");
    }

    @Test
    void aRuleOnBodiesChangesTheAnswer() throws Exception {
        set("modify-body", "/~s/file/rule");
        assertThat(client("mock.invalid").send(GET).response().text()).isEqualTo("from a rule");
        assertThat(proxy.bytes(proxy.http().original().response().body()))
                .asString()
                .isEqualTo("from a file");
    }

    @Test
    void interceptionOfResponsesHoldsTheAnswer() throws Exception {
        proxy.options.set("intercept", "~s");
        RawClient client = client("mock.invalid").send(GET);
        await().until(() -> !proxy.runtime().inFlight().held().isEmpty());
        FlowInFlight held =
                proxy.runtime().inFlight().get(proxy.runtime().inFlight().held().get(0));
        HttpFlow flow = (HttpFlow) held.current().toCompletableFuture().join();
        assertThat(flow.held().point()).isEqualTo(Hold.Point.RESPONSE);
        assertThat(flow.response().status()).isEqualTo(200);
        held.resume("ada").toCompletableFuture().join();
        assertThat(client.response().text()).isEqualTo("from a file");
    }

    @Test
    void aLargeFileIsReadWhileItIsSent() throws Exception {
        long size = 100L << 20;
        try (RandomAccessFile sparse =
                new RandomAccessFile(folder.resolve("file").toFile(), "rw")) {
            sparse.setLength(size);
        }
        proxy.options.set(
                "map-local", proxy.options.require("map-local").join(List.of("#http://mock.invalid/#" + folder)));
        HttpAnswer head = client().send("HEAD http://mock.invalid/file HTTP/1.1\r\nHost: x\r\n\r\n")
                .responseToHead();
        assertThat(head.field("Content-Length")).isEqualTo(Long.toString(size));
        HttpAnswer end = client().send(
                        "GET http://mock.invalid/file HTTP/1.1\r\nHost: x\r\n" + "Range: bytes=1000000-2000000\r\n\r\n")
                .response();
        assertThat(end.status()).isEqualTo(206);
        assertThat(end.body()).hasSize(1_000_001);
    }
}
