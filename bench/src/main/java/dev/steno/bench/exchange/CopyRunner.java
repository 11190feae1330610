package dev.steno.bench.exchange;

import dev.steno.bench.report.Scratch;
import dev.steno.copy.CopyFormat;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs a file of copies in one process, if the tool can. For one thread. */
final class CopyRunner {
    /** Keeps the words that the shell makes of a command, and its input, in place of HTTPie. */
    private static final String KEEP_WORDS =
            "n=0\nhttp() { for word; do printf '%s\\0' \"$word\"; done > words.$n; cat > input.$n; }\n";

    /** Has HTTPie run what was kept. */
    private static final String HTTPIE = """
            import os, sys
            from httpie.context import Environment
            from httpie.core import main
            n = 0
            while os.path.exists("words.%d" % n):
                with open("words.%d" % n, "rb") as kept, open("input.%d" % n, "rb") as body, open(os.devnull, "w") as out:
                    words = [os.fsdecode(word) for word in kept.read().split(b"\\0")[:-1]]
                    env = Environment(stdin=body, stdin_isatty=False, stdout=out, stdout_isatty=False)
                    code = main(args=["http"] + words, env=env)
                if code:
                    sys.exit("%r ended with %s" % (words, code))
                n += 1
            """;

    private final CopyFormat format;
    private final Scratch folder;

    CopyRunner(CopyFormat format, Scratch folder) {
        this.format = format;
        this.folder = folder;
    }

    /** Runs copies, one after the other. */
    void run(List<String> copies) throws IOException, InterruptedException {
        Path script = folder.file("run" + format.extension());
        if (format != CopyFormat.HTTPIE) {
            Files.writeString(script, String.join("\n", copies));
            call(
                    switch (format) {
                        case FETCH -> "node";
                        case PYTHON, PYTHON_REQUESTS -> "python3";
                        default -> "sh";
                    },
                    script.toString());
            return;
        }
        StringBuilder all = new StringBuilder(KEEP_WORDS);
        copies.forEach(copy -> all.append(copy).append("n=$((n+1))\n"));
        Files.writeString(script, all);
        call("sh", script.toString());
        Path driver = folder.file("drive.py");
        Files.writeString(driver, HTTPIE);
        call(httpiePython(), driver.toString());
        for (int i = 0; i < copies.size(); i++) {
            Files.delete(folder.file("words." + i));
            Files.delete(folder.file("input." + i));
        }
    }

    /** The Python that HTTPie is installed for, by the first line of its program. */
    private static String httpiePython() throws IOException {
        for (String each : System.getenv("PATH").split(File.pathSeparator)) {
            Path program = Path.of(each, "http");
            if (Files.isExecutable(program)) {
                return Files.readAllLines(program).get(0).replaceFirst("^#! *", "");
            }
        }
        throw new IOException("there is no http on the PATH: install HTTPie 3");
    }

    private void call(String... words) throws IOException, InterruptedException {
        Path log = folder.file("log");
        Process process = new ProcessBuilder(words)
                .directory(folder.file("").toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(log.toFile())
                .start();
        if (process.waitFor() != 0) {
            String said = new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1);
            throw new IOException(words[0] + " failed: " + said.substring(Math.max(0, said.length() - 2_000)));
        }
    }
}
