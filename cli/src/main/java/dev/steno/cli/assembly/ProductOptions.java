package dev.steno.cli.assembly;

import dev.steno.cli.addon.AddonOptions;
import dev.steno.cli.daemon.DaemonOptions;
import dev.steno.cli.option.CaOptions;
import dev.steno.cli.option.Http2Options;
import dev.steno.cli.option.HttpOptions;
import dev.steno.cli.option.KeepOptions;
import dev.steno.cli.option.ListenOptions;
import dev.steno.cli.option.PrintOptions;
import dev.steno.cli.option.RecordOptions;
import dev.steno.cli.option.RedactionOptions;
import dev.steno.cli.option.RunOptions;
import dev.steno.cli.option.ShipOptions;
import dev.steno.cli.option.TlsOptions;
import dev.steno.cli.option.TraceOptions;
import dev.steno.cli.option.UpstreamOptions;
import dev.steno.exec.ExecOptions;
import dev.steno.net.mode.ListenerSpec;
import dev.steno.option.ConfigFile;
import dev.steno.option.Environment;
import dev.steno.option.OptionException;
import dev.steno.option.OptionSource;
import dev.steno.option.Options;
import dev.steno.option.ValueTypes;
import dev.steno.replay.ReplayOptions;
import dev.steno.script.js.JsOptions;
import dev.steno.script.run.ScriptOptions;
import dev.steno.web.WebAddress;
import dev.steno.web.WebOptions;
import java.util.Map;
import java.util.function.Predicate;

/** Builds the registry of the product's options, and loads their values. Stateless. */
public final class ProductOptions {
    private ProductOptions() {}

    /** Returns the options with their defaults. */
    public static Options declared() {
        Options options = new Options(ValueTypes.STANDARD
                .with(ListenerSpec.class, ListenerSpec.TYPE)
                .with(WebAddress.class, WebAddress.TYPE));
        options.register(ListenOptions.class);
        options.register(RunOptions.class);
        options.register(AddonOptions.class);
        options.register(RecordOptions.class);
        options.register(RedactionOptions.class);
        options.register(KeepOptions.class);
        options.register(ShipOptions.class);
        options.register(UpstreamOptions.class);
        options.register(HttpOptions.class);
        options.register(Http2Options.class);
        BuiltinAddons.declare(options);
        options.register(ScriptOptions.class);
        options.register(JsOptions.class);
        options.register(ExecOptions.class);
        options.register(ReplayOptions.class);
        options.register(TlsOptions.class);
        options.register(CaOptions.class);
        options.register(WebOptions.class);
        options.register(DaemonOptions.class);
        options.register(PrintOptions.class);
        options.register(TraceOptions.class);
        return options;
    }

    /**
     * Loads the values for a command that runs no addon: options in the configuration file that are none of the product's
     * are skipped if addons are installed, since they may be theirs. See {@link #load(Options, Map, Map, Predicate)}.
     */
    public static void load(Options options, Map<String, String> given, Map<String, String> environment) {
        load(
                options,
                given,
                environment,
                name -> options.find(name).isEmpty()
                        && AddonStart.folder(options).isPresent());
    }

    /**
     * Loads the values from the configuration file in the home folder, the environment and the command line, in
     * ascending precedence.
     *
     * @param given values from the command line, by option name
     * @param skipped which options of the configuration file are of no interest
     * @throws OptionException if a source names an unknown option or gives an invalid value
     */
    static void load(
            Options options, Map<String, String> given, Map<String, String> environment, Predicate<String> skipped) {
        // the other two sources may name the home folder, which contains the configuration file
        options.apply(Map.of(
                OptionSource.ENVIRONMENT, Environment.read(environment, options), OptionSource.COMMAND_LINE, given));
        Map<String, String> configured =
                ConfigFile.read(options.get(RunOptions.class).knownHome().resolve(ConfigFile.NAME), options, skipped);
        if (!configured.isEmpty()) {
            options.apply(Map.of(OptionSource.CONFIG, configured));
        }
    }
}
