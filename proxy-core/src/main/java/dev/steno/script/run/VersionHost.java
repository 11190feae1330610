package dev.steno.script.run;

import dev.steno.script.Script;
import dev.steno.script.ScriptHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one version of a script is given. Any thread. */
final class VersionHost implements ScriptHost {
    private static final Logger LOG = LoggerFactory.getLogger("script");

    /** Upper bound on the flows that one query returns. */
    private static final int MOST_FLOWS = 1_000;

    /** Upper bound on tasks that wait for their time. */
    private static final int MOST_TASKS = 1_000;

    private final String script;
    private final ScriptPorts ports;
    private final ScriptHttp http;
    private final Map<String, Object> state;
    private final DefinedOptions options;
    private final Set<Future<?>> tasks = ConcurrentHashMap.newKeySet();
    private @Nullable Later later;
    private boolean over;

    /** Runs tasks at a later time, on a thread that may block. */
    interface Later {
        /** @param nanos the delay, and the period if it repeats */
        Future<?> run(Runnable task, long nanos, boolean repeats);
    }

    VersionHost(String script, ScriptPorts ports, ScriptHttp http, Map<String, Object> state) {
        this.script = script;
        this.ports = ports;
        this.http = http;
        this.state = state;
        this.options = new DefinedOptions(script, ports);
    }

    @Override
    public Script.Log log() {
        return new Script.Log() {
            @Override
            public void info(String text) {
                LOG.info("{}: {}", script, text);
            }

            @Override
            public void warn(String text) {
                LOG.warn("{}: {}", script, text);
            }
        };
    }

    @Override
    public DefinedOptions options() {
        return options;
    }

    @Override
    public Script.Commands commands() {
        return (name, arguments) ->
                ports.commands().get().call(name, List.of(arguments)).text();
    }

    @Override
    public Script.Session session() {
        return new Script.Session() {
            @Override
            public List<dev.steno.flow.Flow> query(String filter) {
                return query(filter, MOST_FLOWS);
            }

            @Override
            public List<dev.steno.flow.Flow> query(String filter, int limit) {
                try {
                    return ports.query().flows(filter, Math.min(limit, MOST_FLOWS));
                } catch (IOException e) {
                    throw new UncheckedIOException(e.getMessage(), e);
                }
            }
        };
    }

    @Override
    public Script.Http http() {
        return http;
    }

    @Override
    public Map<String, Object> state() {
        return state;
    }

    @Override
    public Script.Schedule schedule() {
        return new Script.Schedule() {
            @Override
            public void after(Duration delay, Runnable task) {
                add(task, delay, false);
            }

            @Override
            public void every(Duration period, Runnable task) {
                if (period.isZero() || period.isNegative()) {
                    throw new IllegalArgumentException("the period must be above 0, and is " + period);
                }
                add(task, period, true);
            }
        };
    }

    /** Tasks run from now on; those that a constructor asked for are refused, as nobody could call them off. */
    synchronized void scheduleBy(Later by) {
        later = by;
    }

    private synchronized void add(Runnable task, Duration time, boolean repeats) {
        if (over) {
            return; // another version runs
        }
        if (later == null) {
            throw new IllegalStateException("tasks are scheduled in load() or later, not in a constructor or a field");
        }
        tasks.removeIf(Future::isDone);
        if (tasks.size() >= MOST_TASKS) {
            throw new IllegalStateException(MOST_TASKS + " tasks wait already: schedule one that does the work of all");
        }
        Objects.requireNonNull(task, "task");
        tasks.add(later.run(task, Math.max(1, time.toNanos()), repeats));
    }

    /** The version was replaced. */
    synchronized void cancelSchedules() {
        over = true;
        tasks.forEach(each -> each.cancel(false));
        tasks.clear();
    }
}
