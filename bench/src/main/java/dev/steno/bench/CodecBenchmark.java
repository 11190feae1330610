package dev.steno.bench;

import dev.steno.codec.CertificateSource;
import dev.steno.codec.FlowCodec;
import dev.steno.flow.Certificate;
import dev.steno.flow.Flow;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One intercepted browser GET, 14 headers on each side, a body of 1 KiB: to bytes and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
    private final Flow flow = BrowserFlow.get(1024);
    private final byte[] bytes = FlowCodec.encode(flow);
    private final CertificateSource certificates = source(flow);

    @Benchmark
    public byte[] encode() {
        return FlowCodec.encode(flow);
    }

    @Benchmark
    public Flow decode() {
        return FlowCodec.decode(bytes, certificates);
    }

    private static CertificateSource source(Flow flow) {
        Map<ByteBuffer, Certificate> kept = new HashMap<>();
        FlowCodec.certificates(flow)
                .forEach(c -> kept.put(ByteBuffer.wrap(HexFormat.of().parseHex(c.fingerprint())), c));
        return sha256 -> kept.get(ByteBuffer.wrap(sha256));
    }
}
