package dev.steno.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeafMintTest {
    @TempDir
    Path home;

    CertificateAuthority authority;

    @BeforeEach
    void aCa() throws Exception {
        authority = CertificateAuthority.open(home);
    }

    @Test
    void sixtyFourClientsAtOnceAreGivenOneLeafMintedOnce() throws Exception {
        int clients = 64;
        CyclicBarrier barrier = new CyclicBarrier(clients);
        ExecutorService executor = Executors.newFixedThreadPool(clients);
        try (LeafMint mint = new LeafMint(authority)) {
            List<Callable<Leaf>> tasks = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                tasks.add(() -> {
                    barrier.await();
                    return mint.leaf("example.org", List.of("*.example.org"))
                            .toCompletableFuture()
                            .get(180, TimeUnit.SECONDS);
                });
            }
            Set<Leaf> leaves = new HashSet<>();
            for (Future<Leaf> future : executor.invokeAll(tasks)) {
                leaves.add(future.get());
            }
            assertThat(leaves).hasSize(1);
            assertThat(mint.minted()).isEqualTo(1);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void theSameNamesHoweverWrittenAreOneLeafAndOthersAnother() throws Exception {
        try (LeafMint mint = new LeafMint(authority)) {
            Leaf first = await(mint, "example.org");

            assertThat(await(mint, "EXAMPLE.ORG.")).isSameAs(first);
            assertThat(await(mint, "example.org", "www.example.org")).isNotEqualTo(first);
            assertThat(mint.minted()).isEqualTo(2);
        }
    }

    @Test
    void allHostsForWhichTheServersCertificateIsValidShareALeaf() throws Exception {
        try (LeafMint mint = new LeafMint(authority)) {
            Leaf wildcard = await(mint, "a.cdn.example.org", "*.cdn.example.org", "example.org");
            assertThat(await(mint, "b.cdn.example.org", "*.cdn.example.org", "example.org"))
                    .isEqualTo(wildcard);
            assertThat(await(mint, "example.org", "*.cdn.example.org", "example.org"))
                    .isEqualTo(wildcard);
            Leaf listed = await(mint, "one.test", "one.test", "two.test");
            assertThat(await(mint, "two.test", "one.test", "two.test")).isEqualTo(listed);
            assertThat(mint.minted()).isEqualTo(2);
        }
    }

    @Test
    void aHostForWhichTheServersCertificateIsInvalidGetsASeparateLeaf() throws Exception {
        try (LeafMint mint = new LeafMint(authority)) {
            for (String host : List.of("a.b.example.org", "example.org", "xexample.org", "10.0.0.1")) {
                Leaf leaf = await(mint, host, "*.example.org", "*.org");
                assertThat(leaf.certificate().getSubjectAlternativeNames())
                        .extracting(name -> (Object) name.get(1))
                        .contains(host);
            }
            assertThat(mint.minted()).isEqualTo(4);
        }
    }

    @Test
    void noMoreLeavesThanTheBoundAreKeptAndTheLeastUsedGoesFirst() throws Exception {
        try (LeafMint mint = new LeafMint(authority, KeyType.EC_P256, 3, Clock.systemUTC())) {
            Leaf used = await(mint, "used.example");
            for (int i = 0; i < 10; i++) {
                await(mint, "h" + i + ".example");
                assertThat(await(mint, "used.example")).isSameAs(used);
                assertThat(mint.kept()).isLessThanOrEqualTo(3);
            }
            assertThat(mint.minted()).isEqualTo(11);
            await(mint, "h0.example");
            assertThat(mint.minted()).isEqualTo(12);
        }
    }

    @Test
    void aLeafIsMintedAnewADayBeforeItExpires() throws Exception {
        SetClock clock = new SetClock(Instant.now());
        try (LeafMint mint = new LeafMint(authority, KeyType.EC_P256, 10, clock)) {
            Leaf first = await(mint, "example.org");
            Instant end = first.certificate().getNotAfter().toInstant();

            clock.set(end.minus(Duration.ofDays(1)).minusSeconds(1));
            assertThat(await(mint, "example.org")).isSameAs(first);

            clock.set(end.minus(Duration.ofDays(1)));
            Leaf second = await(mint, "example.org");
            assertThat(second.alias()).isNotEqualTo(first.alias());
            assertThat(second.certificate().getNotAfter().toInstant()).isAfter(end);
            assertThat(await(mint, "example.org")).isSameAs(second);
        }
    }

    @Test
    void aLeafThatExpiresWithItsCaIsServedUntilThen() throws Exception {
        Instant end = authority.certificate().getNotAfter().toInstant();
        SetClock clock = new SetClock(end.minus(Duration.ofHours(2)));
        try (LeafMint mint = new LeafMint(authority, KeyType.EC_P256, 10, clock)) {
            Leaf first = await(mint, "example.org");
            clock.set(end.minusSeconds(1));

            assertThat(await(mint, "example.org")).isSameAs(first);
            assertThat(mint.minted()).isEqualTo(1);
        }
    }

    @Test
    void aFailureToMintIsNotCached() throws Exception {
        Instant end = authority.certificate().getNotAfter().toInstant();
        SetClock clock = new SetClock(end.plusSeconds(1));
        try (LeafMint mint = new LeafMint(authority, KeyType.EC_P256, 10, clock)) {
            assertThatThrownBy(() -> await(mint, "example.org"))
                    .hasCauseInstanceOf(GeneralSecurityException.class)
                    .hasMessageContaining("the CA expired on");
            assertThat(mint.kept()).isZero();

            clock.set(Instant.now());
            assertThat(await(mint, "example.org")
                            .certificate()
                            .getSubjectX500Principal()
                            .getName())
                    .isEqualTo("CN=example.org");
            assertThat(mint.minted()).isEqualTo(1);
        }
    }

    @Test
    void aHostThatIsNoNameFailsTheStageAndMintsNothing() {
        try (LeafMint mint = new LeafMint(authority)) {
            assertThatThrownBy(() -> await(mint, "no host"))
                    .hasCauseInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not a host name or IP address: 'no host'");
            assertThat(mint.kept()).isZero();
        }
    }

    @Test
    void cancellingARequestCancelsNoOtherRequest() throws Exception {
        try (LeafMint mint = new LeafMint(authority)) {
            CompletableFuture<Leaf> one = mint.leaf("example.org", List.of()).toCompletableFuture();
            one.cancel(true);

            assertThat(await(mint, "example.org").certificate()).isNotNull();
            assertThat(mint.minted()).isEqualTo(1);
        }
    }

    @Test
    void leavesAreMintedOnDaemonThreadsOfTheMint() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicReference<Thread> thread = new AtomicReference<>();
        Clock clock = new SetClock(Instant.now()) {
            @Override
            public Instant instant() {
                thread.set(Thread.currentThread());
                asked.countDown();
                return super.instant();
            }
        };
        try (LeafMint mint = new LeafMint(authority, KeyType.EC_P256, 10, clock)) {
            mint.leaf("example.org", List.of());

            assertThat(asked.await(180, TimeUnit.SECONDS)).isTrue();
            assertThat(thread.get().getName()).matches("cert-[12]");
            assertThat(thread.get().isDaemon()).isTrue();
        }
    }

    @Test
    void aClosedMintStillGivesWhatItHasAndRefusesTheRest() throws Exception {
        LeafMint mint = new LeafMint(authority);
        Leaf leaf = await(mint, "example.org");
        mint.close();

        assertThat(await(mint, "example.org")).isSameAs(leaf);
        assertThatThrownBy(() -> await(mint, "other.example")).hasCauseInstanceOf(RejectedExecutionException.class);
        assertThat(mint.kept()).isEqualTo(1);
    }

    private static Leaf await(LeafMint mint, String host, String... mirrored) throws Exception {
        return mint.leaf(host, List.of(mirrored)).toCompletableFuture().get(180, TimeUnit.SECONDS);
    }

    /** A clock that the test sets. */
    private static class SetClock extends Clock {
        private volatile Instant now;

        SetClock(Instant now) {
            this.now = now;
        }

        void set(Instant next) {
            now = next;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
