package dev.steno.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.flow.Endpoint;
import dev.steno.testing.process.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code steno browser}: a page of localhost over HTTPS is recorded, without a trusted CA and without set-up. */
class BrowserCommandTest {
    @TempDir
    Path folder;

    @Test
    void aPageOnLocalhostIsRecordedAsRead() throws Exception {
        Program chromium = Program.need("chromium");
        Path session = folder.resolve("x.steno");
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        try (HttpsOrigin origin = new HttpsOrigin(folder.resolve("origin"))) {
            StenoCall steno = new StenoCall(folder).with("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
            Program.Outcome outcome = steno.run(
                    "browser",
                    "--browser=" + chromium.file(),
                    "--session",
                    session,
                    "--upstream-ca",
                    origin.ca(),
                    origin.url("/page"),
                    "--",
                    "--headless",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--dump-dom");
            assertThat(outcome.text()).as(outcome.err()).contains("\"path\":\"/page\"");
            assertThat(outcome.code()).isZero();
            String listed = steno.run("ls", session).text();
            assertThat(listed).contains(origin.url("/page")).contains("\t200\t");
            // A tunnel of the browser's own that ends before its first request has no request to mark.
            assertThat(steno.run("ls", session, "--filter", "~http & ! ~comment browser-background")
                            .text()
                            .lines())
                    .as(listed)
                    .allSatisfy(line -> assertThat(line).contains(origin.url("/")));
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(file -> file.getFileName().toString().startsWith("steno-browser")))
                    .isEmpty();
        }
    }

    @Test
    void firefoxTrustsTheCaAndIsReadToo() throws Exception {
        Optional<Program> firefox = Program.find("firefox-esr").or(() -> Program.find("firefox"));
        if (firefox.isEmpty()) {
            System.out.println("skipped: there is no Firefox here, which .ci/run leaves to you");
        }
        assumeTrue(firefox.isPresent(), "Firefox is not installed");
        Program.need("certutil");
        Path session = folder.resolve("x.steno");
        Path screenshot = folder.resolve("page.png");
        try (HttpsOrigin origin = new HttpsOrigin(folder.resolve("origin"))) {
            Program.Outcome outcome = new StenoCall(folder)
                    .run(
                            "browser",
                            "--browser=" + firefox.get().file(),
                            "--session",
                            session,
                            "--upstream-ca",
                            origin.ca(),
                            origin.url("/page"),
                            "--",
                            "--headless",
                            "--screenshot",
                            screenshot);
            assertThat(outcome.code()).as(outcome.said()).isZero();
            assertThat(new StenoCall(folder).run("ls", session, "status = 200").text())
                    .as(outcome.said())
                    .contains(origin.url("/page"));
            assertThat(screenshot).exists();
        }
    }

    @Test
    void aBrowserThatIsNotInstalledIsNamed() throws Exception {
        Program.Outcome outcome = new StenoCall(folder).run("browser", "--browser", "no-such-browser");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith(
                        "steno: browser not found: no-such-browser; Chromium, Chrome, Edge and Firefox can be started")
                .hasLineCount(1);
    }

    @Test
    void aBrowserThatHasNoScreenIsSaidToHaveNone() throws Exception {
        Path browser = Files.writeString(folder.resolve("chromium"), "#!/bin/sh\nexit 3\n");
        assertThat(browser.toFile().setExecutable(true)).isTrue();
        StenoCall steno = new StenoCall(folder).with("DISPLAY", "").with("WAYLAND_DISPLAY", "");
        Program.Outcome without = steno.run("browser", "--browser", browser, "--proxy", "127.0.0.1:9");
        assertThat(without.code()).isEqualTo(3);
        assertThat(without.err())
                .contains("steno: chromium ended with exit code 3: DISPLAY and WAYLAND_DISPLAY are not set")
                .contains("steno browser URL -- --headless");
        assertThat(steno.with("DISPLAY", ":9")
                        .run("browser", "--browser", browser, "--proxy", "127.0.0.1:9")
                        .err())
                .endsWith("steno: chromium ended with exit code 3\n");
    }

    @Test
    void howToSeeTheTrafficMeanwhileIsSaid() throws Exception {
        Path browser = Files.writeString(folder.resolve("chromium"), "#!/bin/sh\nexit 0\n");
        assertThat(browser.toFile().setExecutable(true)).isTrue();
        StenoCall steno = new StenoCall(folder);
        assertThat(steno.run("browser", "--browser", browser).err()).contains("steno tail lists");
        assertThat(steno.run("browser", "--browser", browser, "--quiet").err()).doesNotContain("steno tail");
        assertThat(steno.run("browser", "--browser", browser, "--session", "none")
                        .err())
                .doesNotContain("steno tail");
    }

    @Test
    void chromiumIsToldOfTheProxyTheCaAndLoopback() {
        List<String> switches = ChromiumSwitches.of(
                new Endpoint("127.0.0.1", 9),
                Optional.of(new Endpoint("127.0.0.1", 8)),
                "c3BraQ==",
                Path.of("/p q"),
                false);
        assertThat(switches)
                .contains(
                        "--proxy-server=http://127.0.0.1:9",
                        "--proxy-bypass-list=<-loopback>;127.0.0.1:8",
                        "--ignore-certificate-errors-spki-list=c3BraQ==",
                        "--user-data-dir=/p q")
                .doesNotContain("--no-sandbox");
    }

    @Test
    void firefoxSendsLocalhostToTheProxyToo() throws Exception {
        Program.need("certutil");
        StenoCall steno = new StenoCall(folder);
        Path browser = Files.writeString(folder.resolve("firefox"), "#!/bin/sh\necho \"$@\"\ncat \"$3/user.js\"\n");
        assertThat(browser.toFile().setExecutable(true)).isTrue();
        Path profile = folder.resolve("profile");
        Program.Outcome outcome = steno.run(
                "browser", "--browser", browser, "--profile", profile, "--proxy", "127.0.0.1:9", "http://localhost/");
        assertThat(outcome.text())
                .as(outcome.err())
                .startsWith("--no-remote --profile " + profile + " http://localhost/\n")
                .contains("user_pref(\"network.proxy.ssl_port\", 9);")
                .contains("user_pref(\"network.proxy.allow_hijacking_localhost\", true);");
        assertThat(Program.need("certutil").call("-L", "-d", "sql:" + profile).text())
                .contains("Steno");
    }

    /** The proxy does not lead to the web interface, so the browser must reach it directly. */
    @Test
    void theWebInterfaceHasATabBesideThePages() throws Exception {
        Path browser = Files.writeString(folder.resolve("chromium"), """
                #!/bin/sh
                for word; do printf '%s\\n' "$word"; done
                cat "${word#file://}"
                ls -l "${word#file://}"
                """);
        assertThat(browser.toFile().setExecutable(true)).isTrue();
        StenoCall steno = new StenoCall(folder);
        Program.Outcome outcome = steno.run("browser", "--browser", browser, "--web", "0", "http://localhost:1/");

        Matcher url = Pattern.compile("url=(http://(127\\.0\\.0\\.1:[0-9]+)/#login=[\\w-]{43})\"")
                .matcher(outcome.text());
        assertThat(url.find()).as(outcome.said()).isTrue();
        assertThat(outcome.text())
                .contains("--proxy-bypass-list=<-loopback>;" + url.group(2) + "\n", "\nhttp://localhost:1/\nfile:///")
                .contains("-rw-------");
        // the code, by which one can log in, is not among the arguments, which every user can read
        assertThat(outcome.text().lines().takeWhile(line -> !line.startsWith("<!DOCTYPE")))
                .noneMatch(line -> line.contains("login"));
        assertThat(steno.run("browser", "--browser", browser, "--web", "off", "http://localhost:1/")
                        .text())
                .contains("http://localhost:1/")
                .doesNotContain("file:///");
    }

    /** A person sees the page of the web interface with the browser's own protections on. */
    @Test
    void theTabOfTheWebInterfaceLogsIn() throws Exception {
        Program chromium = Program.need("chromium");
        Path page = folder.resolve("dump.html");
        Path browser = Files.writeString(
                folder.resolve("chromium"),
                "#!/bin/sh\nfor word; do :; done\nexec " + chromium.file()
                        + " \"$@\" --headless --disable-gpu --disable-dev-shm-usage --virtual-time-budget=8000 --dump-dom > "
                        + page + "\n");
        assertThat(browser.toFile().setExecutable(true)).isTrue();
        Program.Outcome outcome = new StenoCall(folder).run("browser", "--browser", browser, "--web", "0");
        for (int i = 0; i < 2 && Files.size(page) == 0; i++) {
            System.out.println("Chromium ended without a dump; it is started again");
            outcome = new StenoCall(folder).run("browser", "--browser", browser, "--web", "0");
        }

        assertThat(Files.readString(page))
                .as(outcome.said())
                .contains("Flows", "Statistics")
                .doesNotContain("steno web");
    }
}
