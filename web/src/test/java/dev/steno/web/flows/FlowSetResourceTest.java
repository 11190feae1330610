package dev.steno.web.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.filter.FilterParser;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.view.View;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(600)
class FlowSetResourceTest {
    @TempDir
    Path folder;

    private SessionServer server;

    @BeforeEach
    void start() throws Exception {
        server = new SessionServer(folder, session -> new FlowSetResource(session).routes());
        for (int id = 1; id <= 9; id++) {
            server.record(server.session.sequences().nextFlow(), "/" + id, id % 2 == 0 ? 200 : 404, 1);
        }
        server.session.durable().get();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private List<Long> left() throws Exception {
        try (SessionReader reader = server.session.reader()) {
            return reader.ids(Place.START, 100, false);
        }
    }

    private static String encoded(String set) {
        return URLEncoder.encode(set, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3 | 1 | 1 2 4 5 6 7 8 9",
                "@3,5 | 2 | 1 2 4 6 7 8 9",
                "2,5-8,99 | 5 | 1 3 4 9",
                "status >= 400 | 5 | 2 4 6 8",
                "@all | 9 | ''",
                "@marked | 0 | 1 2 3 4 5 6 7 8 9",
            })
    void aSetIsRemoved(String set, int count, String left) throws Exception {
        assertThat(server.send("DELETE", "/flows?set=" + encoded(set), "").body())
                .isEqualTo("{\"count\":" + count + "}");
        assertThat(left().stream().map(String::valueOf).toList())
                .isEqualTo(left.isEmpty() ? List.of() : List.of(left.split(" ")));
    }

    @Test
    void whatAViewShowsIsMarkedAndRemoved() throws Exception {
        try (View view = server.views.open()) {
            int number = view.number();
            view.setFilter(FilterParser.parse("status = 200")).get();

            assertThat(server.send("POST", "/flows/mark?view=" + number, "{\"set\":\"@shown\",\"mark\":\"a\"}")
                            .body())
                    .isEqualTo("{\"count\":4}");
            assertThat(server.send("DELETE", "/flows?set=@hidden&view=" + number, "")
                            .body())
                    .isEqualTo("{\"count\":5}");
        }
        assertThat(left()).containsExactly(2L, 4L, 6L, 8L);
        assertThat(server.send("POST", "/flows/mark", "{\"set\":\"@marked\",\"mark\":\"\"}")
                        .body())
                .isEqualTo("{\"count\":4}");
        assertThat(server.send("POST", "/flows/mark", "{\"set\":\"@marked\"}").body())
                .isEqualTo("{\"count\":0}");
    }

    @Test
    void thePlacesOfAListNameItsFlows() throws Exception {
        try (View view = server.views.open()) {
            view.settled().get();
            String of = "&view=" + view.number();
            assertThat(server.send("GET", "/flows/ranks?from=2&count=4" + of, "")
                            .body())
                    .isEqualTo("{\"ids\":[3,4,5,6]}");
            view.setFilter(FilterParser.parse("status = 200")).get();
            assertThat(server.send("GET", "/flows/ranks?from=1&count=2" + of, "")
                            .body())
                    .isEqualTo("{\"ids\":[4,6]}");
            assertThat(server.send("GET", "/flows/ranks?from=0&count=50001" + of, "")
                            .body())
                    .contains("\"status\":400");
        }
    }

    @Test
    void aSetIsDuplicated() throws Exception {
        String answer =
                server.send("POST", "/flows/duplicate", "{\"set\":\"1-2\"}").body();

        assertThat(answer).startsWith("{\"count\":2,\"ids\":[");
        assertThat(left()).hasSize(11);
    }

    @Test
    void aRequestWithoutASetChangesNothing() throws Exception {
        assertThat(server.send("DELETE", "/flows", "").body()).contains("\"status\":400", "set is missing");
        assertThat(server.send("DELETE", "/flows?set=@no", "").body()).contains("\"status\":400", "set: ");
        assertThat(server.send("DELETE", "/flows?set=%7Ec%20x%20%28", "").body())
                .contains("\"column\":");
        assertThat(server.send("POST", "/flows/mark", "{}").body()).contains("\"status\":400");
        assertThat(left()).hasSize(9);
    }
}
