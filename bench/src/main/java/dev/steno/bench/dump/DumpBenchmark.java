package dev.steno.bench.dump;

import dev.steno.codec.CertificateSource;
import dev.steno.codec.FlowCodec;
import dev.steno.flow.Certificate;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.interop.tnetstring.TnetstringException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Serialises and parses one of many flows per operation. Started by {@link DumpWatch}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
public class DumpBenchmark {
    /** Size of the response body in bytes. */
    @Param("1024")
    public int body;

    private final StateWriter state = new StateWriter(false);
    private HttpFlow[] flows = {};
    private byte[][] protobuf = {};
    private byte[][] tnetstring = {};
    private CertificateSource certificates = sha256 -> null;
    private int at;

    /** Generates the flows and their serialised forms. */
    @Setup
    public void prepare() {
        List<HttpFlow> made = Specimens.of(body);
        flows = made.toArray(HttpFlow[]::new);
        protobuf = made.stream().map(FlowCodec::encode).toArray(byte[][]::new);
        tnetstring = made.stream().map(state::dump).toArray(byte[][]::new);
        certificates = source(made);
    }

    @Benchmark
    public byte[] protobufDump() {
        return FlowCodec.encode(flows[next()]);
    }

    @Benchmark
    public Flow protobufLoad() {
        return FlowCodec.decode(protobuf[next()], certificates);
    }

    @Benchmark
    public byte[] tnetstringDump() {
        return state.dump(flows[next()]);
    }

    @Benchmark
    public Flow tnetstringLoad() throws TnetstringException {
        return StateReader.load(tnetstring[next()]);
    }

    private int next() {
        at = at + 1 == flows.length ? 0 : at + 1;
        return at;
    }

    private static CertificateSource source(List<HttpFlow> flows) {
        Map<ByteBuffer, Certificate> kept = new HashMap<>();
        for (HttpFlow flow : flows) {
            FlowCodec.certificates(flow)
                    .forEach(c -> kept.put(ByteBuffer.wrap(HexFormat.of().parseHex(c.fingerprint())), c));
        }
        return sha256 -> kept.get(ByteBuffer.wrap(sha256));
    }
}
