package dev.steno.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.testing.process.Program;
import dev.steno.testing.process.StenoProcess;
import dev.steno.testing.tls.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Chromium that does not trust Steno's CA. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RefusingBrowserIT {
    private static final String NAME = "pages.test";

    @TempDir
    Path folder;

    private Site site;
    private Identity identity;
    private Path session;

    @BeforeEach
    void makeASite() throws IOException {
        site = Site.make(folder.resolve("site"));
        identity = Identity.make(folder.resolve("origin"), NAME);
        session = folder.resolve("work.steno");
    }

    /**
     * This Chromium trusts the server's CA and not Steno's: it retries at once, which fails, and later connections pass
     * through.
     */
    @Test
    void aChromiumThatRefusesTheCertificateIsPassedThroughFromItsNextVisitOn() throws Exception {
        Program.need("chromium");
        Program.need("certutil");
        String target;
        try (Nginx nginx = Nginx.start(folder.resolve("nginx"), site, identity);
                StenoProcess steno = record()) {
            target = NAME + ":" + nginx.port();
            String url = "https://" + target + site.page();
            try (Chromium chromium = Chromium.open(folder, steno.port(), identity.ca(), url)) {
                assertThat(chromium).isNotNull();
                Awaitility.await().until(() -> steno.err().contains("Chrome at 127.0.0.1 refused the certificate for"));
            }
            assertThat(nginx.received()).isEmpty();

            // How many visits this takes depends on how often each retries. A visit that is closed in the middle of a
            // handshake can also end the decision, as a client does that refuses the server's own certificate.
            for (int i = 0; !reported(nginx); i++) {
                int refused = refusals(target);
                long revoked = revocations(steno);
                assertThat(i)
                        .as("visits before one is passed through: %s", steno.err())
                        .isLessThan(8);
                Path next = Files.createDirectory(folder.resolve("visit" + i));
                try (Chromium chromium = Chromium.open(next, steno.port(), identity.ca(), url)) {
                    Awaitility.await()
                            .until(() -> reported(nginx)
                                    || refusals(target) > refused
                                    || revocations(steno) > revoked
                                    || !chromium.isAlive());
                }
            }
            assertThat(steno.err()).contains("repeatedly refused the certificate for " + target);
            steno.stop();
        }
        assertThat(StenoProcess.call("passthrough", session).text().lines())
                .filteredOn(line -> line.contains(NAME)) // Chromium also requests pages of its own
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("127.0.0.1\t" + target + "\t")
                        .endsWith("\tthe client refused the certificate"));
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            List<Flow> flows = reader.page(Place.START, 1000, false);
            assertThat(flows)
                    .noneMatch(flow -> flow instanceof HttpFlow http
                            && http.request().url().contains(NAME));
            assertThat(flows.stream()
                            .filter(TcpFlow.class::isInstance)
                            .map(TcpFlow.class::cast)
                            .filter(flow -> flow.target().toString().equals(target))
                            .mapToLong(TcpFlow::sentByServer)
                            .sum())
                    .as("the second visit, by its bytes alone")
                    .isGreaterThan(site.content("/large.bin").length);
        }
    }

    private static boolean reported(Nginx nginx) throws IOException {
        return nginx.received().stream().anyMatch(head -> head.start().equals("POST /done HTTP/1.1"));
    }

    private static long revocations(StenoProcess steno) {
        return steno.err()
                .lines()
                .filter(line -> line.contains("are intercepted again"))
                .count();
    }

    private int refusals(String target) throws IOException {
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            return (int) reader.page(Place.START, Integer.MAX_VALUE, false).stream()
                    .filter(flow -> flow.error() != null && flow.error().step() == FlowError.Step.CLIENT_TLS)
                    .filter(flow -> flow instanceof TcpFlow tcp
                            && tcp.target().toString().equals(target))
                    .count();
        }
    }

    /** Starts the product. Its resolver knows only this machine, so no request leaves it. */
    private StenoProcess record() throws IOException {
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 " + NAME + " localhost\n");
        return StenoProcess.recordIn(
                "-Djdk.net.hosts.file=" + hosts,
                session,
                "--upstream-ca",
                identity.ca(),
                "--auto-pass-through-after",
                "0s");
    }
}
