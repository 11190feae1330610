package dev.steno.bench.dump;

import dev.steno.bench.report.ProcessUsage;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Measures CPU time per operation, of the whole process including garbage collection and compilation. JMH itself
 * measures wall time only.
 */
public final class CpuProfiler implements InternalProfiler {
    static final String RESULT = "cpu";

    private long before;

    @Override
    public String getDescription() {
        return "CPU time per operation";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = ProcessUsage.cpuNanos();
    }

    @Override
    @SuppressWarnings("rawtypes") // the interface declares the raw type
    public Collection<? extends Result> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double nanos = ProcessUsage.cpuNanos() - before;
        long operations = Math.max(1, result.getMetadata().getAllOps());
        return List.of(new ScalarResult(RESULT, nanos / operations, "ns/op", AggregationPolicy.AVG));
    }
}
