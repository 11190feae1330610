package dev.steno.cli.run;

import dev.steno.net.mode.ListenerSpec;
import dev.steno.option.ConfigFile;
import dev.steno.option.Environment;
import dev.steno.option.OptionException;
import dev.steno.option.OptionSource;
import dev.steno.option.Options;
import dev.steno.option.ValueTypes;
import java.util.Map;

/** Every option of the product, and the layers that their values come from. */
public final class ProductOptions {
    private ProductOptions() {}

    /** The options with their defaults. */
    public static Options declared() {
        Options options = new Options(ValueTypes.STANDARD.with(ListenerSpec.class, ListenerSpec.TYPE));
        options.register(ListenOptions.class);
        options.register(RunOptions.class);
        options.register(RecordOptions.class);
        options.register(KeepOptions.class);
        options.register(UpstreamOptions.class);
        options.register(HttpOptions.class);
        options.register(Http2Options.class);
        BuiltinAddons.declare(options);
        options.register(TlsOptions.class);
        options.register(CaOptions.class);
        options.register(PrintOptions.class);
        return options;
    }

    /**
     * Reads the layers: the configuration file of the home folder, the environment, the command line.
     *
     * @param given texts from the command line by option name
     * @throws OptionException if one of them names or says what there is not
     */
    public static void load(Options options, Map<String, String> given, Map<String, String> environment) {
        // the configuration file lies in the home folder, which the other two layers may name
        options.apply(Map.of(
                OptionSource.ENVIRONMENT, Environment.read(environment, options), OptionSource.COMMAND_LINE, given));
        Map<String, String> configured =
                ConfigFile.read(options.get(RunOptions.class).home().resolve(ConfigFile.NAME), options);
        if (!configured.isEmpty()) {
            options.apply(Map.of(OptionSource.CONFIG, configured));
        }
    }
}
