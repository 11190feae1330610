package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.cli.terminal.ExitCode;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.process.StenoProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steno started and stopped by other programs: signals, the grace period, the signs of readiness. */
class DaemonTest {
    /** Binds a socket, says so, and prints each message that arrives on a line. */
    private static final String RECEIVER = "import socket, sys\n"
            + "s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
            + "s.bind(sys.argv[1].replace('@', '\\0'))\n"
            + "print('bound', flush=True)\n"
            + "while True: print(s.recv(4096).decode().replace('\\n', ' '), flush=True)\n";

    @TempDir
    Path folder;

    private Path session;
    private ScriptedOrigin origin;

    @BeforeEach
    void startASilentOrigin() throws IOException {
        session = folder.resolve("work.steno");
        origin = ScriptedOrigin.plain(connection -> {
            connection.readHead();
            connection.awaitEnd();
        });
    }

    @AfterEach
    void stopTheOrigin() throws Exception {
        origin.close();
    }

    private void request(StenoProcess steno) throws IOException {
        RawClient.to(steno.port())
                .send("GET http://" + origin.authority() + "/slow HTTP/1.1\r\nHost: " + origin.authority()
                        + "\r\n\r\n");
        await().until(origin::sawAnything);
    }

    private static void sh(String command) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", command).inheritIO().start();
        assertThat(shell.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).as(command).isZero();
    }

    @Test
    void twoSignalsAtOnceAreOneRequestToStop() throws Exception {
        try (StenoProcess steno = new StenoProcess(folder)) {
            request(steno);
            sh("kill -TERM " + steno.pid() + " && kill -TERM " + steno.pid());
            assertThat(steno.exitCode()).as(steno.err()).isZero();
            assertThat(steno.temporaryFiles()).isEmpty();
        }
    }

    @Test
    void aLaterSecondSignalEndsAtOnce() throws Exception {
        try (StenoProcess steno = new StenoProcess(folder, "--grace", "5min")) {
            request(steno);
            sh("kill -TERM " + steno.pid());
            steno.awaitMessage(Pattern.compile("shutting down"));
            sh("sleep 1.1; kill -TERM " + steno.pid());
            assertThat(steno.exitCode()).isEqualTo(ExitCode.FAILURE);
            assertThat(steno.err()).contains("second signal: exiting now");
        }
    }

    @Test
    void aRequestInProgressIsCutAfterTheGracePeriodAndRecordedAsSuch() throws Exception {
        try (StenoProcess steno = new StenoProcess(folder, "--grace", "0s", "--session", session.toString())) {
            request(steno);
            assertThat(steno.terminate()).isZero();
        }
        assertThat(Call.steno("show", session, 1).text())
                .contains("Steno was stopped before this was complete")
                .doesNotContain("the client closed");
        int journal = Files.readAllBytes(session)[18]; // 2 if the file is in WAL mode
        assertThat(journal).isEqualTo(1);
    }

    @Test
    void aUserSignalDoesNotEndTheProcess() throws Exception {
        try (StenoProcess steno = new StenoProcess(folder)) {
            steno.port();
            sh("kill -USR1 " + steno.pid());
            request(steno);
            assertThat(steno.terminate()).isZero();
        }
    }

    @Test
    void theReadyFileExistsWhileClientsCanConnect() throws Exception {
        Path ready = folder.resolve("ready.json");
        Files.writeString(ready, "{\"pid\":1,\"of\":\"a process that was killed\"}\n");
        try (StenoProcess steno =
                new StenoProcess(folder, "--ready-file", ready.toString(), "--session", session.toString())) {
            await().until(() -> Files.exists(ready) && !Files.readString(ready).contains("killed"));
            assertThat(Files.readString(ready))
                    .isEqualTo("{\"pid\":" + steno.pid() + ",\"addresses\":[\"127.0.0.1:" + steno.port()
                            + "\"],\"web\":null,\"session\":\"" + session + "\",\"home\":\"" + folder.resolve("home")
                            + "\",\"ca\":\"" + steno.ca() + "\"}\n");
            assertThat(steno.terminate()).isZero();
        }
        assertThat(ready).doesNotExist();
    }

    @Test
    void aFileOfAnotherKindIsNotReplacedByTheReadyFile() throws Exception {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "buy milk");
        try (StenoProcess steno = new StenoProcess(folder, "--ready-file", notes.toString())) {
            assertThat(steno.exitCode()).isEqualTo(ExitCode.FAILURE);
            assertThat(steno.err())
                    .contains("notes.txt exists and was not written by Steno")
                    .hasLineCount(1);
        }
        assertThat(notes).hasContent("buy milk");
    }

    @Test
    void aReadyFileInNoFolderIsOneLine() throws Exception {
        try (StenoProcess steno = new StenoProcess(folder, "-q", "--ready-file", folder + "/none/ready.json")) {
            assertThat(steno.exitCode()).isEqualTo(ExitCode.FAILURE);
            assertThat(steno.err())
                    .contains("none/ready.json: the folder does not exist")
                    .hasLineCount(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"path", "abstract"})
    void theServiceManagerIsToldOfReadinessAndOfTheEnd(String kind) throws Exception {
        String address = (kind.equals("path") ? "" : "@") + folder.resolve("notify");
        Process receiver = new ProcessBuilder("python3", "-c", RECEIVER, address)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader told =
                        new BufferedReader(new InputStreamReader(receiver.getInputStream(), StandardCharsets.UTF_8));
                StenoProcess steno = started(told, address)) {
            assertThat(told.readLine()).isEqualTo("READY=1 STATUS=listening on 127.0.0.1:" + steno.port());
            assertThat(steno.terminate()).isZero();
            assertThat(told.readLine()).isEqualTo("STOPPING=1");
        } finally {
            receiver.destroyForcibly();
        }
    }

    private StenoProcess started(BufferedReader told, String address) throws IOException {
        assertThat(told.readLine()).isEqualTo("bound");
        return new StenoProcess(folder, Map.of("NOTIFY_SOCKET", address));
    }

    @Test
    void aServiceManagerThatDoesNotListenIsOneLine() throws Exception {
        try (StenoProcess steno = new StenoProcess(folder, Map.of("NOTIFY_SOCKET", folder + "/nothing"), "-q")) {
            steno.awaitMessage(Pattern.compile("warning: cannot notify the service manager"));
            request(steno);
            assertThat(steno.terminate()).isZero();
        }
    }
}
