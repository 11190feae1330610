package dev.steno.cli.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.session.OnStoreFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What {@code --durability shared} does once its store has been away for too long. */
class StorePatienceTest {
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    private SharedDurability record(OnStoreFailure policy, Duration patience) {
        return new SharedDurability(policy, patience, CompletableFuture::new, told::add, told::add);
    }

    @Test
    void stopRefusesNewRequestsAndHoldsWhatWaits() {
        SharedDurability record = record(OnStoreFailure.STOP, Duration.ofMillis(20));
        CompletableFuture<Void> held = record.kept();
        record.storeAway("the disk of the server is full");
        await().atMost(Duration.ofSeconds(30)).until(record::refuses);

        assertThat(held).isNotDone();
        assertThat(record.held()).isEqualTo(1);
        assertThat(record.refusal()).contains("the disk of the server is full", "accepts requests again");
        await().atMost(Duration.ofSeconds(30)).until(() -> told.size() == 1);

        record.storeBack();
        assertThat(record.refuses()).isFalse();
        assertThat(record.refusal()).isNull();
        assertThat(told)
                .containsExactly(
                        "new requests are refused until the shared store takes flows (--on-store-failure stop)",
                        "new requests are accepted again; refused so far: 1");
    }

    @Test
    void passReleasesWhatWaitsAndHoldsNothingUntilTheStoreIsBack() {
        SharedDurability record = record(OnStoreFailure.PASS, Duration.ofMillis(20));
        CompletableFuture<Void> held = record.kept();
        record.storeAway("no server can be reached");
        await().atMost(Duration.ofSeconds(30)).until(held::isDone);

        assertThat(held).isCompleted();
        assertThat(record.refuses()).isFalse();
        assertThat(record.refusal()).isNull();
        assertThat(record.kept()).isCompleted();
        assertThat(record.unheld()).isEqualTo(2);
        assertThat(record.held()).isZero();

        record.storeBack();
        assertThat(record.kept()).isNotDone();
    }

    @Test
    void aStoreThatIsBackInTimeChangesNothing() {
        SharedDurability record = record(OnStoreFailure.STOP, Duration.ofDays(1));
        record.storeAway("no server can be reached");
        record.storeBack();
        record.storeAway("no server can be reached");

        assertThat(record.refuses()).isFalse();
        assertThat(record.kept()).isNotDone();
        assertThat(told).isEmpty();
    }

    @Test
    void aFurtherReasonDoesNotProlongTheWait() {
        SharedDurability record = record(OnStoreFailure.STOP, Duration.ofMillis(20));
        record.storeAway("no server can be reached");
        record.storeAway("this server is a read-only standby");
        await().atMost(Duration.ofSeconds(30)).until(() -> told.size() == 1);
        record.storeAway("the disk of the server is full");

        assertThat(record.refusal()).contains("no server can be reached");
    }

    @Test
    void shippingThatEndedIsNotWaitedFor() {
        SharedDurability record = record(OnStoreFailure.STOP, Duration.ofDays(1));
        record.shippingEnded("another steno ships work.steno");

        assertThat(record.refusal()).contains("another steno ships work.steno");
    }
}
