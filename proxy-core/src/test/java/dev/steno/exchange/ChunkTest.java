package dev.steno.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.exchange.body.Chunk;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkTest {
    private final AtomicInteger released = new AtomicInteger();

    @ParameterizedTest
    @CsvSource({"5,0,0", "5,2,2", "5,-1,0", "0,0,0", "0,7,0"})
    void ofAChunkThatIsCutTheBeginningIsLeftAndTheRestIsReleased(int size, long most, int left) {
        Chunk beginning = counted(new byte[size]).beginning(most);
        assertThat(beginning.size()).isEqualTo(left);
        assertThat(released.get()).isEqualTo(1);
    }

    @Test
    void aChunkThatIsShortEnoughIsPassedOnAsItIs() {
        Chunk chunk = counted(new byte[5]);
        assertThat(chunk.beginning(5)).isSameAs(chunk);
        assertThat(released.get()).isZero();
    }

    private Chunk counted(byte[] bytes) {
        return new Chunk() {
            @Override
            public int size() {
                return bytes.length;
            }

            @Override
            public void copyTo(int offset, byte[] target, int targetOffset, int length) {
                System.arraycopy(bytes, offset, target, targetOffset, length);
            }

            @Override
            public void release() {
                released.incrementAndGet();
            }
        };
    }
}
