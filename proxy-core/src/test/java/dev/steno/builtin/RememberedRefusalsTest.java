package dev.steno.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Hook;
import dev.steno.addon.Hook.TlsShown.Reaction;
import dev.steno.addon.PassThrough;
import dev.steno.addon.PassThroughKeeper;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Peer;
import dev.steno.flow.Sequences;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The memory for clients that refuse our certificate is bounded, whatever fingerprints they have. */
class RememberedRefusalsTest {
    private final Map<PassThrough.Key, PassThrough> kept = new HashMap<>();
    private final List<String> said = new ArrayList<>();
    private long now;
    private final AutoPassThrough refusing = new AutoPassThrough(
            new PassThroughKeeper() {
                @Override
                public List<PassThrough> kept() {
                    return List.copyOf(kept.values());
                }

                @Override
                public void keep(PassThrough one) {
                    kept.put(one.key(), one);
                }

                @Override
                public void forget(PassThrough.Key key) {
                    kept.remove(key);
                }
            },
            "/home/ann/.steno/ca.pem",
            said::add,
            () -> now);

    @Test
    void refusalsOfManyLooksAreBoundedInNumberAndSizeAndLines() {
        long begun = System.nanoTime();
        try (AddonRuntime runtime =
                new AddonRuntime(List.of(refusing), new Sequences(), new RecordBudget(1 << 20), Runnable::run)) {
            for (int i = 0; i < AutoPassThrough.MOST + 500; i++) {
                Tls hello = hello(i, "a".repeat(i % 2 == 0 ? 10 : 60_000) + i);
                for (int attempt = 0; attempt < 3; attempt++) {
                    refuse(runtime, hello);
                    now += 30_000_000_000L;
                }
            }
        }

        assertThat(refusing.list()).hasSize(AutoPassThrough.MOST);
        assertThat(kept).hasSameSizeAs(refusing.list());
        assertThat(refusing.list())
                .allSatisfy(one ->
                        assertThat(one.look().length() + one.host().length()).isLessThan(600));
        assertThat(refusing.list())
                .as("the latest decisions are kept")
                .anySatisfy(one -> assertThat(one.host()).startsWith("aaaaaaaaaa" + (AutoPassThrough.MOST + 498)));
        int periods = (int) ((System.nanoTime() - begun) / MessageRateLimit.PERIOD);
        assertThat(said).hasSizeBetween(MessageRateLimit.BURST, MessageRateLimit.BURST + periods + 1);
    }

    @Test
    void theSentenceAfterOthersWereLeftOutSaysHowMany() {
        AtomicLong clock = new AtomicLong();
        MessageRateLimit rate = new MessageRateLimit(said::add, clock::get);
        for (int i = 0; i < MessageRateLimit.BURST + 7; i++) {
            rate.accept("line");
        }
        clock.addAndGet(MessageRateLimit.PERIOD);
        rate.accept("last");

        assertThat(said).hasSize(MessageRateLimit.BURST + 1);
        assertThat(said.get(MessageRateLimit.BURST)).startsWith("last; 7 more such lines were suppressed");
    }

    private static void refuse(AddonRuntime runtime, Tls hello) {
        Peer client = new Peer(
                1, new Endpoint("127.0.0.1", 4000), null, null, Times.now(), Times.UNSET, Times.UNSET, null, null);
        Hook.TlsHello shown = new Hook.TlsHello(client, new Endpoint("127.0.0.1", 443), hello, 500, null);
        runtime.hooks()
                .run(
                        Hook.TLS_SHOWN,
                        0,
                        new Hook.TlsShown(shown, Reaction.REFUSED, "refused the certificate"),
                        limit -> {},
                        Runnable::run,
                        outcome -> {});
    }

    private static Tls hello(int number, String name) {
        int count = number % 10 < 2 ? 4_000 : 4; // of both names, some with very many
        List<Integer> types =
                IntStream.range(0, count).map(i -> i * 7 + number % 7).boxed().toList();
        return new Tls(Times.UNSET, null, null, name, null, List.of(), types, List.of(), null);
    }
}
