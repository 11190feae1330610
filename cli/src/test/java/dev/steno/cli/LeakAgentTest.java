package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.leak.LeakAgent;
import dev.steno.testing.leak.LeakWatch;
import dev.steno.testing.process.Program;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A leaked buffer is reported in the test's JVM and in processes that tests start, even if nothing else triggers a
 * garbage collection.
 */
class LeakAgentTest {
    /** A program that allocates a buffer and releases it, or not. */
    static final class Careless {
        private Careless() {}

        public static void main(String[] arguments) {
            take(Boolean.parseBoolean(arguments[0]));
            System.exit(3);
        }

        private static void take(boolean giveBack) {
            ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(64).writeByte(1);
            if (giveBack && buffer.release()) {
                System.err.println("given back");
            }
        }
    }

    /** A test class that leaks a buffer, with the extension that JUnit adds to every class. */
    static final class Watched {
        private Watched() {}

        public static void main(String[] arguments) {
            LeakWatch watch = new LeakWatch();
            watch.beforeAll(null);
            Careless.take(Boolean.parseBoolean(arguments[0]));
            watch.afterAll(null);
        }
    }

    private record Ended(int code, String said) {}

    private static Ended run(List<String> options, Class<?> program, boolean giveBack) {
        List<Object> words = new ArrayList<>(options);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName(), giveBack));
        Program.Outcome outcome = Program.java().call(words.toArray());
        return new Ended(outcome.code(), outcome.said());
    }

    static Stream<List<String>> ways() {
        return Stream.of(LeakAgent.options(), LeakAgent.onClassPath());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aBufferThatIsLostInAProcessIsToldWhenItEnds(List<String> options) throws Exception {
        Ended ended = run(options, Careless.class, false);
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.said()).contains("LEAK: ByteBuf.release() was not called", "Careless.take");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aBufferThatIsGivenBackIsNot(List<String> options) throws Exception {
        assertThat(run(options, Careless.class, true)).isEqualTo(new Ended(3, "given back\n"));
    }

    @Test
    void aBufferThatIsLostInATestFailsItsClass() throws Exception {
        List<String> options = List.of("-Dio.netty.leakDetection.level=paranoid");
        assertThat(run(options, Watched.class, false).said())
                .contains("AssertionError: io.netty.util.ResourceLeakDetector: LEAK: ", "Careless.take");
        assertThat(run(options, Watched.class, true)).isEqualTo(new Ended(0, "given back\n"));
    }

    @Test
    void everyClassIsWatchedWithoutAskingForIt() {
        assertThat(Logger.getLogger("io.netty").getHandlers())
                .anyMatch(handler -> handler.getClass()
                        .getName()
                        .startsWith(LeakWatch.class.getSuperclass().getName()));
    }
}
