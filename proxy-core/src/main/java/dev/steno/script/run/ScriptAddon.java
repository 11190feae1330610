package dev.steno.script.run;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowLocal;
import dev.steno.addon.HandlerSet;
import dev.steno.addon.RecordedFlows;
import dev.steno.addon.Registrar;
import dev.steno.command.Command;
import dev.steno.command.Commands;
import dev.steno.flow.HttpFlow;
import dev.steno.script.source.CompiledScript;
import dev.steno.script.source.ScriptCompiler;
import dev.steno.script.source.ScriptException;
import dev.steno.script.source.ScriptProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A script as an addon: compiles its file, registers its methods, and puts a new version in the place of the old one when a
 * file changes. A version that cannot be compiled or loaded changes nothing. Loads and swaps hold this object's lock; they run
 * on the thread that starts the proxy, the thread that watches the file, and threads of commands.
 */
public final class ScriptAddon implements Addon {
    private static final Logger LOG = LoggerFactory.getLogger("script");

    private final String name;
    private final Path file;
    private final ScriptPorts ports;
    private final ScriptErrors errors;
    private final Map<String, Object> state = new ConcurrentHashMap<>();
    private final LongAdder calls = new LongAdder();
    private final ReentrantLock reloading = new ReentrantLock();
    private final Set<ScriptVersion> versions = ConcurrentHashMap.newKeySet(); // the current one, and those in use
    private final CompiledScript first;
    private volatile @Nullable CompiledScript compiled; // the latest; null if it could not be compiled
    private volatile @Nullable ScriptVersion current;
    private volatile String problem = "";
    private int loads; // guarded by this
    private boolean started; // guarded by this
    private volatile @Nullable Live live; // set once
    private @Nullable ScriptWatch watch;

    /** The parts that there are once the addon is registered. */
    private record Live(
            HandlerSet handlers,
            ScriptHandlers hooks,
            Executor threads,
            ScheduledExecutorService timer,
            ScriptHttp http,
            RecordedFlows recorded) {}

    private ScriptAddon(Path file, ScriptPorts ports, CompiledScript compiled) {
        this.name = String.valueOf(file.getFileName());
        this.file = file;
        this.ports = ports;
        this.first = compiled;
        this.compiled = compiled;
        this.errors = new ScriptErrors(name);
    }

    /**
     * Compiles a script. Takes seconds of CPU time for the first one.
     *
     * @throws ScriptException if it cannot be compiled
     */
    public static ScriptAddon of(Path named, ScriptPorts ports) throws ScriptException {
        Path file = named.toAbsolutePath().normalize();
        return new ScriptAddon(file, ports, ScriptCompiler.compile(file));
    }

    /** The name of its file. */
    @Override
    public String name() {
        return name;
    }

    /** Its file, absolute. */
    public Path file() {
        return file;
    }

    @Override
    public synchronized void register(Registrar registrar) {
        ScriptOptions options = registrar.options(ScriptOptions.class, (before, after) -> configured());
        long limit = options.scriptTimeout().toNanos();
        Executor threads = new ScriptThreads(registrar.blocking(), limit, this::abandon);
        RecordedFlows recorded = registrar.recorded();
        FlowLocal<ScriptFlowScope> scopes = registrar.flowsInFlight().perFlow(this::scope, ScriptAddon::leave);
        ScriptHandlers hooks = new ScriptHandlers(
                name,
                scopes,
                () -> current,
                () -> recorded,
                new ScriptHandlers.Terms(threads, limit, options.failClosed()),
                errors);
        live = new Live(
                registrar.handlerSet(),
                hooks,
                threads,
                registrar.timer(),
                new ScriptHttp(name, ports.clients(), () -> recorded),
                recorded);
        watch = new ScriptWatch(file, new ScriptWatch.Listener() {
            @Override
            public boolean uses(Path source) {
                CompiledScript latest = compiled;
                // any file of the folder may have what an erroneous script lacks
                return latest == null || latest.uses(source);
            }

            @Override
            public void changed() {
                reloadChanged();
            }

            @Override
            public void deleted() {
                LOG.warn(
                        "script {} was deleted: its version {} keeps running; the command script.stop ends it",
                        name,
                        version());
            }
        });
        try {
            swap(first);
        } catch (ScriptException e) {
            throw new IllegalStateException("script " + e.getMessage(), e);
        }
        watch.start();
    }

    private ScriptFlowScope scope() {
        while (true) {
            ScriptVersion version = current;
            if (version == null || version.use()) {
                return new ScriptFlowScope(version);
            }
        }
    }

    private static void leave(ScriptFlowScope scope) {
        if (scope.version != null) {
            scope.version.leave();
        }
    }

    /** Calls {@code running}: the proxy accepts clients. */
    public synchronized void started() {
        started = true;
        ScriptVersion version = current;
        if (version != null) {
            later(version, HookName.RUNNING);
        }
    }

    private Live live() {
        return Objects.requireNonNull(live, "not registered");
    }

    /** Calls a method on a thread that may block. */
    private void later(ScriptVersion version, HookName hook) {
        if (version.has(hook) && version.use()) {
            run(() -> {
                try {
                    version.call(hook, 0);
                } finally {
                    version.leave();
                }
            });
        }
    }

    private void run(Runnable task) {
        try {
            live().threads.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.warn("script {}: {}", name, e.getMessage());
        }
    }

    private void configured() {
        ScriptVersion version = current;
        if (version != null) {
            later(version, HookName.CONFIGURE);
        }
    }

    /** Calls {@code update}: a recorded flow was edited. Any thread; does not block. */
    public void edited(HttpFlow flow) {
        ScriptVersion version = current;
        if (version != null && version.has(HookName.UPDATE)) {
            run(() -> live().hooks.events().updated(flow));
        }
    }

    // ---- versions

    private void reloadChanged() {
        try {
            reload();
        } catch (ScriptException e) {
            String kept = current == null ? "it stays stopped" : "version " + version() + " keeps running";
            for (ScriptProblem each : e.problems()) {
                LOG.warn("script {}", each);
            }
            LOG.warn("script {} was not loaded again: {}", name, kept);
        }
    }

    /**
     * Compiles the script again, and puts it in the place of the version that runs. Blocks.
     *
     * @return the number of the new version
     * @throws ScriptException if it cannot be compiled or loaded; the old version then keeps running
     */
    public int reload() throws ScriptException {
        reloading.lock(); // the lock of this object is left to exchanges that end meanwhile
        try {
            CompiledScript next = compileAgain();
            synchronized (this) {
                swap(next);
                LOG.info("script {} was loaded again, version {}", name, loads);
                return loads;
            }
        } catch (ScriptException e) {
            problem = String.valueOf(e.getMessage());
            throw e;
        } finally {
            reloading.unlock();
        }
    }

    private CompiledScript compileAgain() throws ScriptException {
        try {
            CompiledScript next = ScriptCompiler.compile(file);
            compiled = next;
            return next;
        } catch (ScriptException e) {
            compiled = null;
            throw e;
        }
    }

    /** Its calls do not return, so it is switched off; called by an executor, perhaps on an event loop. */
    private void abandon() {
        ScriptVersion version = current;
        versions.forEach(ScriptVersion::abandon);
        current = null;
        problem = "it was switched off, as its calls do not return";
        LOG.warn(
                "script {} was switched off, as its calls do not return and occupy {} threads until Steno is started again: "
                        + "mend it and save it, which starts it",
                name,
                ScriptThreads.THREADS);
        if (version != null) {
            version.retire();
        }
    }

    private void swap(CompiledScript next) throws ScriptException {
        Live parts = live();
        VersionHost host = new VersionHost(name, ports, parts.http, state);
        ScriptMethods methods = ScriptMethods.of(name, ScriptCheck.type(name, next, host));
        int number = loads + 1;
        ScriptVersion[] made = new ScriptVersion[1];
        ScriptVersion version =
                new ScriptVersion(number, methods, host, errors, calls, () -> ended(Objects.requireNonNull(made[0])));
        made[0] = version;
        host.scheduleBy((task, nanos, repeats) -> schedule(version, task, nanos, repeats));
        errors.forget();
        if (!version.call(HookName.LOAD, 0)) {
            host.cancelSchedules();
            String why = errors.latest();
            errors.forget(); // it is no failure of the version that runs
            throw new ScriptException(name, why);
        }
        ScriptVersion old = current;
        exchangeCommands(old, version);
        loads = number;
        versions.add(version);
        problem = "";
        // handlers for both, then the version, so that no exchange finds a version without its handlers
        registerHandlers();
        current = version;
        if (old != null) {
            old.retire();
        }
        dropForeignState();
        tell(next, methods, host);
        later(version, HookName.CONFIGURE);
        if (started) {
            later(version, HookName.RUNNING);
        }
    }

    private void tell(CompiledScript next, ScriptMethods methods, VersionHost host) {
        next.warnings().forEach(each -> LOG.warn("script {}", each));
        methods.warnings().forEach(each -> LOG.warn("script {}: {}", name, each));
        if (methods.hooks().isEmpty()) {
            LOG.warn("script {} has no hook, so it is never called: see steno script new", name);
        }
    }

    /** Commands that the script declares; those of the old version go first, since the names are the same as a rule. */
    private void exchangeCommands(@Nullable ScriptVersion old, ScriptVersion next) throws ScriptException {
        Object had = old != null && hasCommands(old.script()) ? old.script() : null;
        if (had == null && !hasCommands(next.script())) {
            return;
        }
        Commands commands = ports.commands().get();
        if (had != null) {
            commands.unregister(had);
        }
        try {
            if (hasCommands(next.script())) {
                commands.register(next.script());
            }
        } catch (IllegalArgumentException e) {
            if (had != null) {
                commands.register(had);
            }
            next.host().cancelSchedules();
            throw new ScriptException(name, "its commands cannot be registered: " + e.getMessage());
        }
    }

    private static boolean hasCommands(Object script) {
        return Arrays.stream(script.getClass().getDeclaredMethods())
                .anyMatch(method -> method.isAnnotationPresent(Command.class));
    }

    /** A value whose class belongs to an old version would keep that, and could not be cast by the new one. */
    private void dropForeignState() {
        state.entrySet().removeIf(each -> {
            boolean foreign = ScriptErrors.isOfScript(each.getValue());
            if (foreign) {
                LOG.warn(
                        "script {}: the state {} is lost with the reload, as its class is of the script: keep values of the "
                                + "JDK, such as maps and numbers",
                        name,
                        each.getKey());
            }
            return foreign;
        });
    }

    private Future<?> schedule(ScriptVersion version, Runnable task, long nanos, boolean repeats) {
        Live parts = live();
        Runnable step = () -> run(() -> {
            if (version.use()) {
                try {
                    task.run();
                } catch (Throwable e) {
                    version.failed("schedule", 0, e);
                } finally {
                    version.leave();
                }
            }
        });
        return repeats
                ? parts.timer.scheduleWithFixedDelay(step, nanos, nanos, TimeUnit.NANOSECONDS)
                : parts.timer.schedule(step, nanos, TimeUnit.NANOSECONDS);
    }

    private void registerHandlers() {
        Live parts = live();
        List<ScriptVersion> needed = new ArrayList<>(versions);
        parts.handlers.replace(handlers -> parts.hooks.register(handlers, needed));
    }

    /** Nothing uses a version any more; on any thread, perhaps an event loop. */
    private void ended(ScriptVersion version) {
        run(() -> {
            version.call(HookName.DONE, 0);
            versions.remove(version);
            synchronized (this) {
                registerHandlers();
            }
        });
    }

    /** Stops the script: exchanges that it has seen end with it, others do not see it. {@link #reload} starts it again. */
    public synchronized boolean stopRunning() {
        ScriptVersion old = current;
        if (old == null) {
            return false;
        }
        if (hasCommands(old.script())) {
            ports.commands().get().unregister(old.script());
        }
        current = null;
        old.retire();
        return true;
    }

    // ---- what is told of it

    /** The number of the version that runs; 0 if none does. */
    public int version() {
        ScriptVersion version = current;
        return version == null ? 0 : version.number;
    }

    /** Why it was not loaded again, or its latest kind of failure; empty if it has none. A line for each problem. */
    public String problem() {
        String failed = problem;
        return failed.isEmpty() ? errors.latest() : failed;
    }

    /** Why it was not loaded again, or was switched off; empty if neither is so. A line for each problem. */
    public String loadProblem() {
        return problem;
    }

    /** The failures of the version that runs, the most frequent kind first. */
    public List<FailureKind> failureKinds() {
        return errors.kinds();
    }

    /** The number of calls of its methods since the start. */
    public long calls() {
        return calls.sum();
    }

    /** The number of calls that failed since the start. */
    public long failures() {
        return errors.count();
    }

    /** The methods that are called. */
    public Set<String> hooks() {
        ScriptVersion version = current;
        return version == null
                ? Set.of()
                : version.hooks().keySet().stream()
                        .map(HookName::method)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The number of earlier versions that exchanges still use. */
    public int oldVersions() {
        return (int) versions.stream().filter(each -> each != current).count();
    }

    /** The names of the options that it defines. */
    public Set<String> optionNames() {
        ScriptVersion version = current;
        return version == null ? Set.of() : version.host().options().names();
    }

    @Override
    public void stop() {
        if (watch != null) {
            watch.close();
        }
        synchronized (this) {
            ScriptVersion version = current;
            current = null;
            if (version != null) {
                version.host().cancelSchedules();
                version.call(HookName.DONE, 0);
            }
            Live parts = live;
            if (parts != null) {
                parts.http.close();
            }
        }
    }
}
