package dev.steno.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.flow.HttpFlow;
import dev.steno.rule.Rules;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Records whose requests were changed by rules answer what the clients asked for. */
class RewrittenRecordTest extends MockingProxy {
    private static final String LIVE = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlive";

    @Override
    protected Addon[] addons() {
        List<Addon> all = new ArrayList<>(Arrays.asList(super.addons()));
        all.add(0, new Rules());
        return all.toArray(Addon[]::new);
    }

    private void recorded(ScriptedOrigin origin, String path) throws Exception {
        set("map-remote", "#http://old\\.invalid/#http://" + origin.authority() + "/new/");
        assertThat(asked("old.invalid", path).text()).isEqualTo("live");
        assertThat(((HttpFlow) proxy.ended(1).get(0)).request().path()).startsWith("/new/");
        session.afterCommit().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private void mocked() throws Exception {
        set("mock-mode", "strict");
        set("mock-repeat", "last");
        set("server-replay", "@session");
        mock.running().loaded().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private HttpAnswer asked(String host, String path) throws Exception {
        RawClient client = client();
        return client.send("GET http://" + host + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                .response();
    }

    @Test
    void aRecordMadeThroughMapRemoteAnswersForTheUrlThatTheClientAskedFor() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(LIVE));
        recorded(origin, "/a?x=1");
        set("map-remote");
        mocked();

        assertThat(asked("old.invalid", "/a?x=1").text()).isEqualTo("live");
        assertThat(note(2)).isEqualTo("flow 1 of this session");
        assertThat(asked("old.invalid", "/a?x=2").text()).contains("query x: recorded \"1\", asked \"2\"");
        assertThat(asked(origin.authority(), "/new/a?x=1").status()).isEqualTo(404);
        assertThat(origin.connections()).hasSize(1);
    }

    @Test
    void soItDoesIfTheRuleIsStillSet() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(LIVE));
        recorded(origin, "/a?x=1");
        mocked();

        assertThat(asked("old.invalid", "/a?x=1").text()).isEqualTo("live");
        assertThat(origin.connections()).hasSize(1);
    }

    @Test
    void aFlowThatIsLearntIsFoundByWhatItsClientAskedFor() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(LIVE));
        set("mock-mode", "new");
        set("mock-repeat", "last");
        set("server-replay", "@session");
        recorded(origin, "/a");
        org.awaitility.Awaitility.await().until(() -> mock.count() == 1);
        set("map-remote");

        assertThat(asked("old.invalid", "/a").text()).isEqualTo("live");
        assertThat(origin.connections()).hasSize(1);
    }
}
