package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.InterimResponse;
import dev.steno.addon.Phase;
import dev.steno.addon.Registrar;
import dev.steno.addon.Verdict;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.net.settings.ProxySettings;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Handlers of interim responses, for all pairs of HTTP versions of a client and its server. */
class InterimHookTest extends VersionPairsProxyTest {
    private static final String HINTS = "103 Early Hints|link: </a>";

    private static final class Deciding implements Addon {
        @Override
        public void register(Registrar registrar) {
            registrar.on(Hook.INTERIM, Phase.MODIFY, Deciding::decide);
            // a path that begins with "/later" is decided once more, by another thread
            registrar.onAsync(
                    Hook.INTERIM,
                    Phase.HOLD,
                    (interim, context) -> interim.flow().request().path().startsWith("/later")
                            ? CompletableFuture.supplyAsync(Verdict::pass)
                            : CompletableFuture.completedFuture(Verdict.pass()));
        }

        private static Verdict<InterimResponse> decide(InterimResponse interim, HookContext context) {
            HttpResponse response = interim.response();
            String path = interim.flow().request().path();
            if (path.endsWith("drop") && response.status() == 103) {
                return new Verdict.Drop<>("not wanted");
            } else if (path.endsWith("change")) {
                return new Verdict.Replace<>(interim.withResponse(
                        response.withHeaders(response.headers().with("x-seen", "yes"))));
            }
            return Verdict.pass();
        }
    }

    @Override
    protected Addon[] addons() {
        return new Addon[] {new Deciding()};
    }

    @Override
    protected void restartWith(UnaryOperator<ProxySettings> settings, Addon... more) throws IOException {
        super.restartWith(settings, addons());
    }

    @ParameterizedTest
    @EnumSource
    void interimResponsesAreDroppedAndReplacedBeforeTheFinalOne(VersionPair pair) throws Exception {
        PairClient client = between(pair, request -> OK_ANSWER.after("100 Continue", "102 Processing", HINTS));

        for (String when : List.of("/", "/later-")) {
            PairMessage dropped = client.ask(PairMessage.of("GET " + when + "drop"));
            assertThat(dropped.interims()).as(when).containsExactly("100", "102");
            assertThat(dropped.body()).isEqualTo("ok");

            PairMessage changed = client.ask(PairMessage.of("GET " + when + "change"));
            assertThat(changed.interims())
                    .as(when)
                    .containsExactly("100|x-seen: yes", "102|x-seen: yes", "103|link: </a>|x-seen: yes");
            assertThat(changed.body()).isEqualTo("ok");

            PairMessage passed = client.ask(PairMessage.of("GET " + when + "pass"));
            assertThat(passed.interims()).as(when).containsExactly("100", "102", "103|link: </a>");
            assertThat(passed.status()).isEqualTo(200);
        }

        HttpFlow dropped = (HttpFlow) proxy.ended(6).get(0);
        assertThat(dropped.interim()).extracting(HttpResponse::status).containsExactly(100, 102);
        assertThat(dropped.original().interim())
                .extracting(HttpResponse::status)
                .containsExactly(100, 102, 103);
        assertThat(dropped.original().response()).isEqualTo(dropped.response());
        HttpFlow changed = (HttpFlow) proxy.ended(6).get(4);
        assertThat(changed.interim()).allMatch(interim -> interim.headers().contains("x-seen"));
        assertThat(changed.original().interim())
                .noneMatch(interim -> interim.headers().contains("x-seen"));
        assertThat(((HttpFlow) proxy.ended(6).get(2)).original())
                .as("unchanged")
                .isNull();
    }
}
