package dev.steno.cli.terminal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Catches the signals that ask a process to end. The JVM on its own would end with the signal's number as exit code, as if
 * the end had not been orderly, and a shutdown hook cannot choose another without cutting off the hooks that clear away
 * temporary files. The class for it is in the JDK's module {@code jdk.unsupported}, so it is looked up at run time.
 */
public final class Signals {
    private static final List<String> ENDING = List.of("INT", "TERM", "HUP");

    private Signals() {}

    /**
     * Has the action run, on a thread of the JVM, each time such a signal comes. A signal that the process was started to
     * ignore, as by {@code nohup}, stays ignored.
     *
     * @return false where this Java cannot do it
     */
    public static boolean onEnd(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler calls = (proxy, method, args) -> switch (method.getName()) {
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == args[0];
                case "toString" -> "the end of steno";
                default -> {
                    action.run();
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
