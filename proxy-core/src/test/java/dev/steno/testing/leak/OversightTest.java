package dev.steno.testing.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.PooledByteBufAllocator;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
class OversightTest {

    @Test
    void aBufferThatIsNotReleasedFailsTheClass() throws Exception {
        Oversight oversight = new Oversight();
        oversight.watch();
        lose();
        assertThatThrownBy(oversight::report).isInstanceOf(AssertionError.class).hasMessageContaining("LEAK:");
    }

    @Test
    void anExceptionThatOnlyReachedTheLogFailsTheClass() {
        Oversight oversight = new Oversight();
        oversight.watch();
        Logger.getLogger("io.netty.channel.DefaultChannelPipeline").warning("it reached at the tail of the pipeline");
        assertThatThrownBy(oversight::report).isInstanceOf(AssertionError.class).hasMessageContaining("tail");
    }

    @Test
    void aBufferThatWasReleasedIsNoLeak() {
        Oversight oversight = new Oversight();
        oversight.watch();
        assertThat(PooledByteBufAllocator.DEFAULT.directBuffer(64).release()).isTrue();
        oversight.report();
    }

    private static void lose() {
        PooledByteBufAllocator.DEFAULT.directBuffer(64).writeByte(1);
    }
}
