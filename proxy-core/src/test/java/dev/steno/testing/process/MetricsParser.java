package dev.steno.testing.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Prometheus' own parsers in Python (Debian's python3-prometheus-client), one for each text format. */
public final class MetricsParser {
    private static final String SCRIPT = """
            import sys
            sys.stdout.reconfigure(encoding='utf-8')
            text = sys.stdin.buffer.read().decode('utf-8')
            if sys.argv[1] == 'open':
                from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse
            else:
                from prometheus_client.parser import text_string_to_metric_families as parse
            for family in parse(text):
                print('\\x1f'.join(['family', family.name, family.type, family.documentation.replace('\\n', '\\x1d')]))
                for sample in family.samples:
                    words = ['sample', sample.name, repr(float(sample.value))]
                    for name in sorted(sample.labels):
                        words += [name, sample.labels[name].replace('\\n', '\\x1d')]
                    print('\\x1f'.join(words))
            """;

    private final Program python;

    private MetricsParser(Program python) {
        this.python = python;
    }

    /**
     * What was read from a page.
     *
     * @param types of metrics, by their names
     * @param help of metrics, by their names
     * @param samples values as Python writes them, by {@code name{label=value,…}} with sorted labels
     */
    public record Page(Map<String, String> types, Map<String, String> help, Map<String, String> samples) {
        /** Returns a value; fails if there is none. */
        public double value(String sample) {
            String value = samples.get(sample);
            if (value == null) {
                throw new AssertionError("no sample " + sample + " in " + samples.keySet());
            }
            return Double.parseDouble(value.replace("inf", "Infinity"));
        }
    }

    /** Returns the parsers; skips the test if they are not installed. */
    public static MetricsParser need() {
        Program python = new Program(Path.of("/usr/bin/python3")); // Debian's, for which the package is
        boolean installed = Files.isExecutable(python.file())
                && python.call("-c", "import prometheus_client").code() == 0;
        if (!installed) {
            System.out.println("skipped: there is no python3-prometheus-client here; .ci/run installs it");
        }
        Assumptions.assumeTrue(installed, "python3-prometheus-client is not installed");
        return new MetricsParser(python);
    }

    /** Reads a page in Prometheus' text format; fails if the parser refuses it. */
    public Page text(String page) {
        return read("text", page);
    }

    /** Reads a page in OpenMetrics' format, for which the parser is strict. */
    public Page openMetrics(String page) {
        return read("open", page);
    }

    private Page read(String format, String page) {
        // a character of the input is a byte
        String bytes = new String(page.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        Program.Outcome outcome = python.feed(bytes, "-c", SCRIPT, format);
        if (outcome.code() != 0) {
            throw new AssertionError("the page cannot be read: " + outcome.err() + "\n" + page);
        }
        Map<String, String> types = new LinkedHashMap<>();
        Map<String, String> help = new LinkedHashMap<>();
        Map<String, String> samples = new LinkedHashMap<>();
        for (String line : new String(outcome.out(), StandardCharsets.UTF_8).split("\n")) {
            String[] words = line.split("\u001f", -1);
            if (words[0].equals("family")) {
                types.put(words[1], words[2]);
                help.put(words[1], words[3].replace('\u001d', '\n'));
            } else {
                List<String> labels = new ArrayList<>();
                for (int i = 3; i + 1 < words.length; i += 2) {
                    labels.add(words[i] + "=" + words[i + 1].replace('\u001d', '\n'));
                }
                String name = labels.isEmpty() ? words[1] : words[1] + "{" + String.join(",", labels) + "}";
                if (samples.put(name, words[2]) != null) {
                    throw new AssertionError("the sample " + name + " is there twice");
                }
            }
        }
        return new Page(types, help, samples);
    }
}
