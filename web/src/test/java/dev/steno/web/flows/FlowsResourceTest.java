package dev.steno.web.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowEvent;
import dev.steno.filter.FilterParser;
import dev.steno.filter.Order;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.view.View;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(600)
class FlowsResourceTest {
    private static final Pattern ID = Pattern.compile("\\{\"id\":([0-9]+),");
    private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]+)\"}$");

    @TempDir
    Path folder;

    private SessionServer server;

    @BeforeEach
    void start() throws Exception {
        server = new SessionServer(folder, session -> new FlowsResource(session).routes());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static List<Long> ids(String text) {
        return ID.matcher(text)
                .results()
                .map(found -> Long.parseLong(found.group(1)))
                .toList();
    }

    /** Reads pages until there is no next one. */
    private List<Long> pages(String query, Runnable between) throws Exception {
        List<Long> all = new ArrayList<>();
        String cursor = "";
        do {
            String page = server.get("/flows?" + query + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            all.addAll(ids(page));
            cursor = NEXT.matcher(page)
                    .results()
                    .map(found -> found.group(1))
                    .findFirst()
                    .orElse("");
            between.run();
        } while (!cursor.isEmpty());
        return all;
    }

    private List<Flow> varied(int count) {
        Random random = new Random(7);
        List<Flow> flows = new ArrayList<>();
        for (int id = 1; id <= count; id++) {
            flows.add(server.record(
                    id,
                    "/" + "x".repeat(random.nextInt(5)) + random.nextInt(9),
                    200 + random.nextInt(4),
                    random.nextInt(9)));
        }
        return flows;
    }

    @Test
    void aPageHasTheObjectsOfTheCommandLine() throws Exception {
        server.record(1, "/a", 200, 5_000_000);

        assertThat(server.get("/flows"))
                .startsWith(
                        "{\"flows\":[{\"id\":1,\"kind\":\"http\",\"method\":\"GET\",\"url\":\"http://example.test/a\",")
                .contains("\"status\":200,", "\"started\":\"2026-09-21T14:13:20.001000000Z\",\"duration\":5,")
                .endsWith(",\"unread\":false,\"held\":null,\"recorder\":null}],\"next\":null}");
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void pagesOfEveryOrderAreTheWholeOrder(Order order) throws Exception {
        List<Flow> flows = varied(57);
        for (boolean reverse : new boolean[] {false, true}) {
            Comparator<Flow> by = reverse ? order.comparator().reversed() : order.comparator();
            List<Long> wanted = flows.stream().sorted(by).map(Flow::id).toList();
            String query = "order=" + order.label() + "&reverse=" + reverse;

            assertThat(pages(query + "&limit=10", () -> {})).isEqualTo(wanted);
            assertThat(pages(query + "&limit=57", () -> {})).isEqualTo(wanted);
            assertThat(pages(query + "&limit=9&filter=status%20%3D%20201", () -> {}))
                    .isEqualTo(flows.stream()
                            .filter(flow -> ((HttpFlow) flow).response().status() == 201)
                            .sorted(by)
                            .map(Flow::id)
                            .toList());
        }
    }

    @Test
    void flowsThatComeBetweenPagesShiftNothing() throws Exception {
        List<Flow> flows = varied(30);
        long[] next = {100};

        List<Long> seen = pages("order=duration&limit=7", () -> server.record(next[0]++, "/new", 200, 0));

        assertThat(seen)
                .doesNotHaveDuplicates()
                .containsAll(flows.stream().map(Flow::id).toList());
    }

    @Test
    void theLimitIsAtMostAThousand() throws Exception {
        assertThat(server.send("GET", "/flows?limit=1000", "").statusCode()).isEqualTo(200);
        assertThat(server.get("/flows?limit=1001")).contains("\"status\":400", "must be a number from 1 to 1000");
        assertThat(server.get("/flows?order=colour")).contains("order must be one of time, method, host");
        assertThat(server.get("/flows?cursor=x")).contains("the cursor is not one that Steno gave");
    }

    @Test
    void aSwitchIsOnOrOff() throws Exception {
        for (String name : List.of("reverse", "follow")) {
            assertThat(server.get("/flows?limit=1&" + name + "=maybe"))
                    .contains(
                            "\"status\":400",
                            "the parameter " + name + " must be 1 or true, 0 or false, not \\\"maybe\\\"");
        }
        assertThat(server.get("/flows?limit=1&reverse=0")).isEqualTo(server.get("/flows?limit=1&reverse=false"));
        assertThat(server.get("/flows?limit=1&reverse")).isEqualTo(server.get("/flows?limit=1&reverse=1"));
    }

    @Test
    void theErrorOfAFilterHasItsPlace() throws Exception {
        assertThat(server.get("/flows?filter=status%20%3E%3E%201"))
                .contains("\"status\":400", "\"column\":", "\"found\":", "\"expected\":");
    }

    @Test
    void aViewHasItsPages() throws Exception {
        varied(25);
        View view = server.views.open();
        int number = view.number();
        view.setFilter(FilterParser.parse("status = 202")).get();
        view.setOrder(Order.URL).get();
        view.setReversed(true).get();
        List<Long> shown = view.ids(0, 100).get();

        assertThat(pages("view=" + number + "&limit=2", () -> {})).isEqualTo(shown);
        assertThat(server.get("/flows?view=" + number + "&order=url")).contains("\"status\":400");
        view.close();
        assertThat(server.get("/flows?view=" + number)).contains("\"status\":404", "is not open");
    }

    @Test
    void allFlowsAreAStreamOfLines() throws Exception {
        for (long id = 1; id <= 1_200; id++) {
            server.record(id, "/" + id % 3, 200, 1);
        }
        String all = new String(server.stream("/flows").body().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(all.lines().map(FlowsResourceTest::id))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1_200).boxed().toList());
        String some = new String(
                server.stream("/flows?reverse=1&filter=~u%20%2F2").body().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(some.lines().map(FlowsResourceTest::id))
                .hasSize(400)
                .isSortedAccordingTo(Collections.reverseOrder());
    }

    private static long id(String line) {
        assertThat(line).startsWith("{\"id\":").endsWith("}");
        return Long.parseLong(line.substring(6, line.indexOf(',')));
    }

    @Test
    void aFollowedStreamGoesOnWithWhatEnds() throws Exception {
        server.record(1, "/a", 200, 1);
        HttpFlow open = SessionServer.open(2, "GET", "/b", Headers.EMPTY, Body.NONE);
        server.session.accept(new FlowEvent.Opened(open));
        try (InputStream body = server.stream("/flows?follow=true").body();
                BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).startsWith("{\"id\":1,").contains("\"state\":\"complete\"");
            assertThat(lines.readLine()).startsWith("{\"id\":2,").contains("\"state\":\"open\"");
            server.record(3, "/c", 200, 1);
            assertThat(lines.readLine()).startsWith("{\"id\":3,");
            server.session.accept(new FlowEvent.Closed(SessionServer.answered(open, 500, 3, Body.NONE)));
            assertThat(lines.readLine()).startsWith("{\"id\":2,").contains("\"status\":500");
            server.record(4, "/d", 200, 1);
            assertThat(lines.readLine()).startsWith("{\"id\":4,");
        }
    }

    @Test
    void aFollowedStreamTestsBodies() throws Exception {
        try (InputStream body =
                        server.stream("/flows?follow=true&filter=~bs%20needle").body();
                BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            server.record(1, "/hay", 200, 1);
            server.record(2, "/needle", 200, 1);
            assertThat(lines.readLine()).startsWith("{\"id\":2,");
        }
    }

    @Test
    void everyFlowOfABusySessionIsWrittenOnce() throws Exception {
        Thread traffic = new Thread(() -> {
            for (long id = 1; id <= 3_000; id++) {
                server.record(id, "/" + id, 200, 1);
            }
        });
        traffic.start();
        List<Long> seen = new ArrayList<>();
        try (InputStream body =
                        server.stream("/flows?follow=true&filter=~c%20200").body();
                BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            while (seen.size() < 3_000) {
                seen.add(id(lines.readLine()));
            }
        }
        traffic.join();

        assertThat(seen).doesNotHaveDuplicates();
    }

    @Test
    void aFollowerThatLeavesIsForgotten() throws Exception {
        int before = threads();
        server.stream("/flows?follow=true").body().close();

        await().untilAsserted(() -> assertThat(threads()).isEqualTo(before));
    }

    /** Threads that follow a session. */
    private static int threads() throws IOException {
        return (int) Thread.getAllStackTraces().values().stream()
                .filter(frames -> List.of(frames).stream()
                        .anyMatch(frame -> frame.getClassName().endsWith(".EndedFlows")))
                .count();
    }
}
