package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.process.StenoProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flows that a running Steno has recorded are edited by {@code steno call}, and shown by {@code steno show}. */
class EditedFlowTest {
    @TempDir
    Path folder;

    private Call call(Object... words) {
        return Call.inHome(folder.resolve("home"), "call", words);
    }

    @Test
    void aRecordedFlowIsChangedAsAHeldOneIsAndItsHistoryIsKept() throws Exception {
        Path session = folder.resolve("work.steno");
        try (StenoProcess steno = new StenoProcess(folder, "--web", "0", "--session", session.toString());
                ScriptedOrigin origin = ScriptedOrigin.plain(connection -> {
                    connection.readHead();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                })) {
            try (RawClient client = RawClient.to(steno.port())) {
                client.send(
                        "GET http://" + origin.authority() + "/a HTTP/1.1\r\nHost: " + origin.authority() + "\r\n\r\n");
                assertThat(client.response().text()).endsWith("ok");
            }
            steno.awaitCommands();
            await().until(() -> call("view.flows.resolve", "~u /a & state = complete")
                    .text()
                    .equals("1\n"));

            assertThat(call("flow.set", "@1", "method=PUT", "header.set=X-Test: 1")
                            .text())
                    .isEqualTo("1\n");
            assertThat(call("flow.set", "~u /a", "status=404", "body=gone").text())
                    .isEqualTo("1\n");
            assertThat(call("flow.history", "@1").text().lines())
                    .hasSize(2)
                    .first()
                    .asString()
                    .matches("flow 1, edit 1: .*Z, a command: request method, header X-Test");
            assertThat(Call.steno("show", session, 1).out())
                    .contains("\nPUT /a HTTP/1.1\n", "X-Test: 1", "404", "gone");
            assertThat(Call.steno("show", session, 1, "--original").out()).contains("\nGET /a HTTP/1.1\n", "200", "ok");
            assertThat(call("flow.revert", "@1", 1).text()).isEqualTo("1\n");
            assertThat(Call.steno("show", session, 1).out()).contains("\nPUT /a HTTP/1.1\n", "200 OK");
            assertThat(call("flow.revert", "@1").text()).isEqualTo("1\n");
            assertThat(Call.steno("show", session, 1).out()).contains("\nGET /a HTTP/1.1\n", "edit 4 ");
            assertThat(call("flow.set", "@7", "method=PUT").err()).contains("there is no flow 7 in the session");
            assertThat(call("flow.revert", "@1", 9).err()).contains("flow 1 has no revision 9; its last one is 4");
            steno.stop();
        }
        assertThat(Call.steno("verify", session).code()).isZero();
    }
}
