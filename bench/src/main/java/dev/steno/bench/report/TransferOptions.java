package dev.steno.bench.report;

import picocli.CommandLine.Option;

/** The options of benchmarks that read or write files or sessions as a whole. */
public final class TransferOptions {
    @Option(names = "--runs", description = "How often each is measured (default ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--curve", description = "Also show resident memory at each tenth of the time.")
    private boolean curve;

    @Option(
            names = {"--size", "--body"},
            converter = SizeConverter.class,
            paramLabel = "SIZE",
            description =
                    "Size of each body, or of each archive of import-har, such as 50kb (default ${DEFAULT-VALUE} bytes).")
    private long size;

    /** @param size default size in bytes */
    public TransferOptions(int runs, long size) {
        this.runs = runs;
        this.size = size;
    }

    /** How often each file or session is read or written. */
    public int runs() {
        return runs;
    }

    /** Whether the resident memory is shown over time. */
    public boolean curve() {
        return curve;
    }

    /** The size of what is generated, in bytes. */
    public long size() {
        return size;
    }
}
