package dev.steno.web.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Completion and checks of filters over HTTP. */
class FilterResourceTest {
    @TempDir
    Path home;

    private RecordedServer server;

    @BeforeEach
    void start() throws Exception {
        server = new RecordedServer(home);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void proposes(String text, String... expected) {
        await().untilAsserted(() -> assertThat(server.json("filter/complete?text=" + RecordedServer.encoded(text)))
                .contains(expected));
    }

    @Test
    void valuesOfTheSessionHaveTheirCounts() {
        proposes(
                "~e | host = ",
                "{\"from\":12,\"to\":12,\"items\":[{\"text\":\"a.test\",\"label\":\"a.test\",\"kind\":\"host\",\"count\":4,"
                        + "\"help\":\"\"},{\"text\":\"b.test\",");
        proposes("status = 4", "\"from\":9,", "[{\"text\":\"404\",");
        proposes("method in (GET, p", "\"from\":16,", "[{\"text\":\"POST\",");
    }

    @Test
    void aValueIsFoundByItsMiddleAndQuotedForARegularExpression() {
        proposes("~d \"TEST", "{\"from\":3,\"to\":8,\"items\":[{\"text\":\"a\\\\.test\",");
        proposes("type = html", "\"text\":\"text/html\"");
    }

    @Test
    void namesOfHeaderFieldsAreProposed() {
        proposes("~h cont", "{\"text\":\"content-type:\",\"label\":\"content-type\",\"kind\":\"header\",\"count\":6,");
    }

    @Test
    void argumentsOfCommandsThatAreFiltersAreCompletedToo() {
        completes("view.filter.set \"host = ", "'host = a.test'", "'host = b.test'");
        completes("view.filter.set sta", "\"state\"", "\"status\"");
        completes("flow.mark \"~e & status = 4", "'~e & status = 404'");
        completes("flow.mark @mar", "\"candidates\":[\"@marked\"]");
    }

    private void completes(String line, String... expected) {
        await().untilAsserted(() -> assertThat(server.json("commands/complete?line=" + RecordedServer.encoded(line)))
                .contains(expected));
    }

    @Test
    void wordsOfTheGrammarAreProposedElsewhere() {
        proposes(
                "sta",
                "{\"from\":0,\"to\":3,\"items\":[{\"text\":\"state\",\"label\":\"state\",\"kind\":\"word\",\"help\":");
        proposes("state = f", "[{\"text\":\"failed\",");
    }

    @Test
    void aCheckTellsWhereAFilterIsWrong() throws Exception {
        assertThat(server.json("filter/check?text=" + RecordedServer.encoded("status >= 500")))
                .isEqualTo("{\"valid\":true}");
        assertThat(server.json("filter/check?text=")).isEqualTo("{\"valid\":true}");
        assertThat(server.json("filter/check?text=" + RecordedServer.encoded("~e and")))
                .startsWith("{\"valid\":false,\"column\":6,\"found\":")
                .contains("\"expected\":", "\"detail\":\"character 7 of the filter: ");
    }
}
