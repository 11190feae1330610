package dev.steno.cli.terminal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Handles the signals that ask a process to end. Without a handler, the JVM exits with the signal's number, as after an
 * abnormal end, and a shutdown hook cannot choose another exit code without cutting off the hooks that delete temporary
 * files. The class for signals is in the JDK's module {@code jdk.unsupported}, so it is looked up at run time.
 * Stateless; signals arrive on threads of the JVM.
 */
public final class Signals {
    private static final List<String> ENDING = List.of("INT", "TERM", "HUP");

    /**
     * A signal that follows the first one within this time is a repetition of it: {@code timeout}, for example, signals
     * its child and then the process group that contains it.
     */
    static final long REPETITION_NANOS = TimeUnit.SECONDS.toNanos(1);

    private Signals() {}

    /**
     * Runs the action when SIGINT, SIGTERM or SIGHUP arrives, on a thread that the JVM creates for it; again for each
     * further one that is not a repetition. A signal that the process was started to ignore, e.g. by {@code nohup},
     * stays ignored.
     *
     * @return false if this Java does not support signal handlers
     */
    public static boolean onEnd(Runnable action) {
        Runnable once = ignoringRepetitions(action);
        return onEach(name -> once.run());
    }

    /**
     * Like {@link #onEnd}, but SIGHUP runs another action if it does not end the process.
     *
     * @param hangUp tells what SIGHUP means
     * @param reload runs for each SIGHUP that does not end the process
     */
    public static boolean onEnd(Runnable action, HangUp hangUp, Runnable reload) {
        Runnable once = ignoringRepetitions(action);
        return onEach(name -> {
            if (name.equals("HUP") && !hangUp.closedTheTerminal()) {
                reload.run();
            } else {
                once.run();
            }
        });
    }

    /**
     * Like {@link #onEnd}, but tells the action each signal, repetitions included.
     *
     * @param action receives {@code INT}, {@code TERM} or {@code HUP}
     */
    public static boolean onEach(Consumer<String> action) {
        return on(ENDING, action);
    }

    /** Ignores SIGUSR1, which would end the process; some log rotators send it to every daemon. */
    public static void ignoreUserSignal() {
        on(List.of("USR1"), name -> {});
    }

    /**
     * Installs a handler for each of these signals that the system has; Windows, for example, has no SIGHUP.
     *
     * @return whether any handler was installed
     */
    static boolean on(List<String> names, Consumer<String> action) {
        boolean installed = false;
        for (String name : names) {
            installed |= on(name, action);
        }
        return installed;
    }

    private static boolean on(String name, Consumer<String> action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler calls = (proxy, method, args) -> switch (method.getName()) {
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == args[0];
                case "toString" -> "steno's handler of signals";
                default -> {
                    action.accept(name);
                    yield null;
                }
            };
            Object listener = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, calls);
            Method handle = signal.getMethod("handle", signal, handler);
            handle.invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false;
        }
    }

    private static Runnable ignoringRepetitions(Runnable action) {
        AtomicReference<Long> first = new AtomicReference<>();
        return () -> {
            long now = System.nanoTime();
            Long began = first.compareAndExchange(null, now);
            if (began == null || now - began > REPETITION_NANOS) {
                action.run();
            }
        };
    }
}
