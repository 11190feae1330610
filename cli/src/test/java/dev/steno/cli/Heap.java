package dev.steno.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The live objects of another JVM after a full garbage collection.
 *
 * @param bytes total size of all objects
 * @param wire number of objects of classes that handle connections: Steno's and Netty's
 * @param largest the classes with the most bytes, for the message of a failed test
 */
record Heap(long bytes, long wire, String largest) {
    /** Reads a class histogram with the JDK's jcmd. */
    static Heap of(long pid) throws IOException, InterruptedException {
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String table = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (tool.waitFor() != 0) {
            throw new IOException(table);
        }
        long bytes = 0;
        long wire = 0;
        for (String line : table.lines().toList()) {
            String[] words = line.strip().split("\\s+"); // columns: number, instances, bytes, class
            if (words.length == 3 && words[0].equals("Total")) {
                bytes = Long.parseLong(words[2]);
            } else if (words.length >= 4
                    && (words[3].startsWith("dev.steno.net.") || words[3].startsWith("io.netty."))) {
                wire += Long.parseLong(words[1]);
            }
        }
        return new Heap(bytes, wire, table.lines().limit(40).reduce("", (all, line) -> all + line + "\n"));
    }
}
