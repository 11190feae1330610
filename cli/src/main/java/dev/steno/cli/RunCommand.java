package dev.steno.cli;

import dev.steno.option.Options;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno run}: the proxy itself. */
final class RunCommand implements Subcommand {
    @Override
    public String summary() {
        return "Run the proxy and record what passes.";
    }

    @Override
    public void describe(CommandSpec spec) {
        OptionFlags.describe(spec, ProductOptions.declared());
        spec.usageMessage().customSynopsis("steno [run] [OPTIONS]");
    }

    @Override
    public int run(ParseResult call, Console console) throws IOException {
        Options options = ProductOptions.declared();
        ProductOptions.load(options, OptionFlags.texts(call, options), System.getenv());
        return ExitCode.OK;
    }
}
