package dev.steno.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.Call;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.testing.http1.AnsweringOrigin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** {@code steno replay --correlate} takes values from new responses. */
class CarriedValuesTest extends ReplayCall {
    @Test
    void valuesThatRequestsTookFromResponsesAreTakenFromTheNewOnes() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (AnsweringOrigin login = AnsweringOrigin.plain((head, body, out) -> {
                    asked.add(head.start() + " " + head.value("Cookie") + " " + head.value("Authorization") + " "
                            + new String(body.readAllBytes(), StandardCharsets.UTF_8));
                    String json = "{\"token\":\"new-token-2\",\"item\":{\"id\":87654321}}";
                    out.write(("HTTP/1.1 200 OK\r\nSet-Cookie: sid=b; Path=/\r\nLocation: /orders/order-0002?x\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n"
                                    + json)
                            .getBytes(StandardCharsets.UTF_8));
                    out.flush();
                });
                RecordedRequests made = new RecordedRequests(source, login.port())) {
            made.add(
                    "POST",
                    "127.0.0.1",
                    "/login",
                    "a=1",
                    "{\"token\":\"old-token-1\",\"item\":{\"id\":12345678}}",
                    "",
                    "",
                    "Set-Cookie",
                    "sid=a; Path=/",
                    "Location",
                    "/orders/order-0001?x",
                    "Content-Type",
                    "application/json");
            made.get("/orders/order-0001", "", "Cookie", "x=y; sid=a", "Authorization", "Bearer old-token-1");
            made.add(
                    "POST",
                    "127.0.0.1",
                    "/buy",
                    "{\"item\": 12345678, \"n\":1}",
                    "",
                    "Content-Type",
                    "application/json");

            assertThat(replay("--correlate", "--dry-run").text())
                    .contains(
                            "flow 2, path 2: taken from location path 2 of flow 1",
                            "flow 2, cookie sid: taken from cookie sid of flow 1",
                            "flow 2, header authorization: taken from json $.token of flow 1",
                            "flow 3, json $.item: taken from json $.item.id of flow 1");
            assertThat(replay("--correlate", "--rate", "1000", "--loop", "2").code())
                    .isEqualTo(ExitCode.OK);
        }
        assertThat(asked)
                .containsOnly(
                        "POST /login HTTP/1.1   a=1",
                        "GET /orders/order-0002 HTTP/1.1 x=y; sid=b Bearer new-token-2 ",
                        "POST /buy HTTP/1.1   {\"item\": 87654321, \"n\":1}")
                .hasSize(6);
        assertThat(asked.get(0)).startsWith("POST /login");
    }

    @Test
    void valuesThatWereTakenFromNewResponsesAreNoDifferences() throws Exception {
        AtomicReference<String> other = new AtomicReference<>("");
        try (AnsweringOrigin login = AnsweringOrigin.plain((head, body, out) -> {
                    String path = head.start().split(" ")[1];
                    String json = path.equals("/login")
                            ? "{\"token\":\"new-token-2\",\"at\":\"here\"}"
                            : "{\"of\":\"new-token-2\",\"other\":\"" + other.get() + "\"}";
                    String location = path.equals("/login") ? "" : "Location: /s/new-token-2\r\n";
                    out.write(("HTTP/1.1 200 OK\r\n" + location + "Content-Type: application/json\r\n"
                                    + "Content-Length: " + json.length() + "\r\n\r\n" + json)
                            .getBytes(StandardCharsets.UTF_8));
                    out.flush();
                });
                RecordedRequests made = new RecordedRequests(source, login.port())) {
            made.get(
                    "/login",
                    "{\"token\":\"old-token-1\",\"at\":\"here\"}",
                    "",
                    "",
                    "Content-Type",
                    "application/json");
            made.get(
                    "/me",
                    "{\"of\":\"old-token-1\",\"other\":\"\"}",
                    "X-Token",
                    "old-token-1",
                    "",
                    "",
                    "Location",
                    "/s/old-token-1",
                    "Content-Type",
                    "application/json");

            Call same = replay("--correlate", "--compare");
            other.set("value");
            Call differing = replay("--correlate", "--compare");

            assertThat(same.text()).contains("the same: 2 pairs");
            assertThat(same.code()).isEqualTo(ExitCode.OK);
            assertThat(differing.code()).isEqualTo(ExitCode.DIFFERENT);
            assertThat(differing.text()).contains("$.other").doesNotContain("$.of", "location");
            assertThat(replay("--compare").code()).isEqualTo(ExitCode.DIFFERENT);
        }
    }

    @Test
    void aValueThatCouldComeFromSeveralPlacesIsListedAndSentAsRecorded() throws Exception {
        try (RecordedRequests made = session()) {
            made.get("/1", "{\"a\":\"value-0001\",\"b\":\"value-0001\"}", "", "", "Content-Type", "application/json");
            made.get("/2?v=value-0001", "");
            made.get("/3?mine=client-123", "{\"c\":\"client-123\"}", "", "", "Content-Type", "application/json");
            made.get("/4?mine=client-123", "");
        }
        assertThat(replay("--correlate", "--dry-run").text().lines())
                .containsSubsequence(
                        "no request uses a value of a response before it",
                        "sent as recorded, since it could come from several places: flow 2, query v: json $.a of flow 1 or"
                                + " json $.b of flow 1");
        assertThat(replay("--correlate").text()).contains("answered 4");
        assertThat(received.get(1)).startsWith("GET /2?v=value-0001");
    }

    @Test
    void aValueThatANewResponseLacksIsToldAndTheRecordedOneIsSent() throws Exception {
        try (RecordedRequests made = session()) {
            made.get("/1", "{\"id\":\"value-0001\"}", "", "", "Content-Type", "application/json");
            made.get("/2?v=value-0001", "");
        }
        assertThat(replay("--correlate").text())
                .contains("sent with a recorded value, since a response lacked the new one: 1");
        assertThat(received.get(1)).startsWith("GET /2?v=value-0001");
    }
}
