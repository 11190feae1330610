package dev.steno.testing.leak;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Makes a JVM that a test starts say on standard error what leaked in it, by lines that begin with {@code LEAK:}. Without it
 * a leak would be told only if the lost buffer happened to be collected while the process lives: before the process ends in
 * order, what is garbage is collected. A process that is killed tells what was found until then.
 */
public final class LeakAgent {
    private LeakAgent() {}

    /** The JVM's options for this, none of which has a space unless the folder for temporary files has. */
    public static List<String> options() {
        return List.of(
                "-javaagent:" + Jar.FILE,
                "-Dio.netty.leakDetection.level=paranoid",
                "-Dio.netty.leakDetection.targetRecords=0", // only the place that took the buffer: the others cost too
                // much
                "-Dio.netty.leakDetection.trackClose=false",
                "-Dio.netty.customResourceLeakDetector=" + Detector.class.getName());
    }

    /** Called by the JVM before the program. */
    public static void premain(String argument, Instrumentation jvm) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            boolean used = Arrays.stream(jvm.getAllLoadedClasses())
                                    .anyMatch(loaded -> loaded.getName().equals("io.netty.util.ResourceLeakDetector"));
                            if (used && !tellLeaks()) {
                                System.err.println("LEAK: not looked for, since garbage is not collected");
                            }
                        },
                        "leaks"));
    }

    /**
     * Has everything told that leaked so far: a leak is found when the lost buffer is collected, and told with the next one.
     *
     * @return false if garbage is not collected, so that leaks cannot be seen
     */
    static boolean tellLeaks() {
        // Twice, since the canary of a collection may be queued before other references that the collection found.
        boolean collected = collectGarbage() && collectGarbage();
        for (int i = 0; i < 3; i++) {
            PooledByteBufAllocator.DEFAULT.directBuffer().release();
            PooledByteBufAllocator.DEFAULT.heapBuffer().release();
        }
        return collected;
    }

    /** Returns when what a collection found has reached the queues, which another thread of the JVM does. */
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

    /** Tells leaks past the log, which the JVM closes while it ends. */
    public static final class Detector<T> extends ResourceLeakDetector<T> {
        /** As Netty calls it. */
        public Detector(Class<?> type, int interval) {
            super(type, interval);
        }

        /** As older parts of Netty call it. */
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

    /** The agent as the JVM wants it, made once for all tests of a run. */
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
