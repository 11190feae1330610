package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class RehearsalStoreTest {
    @Test
    void theStoreOfTheRehearsalIsListedAsARealOne() throws IOException {
        try (RehearsalStore store = new RehearsalStore()) {
            Call call = Call.steno("ls", store.url(), "-n", "50");
            assertThat(call.text()).hasLineCount(50);
            assertThat(call.code()).isZero();
        }
    }
}
