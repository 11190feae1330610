package dev.steno.web.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.log.LogLevel;
import dev.steno.option.Opt;
import dev.steno.option.OptionSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a page is told of the running Steno beside its flows, and the commands on its view. */
@Timeout(600)
class LiveNewsTest {
    /** Two options. */
    record Sizes(
            @Opt(help = "Width.", defaultValue = "1") int width,
            @Opt(help = "Height.", defaultValue = "1") int height) {}

    @TempDir
    Path folder;

    private LiveServer server;

    @BeforeEach
    void start() throws Exception {
        server = new LiveServer(folder.resolve("work.steno"));
        server.options.register(Sizes.class);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void aPageIsToldOfErrorsInTheLog() throws Exception {
        server.log.add(LogLevel.ERROR, "proxy", "one");
        try (LiveClient page = server.open()) {
            assertThat(page.next("log")).containsEntry("level", "error");
            server.log.add(LogLevel.ERROR, "proxy", "two");
            assertThat(LiveClient.number(page.next("log"), "count")).isEqualTo(1);
            server.log.add(LogLevel.INFO, "proxy", "three");
            assertThat(page.next("log")).containsEntry("level", "info");
        }
    }

    @Test
    void aPageIsToldWhichOptionsChanged() throws Exception {
        try (LiveClient page = server.open()) {
            page.next("status");
            server.options.change(OptionSource.RUNTIME, Map.of("height", "7"));
            assertThat(page.next("opt")).containsEntry("changed", List.of("height"));
        }
    }

    @Test
    void aCommandActsOnTheViewThatItsCallerNames() throws Exception {
        for (long id = 1; id <= 20; id++) {
            server.record(ListedFlows.complete(id));
        }
        server.session.durable().get();
        try (LiveClient page = LiveClient.connect(server.address(), true)) {
            page.send("{'t':'hello','token':'" + server.token() + "','v':1}");
            long view = LiveClient.number(page.next("hi"), "view");
            page.send("{'t':'view','filter':'id > 15'}");
            page.next(message ->
                    message.get("t").equals("state") && message.get("searching").equals(false));
            assertThat(server.call("view.properties.length", "{'view':" + view + "}"))
                    .contains("\"value\":5");
            await().until(() -> server.call("view.properties.length", "{}").contains("\"value\":20"));
            page.send("{'t':'focus','id':18}");
            page.send("{'t':'win','count':3,'tail':true}");
            page.next("w"); // so that the focus has arrived
            assertThat(server.call("view.flows.resolve", "{'view':" + view + ",'arguments':{'flows':'@focus'}}"))
                    .contains("[18]");
            assertThat(server.call("view.properties.length", "{'view':999}")).contains("\"status\":404");
        }
    }
}
