package dev.steno.net;

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
    private static final Duration LONG = Duration.ofSeconds(20);

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
    void namesWhoseLookUpHangsDoNotHoldUpOthers() throws Exception {
        for (int i = 0; i < 20; i++) {
            resolver.resolve("hangs" + i, LONG);
        }
        assertThat(resolver.resolve("example", LONG).get(10, TimeUnit.SECONDS))
                .containsExactly(InetAddress.getLoopbackAddress());
    }

    @Test
    void aLookUpThatHangsIsGivenUpAfterItsTime() {
        assertThatThrownBy(
                        () -> resolver.resolve("hangs", Duration.ofMillis(20)).get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void oneNameIsLookedUpOnceHoweverManyAsk() throws Exception {
        List<CompletableFuture<List<InetAddress>>> asked = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            asked.add(resolver.resolve("hangs", LONG));
        }
        answered.countDown();
        for (CompletableFuture<List<InetAddress>> one : asked) {
            assertThat(one.get(10, TimeUnit.SECONDS)).isNotEmpty();
        }
        assertThat(resolver.resolve("hangs", LONG)).isCompleted();
        assertThat(lookUps).hasValue(1);
    }

    @Test
    void aNameWithoutAnAddressIsAskedForAgain() {
        for (int i = 1; i <= 2; i++) {
            assertThatThrownBy(() -> resolver.resolve("nobody", LONG).get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(UnknownHostException.class);
            assertThat(lookUps).hasValue(i);
        }
    }
}
