package dev.steno.net.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NameResolverTest {
    private static final Duration LONG = Duration.ofSeconds(180);

    private final CountDownLatch answered = new CountDownLatch(1);
    private final AtomicInteger lookUps = new AtomicInteger();
    private final NameResolver resolver = new NameResolver(host -> {
        lookUps.incrementAndGet();
        if (host.startsWith("hangs")) {
            await();
        }
        if (host.startsWith("nobody")) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    });

    private void await() {
        try {
            answered.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() {
        resolver.close();
    }

    @Test
    void aHangingLookUpDoesNotDelayOthers() throws Exception {
        for (int i = 0; i < 20; i++) {
            resolver.resolve("hangs" + i, LONG);
        }
        assertThat(resolver.resolve("example", LONG).get(180, TimeUnit.SECONDS))
                .containsExactly(InetAddress.getLoopbackAddress());
    }

    @Test
    void aHangingLookUpTimesOut() {
        assertThatThrownBy(
                        () -> resolver.resolve("hangs", Duration.ofMillis(20)).get(180, TimeUnit.SECONDS))
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void concurrentRequestsForANameShareOneLookUp() throws Exception {
        List<CompletableFuture<List<InetAddress>>> asked = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            asked.add(resolver.resolve("hangs", LONG));
        }
        answered.countDown();
        for (CompletableFuture<List<InetAddress>> one : asked) {
            assertThat(one.get(180, TimeUnit.SECONDS)).isNotEmpty();
        }
        assertThat(resolver.resolve("hangs", LONG)).isCompleted();
        assertThat(lookUps).hasValue(1);
    }

    @Test
    void aFailedLookUpIsNotCached() {
        for (int i = 1; i <= 2; i++) {
            assertThatThrownBy(() -> resolver.resolve("nobody", LONG).get(180, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(UnknownHostException.class);
            assertThat(lookUps).hasValue(i);
        }
    }

    @Test
    void anAddressIsCachedUntilItIsInvalidated() throws Exception {
        for (int i = 0; i < 3; i++) {
            resolver.resolve("example", LONG).get(180, TimeUnit.SECONDS);
        }
        assertThat(lookUps).hasValue(1);

        assertThat(resolver.giveUp("example")).isTrue();
        assertThat(resolver.giveUp("example")).isFalse();
        resolver.resolve("example", LONG).get(180, TimeUnit.SECONDS);

        assertThat(lookUps).hasValue(2);
    }

    @Test
    void namesThatNeedNoLookUpAreNotLookedUp() throws Exception {
        for (String host : List.of("app.localhost", "0x7f.1", "::1", "127.0.0.1")) {
            assertThat(resolver.resolve(host, LONG)).isCompleted();
            assertThat(resolver.giveUp(host)).isFalse();
        }
        assertThat(lookUps).hasValue(0);
    }

    @Test
    void aTrailingDotIsUsedInTheLookUpAndThenRemoved() throws Exception {
        List<String> asked = new ArrayList<>();
        try (NameResolver dotless = new NameResolver(host -> {
            asked.add(host);
            if (host.endsWith(".")) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        })) {
            assertThat(dotless.resolve("example.", LONG).get(180, TimeUnit.SECONDS))
                    .hasSize(1);
        }
        assertThat(asked).containsExactly("example.", "example");
    }

    @Test
    void queuedLookUpsAreBounded() {
        List<CompletableFuture<List<InetAddress>>> asked = new ArrayList<>();
        for (int i = 0; i < 1100; i++) {
            asked.add(resolver.resolve("hangs" + i, LONG));
        }
        assertThatThrownBy(() -> asked.get(1099).get(180, TimeUnit.SECONDS)).hasMessageContaining("1024 names wait");
        answered.countDown();
    }
}
