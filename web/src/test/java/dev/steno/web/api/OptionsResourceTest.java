package dev.steno.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.option.Opt;
import dev.steno.option.Options;
import dev.steno.web.flows.SessionServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsResourceTest {
    @TempDir
    Path folder;

    private final Options options = new Options();
    private SessionServer server;

    record Settings(
            @Opt(help = "Read at the start.", defaultValue = "1")
            int workers,

            @Opt(help = "Read whenever it is used.", defaultValue = "2", live = true)
            int retries) {}

    @BeforeEach
    void start() throws Exception {
        options.register(Settings.class);
        server = new SessionServer(folder, session -> new OptionsResource(options).routes());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void optionsSayWhetherTheyCanChange() throws Exception {
        String all = server.get("/options");
        assertThat(all).containsPattern("\"name\":\"retries\"[^}]*\"live\":true");
        assertThat(all).containsPattern("\"name\":\"workers\"[^}]*\"live\":false");
    }

    @Test
    void oneThatIsReadAtTheStartIsRefusedWithAllOthers() throws Exception {
        HttpResponse<String> refused = server.send("PATCH", "/options", "{\"retries\":5,\"workers\":3}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("option workers cannot change while the proxy runs", "--workers");
        assertThat(options.get(Settings.class)).isEqualTo(new Settings(1, 2));

        assertThat(server.send("PATCH", "/options", "{\"retries\":5}").statusCode())
                .isEqualTo(200);
        assertThat(options.get(Settings.class)).isEqualTo(new Settings(1, 5));
        assertThat(server.send("PATCH", "/options", "{\"retries\":null}").statusCode())
                .isEqualTo(200);
        assertThat(options.get(Settings.class)).isEqualTo(new Settings(1, 2));
    }
}
