package dev.steno.script.run;

import dev.steno.script.ScriptHost;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The failures of one script: each kind is logged once for a version, with the line of the script, and all are counted. Any
 * thread.
 */
final class ScriptErrors {
    private static final Logger LOG = LoggerFactory.getLogger("script");

    /** Upper bound on the kinds that are told apart; others are only counted. */
    private static final int MOST_KINDS = 100;

    private final String script;
    private final LongAdder all = new LongAdder();
    private final Map<String, Counted> kinds = new ConcurrentHashMap<>();
    private volatile String latest = "";

    private record Counted(String where, String what, LongAdder count) {}

    ScriptErrors(String script) {
        this.script = script;
    }

    /** @param flow 0 for none */
    void add(String method, long flow, Throwable failure) {
        all.increment();
        String sentence = sentence(failure, script);
        String kind = method + " "
                + (failure instanceof PlainFailure
                        ? sentence
                        : failure.getClass().getName() + " " + place(failure));
        Counted count = kinds.get(kind);
        if (count == null && kinds.size() < MOST_KINDS) {
            count = new Counted(method, sentence, new LongAdder());
            Counted before = kinds.putIfAbsent(kind, count);
            if (before == null) {
                latest = method + ": " + sentence;
                LOG.warn(
                        "script {} failed at {}{}: {} (further failures of this kind are only counted)",
                        script,
                        method,
                        flow == 0 ? "" : " of flow " + flow,
                        sentence);
                LOG.debug("script {}", script, failure);
            } else {
                count = before;
            }
        }
        if (count != null) {
            count.count.increment();
        }
    }

    /** Another version runs: its failures are logged again. */
    void forget() {
        kinds.clear();
        latest = "";
    }

    long count() {
        return all.sum();
    }

    /** The kinds of failures of the version, the most frequent first. */
    List<FailureKind> kinds() {
        return kinds.values().stream()
                .map(each -> new FailureKind(each.where, each.what, each.count.sum()))
                .sorted(Comparator.comparingLong(FailureKind::count)
                        .reversed()
                        .thenComparing(FailureKind::where)
                        .thenComparing(FailureKind::what))
                .toList();
    }

    /** The latest kind of failure; empty if the version had none. */
    String latest() {
        return latest;
    }

    /** What failed, and where in the script. */
    static String sentence(Throwable failure, String script) {
        StackTraceElement frame = place(failure);
        String message = failure.getMessage();
        if (failure instanceof PlainFailure) {
            return String.valueOf(message);
        }
        String what = failure.getClass().getSimpleName()
                + (message == null ? "" : ": " + message.lines().findFirst().orElse(""));
        return frame == null ? what : what + " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")";
    }

    /** The innermost frame in a class of a script. */
    private static @Nullable StackTraceElement place(Throwable failure) {
        for (StackTraceElement frame : failure.getStackTrace()) {
            String loader = frame.getClassLoaderName();
            if (loader != null && loader.startsWith("script ")) {
                return frame;
            }
        }
        return null;
    }

    /** Whether a class is one of a script. */
    static boolean isOfScript(Object value) {
        return value.getClass().getClassLoader() instanceof ScriptHost.Carrier;
    }
}
