package dev.steno.web.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a page sees of its window while flows come, change and go. */
@Timeout(600)
class LiveWindowTest {
    @TempDir
    Path folder;

    private LiveServer server;

    @BeforeEach
    void start() throws Exception {
        server = new LiveServer(folder.resolve("work.steno"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void record(long first, long last) throws Exception {
        for (long id = first; id <= last; id++) {
            server.record(ListedFlows.complete(id));
        }
        server.session.durable().get();
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void aWindowHasIdsRowsAndTheSize() throws Exception {
        record(1, 100);
        try (LiveClient page = server.open()) {
            page.send("{'t':'view','filter':'','order':'time'}");
            page.send("{'t':'win','from':10,'count':5}");
            Map<String, Object> frame = page.frame(numbers(11, 15)::equals);
            assertThat(LiveClient.number(frame, "size")).isEqualTo(100);
            assertThat(LiveClient.number(frame, "from")).isEqualTo(10);
            assertThat(page.rows().keySet()).containsExactlyInAnyOrderElementsOf(numbers(11, 15));
            List<Object> row = page.rows().get(12L);
            assertThat(row).hasSameSizeAs(LiveColumns.NAMES);
            assertThat(cell(row, "method")).isEqualTo("GET");
            assertThat(cell(row, "state")).isEqualTo("complete");
            assertThat(cell(row, "host")).isEqualTo("host5.test");
            assertThat(cell(row, "path")).isEqualTo("/items/12?q=1");
            assertThat(cell(row, "type")).isEqualTo("text/plain");
            assertThat(cell(row, "version")).isEqualTo("HTTP/1.1");
            assertThat(((Number) cell(row, "status")).intValue()).isEqualTo(200);
            assertThat(((Number) cell(row, "size")).intValue()).isEqualTo(12);
            assertThat(((Number) cell(row, "duration")).doubleValue()).isEqualTo(12.5);
            assertThat(((Number) cell(row, "started")).longValue()).isEqualTo((ListedFlows.EPOCH + 12_000_000) / 1_000);
            assertThat(((Number) cell(row, "connection")).longValue()).isEqualTo(23);
            assertThat(cell(row, "error")).isNull();
            assertThat(cell(row, "websocket")).isEqualTo(false);
            assertThat(cell(row, "edited")).isEqualTo(false);
        }
    }

    private static Object cell(List<Object> row, String column) {
        return row.get(LiveColumns.NAMES.indexOf(column));
    }

    @Test
    void theNumbersOfASharedStoreAreStrings() throws Exception {
        record(1, 1);
        record(FlowNumber.of(1, 41), FlowNumber.of(1, 60));
        try (LiveClient page = server.open()) {
            page.send("{'t':'win','around':'1.51','count':3}");
            Map<String, Object> frame = page.frame(numbers(FlowNumber.of(1, 50), FlowNumber.of(1, 52))::equals);
            assertThat(frame.get("ids")).isEqualTo(List.of("1.50", "1.51", "1.52"));
            page.send("{'t':'flow','id':'1.60'}");
            page.send("{'t':'flow','id':'1.60.1'}");
            page.send("{'t':'flow','id':'1.59'}");
            server.session.edit(FlowNumber.of(1, 59), notes -> notes.withComment("seen"), server.session.reader());
            assertThat(page.next("f").get("id")).isEqualTo("1.59");
        }
    }

    @Test
    void theTailFollowsAndSendsOnlyWhatIsNew() throws Exception {
        record(1, 10);
        try (LiveClient page = server.open()) {
            page.send("{'t':'win','count':4,'tail':true}");
            page.frame(numbers(7, 10)::equals);
            record(11, 11);
            Map<String, Object> frame = page.frame(numbers(8, 11)::equals);
            assertThat((List<?>) frame.get("rows")).hasSize(1);
            assertThat(LiveClient.number(frame, "new")).isZero();
        }
    }

    @Test
    void aRowIsSentAgainWhenItsFlowChanges() throws Exception {
        server.session.accept(new FlowEvent.Opened(ListedFlows.open(1)));
        try (LiveClient page = server.open()) {
            page.send("{'t':'win','count':4,'tail':true}");
            page.frame(List.of(1L)::equals);
            assertThat(cell(page.rows().get(1L), "duration")).isNull();
            server.record(ListedFlows.complete(1));
            await().until(() -> cell(page.rows().get(1L), "state").equals("complete"));
        }
    }

    @Test
    void flowsBehindTheWindowAreCountedSinceTheTailWasLeft() throws Exception {
        record(1, 10);
        try (LiveClient page = server.open()) {
            page.send("{'t':'win','count':4,'tail':true}");
            page.frame(numbers(7, 10)::equals);
            page.send("{'t':'win','from':2,'count':4,'tail':false}");
            page.frame(numbers(3, 6)::equals);
            record(11, 15);
            Map<String, Object> frame =
                    page.next(message -> message.get("t").equals("w") && LiveClient.number(message, "new") == 5);
            assertThat(LiveClient.ids(frame)).isEqualTo(numbers(3, 6));
            assertThat((List<?>) frame.get("rows")).isEmpty();
            page.send("{'t':'win','count':4,'tail':true}");
            assertThat(LiveClient.number(page.frame(numbers(12, 15)::equals), "new"))
                    .isZero();
        }
    }

    @Test
    void aWindowAroundAFlowStaysAroundIt() throws Exception {
        record(1, 100);
        try (LiveClient page = server.open()) {
            page.send("{'t':'win','around':50,'count':4}");
            Map<String, Object> frame = page.frame(numbers(48, 51)::equals);
            assertThat(LiveClient.number(frame, "from")).isEqualTo(47);
            server.session.accept(new FlowEvent.Deleted(3));
            assertThat(page.next(message -> message.get("t").equals("w") && LiveClient.number(message, "from") == 46))
                    .satisfies(next -> assertThat(LiveClient.ids(next)).isEqualTo(numbers(48, 51)));
        }
    }

    @Test
    void aFlowWithoutATimeHasNoneInItsRow() throws Exception {
        server.record(ListedFlows.timeless(1));
        server.session.durable().get();
        try (LiveClient page = server.open()) {
            page.send("{'t':'win','from':0,'count':1}");
            page.frame(numbers(1, 1)::equals);
            assertThat(cell(page.rows().get(1L), "started")).isNull();
            assertThat(cell(page.rows().get(1L), "duration")).isNull();
        }
    }

    @Test
    void aPageThatDoesNotPaintGetsOneFrame() throws Exception {
        record(1, 10);
        try (LiveClient page = server.openSlow();
                LiveClient other = server.open()) {
            page.send("{'t':'win','count':4,'tail':true}");
            Map<String, Object> first =
                    page.frameUnacknowledged("w", frame -> LiveClient.ids(frame).equals(numbers(7, 10)));
            int frames = page.frames();
            other.send("{'t':'win','count':4,'tail':true}");
            for (long id = 11; id <= 40; id++) {
                record(id, id);
                long last = id;
                other.frame(ids -> ids.contains(last));
            }
            assertThat(page.frames()).isEqualTo(frames);
            page.send("{'t':'ack','n':999}");
            page.send("{'t':'ack','n':" + first.get("n") + "}");
            Map<String, Object> merged = page.next("w");
            assertThat(LiveClient.ids(merged)).isEqualTo(numbers(37, 40));
            assertThat(page.frames()).isEqualTo(frames + 1);
        }
    }

    @Test
    void aPausedPageGetsNoFramesUntilItGoesOn() throws Exception {
        record(1, 10);
        try (LiveClient page = server.open();
                LiveClient other = server.open()) {
            page.send("{'t':'win','count':4,'tail':true}");
            page.frame(numbers(7, 10)::equals);
            page.send("{'t':'pause','on':true}");
            page.send("{'t':'view','filter':'id > 0'}");
            page.next("state"); // so that the pause has arrived
            int before = page.frames();
            other.send("{'t':'win','count':4,'tail':true}");
            record(11, 20);
            other.frame(numbers(17, 20)::equals);
            page.next("status");
            assertThat(page.frames()).isEqualTo(before);
            page.send("{'t':'pause','on':false}");
            page.frame(numbers(17, 20)::equals);
        }
    }

    @Test
    void highlightsAreBitsOfTheRowsOfTheWindow() throws Exception {
        record(1, 100);
        try (LiveClient page = server.open()) {
            page.send("{'t':'view','filter':'','highlights':['status >= 500','no ( filter','id > 98']}");
            page.send("{'t':'win','count':3,'tail':true}");
            page.frame(numbers(98, 100)::equals);
            assertThat(bits(page, 98)).isZero();
            assertThat(bits(page, 99)).isEqualTo(0b100);
            assertThat(bits(page, 100)).isEqualTo(0b101);
            page.send("{'t':'view','filter':'','highlights':['id = 98']}");
            await().until(() -> bits(page, 98) == 1 && bits(page, 100) == 0);
        }
    }

    @Test
    void columnsThatAPageAsksForFollowThoseOfAllRows() throws Exception {
        record(1, 2);
        HttpRequest plain = ListedFlows.open(3).request();
        Headers headers = Headers.of("Content-Type", "application/json", "X-Trace", "a1", "x-trace", "b2");
        byte[] body = "{'query':'query Cart { items }'}".replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        server.record(ListedFlows.complete(3)
                .withRequest(new HttpRequest(
                        "POST",
                        "https",
                        "host.test",
                        443,
                        "/graphql",
                        "HTTP/1.1",
                        headers,
                        null,
                        new Body.Inline(body),
                        plain.started(),
                        plain.ended())));
        server.session.durable().get();
        try (LiveClient page = server.open()) {
            page.send("{'t':'win','count':3,'tail':true}");
            page.frame(numbers(1, 3)::equals);
            assertThat(page.rows().get(3L)).hasSameSizeAs(LiveColumns.NAMES);
            page.send(
                    "{'t':'view','filter':'','extra':['operation','header:X-Trace','header:content-type','timings','none']}");
            await().until(() -> extra(page, 3).size() == 5 && extra(page, 1).size() == 5);
            assertThat(extra(page, 3).subList(0, 3)).containsExactly("Cart", "a1 · b2", "text/Plain; charset=utf-8");
            assertThat(extra(page, 3).get(3))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .hasSize(5);
            assertThat(extra(page, 3).get(4)).isNull();
            assertThat(extra(page, 1).subList(0, 2)).containsExactly(null, null);
            page.send("{'t':'view','filter':'','extra':['header:x-trace']}");
            await().until(() -> extra(page, 3).equals(List.of("a1 · b2")));
        }
    }

    private static List<Object> extra(LiveClient page, long flow) {
        List<Object> row = page.rows().get(flow);
        return row.subList(LiveColumns.NAMES.size(), row.size());
    }

    @Test
    void anErrorInAHighlightIsTold() throws Exception {
        record(1, 3);
        try (LiveClient page = server.open()) {
            page.send("{'t':'view','filter':'','highlights':['id = 1','id = 2 & (']}");
            Map<String, Object> told = page.next("highlights");
            List<?> problems = (List<?>) told.get("problems");
            assertThat(problems).hasSize(2).first().isNull();
            assertThat(problems.get(1))
                    .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                    .containsEntry("found", "the end")
                    .containsKeys("column", "expected", "detail");
            // corrected: nothing is left to show
            page.send("{'t':'view','filter':'','highlights':['id = 1','id = 2']}");
            assertThat(page.next("highlights").get("problems")).isEqualTo(Arrays.asList(null, null));
        }
    }

    private static int bits(LiveClient page, long flow) {
        return ((Number) cell(page.rows().get(flow), "highlights")).intValue();
    }

    @Test
    void aPageIsToldOfChangesOfTheFlowThatItShows() throws Exception {
        server.session.accept(new FlowEvent.Opened(ListedFlows.open(1)));
        try (LiveClient page = server.open()) {
            page.send("{'t':'view','filter':'id > 1'}"); // the list need not show it
            page.send("{'t':'flow','id':1}");
            page.send("{'t':'win','count':3,'tail':true}");
            page.next("w");
            server.record(ListedFlows.complete(1));
            Map<String, Object> told = page.next("f");
            assertThat(LiveClient.number(told, "id")).isEqualTo(1);
            assertThat(LiveClient.number(told, "revision")).isEqualTo(2);
            server.session.accept(new FlowEvent.Deleted(1));
            assertThat(LiveClient.number(page.next("f"), "revision")).isZero();
        }
    }

    @Test
    void eightPagesWithEightFiltersAreAllLive() throws Exception {
        List<LiveClient> pages = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                LiveClient page = server.open();
                pages.add(page);
                page.send("{'t':'view','filter':'~u items/[0-9]*" + i + "\\\\?'}");
                page.send("{'t':'win','count':3,'tail':true}");
            }
            record(1, 200);
            for (int i = 0; i < 8; i++) {
                long digit = i;
                List<Long> wanted = LongStream.of(170, 180, 190)
                        .map(ten -> digit == 0 ? ten + 10 : ten + digit)
                        .boxed()
                        .toList();
                pages.get(i).frame(wanted::equals);
            }
        } finally {
            pages.forEach(LiveClient::close);
        }
    }

    @Test
    void aPageThatConnectsAgainSeesTheSame() throws Exception {
        record(1, 50);
        for (int i = 0; i < 3; i++) {
            try (LiveClient page = server.open()) {
                page.send("{'t':'view','filter':'id > 20','order':'time','reversed':true}");
                page.send("{'t':'win','from':2,'count':3}");
                page.frame(List.of(48L, 47L, 46L)::equals);
            }
        }
    }

    /** Whatever happens to flows, the window finally has the ids and revisions that the view has at its ranks. */
    @Test
    void framesEndWithWhatTheViewShows() throws Exception {
        for (long seed = 1; seed <= 8; seed++) {
            Random random = new Random(seed);
            TreeMap<Long, Flow> flows = new TreeMap<>();
            long base = seed * 10_000;
            long next = base;
            try (LiveClient page = server.open()) {
                page.send("{'t':'view','filter':'id >= " + base + " & id < " + (base + 10_000) + "','reversed':"
                        + random.nextBoolean() + "}");
                page.send("{'t':'win','from':5,'count':20,'tail':" + random.nextBoolean() + "}");
                for (int step = 0; step < 400; step++) {
                    if (step % 40 == 39) {
                        page.send("{'t':'win','from':" + random.nextInt(30) + ",'count':20,'tail':"
                                + random.nextBoolean() + "}");
                        page.next("w");
                    }
                    int kind = random.nextInt(10);
                    if (kind < 4 || flows.isEmpty()) {
                        Flow open = ListedFlows.open(next++);
                        flows.put(open.id(), open);
                        server.session.accept(new FlowEvent.Opened(open));
                    } else {
                        long id = new ArrayList<>(flows.keySet()).get(random.nextInt(flows.size()));
                        if (kind < 8) {
                            Flow closed = ListedFlows.complete(id);
                            if (flows.put(id, closed).revision() < 2) {
                                server.session.accept(new FlowEvent.Closed(closed));
                            }
                        } else {
                            flows.remove(id);
                            server.session.accept(new FlowEvent.Deleted(id));
                        }
                    }
                }
                page.send("{'t':'win','from':0,'count':500}");
                await().untilAsserted(() -> {
                    Map<Long, Integer> seen = new TreeMap<>();
                    page.rows().forEach((id, row) -> seen.put(id, ((Number) row.get(1)).intValue()));
                    Map<Long, Integer> wanted = new TreeMap<>();
                    flows.forEach((id, flow) -> wanted.put(id, flow.revision()));
                    assertThat(seen).isEqualTo(wanted);
                });
            }
        }
    }
}
