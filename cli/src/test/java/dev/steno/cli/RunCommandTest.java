package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.testing.process.StenoProcess;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts and stops the proxy as users do: processes, signals, files. */
class RunCommandTest {
    @TempDir
    Path folder;

    private HttpServer origin;
    private String url;

    @BeforeEach
    void startTheOrigin() throws IOException {
        origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext("/", exchange -> {
            byte[] body = ("you asked for " + exchange.getRequestURI()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        origin.start();
        url = "http://127.0.0.1:" + origin.getAddress().getPort();
    }

    @AfterEach
    void stopTheOrigin() {
        origin.stop(0);
    }

    @Test
    void aSessionIsMadeReadWhileItIsRecordedKeptAndResumed() throws Exception {
        Path session = folder.resolve("work.steno");
        try (StenoProcess steno = new StenoProcess(folder, "--session", session.toString())) {
            assertThat(steno.get(url + "/one")).isEqualTo("you asked for /one");
            assertThat(steno.get(url + "/two")).isEqualTo("you asked for /two");
            await().untilAsserted(() ->
                    assertThat(Call.steno("ls", session).out()).contains("/one").contains("/two"));
            assertThat(Call.steno("show", session, 2, "--body").out()).isEqualTo("you asked for /two");
            assertThat(Call.steno("info", session).out()).contains("recording  yes");
            assertThat(steno.terminate()).isZero();
            assertThat(steno.out())
                    .contains("#1 GET " + url + "/one 200 text/plain 18 B ")
                    .contains("#2 GET " + url + "/two 200 text/plain 18 B ")
                    .hasLineCount(2);
            assertThat(steno.err())
                    .contains("session " + session + ": created")
                    .doesNotContain("does not end in .steno")
                    .contains("kept " + session + ": 2 flows, 2 of them new");
        }
        Path plain = folder.resolve("capture");
        try (StenoProcess steno = new StenoProcess(folder, "-s", plain.toString())) {
            assertThat(steno.get(url + "/zero")).isEqualTo("you asked for /zero");
            assertThat(steno.terminate()).isZero();
            assertThat(steno.err())
                    .contains("warning: " + plain + " is a new session file whose name does not end in .steno");
        }
        try (StenoProcess steno = new StenoProcess(folder, "-s", session.toString(), "--quiet")) {
            assertThat(steno.get(url + "/three")).isEqualTo("you asked for /three");
            assertThat(steno.terminate()).isZero();
            assertThat(steno.out()).isEmpty();
            // port 0 was given, so the chosen port is printed despite -q
            assertThat(steno.err()).hasLineCount(1);
        }
        assertThat(Call.steno("ls", session).out().lines())
                .hasSize(3)
                .last()
                .asString()
                .startsWith("3\t");
    }

    @Test
    void theRecordIsKeptWithinItsLimits() throws Exception {
        Path session = folder.resolve("work.steno");
        try (StenoProcess steno = new StenoProcess(
                folder, "-v", "--session", session.toString(), "--keep", "2flows,7d", "--body-limit", "10b")) {
            for (int i = 1; i <= 5; i++) {
                assertThat(steno.get(url + "/" + i)).isEqualTo("you asked for /" + i);
            }
            await().untilAsserted(() -> {
                assertThat(Call.steno("ls", session).out().lines()).hasSize(2);
                assertThat(Call.steno("info", session).out()).contains("removed    3 of those that were recorded");
                assertThat(steno.err()).contains("--keep: removed ");
            });
            assertThat(Call.steno("show", session, 5, "--raw").out()).isEqualTo("you asked ");
            assertThat(Call.steno("show", session, 5).text()).contains("the record has 10 of 16 bytes");
            assertThat(steno.terminate()).isZero();
        }
        assertThat(Call.steno("verify", session).out()).isEqualTo("2 flows checked\nclean\n");
    }

    @Test
    void aLimitThatIsNoneIsAWrongCall() {
        Call call = Call.steno("run", "--keep", "much");
        assertThat(call.code()).isEqualTo(ExitCode.USAGE);
        assertThat(call.err()).contains("\"much\" is not a limit").hasLineCount(1);
    }

    @Test
    void whatWasWrittenBeforeAKillIsThereAfterwards() throws Exception {
        Path session = folder.resolve("work.steno");
        try (StenoProcess steno = new StenoProcess(folder, "--session", session.toString())) {
            steno.get(url + "/kept");
            await().untilAsserted(
                            () -> assertThat(Call.steno("ls", session).out()).contains("\tcomplete\t"));
            steno.kill();
        }
        try (StenoProcess steno = new StenoProcess(folder, "--session", session.toString())) {
            steno.port();
            await().untilAsserted(() -> assertThat(steno.err()).contains("session " + session + ": resumed, 1 flow, "));
            steno.get(url + "/next");
            assertThat(steno.terminate()).isZero();
            assertThat(steno.err()).contains("2 flows, 1 of them new");
        }
    }

    @Test
    void aSessionWithoutANameStaysUntilTheNextOneBegins() throws Exception {
        Path last = folder.resolve("home/last.steno");
        try (StenoProcess steno = new StenoProcess(folder, "--verbose")) {
            steno.get(url + "/");
            await().untilAsserted(() -> assertThat(Call.steno("ls", "--home", folder.resolve("home"), "/")
                            .out())
                    .contains(url));
            assertThat(Call.steno("info", "--home", folder.resolve("home")).err())
                    .isEqualTo("steno: session " + last + ", which is being recorded\n");
            assertThat(steno.terminate()).isZero();
            assertThat(steno.temporaryFiles()).isEmpty();
            assertThat(steno.err())
                    .contains(
                            "recording to " + last + ", which the next start replaces; --session FILE keeps the record")
                    .contains("recorded 1 flow, ")
                    .contains(last + ", until the next start; steno save FILE keeps them");
        }
        Call shown = Call.steno("show", "--home", folder.resolve("home"), 1, "--body");
        assertThat(shown).isEqualTo(new Call(0, "you asked for /", "steno: session " + last + ", recorded last\n"));
        try (StenoProcess steno = new StenoProcess(folder)) {
            steno.port();
            await().untilAsserted(() -> assertThat(
                            Call.steno("ls", "--home", folder.resolve("home")).err())
                    .contains("no flows yet"));
            try (StenoProcess beside = new StenoProcess(folder)) {
                beside.get(url + "/beside");
                assertThat(beside.terminate()).isZero();
                assertThat(Call.steno("ls", folder.resolve("home/last-2.steno")).out())
                        .contains("/beside");
            }
            steno.kill();
        }
        try (StenoProcess steno = new StenoProcess(folder)) {
            steno.get(url + "/");
            assertThat(folder.resolve("home").toFile().list((home, name) -> name.endsWith(".steno")))
                    .containsExactly("last.steno");
            assertThat(steno.terminate()).isZero();
        }
    }

    @Test
    void theFirstLineIsTheAddressAndOnlyAFilterDecidesWhatIsPrinted() throws Exception {
        try (StenoProcess steno = new StenoProcess(folder, "--show", "~u two", "-s", folder + "/work.steno")) {
            steno.get(url + "/one");
            steno.get(url + "/two");
            assertThat(steno.terminate()).isZero();
            assertThat(steno.err().lines().findFirst().orElseThrow())
                    .matches("steno: listening on 127\\.0\\.0\\.1:[0-9]+");
            assertThat(steno.out()).hasLineCount(1).contains("/two");
        }
        assertThat(Call.steno("ls", folder.resolve("work.steno")).out()).hasLineCount(2);
        Call wrong = Call.steno("run", "--show", "~c");
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("--show: ").hasLineCount(1);
    }

    @Test
    void aPortThatAnotherStenoHasIsSaidWithItsSession() throws Exception {
        try (StenoProcess first = new StenoProcess(folder, "-s", folder + "/work.steno")) {
            first.get(url + "/");
            try (StenoProcess second = new StenoProcess(folder, "--listen", "127.0.0.1:" + first.port())) {
                assertThat(second.exitCode()).isEqualTo(ExitCode.FAILURE);
                assertThat(second.err())
                        .contains("port " + first.port() + " is taken by another Steno, process ")
                        .contains(", which records to " + folder.resolve("work.steno") + "; stop it, or choose");
            }
            assertThat(first.terminate()).isZero();
        }
    }

    @Test
    void anAddressThatTheMachineHasNotIsNamed() throws Exception {
        try (StenoProcess steno = new StenoProcess(folder, "--listen", "192.0.2.1:0")) {
            assertThat(steno.exitCode()).isEqualTo(ExitCode.FAILURE);
            assertThat(steno.err())
                    .contains("this machine has no address 192.0.2.1; 0.0.0.0:0 listens on all that it has");
        }
    }

    @Test
    void verboseLogsTheStepsOfConnections() throws Exception {
        try (StenoProcess steno = new StenoProcess(folder, "--verbose")) {
            steno.get(url + "/secret?token=abc");
            assertThat(steno.terminate()).isZero();
            assertThat(steno.err())
                    .containsPattern(
                            "(?m)^steno: \\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO #\\d+ accepted: 127.0.0.1:\\d+ at ")
                    .containsPattern("(?m)^steno: \\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO #\\d+/\\d+ connected: ")
                    .containsPattern("(?m)^steno: \\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO #\\d+ closed: ")
                    .doesNotContain("token=abc", "/secret");
        }
    }

    @Test
    void withSessionNoneTrafficPassesAndIsPrintedAndNothingIsKept() throws Exception {
        try (StenoProcess steno = new StenoProcess(folder, "--session", "none", "--keep", "7d")) {
            assertThat(steno.get(url + "/one")).isEqualTo("you asked for /one");
            assertThat(steno.terminate()).isZero();
            assertThat(steno.out()).contains("#1 GET " + url + "/one 200 text/plain 18 B ");
            assertThat(steno.err()).contains("nothing is recorded").doesNotContain("kept", "removed");
        }
        assertThat(Path.of("none")).doesNotExist();
    }

    @Test
    void theFirstStartMakesACaAndSaysSo() throws Exception {
        try (StenoProcess steno = new StenoProcess(folder)) {
            steno.port();
            await().untilAsserted(
                            () -> assertThat(steno.err()).contains("created a CA: " + folder.resolve("home/ca.pem")));
            assertThat(steno.get("http://steno.internal/ca.pem"))
                    .isEqualTo(Files.readString(folder.resolve("home/ca.pem")));
            assertThat(steno.terminate()).isZero();
        }
    }

    @Test
    void aTakenPortIsSaidWithWhatToDo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                StenoProcess steno = new StenoProcess(
                        folder, "--listen", "127.0.0.1:" + taken.getLocalPort(), "-s", folder + "/work.steno")) {
            assertThat(steno.exitCode()).isEqualTo(ExitCode.FAILURE);
            assertThat(steno.err())
                    .startsWith("steno: port " + taken.getLocalPort() + " is taken")
                    .contains("--listen")
                    .hasLineCount(1);
            assertThat(folder.resolve("work.steno")).doesNotExist();
        }
    }

    @Test
    void aFileThatIsNoSessionIsRefusedUntouched() throws Exception {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "buy milk");
        try (StenoProcess steno = new StenoProcess(folder, "--session", notes.toString())) {
            assertThat(steno.exitCode()).isEqualTo(ExitCode.FAILURE);
            assertThat(steno.err()).startsWith("steno: ").contains("notes.txt").hasLineCount(1);
        }
        assertThat(notes).hasContent("buy milk");
    }

    @Test
    void aSecondRecorderIsRefused() throws Exception {
        Path session = folder.resolve("work.steno");
        try (StenoProcess first = new StenoProcess(folder, "--session", session.toString())) {
            first.port();
            try (StenoProcess second = new StenoProcess(folder, "--session", session.toString())) {
                assertThat(second.exitCode()).isEqualTo(ExitCode.FAILURE);
                assertThat(second.err()).contains("is recording to").hasLineCount(1);
            }
            first.get(url + "/still");
            assertThat(first.terminate()).isZero();
        }
    }

    @Test
    void theFileOfSecretsIsMadeForItsOwnerAloneAndWarnedOf() throws Exception {
        Path secrets = folder.resolve("keys.txt");
        try (StenoProcess steno = new StenoProcess(folder, Map.of("SSLKEYLOGFILE", secrets.toString()))) {
            steno.port();
            assertThat(steno.terminate()).isZero();
            assertThat(steno.err()).contains("warning: the secrets of all TLS connections are written to " + secrets);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
                .isEqualTo("rw-------");
    }

    @Test
    void anUnknownCipherIsOneLineThatNamesTheOthers() throws Exception {
        try (StenoProcess steno = new StenoProcess(folder, "--ciphers-server", "ROT13")) {
            assertThat(steno.exitCode()).isEqualTo(ExitCode.FAILURE);
            assertThat(steno.err()).startsWith("steno: --ciphers-server: unknown cipher ROT13; known ciphers");
        }
    }

    @Test
    void whatIsOpenToOthersOrUnverifiedIsWarnedOf() throws Exception {
        try (StenoProcess steno = new StenoProcess(folder, "--listen", "0.0.0.0:0", "--insecure", "-q")) {
            await().untilAsserted(() -> assertThat(steno.err())
                    .contains("warning: listening on 0.0.0.0:")
                    .contains("warning: servers are not verified"));
            assertThat(steno.terminate()).isZero();
        }
    }

    @Test
    void theAddressesForOtherMachinesAreNamed() throws Exception {
        List<String> addresses = new ArrayList<>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (each.isUp() && !each.isLoopback()) {
                each.inetAddresses()
                        .filter(Inet4Address.class::isInstance)
                        .filter(address -> !address.isLinkLocalAddress())
                        .forEach(address -> addresses.add(address.getHostAddress()));
            }
        }
        try (StenoProcess steno = new StenoProcess(folder, "--listen", "0.0.0.0:0")) {
            await().untilAsserted(() -> assertThat(steno.err()).contains("recording to"));
            for (String address : addresses) {
                assertThat(steno.err()).containsPattern("other machines reach it at .*" + address + ":\\d+");
            }
            assertThat(steno.err().contains("set-up for a phone")).isEqualTo(!addresses.isEmpty());
            assertThat(steno.err()).doesNotContain("\u2588"); // no terminal, no QR code
            assertThat(steno.terminate()).isZero();
        }
    }

    @Test
    void aRehearsalStartsRecordsAndLeavesNothing() {
        Call call = Call.steno("rehearse");
        assertThat(call.code()).isZero();
        assertThat(call.text()).contains("GET", "https://steno.internal/");
    }
}
