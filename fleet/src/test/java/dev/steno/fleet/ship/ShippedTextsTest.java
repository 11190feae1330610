package dev.steno.fleet.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.fleet.pack.FlowDictionary;
import dev.steno.fleet.pack.Unpacker;
import dev.steno.fleet.read.SharedReader;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.testing.LoggedLines;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.fleet.testing.SampleFlows;
import dev.steno.fleet.testing.StoreContents;
import dev.steno.flow.Body;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.redact.RedactionKey;
import dev.steno.redact.RedactionRules;
import dev.steno.redact.Redactor;
import dev.steno.search.IndexQuery;
import dev.steno.search.Trigrams;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.ship.ShipSpool;
import dev.steno.store.FlowSearch;
import dev.steno.store.SessionReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index of texts in a store has what was sent, covers no flow whose texts it may lack, and has nothing that was not sent. */
class ShippedTextsTest {
    private static final Redactor REDACTOR = Redactor.of(
            RedactionRules.parse(List.of("usual", "regex:s3cr3t-[a-z]+")), RedactionKey.of(new byte[] {1}, "t"));

    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.database();
    private final Shipping shipping = new Shipping();

    @TempDir
    private Path folder;

    private Path session;

    @BeforeEach
    void name() {
        session = folder.resolve("work.steno");
    }

    /** Records flows whose bodies have a word of their own, such as {@code zebra17x}. */
    private void record(long from, long to) throws Exception {
        List<FlowEvent> facts = new ArrayList<>();
        for (long id = from; id <= to; id++) {
            facts.add(new FlowEvent.Closed(flow(id, "zebra" + id + "x")));
        }
        LostConnectionTest.record(session, facts.toArray(FlowEvent[]::new));
    }

    private static HttpFlow flow(long id, String text) {
        byte[] body = ("{\"name\":\"" + text + "\",\"total\":1}").getBytes(StandardCharsets.US_ASCII);
        return SampleFlows.answered(SampleFlows.open(id, id), 17, new Body.Inline(body)); // of a type that is a text
    }

    private List<Long> inStore(String filter) throws Exception {
        try (SharedReader reader = SharedReader.open(ServerUrl.parse(url))) {
            return found(reader, filter).stream().map(FlowNumber::local).toList();
        }
    }

    private static List<Long> found(SessionReader reader, String filter) throws Exception {
        List<Long> found = new ArrayList<>();
        reader.search(FlowSearch.of(FilterParser.parse(filter)), place -> found.add(place.flow()), () -> false);
        return found;
    }

    private List<Long> inFile(String filter) throws Exception {
        try (SqliteSessionReader reader = SqliteSessionReader.open(session)) {
            return found(reader, filter);
        }
    }

    private List<String> query(String sql) throws Exception {
        try (StoreContents store = new StoreContents(server, url)) {
            return store.query(sql);
        }
    }

    private List<String> chunks() throws Exception {
        return query("SELECT chunk || ': ' || first || ' to ' || last FROM steno.text_chunk ORDER BY chunk");
    }

    /** Returns whether any flow of the index may have a text, by its trigrams. */
    private boolean isIndexed(String text) throws Exception {
        Map<Long, Map<Integer, byte[]>> chunks = new HashMap<>();
        try (Connection connection = server.connect(PostgresServer.name(url));
                Unpacker unpacker = new Unpacker(number -> FlowDictionary.bytes());
                PreparedStatement query =
                        connection.prepareStatement("SELECT chunk, part, dict, lists FROM steno.text_posting");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                chunks.computeIfAbsent(row.getLong(1), none -> new HashMap<>())
                        .put(row.getInt(2), unpacker.unpack(row.getInt(3), row.getBytes(4)));
            }
        }
        assertThat(chunks).isNotEmpty();
        Trigrams trigrams = new Trigrams();
        trigrams.addText(text);
        IndexQuery question = new IndexQuery.Text(trigrams.toArray());
        return chunks.values().stream()
                .anyMatch(rows -> !question.<RuntimeException>places(rows::get).isEmpty());
    }

    @Test
    void aSessionIsCoveredByOneChunkAndSearchedAsItsFile() throws Exception {
        record(1, 300);
        shipping.ship(session, url);

        assertThat(chunks()).containsExactly("300: 1 to 300");
        assertThat(query("SELECT count(*) FROM steno.text_posting")).containsExactly("512");
        assertThat(query("SELECT flow FROM steno.text_again")).isEmpty();
        for (String filter : List.of("~b zebra17x", "~bs zebra2", "~b nothingatall", "!(~b zebra17x)", "~h agent")) {
            assertThat(inStore(filter)).as(filter).isEqualTo(inFile(filter));
        }
        assertThat(inStore("~b zebra17x")).containsExactly(17L);
        assertThat(isIndexed("zebra17x")).isTrue();
    }

    @Test
    void flowsOfTheIndexAreNotReadIfTheyLackTheText() throws Exception {
        record(1, 300);
        shipping.ship(session, url);
        // Any flow but one that is read is damaged, and told.
        server.execute(PostgresServer.name(url), "UPDATE steno.flow SET dict = 0, pb = '\\x00' WHERE flow <> 17");

        try (LoggedLines logged = new LoggedLines("dev.steno.fleet.read.FlowMatcher")) {
            assertThat(inStore("~b zebra17x")).containsExactly(17L);
            assertThat(logged.lines()).isEmpty();
            assertThat(inStore("~b zebra17x | ~b zebra18x")).containsExactly(17L);
            assertThat(logged.lines()).isNotEmpty();
        }
    }

    @Test
    void secretsThatAreReplacedOnTheirWayAreNotInTheIndex() throws Exception {
        record(1, 99);
        LostConnectionTest.record(session, new FlowEvent.Closed(flow(100, "s3cr3t-abcdefgh")));
        byte[] large = "{\"key\":\"s3cr3t-ijklmnop\",\"word\":\"walrusword\"}\n"
                .repeat(4_000)
                .getBytes(StandardCharsets.US_ASCII);
        LostConnectionTest.record(session, ShipperTest.stored(101, 7, large));

        shipping.ship(session, url, Filter.ALL, BodyPolicy.ALL, REDACTOR);

        assertThat(chunks()).containsExactly("101: 1 to 101");
        assertThat(isIndexed("abcdefgh")).isFalse();
        assertThat(isIndexed("ijklmnop")).isFalse();
        assertThat(isIndexed("Bearer ")).isTrue(); // its word stays, and its secret does not
        assertThat(isIndexed("walrusword")).isTrue();
        assertThat(inStore("~b abcdefgh")).isEmpty();
        assertThat(inStore("~b walrusword")).containsExactly(101L);
        assertThat(inFile("~b abcdefgh")).containsExactly(100L);
    }

    @Test
    void bodiesAndFlowsThatStayBehindAreNotInTheIndex() throws Exception {
        record(1, 200);
        shipping.ship(session, url, FilterParser.parse("id <= 100"), BodyPolicy.parse("none"), Redactor.NONE);

        assertThat(chunks()).containsExactly("100: 1 to 100");
        assertThat(isIndexed("zebra")).isFalse();
        assertThat(inStore("~b zebra17x")).isEmpty();
        assertThat(inStore("~h agent")).isNotEmpty().allMatch(id -> id <= 100);
    }

    @Test
    void aFlowThatChangesOnceItIsCoveredIsReadUntilAChunkHasItAgain() throws Exception {
        record(1, 300);
        LostConnectionTest.record(session, new FlowEvent.Opened(SampleFlows.open(301, 301)));
        shipping.ship(session, url);
        assertThat(query("SELECT flow FROM steno.text_again")).containsExactly("301"); // it has not ended

        HttpFlow changed = flow(17, "giraffe17x");
        LostConnectionTest.record(
                session,
                new FlowEvent.Changed(revision(changed, 5)),
                new FlowEvent.Closed(revision(flow(301, "zebra301x"), 5)));
        shipping.ship(session, url);

        assertThat(query("SELECT flow FROM steno.text_again ORDER BY flow")).containsExactly("17", "301");
        assertThat(inStore("~b giraffe17x")).containsExactly(17L).isEqualTo(inFile("~b giraffe17x"));
        assertThat(inStore("~b zebra17x")).isEmpty();
        assertThat(inFile("~b zebra301x")).containsExactly(301L);
        assertThat(inStore("~b zebra301x")).containsExactly(301L);

        List<FlowEvent> facts = new ArrayList<>();
        for (long id = 100; id < 180; id++) {
            facts.add(new FlowEvent.Changed(revision(flow(id, "giraffe" + id + "x"), 6)));
        }
        LostConnectionTest.record(session, facts.toArray(FlowEvent[]::new));
        shipping.ship(session, url);

        assertThat(chunks()).containsExactly("-1: 100 to 179", "301: 1 to 301");
        assertThat(query("SELECT flow FROM steno.text_again ORDER BY flow")).containsExactly("17", "301");
        assertThat(inStore("~b giraffe123x")).containsExactly(123L);
        assertThat(inStore("~b zebra123x")).isEmpty();
        assertThat(inStore("~b giraffe")).isEqualTo(inFile("~b giraffe")).hasSize(81);
    }

    private static HttpFlow revision(HttpFlow flow, int revision) {
        return new HttpFlow(
                flow.id(),
                revision,
                flow.state(),
                flow.started(),
                flow.duration(),
                flow.client(),
                flow.server(),
                flow.request(),
                flow.response(),
                flow.interim(),
                flow.error(),
                new Notes("", "changed", Map.of(), flow.notes().replay()),
                null);
    }

    @Test
    void whatAnotherShipperSentUnderOtherSettingsIsNeverTakenForWhatThisOneSends() throws Exception {
        LostConnectionTest.record(session, new FlowEvent.Closed(flow(1, "s3cr3t-abcdefgh")));
        record(2, 40);
        shipping.ship(session, url); // too few for a chunk
        assertThat(chunks()).isEmpty();

        record(41, 200);
        shipping.ship(session, url, Filter.ALL, BodyPolicy.ALL, REDACTOR);

        assertThat(chunks()).containsExactly("200: 41 to 200");
        assertThat(inStore("~b abcdefgh")).containsExactly(1L);
        assertThat(inStore("~b zebra17x")).containsExactly(17L);
        assertThat(inStore("~b zebra117x")).containsExactly(117L);
    }

    @Test
    void aCopyOfTheSessionIsAnotherRecorderWithChunksOfItsOwn() throws Exception {
        record(1, 100);
        shipping.ship(session, url);
        Path copy = folder.resolve("copy.steno");
        Files.copy(session, copy);
        record(101, 200);
        shipping.ship(session, url);
        shipping.ship(copy, url);

        assertThat(query("SELECT recorder || ' ' || chunk FROM steno.text_chunk ORDER BY 1"))
                .containsExactly("1 100", "1 200", "2 100");
        assertThat(inStore("~b zebra17x")).containsExactly(17L, 17L);
    }

    @Test
    void flowsThatAreShippedWithoutTheIndexAreReadAndThoseOfAnIndexStayRight() throws Exception {
        record(1, 100);
        shipping.ship(session, url);
        record(101, 200);
        LostConnectionTest.record(session, new FlowEvent.Changed(revision(flow(17, "giraffe17x"), 5)));
        try (ShipSpool spool = ShipSpool.open(session);
                SqliteSessionReader reader = SqliteSessionReader.open(session)) {
            OutgoingFlows outgoing = new OutgoingFlows(Filter.ALL, BodyPolicy.ALL, Redactor.NONE, reader);
            new Shipper(ServerUrl.parse(url), spool, outgoing.withoutIndex(), Shipping.SENDER, shipping, () -> false)
                    .run(false);
        }
        record(201, 300);
        shipping.ship(session, url);

        assertThat(chunks()).containsExactly("100: 1 to 100", "300: 201 to 300");
        assertThat(query("SELECT flow FROM steno.text_again")).containsExactly("17");
        for (String filter : List.of("~b giraffe17x", "~b zebra17x", "~b zebra117x", "~b zebra217x", "~b zebra")) {
            assertThat(inStore(filter)).as(filter).isEqualTo(inFile(filter));
        }
    }

    @Test
    void theTextsOfRemovedFlowsAreRemovedWithThem() throws Exception {
        record(1, 200);
        shipping.ship(session, url);
        record(201, 300);
        shipping.ship(session, url);
        List<FlowEvent> facts = new ArrayList<>();
        for (long id = 100; id <= 240; id++) {
            facts.add(new FlowEvent.Changed(revision(flow(id, "giraffe" + id + "x"), 6)));
        }
        LostConnectionTest.record(session, facts.toArray(FlowEvent[]::new));
        shipping.ship(session, url);
        assertThat(chunks()).containsExactly("-1: 100 to 240", "200: 1 to 200", "300: 201 to 300");
        assertThat(isIndexed("giraffe117x")).isTrue();

        LostConnectionTest.record(session, new FlowEvent.Deleted(17), new FlowEvent.Deleted(117));
        shipping.ship(session, url);

        assertThat(chunks()).containsExactly("300: 201 to 300");
        assertThat(isIndexed("zebra17x")).isFalse();
        assertThat(isIndexed("giraffe117x")).isFalse();
        for (String filter : List.of(
                "~b zebra17x", "~b zebra18x", "~b giraffe118x", "~b zebra118x", "~b zebra217x", "~b giraffe240x")) {
            assertThat(inStore(filter)).as(filter).isEqualTo(inFile(filter));
        }
        assertThat(inStore("~b giraffe118x")).containsExactly(118L);
        assertThat(inStore("~b giraffe240x")).containsExactly(240L); // of which a chunk has the text before
        assertThat(inStore("~b giraffe117x")).isEmpty();
    }
}
