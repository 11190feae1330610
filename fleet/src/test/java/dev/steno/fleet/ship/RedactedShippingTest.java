package dev.steno.fleet.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.filter.Filter;
import dev.steno.fleet.read.SharedReader;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.fleet.testing.SampleFlows;
import dev.steno.fleet.testing.StoreContents;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.redact.RedactionKey;
import dev.steno.redact.RedactionRules;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.Facts;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stored bodies and messages are redacted on their way, as an export of the session would be, and nothing else changes. */
class RedactedShippingTest {
    private static final String SECRET = "s3cr3t-abcdefgh";
    private static final long OF_STORE = 1L << 40;

    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.database();
    private final Redactor redactor = Redactor.of(
            RedactionRules.parse(List.of("usual", "regex:s3cr3t-[a-z]+")), RedactionKey.of(new byte[] {1}, "test"));

    @TempDir
    private Path folder;

    @Test
    void storedBodiesAndMessagesAreRedactedWhileTheyAreSent() throws Exception {
        Path session = folder.resolve("work.steno");
        // Longer than the pieces of a transaction, with secrets over the edges of chunks.
        byte[] text = ("{\"password\":\"" + SECRET + "\",\"note\":\"nothing\"}\n")
                .repeat(120_000)
                .getBytes(StandardCharsets.US_ASCII);
        record(session, text);

        ShipStatus status = new Shipping().ship(session, url, Filter.ALL, BodyPolicy.ALL, redactor);

        assertThat(status.sent()).isEqualTo(3);
        try (SqliteSessionReader file = SqliteSessionReader.open(session);
                SharedReader shared = SharedReader.open(ServerUrl.parse(url))) {
            HttpFlow recorded = (HttpFlow) file.flows(List.of(1L)).get(0);
            HttpFlow stored = (HttpFlow) shared.flows(List.of(OF_STORE | 1)).get(0);
            Body.Stored there = Facts.storedBodies(stored).get(0);
            byte[] expected;
            try (InputStream in = redactor.body(
                    recorded,
                    Direction.SERVER_TO_CLIENT,
                    file.body(Facts.storedBodies(recorded).get(0)))) {
                expected = in.readAllBytes();
            }
            try (InputStream in = shared.body(there)) {
                byte[] bytes = in.readAllBytes();
                assertThat(new String(bytes, StandardCharsets.US_ASCII))
                        .doesNotContain(SECRET)
                        .contains("nothing");
                assertThat(bytes).isEqualTo(expected);
            }
            assertThat(there.size()).isEqualTo(expected.length);
            assertThat(there.trueSize()).isEqualTo(text.length);

            StringBuilder messages = new StringBuilder();
            for (Message message : shared.messages(OF_STORE | 2, 0, 100)) {
                messages.append(new String(message.data(), StandardCharsets.US_ASCII));
            }
            assertThat(messages.toString())
                    .startsWith("before")
                    .endsWith("after")
                    .doesNotContain("abcdefgh");

            HttpFlow small = (HttpFlow) shared.flows(List.of(OF_STORE | 3)).get(0);
            assertThat(small.request().headers().get("Authorization")).doesNotContain(SECRET);
        }
        // What was sent is known: the next call sends nothing, under the same tokens.
        assertThat(new Shipping()
                        .ship(session, url, Filter.ALL, BodyPolicy.ALL, redactor)
                        .sent())
                .isZero();
        try (StoreContents store = new StoreContents(server, url)) {
            store.assertBatchesHaveNoGap(1);
        }
    }

    private void record(Path session, byte[] text) throws Exception {
        FlowEvent[] facts = ShipperTest.stored(1, 7, text);
        HttpFlow large = (HttpFlow) ((FlowEvent.Closed) facts[facts.length - 1]).flow();
        HttpResponse response = large.response();
        assertThat(response).isNotNull();
        facts[facts.length - 1] = new FlowEvent.Closed(new HttpFlow(
                large.id(),
                large.revision(),
                large.state(),
                large.started(),
                large.duration(),
                large.client(),
                large.server(),
                large.request(),
                new HttpResponse(
                        response.version(),
                        200,
                        "OK",
                        Headers.builder(1).add("Content-Type", "text/plain").build(),
                        null,
                        response.body(),
                        response.started(),
                        response.ended()),
                List.of(),
                null,
                large.notes(),
                null));
        LostConnectionTest.record(session, facts);

        FlowEvent[] stream = ShipperTest.stream(2, 4, true);
        List<String> pieces = List.of("before s3cr", "-", "3t-abcd", "efgh after");
        for (int i = 0; i < pieces.size(); i++) {
            Message like = ((FlowEvent.MessageSeen) stream[i]).message();
            stream[i] = new FlowEvent.MessageSeen(new Message(
                    2,
                    i,
                    like.time(),
                    i == 1 ? Direction.SERVER_TO_CLIENT : Direction.CLIENT_TO_SERVER,
                    pieces.get(i).getBytes(StandardCharsets.US_ASCII)));
        }
        LostConnectionTest.record(session, stream);

        HttpFlow small = SampleFlows.complete(3, 3);
        Headers.Builder headers = Headers.builder(2).add("Host", small.request().host());
        headers.add("Authorization", "Bearer " + SECRET);
        var request = small.request();
        LostConnectionTest.record(
                session,
                new FlowEvent.Closed(small.withRequest(new dev.steno.flow.HttpRequest(
                        request.method(),
                        request.scheme(),
                        request.host(),
                        request.port(),
                        request.path(),
                        request.version(),
                        headers.build(),
                        null,
                        request.body(),
                        request.started(),
                        request.ended()))));
        assertThat(Arrays.asList(facts)).hasSizeGreaterThan(2);
    }
}
