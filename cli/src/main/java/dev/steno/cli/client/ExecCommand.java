package dev.steno.cli.client;

import dev.steno.cli.assembly.ProductOptions;
import dev.steno.cli.command.Failure;
import dev.steno.cli.command.Subcommand;
import dev.steno.cli.option.FlagReader;
import dev.steno.cli.run.EmbeddedProxy;
import dev.steno.cli.terminal.Console;
import dev.steno.option.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code steno exec -- COMMAND}: runs a command whose traffic is recorded. */
public final class ExecCommand implements Subcommand {
    private static final String SESSION = ".steno";

    @Override
    public String summary() {
        return "Run a command and record its traffic.";
    }

    @Override
    public void describe(CommandSpec spec) {
        EmbeddedProxy.describe(spec, EmbeddedProxy.Web.OFF);
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("COMMAND")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .hidden(true)
                .build());
        spec.usageMessage()
                .customSynopsis("steno exec [OPTIONS] [--] COMMAND [ARGUMENTS]")
                .footer(
                        "",
                        "Starts a proxy on a free port of 127.0.0.1, and the command with environment variables that make "
                                + "it use the proxy and trust Steno's CA: curl, wget, Git, and programs in Python, Node.js, "
                                + "Java, Go, Ruby, Perl, PHP and others. Ends when the command ends, with its exit code: 127 "
                                + "if it does not exist, 126 if it cannot be executed, 128 + n if signal n ended it. "
                                + "Automatic pass-through is off; certificates that the command refused are listed at the "
                                + "end. All options of steno run can be given.");
    }

    /** The command begins at the first word that is not a flag, with or without {@code --} before it. */
    @Override
    public List<String> own(List<String> args) {
        return args.subList(0, FlagReader.leadingFlags(args, ProductOptions.declared(), "steno exec"));
    }

    @Override
    public int run(List<String> args, Console console) throws IOException {
        int end = own(args).size();
        int begin = end < args.size() && args.get(end).equals("--") ? end + 1 : end;
        if (begin == args.size()) {
            throw Failure.usage("which command? steno exec [OPTIONS] [--] COMMAND [ARGUMENTS]");
        }
        List<String> command = args.subList(begin, args.size());
        if (begin == end && command.get(0).endsWith(SESSION)) {
            throw Failure.usage(command.get(0) + " is not a command; a session is named by -s: steno exec -s "
                    + command.get(0) + " -- COMMAND");
        }
        Map<String, String> environment = System.getenv();
        Map<String, String> user = ClientEnvironment.userOwn(environment);
        Path program = ClientProcess.program(command.get(0), user);
        EmbeddedProxy.Setup setup =
                EmbeddedProxy.setUp(args.subList(0, end), environment, "steno exec", EmbeddedProxy.Web.OFF, word -> {});
        Options options = setup.options();
        RefusalReport refusals = new RefusalReport();
        String bundle;
        int code;
        String userInfo = ClientEnvironment.userInfo(options);
        try (EmbeddedProxy proxy = EmbeddedProxy.start(setup, console, List.of(refusals))) {
            ClientFiles files = ClientFiles.prepare(EmbeddedProxy.home(options), proxy.authority(), user);
            bundle = files.bundle().toString();
            Map<String, String> inherited = new TreeMap<>(user);
            inherited.putAll(
                    ClientEnvironment.variables(ClientEnvironment.rows(proxy.address(), userInfo, files, user), user));
            code = ClientProcess.run(program, command.subList(1, command.size()), inherited, console);
        }
        refusals.lines(bundle).forEach(console::say);
        return code;
    }
}
