package dev.steno.cli.daemon;

import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.BlockingExecutor;
import dev.steno.addon.bus.HandlerTiming;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the API tells of the handlers of addons: their run times, failures and threads. Pure functions. */
public final class HandlerStatus {
    private HandlerStatus() {}

    /** @param blocking the threads of blocking handlers */
    public static Map<String, @Nullable Object> of(AddonRuntime runtime, BlockingExecutor blocking) {
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put("failures", runtime.hooks().failures());
        told.put("threads", (long) blocking.threads());
        told.put("queued", (long) blocking.queued());
        told.put("refused", blocking.refused());
        told.put("times", times(runtime.handlerTimings()));
        return told;
    }

    private static List<Map<String, Object>> times(List<HandlerTiming> timings) {
        return timings.stream()
                .map(timing -> {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("addon", timing.addon());
                    one.put("hook", timing.hook().toString());
                    one.put("phase", timing.phase().name().toLowerCase(Locale.ROOT));
                    one.put("blocking", timing.blocking());
                    one.put("calls", timing.calls());
                    one.put("running", timing.running());
                    one.put("p99_us", TimeUnit.NANOSECONDS.toMicros(timing.p99()));
                    one.put("max_us", TimeUnit.NANOSECONDS.toMicros(timing.max()));
                    return one;
                })
                .toList();
    }
}
