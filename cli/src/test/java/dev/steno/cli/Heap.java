package dev.steno.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What is alive in another JVM, after a collection.
 *
 * @param bytes of all objects
 * @param wire objects of the classes that carry connections: Steno's and Netty's
 * @param largest the classes with the most bytes, for a test that fails
 */
record Heap(long bytes, long wire, String largest) {
    /** Asks the JVM's own tool. */
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
            String[] words = line.strip().split("\\s+"); // number, instances, bytes, class
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
