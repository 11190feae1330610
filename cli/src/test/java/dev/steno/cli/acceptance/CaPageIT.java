package dev.steno.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.filter.FilterParser;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.FlowSearch;
import dev.steno.store.SessionReader;
import dev.steno.testing.process.Program;
import dev.steno.testing.process.StenoProcess;
import dev.steno.testing.tls.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page that offers the CA, in Chromium, before and after the CA is trusted. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CaPageIT {
    private static final String PAGE = "http://steno.internal/";

    @TempDir
    Path folder;

    @Test
    void aBrowserThatOpensThePageBeforeItTrustsTheCaIsToldSoWhenItDoes() throws Exception {
        Program.need("chromium");
        Program.need("certutil");
        Path session = folder.resolve("work.steno");
        Identity other = Identity.make(folder.resolve("origin"), "pages.test");
        try (StenoProcess steno =
                new StenoProcess(folder, "-s", session.toString(), "--auto-pass-through-after", "0s")) {
            steno.awaitMessage(Pattern.compile("session .*: created"));
            for (int visit = 1; visit <= 3; visit++) {
                int visits = visit;
                try (Chromium chromium = Chromium.open(folder, steno.port(), other.ca(), PAGE)) {
                    assertThat(chromium).isNotNull();
                    await(() -> found(session, "step = client_tls & host = steno.internal") >= visits);
                }
            }
            assertThat(found(session, CHECKED)).as("the page's probe, before").isZero();

            try (Chromium chromium = Chromium.open(folder, steno.port(), steno.ca(), PAGE)) {
                assertThat(chromium).isNotNull();
                await(() -> found(session, CHECKED) > 0);
            }
            assertThat(found(session, "~unread & host = steno.internal")).isZero();
            assertThat(StenoProcess.call("passthrough", session).text()).doesNotContain("steno.internal");
        }
    }

    private static final String CHECKED = "url = https://steno.internal/check & status = 200";

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().until(condition);
    }

    /** Counts in this process: a start of the product at every look would take more CPU than what is looked at. */
    private static int found(Path session, String filter) throws IOException {
        List<Long> matches = new ArrayList<>();
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            reader.search(FlowSearch.of(FilterParser.parse(filter)), place -> matches.add(place.flow()), () -> false);
        }
        return matches.size();
    }
}
