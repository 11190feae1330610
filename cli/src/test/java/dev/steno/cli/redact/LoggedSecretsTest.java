package dev.steno.cli.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.run.LiveProxy;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the product's parts and its libraries log. */
@Timeout(300)
class LoggedSecretsTest {
    private static final String SECRET = "s3cret-0123456789";

    @TempDir
    Path folder;

    @Test
    void aLineOfTheJdksLoggingIsRedactedOnTheConsoleAndInTheLogOfTheRun() throws Exception {
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        Handler printing = new StreamHandler(console, new SimpleFormatter());
        Logger root = Logger.getLogger("");
        root.addHandler(printing);
        Path log = folder.resolve("run.log");
        try (LiveProxy proxy = LiveProxy.start(
                folder, "--redact", "auth", "--redact", "regex:s3cret-[0-9]+", "--log-file", log.toString())) {
            Logger.getLogger("io.netty.test")
                    .log(
                            Level.WARNING,
                            "cannot read https://bob:pw1@h.test/?token=abc and " + SECRET,
                            new IllegalStateException(SECRET));
            printing.flush();
            assertThat(RunningApi.get(proxy, "/log")).contains("cannot read").doesNotContain(SECRET);
        } finally {
            root.removeHandler(printing);
        }
        assertThat(console.toString(StandardCharsets.UTF_8))
                .contains("cannot read")
                .contains("r:regex:")
                .doesNotContain(SECRET, "bob:pw1", "token=abc");
        assertThat(Files.readString(log)).contains("cannot read").doesNotContain(SECRET, "bob:pw1", "token=abc");
    }
}
