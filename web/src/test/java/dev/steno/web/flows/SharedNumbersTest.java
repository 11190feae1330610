package dev.steno.web.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.content.schema.ProtoSchema;
import dev.steno.filter.Filter;
import dev.steno.flow.FlowNumber;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.view.View;
import dev.steno.web.api.CompareResource;
import dev.steno.web.api.RecordedContent;
import dev.steno.web.http.Route;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The numbers of flows as a store of several recorders has them, in all that names flows. */
@Timeout(600)
class SharedNumbersTest {
    @TempDir
    Path folder;

    private SessionServer server;
    private RecordedContent content;

    @BeforeEach
    void start() throws Exception {
        server = new SessionServer(folder, session -> {
            content = new RecordedContent(session, ProtoSchema.NONE);
            List<Route> routes = new ArrayList<>(new FlowsResource(session).routes());
            routes.addAll(new FlowResource(session).routes());
            routes.addAll(new FlowSetResource(session).routes());
            routes.addAll(new CompareResource(content).routes());
            return routes;
        });
        server.record(7, "/7", 200, 40);
        for (int recorder = 1; recorder <= 2; recorder++) {
            for (int flow = 41; flow <= 43; flow++) {
                server.record(FlowNumber.of(recorder, flow), "/" + recorder + "/" + flow, 200, flow);
            }
        }
        server.session.durable().get();
    }

    @AfterEach
    void stop() throws Exception {
        content.close();
        server.close();
    }

    private String get(String path) throws Exception {
        return server.send("GET", path, "").body();
    }

    @Test
    void aListAndAFlowHaveThem() throws Exception {
        assertThat(get("/flows?limit=2"))
                .startsWith("{\"flows\":[{\"id\":7,")
                .contains("{\"id\":\"1.41\",", "\"path\":\"/1/41\"");
        assertThat(get("/flows/1.41")).startsWith("{\"id\":\"1.41\",");
        assertThat(get("/flows/2.43/copy?as=url")).contains("/2/43");
    }

    @Test
    void aFlowThatIsNotThereIsNamed() throws Exception {
        assertThat(get("/flows/9.41")).contains("there is no flow 9.41 in the session");
        assertThat(get("/flows/9.")).contains("9. is not the number of a flow");
    }

    @Test
    void pagesInEachOrderGoOnBehindThem() throws Exception {
        for (String order : List.of("time", "duration")) {
            StringBuilder ids = new StringBuilder();
            String cursor = "";
            do {
                String page = get("/flows?limit=1&order=" + order + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
                ids.append(page.replaceAll("(?s).*\"flows\":\\[\\{\"id\":\"?([0-9.]+).*", "$1 "));
                cursor = page.contains("\"next\":null") ? "" : page.replaceAll("(?s).*\"next\":\"([^\"]*)\".*", "$1");
            } while (!cursor.isEmpty());
            assertThat(ids.toString())
                    .isEqualTo(
                            order.equals("time")
                                    ? "7 1.41 1.42 1.43 2.41 2.42 2.43 "
                                    : "7 1.41 2.41 1.42 2.42 1.43 2.43 ");
        }
    }

    @Test
    void pagesAndPlacesOfAViewHaveThem() throws Exception {
        try (View view = server.views.open()) {
            view.setFilter(Filter.ALL).get(); // all flows are listed
            String first = get("/flows?limit=3&view=" + view.number());
            assertThat(first).contains("\"next\":\"1.42.3\"");
            assertThat(get("/flows?limit=2&cursor=1.42.3&view=" + view.number()))
                    .startsWith("{\"flows\":[{\"id\":\"1.43\",");
            assertThat(get("/flows/ranks?from=0&count=2&view=" + view.number())).isEqualTo("{\"ids\":[7,\"1.41\"]}");
            assertThat(get("/flows?cursor=1.2&view=" + view.number() + "&limit=1"))
                    .contains("\"id\":\"1.42\""); // flow 1 is not there, but its place
            assertThat(get("/flows?cursor=1.42.&view=" + view.number())).contains("is not one that Steno gave");
        }
    }

    @Test
    void setsAndComparisonsNameThem() throws Exception {
        assertThat(server.send("POST", "/flows/mark", "{\"set\":\"1.42,2.41\",\"mark\":\"x\"}")
                        .body())
                .isEqualTo("{\"count\":2}");
        assertThat(get("/flows/compare?ids=1.42,7")).contains("{\"id\":\"1.42\",", "{\"id\":7,");
        assertThat(get("/flows/compare?ids=1.42@original,1.42@0")).doesNotContain("must be numbers");
        assertThat(get("/flows/compare?ids=1.42.,7")).contains("must be numbers of flows");
        assertThat(server.send("DELETE", "/flows?set=@1.41,7,2.43", "").body()).isEqualTo("{\"count\":3}");
        try (SessionReader reader = server.session.reader()) {
            assertThat(reader.ids(Place.START, 10, false))
                    .containsExactly(
                            FlowNumber.of(1, 42), FlowNumber.of(1, 43), FlowNumber.of(2, 41), FlowNumber.of(2, 42));
        }
    }
}
