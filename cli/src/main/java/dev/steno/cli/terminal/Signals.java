package dev.steno.cli.terminal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;

/**
 * Handles the signals that ask a process to end. Without a handler, the JVM exits with the signal's number, as if it
 * had not ended in order, and a shutdown hook cannot choose another exit code without cutting off the hooks that delete
 * temporary files. The class for signals is in the JDK's module {@code jdk.unsupported}, so it is looked up at run
 * time.
 */
public final class Signals {
    private static final List<String> ENDING = List.of("INT", "TERM", "HUP");

    private Signals() {}

    /**
     * Runs the action each time SIGINT, SIGTERM or SIGHUP arrives, on a thread that the JVM creates for it. A signal
     * that the process was started to ignore, e.g. by {@code nohup}, stays ignored.
     *
     * @return false if this Java does not support signal handlers
     */
    public static boolean onEnd(Runnable action) {
        return onEach(name -> action.run());
    }

    /**
     * Like {@link #onEnd}, but tells the action the signal.
     *
     * @param action receives {@code INT}, {@code TERM} or {@code HUP}
     */
    public static boolean onEach(Consumer<String> action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler calls = (proxy, method, args) -> switch (method.getName()) {
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == args[0];
                case "toString" -> "the end of steno";
                default -> {
                    action.accept(String.valueOf(signal.getMethod("getName").invoke(args[0])));
                    yield null;
                }
            };
            Object listener = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, calls);
            Method handle = signal.getMethod("handle", signal, handler);
            for (String name : ENDING) {
                handle.invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
            }
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false;
        }
    }
}
