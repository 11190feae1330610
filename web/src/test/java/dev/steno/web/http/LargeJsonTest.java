package dev.steno.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LargeJsonTest {
    private static final ApiResponse DONE = ApiResponse.json(new byte[0]);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void onlyAFewLargeRequestsAreInMemoryAtATimeAndSmallOnesDoNotWaitForThem() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        CountDownLatch decided = new CountDownLatch(1);
        List<Future<ApiResponse>> answers = new ArrayList<>();
        for (int i = 0; i < LargeJson.AT_ONCE + 2; i++) {
            ApiRequest large = request(object(2 << 20));
            answers.add(threads.submit(() -> LargeJson.answer(large, "", body -> {
                inside.incrementAndGet();
                awaited(decided);
                inside.decrementAndGet();
                return DONE;
            })));
        }
        await().until(() -> inside.get() == LargeJson.AT_ONCE);
        assertThat(LargeJson.answer(request("{\"a\":1}"), "", body -> {
                    assertThat(body.get("a")).isEqualTo(1);
                    return DONE;
                }))
                .isSameAs(DONE);
        assertThat(inside.get()).isEqualTo(LargeJson.AT_ONCE);
        decided.countDown();
        for (Future<ApiResponse> answer : answers) {
            assertThat(answer.get(1, TimeUnit.MINUTES)).isSameAs(DONE);
        }
    }

    @Test
    void whatIsTooLargeIsRefusedAndLeavesRoomForOthers() throws Exception {
        ApiRequest refused = request(object(LargeJson.MOST));
        for (int i = 0; i <= LargeJson.AT_ONCE; i++) {
            InputStream content = refused.content();
            content.reset();
            assertThatThrownBy(() -> LargeJson.answer(refused, "send less", body -> DONE))
                    .isInstanceOfSatisfying(
                            ApiProblem.class,
                            problem -> assertThat(problem.status()).isEqualTo(413))
                    .hasMessageContaining("16 MiB")
                    .hasMessageEndingWith("send less");
        }
        assertThat(LargeJson.answer(request(object(LargeJson.MOST - 100)), "", body -> DONE))
                .isSameAs(DONE);
    }

    private static String object(int length) {
        return "{\"text\":\"" + "x".repeat(length) + "\"}";
    }

    private static ApiRequest request(String json) {
        InputStream content = new ByteArrayInputStream(json.getBytes(StandardCharsets.US_ASCII));
        return new ApiRequest(
                "POST",
                "/",
                Map.of(),
                Map.of(),
                Map.of(),
                new byte[0],
                content,
                InetAddress.getLoopbackAddress(),
                () -> false);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
