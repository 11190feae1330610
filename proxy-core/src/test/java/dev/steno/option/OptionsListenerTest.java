package dev.steno.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.option.TestOptions.Net;
import dev.steno.option.TestOptions.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OptionsListenerTest {
    private final Options options = new Options();
    private final List<String> told = new ArrayList<>();

    private OptionsListener<Net> netNamed(String name) {
        return (before, after) -> told.add(
                name + " " + before.listen().port() + "->" + after.listen().port());
    }

    @Test
    void aListenerIsHandedTheOldRecordAndTheNew() {
        options.register(Net.class, netNamed("a"));

        options.set("listen", ":1");
        options.set("listen", ":2");

        assertThat(told).containsExactly("a 8080->1", "a 1->2");
    }

    @Test
    void aListenerIsNotToldOfWhatChangesNothingForIt() {
        options.register(Net.class, netNamed("a"));
        options.register(Store.class);

        options.set(Map.of("listen", "127.0.0.1:8080", "detail", "2"));

        assertThat(told).isEmpty();
    }

    @Test
    void aVetoRollsBackEarlierListenersInReverseOrder() {
        options.register(Net.class, netNamed("a"));
        options.register(Net.class, netNamed("b"));
        options.register(Store.class, (before, after) -> {
            throw new OptionVeto("the disk is too small");
        });
        options.register(Net.class, netNamed("never"));

        assertThatThrownBy(() -> options.set(Map.of("listen", ":1", "detail", "3")))
                .isInstanceOf(OptionException.class)
                .hasMessage("the change was refused: the disk is too small")
                .hasCauseInstanceOf(OptionVeto.class);

        assertThat(told).containsExactly("a 8080->1", "b 8080->1", "b 1->8080", "a 1->8080");
        assertThat(options.get(Net.class).listen().port()).isEqualTo(8080);
        assertThat(options.get(Store.class).detail()).isEqualTo(1);
        assertThat(options.require("listen").source()).isEqualTo(OptionSource.DEFAULT);
    }

    @Test
    void aListenerThatThrowsRejectsTheChange() {
        options.register(Net.class, netNamed("a"));
        options.register(Net.class, (before, after) -> {
            throw new IllegalStateException("no socket");
        });

        assertThatThrownBy(() -> options.set("listen", ":1"))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("no socket");
        assertThat(told).containsExactly("a 8080->1", "a 1->8080");
    }

    @Test
    void aListenerThatFailsToRollBackIsSuppressedInTheVetoAndTheOthersRollBack() {
        options.register(Net.class, netNamed("a"));
        options.register(Net.class, (before, after) -> {
            if (after.listen().port() == 8080) {
                throw new OptionVeto("port is taken by now");
            }
        });
        options.register(Net.class, (before, after) -> {
            throw new OptionVeto("no");
        });

        assertThatThrownBy(() -> options.set("listen", ":1"))
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .satisfies(e -> assertThat(e).hasMessage("port is taken by now")));
        assertThat(told).containsExactly("a 8080->1", "a 1->8080");
    }

    @Test
    void afterAVetoTheNextChangeWorks() {
        options.register(Net.class, (before, after) -> {
            if (after.listen().port() == 1) {
                throw new OptionVeto("not that one");
            }
        });
        assertThatThrownBy(() -> options.set("listen", ":1")).isInstanceOf(OptionException.class);

        options.set("listen", ":2");

        assertThat(options.get(Net.class).listen().port()).isEqualTo(2);
    }

    @Test
    void theRegistryShowsTheNewRecordOnlyWhenAllHaveAgreed() {
        options.register(
                Net.class,
                (before, after) ->
                        told.add("shown " + options.get(Net.class).listen().port()));

        options.set("listen", ":1");

        assertThat(told).containsExactly("shown 8080");
        assertThat(options.get(Net.class).listen().port()).isEqualTo(1);
    }

    @Test
    void aListenerThatSetsOptionsIsStopped() {
        options.register(Net.class, (before, after) -> options.set("listen", ":3"));

        assertThatThrownBy(() -> options.set("listen", ":1"))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("must not set or declare options");
    }

    @Test
    void readersSeeValuesThatWereSetTogetherOnlyTogether() throws Exception {
        options.register(Net.class);
        options.set(Map.of("listen", ":0", "connect-timeout", "0s"));
        CountDownLatch reading = new CountDownLatch(1);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> reader = executor.submit(() -> {
                int last;
                do {
                    Net net = options.get(Net.class);
                    last = net.listen().port();
                    assertThat(net.connectTimeout()).hasSeconds(last);
                    reading.countDown();
                } while (last < 500);
                return last;
            });
            assertThat(reading.await(180, TimeUnit.SECONDS)).isTrue();
            for (int i = 1; i <= 500; i++) {
                options.set(Map.of("listen", ":" + i, "connect-timeout", i + "s"));
            }
            assertThat(reader.get(180, TimeUnit.SECONDS)).isEqualTo(500);
        } finally {
            executor.shutdownNow();
        }
    }
}
