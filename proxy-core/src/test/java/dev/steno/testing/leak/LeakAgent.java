package dev.steno.testing.leak;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Makes a JVM started by a test report leaked buffers on standard error, in lines that begin with {@code LEAK:}. It
 * collects garbage in a shutdown hook: otherwise, a leak would be reported only if the lost buffer happened to be collected
 * earlier. A process that is killed reports only the leaks found until then. As a Java agent, its jar is found by a JVM
 * whose class path is that of the product alone.
 */
public final class LeakAgent {
    private LeakAgent() {}

    /**
     * The options for a JVM that does not have this class on its class path. None contains a space unless the path of the
     * temporary folder does.
     */
    public static List<String> options() {
        List<String> options = new ArrayList<>(List.of("-javaagent:" + Jar.FILE));
        options.addAll(onClassPath());
        return options;
    }

    /**
     * The options for a JVM that has this class on its class path. Without an agent, for which the JVM reads each archived
     * class from its jar as well, a start takes a tenth less CPU.
     */
    public static List<String> onClassPath() {
        return List.of(
                "-Dio.netty.leakDetection.level=paranoid",
                "-Dio.netty.leakDetection.targetRecords=0", // only the place that took the buffer: the others cost too
                // much
                "-Dio.netty.leakDetection.trackClose=false",
                "-Dio.netty.customResourceLeakDetector=" + Detector.class.getName());
    }

    /** Called by the JVM before the program's main method. The detector does the work. */
    public static void premain(String argument) {
        // the JVM has put the jar on the class path
    }

    private static void watchTheEnd() {
        Thread hook = new Thread(
                () -> {
                    if (!tellLeaks()) {
                        System.err.println(
                                "LEAK: leaks cannot be detected, since System.gc() does not collect garbage");
                    }
                },
                "leaks");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM ends already, and has used no buffer before.
        }
    }

    /**
     * Reports all leaks so far. Netty finds a leak when the lost buffer is collected, and reports it when the next
     * buffer is allocated.
     *
     * @return false if {@link System#gc} does not collect garbage, so that leaks cannot be detected
     */
    static boolean tellLeaks() {
        // Twice, since a collection may enqueue the canary before other references that it found.
        boolean collected = collectGarbage() && collectGarbage();
        for (int i = 0; i < 3; i++) {
            PooledByteBufAllocator.DEFAULT.directBuffer().release();
            PooledByteBufAllocator.DEFAULT.heapBuffer().release();
        }
        return collected;
    }

    /**
     * Collects garbage and waits until another thread of the JVM has enqueued the references that the collection found;
     * returns whether it did.
     */
    private static boolean collectGarbage() {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        WeakReference<Object> canary = new WeakReference<>(new Object(), queue);
        try {
            for (int i = 0; i < 50; i++) {
                System.gc();
                if (queue.remove(200) == canary) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Reports leaks directly on standard error, since the JVM closes the log during its shutdown. */
    public static final class Detector<T> extends ResourceLeakDetector<T> {
        static {
            watchTheEnd();
        }

        /** The constructor that Netty calls. */
        public Detector(Class<?> type, int interval) {
            super(type, interval);
        }

        /** The constructor that older parts of Netty call. */
        @SuppressWarnings("deprecation")
        public Detector(Class<?> type, int interval, long most) {
            super(type, interval, most);
        }

        @Override
        protected void reportTracedLeak(String type, String records) {
            System.err.println("LEAK: " + type + ".release() was not called before it was collected." + records);
        }

        @Override
        protected void reportUntracedLeak(String type) {
            reportTracedLeak(type, "");
        }
    }

    /** The agent as a jar, as the JVM requires it; built once per run of the tests. */
    private static final class Jar {
        private static final Path FILE = make();

        private static Path make() {
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.getMainAttributes().putValue("Premain-Class", LeakAgent.class.getName());
            try {
                Path file = Files.createTempFile("leak-agent", ".jar");
                file.toFile().deleteOnExit();
                try (OutputStream out = Files.newOutputStream(file);
                        JarOutputStream jar = new JarOutputStream(out, manifest)) {
                    for (Class<?> each : List.of(LeakAgent.class, Detector.class)) {
                        String name = each.getName().replace('.', '/') + ".class";
                        jar.putNextEntry(new JarEntry(name));
                        try (InputStream in = each.getClassLoader().getResourceAsStream(name)) {
                            in.transferTo(jar);
                        }
                    }
                }
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
