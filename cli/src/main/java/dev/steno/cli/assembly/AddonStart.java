package dev.steno.cli.assembly;

import dev.steno.addon.jar.AddonFolder;
import dev.steno.cli.addon.AddonOptions;
import dev.steno.cli.command.Failure;
import dev.steno.cli.option.FlagReader;
import dev.steno.cli.option.RunOptions;
import dev.steno.option.ConfigFile;
import dev.steno.option.Environment;
import dev.steno.option.OptionException;
import dev.steno.option.OptionSource;
import dev.steno.option.Options;
import dev.steno.text.FileErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Loads addons before the options are read, since addons declare options. The options that name the home folder and the
 * folder of addons are read first, therefore. Stateless; blocks.
 */
public final class AddonStart {
    private static final String FOLDER = "addons";
    private static final String JAR = "addon";
    private static final Set<String> FIRST = Set.of("home", FOLDER, JAR);

    private AddonStart() {}

    /**
     * Loads the addons, and declares their options.
     *
     * @throws Failure if one that is named with {@code --addon} cannot be used
     * @throws IOException if the folder that an option names cannot be read
     */
    public static AddonFolder load(Options options, List<String> args, Map<String, String> environment)
            throws IOException {
        AddonFolder addons = look(options, args, environment);
        requireNamed(addons);
        return addons;
    }

    /**
     * Ends the start if an addon that was asked for by name does not run: what it is to change would pass unchanged.
     *
     * @throws Failure with a line for each
     */
    static void requireNamed(AddonFolder addons) {
        List<String> refused = addons.refusedOfNamed();
        if (!refused.isEmpty()) {
            throw Failure.because(String.join("\n", refused));
        }
    }

    /**
     * Loads the addons that can be used, and declares their options.
     *
     * @param options the product's, with their defaults
     * @param args the flags of the command; those that are not known yet are skipped
     * @throws IOException if the folder that an option names cannot be read
     */
    public static AddonFolder look(Options options, List<String> args, Map<String, String> environment)
            throws IOException {
        Map<String, String> flags = FlagReader.readKnown(args, options, FIRST);
        Map<String, String> variables = Environment.read(environment, options);
        variables.keySet().retainAll(FIRST);
        if (!flags.isEmpty() || !variables.isEmpty()) {
            options.apply(Map.of(OptionSource.ENVIRONMENT, variables, OptionSource.COMMAND_LINE, flags));
        }
        configure(options);
        Optional<Path> folder = folder(options);
        AddonFolder addons = folder.isEmpty() ? AddonFolder.none() : ofFolder(folder.get());
        options.get(AddonOptions.class).addon().forEach(addons::add);
        addons.declare(options);
        return addons;
    }

    private static AddonFolder ofFolder(Path folder) {
        try {
            return AddonFolder.load(folder);
        } catch (IOException e) {
            throw Failure.because(
                    "cannot read the folder of addons " + folder + " (" + FileErrors.reason(e)
                            + "): make it readable, or choose another with --addons DIR (off for none)",
                    e);
        }
    }

    /** Reads the folder and the jars of addons from the configuration file, if the file may name them: reading it takes time. */
    private static void configure(Options options) {
        Path file = options.get(RunOptions.class).knownHome().resolve(ConfigFile.NAME);
        try {
            if (Files.exists(file) && Files.readString(file).contains(JAR)) {
                Map<String, String> named =
                        ConfigFile.read(file, options, name -> !name.equals(FOLDER) && !name.equals(JAR));
                options.apply(Map.of(OptionSource.CONFIG, named));
            }
        } catch (IOException | OptionException e) {
            return; // reported when all options are read
        }
    }

    /**
     * Returns the folder of addons.
     *
     * @return empty if none is to be loaded, or if no option names one and the home folder has none
     */
    static Optional<Path> folder(Options options) {
        AddonOptions asked = options.get(AddonOptions.class);
        if (asked.off()) {
            return Optional.empty();
        }
        Path named = named(options);
        return asked.addons().isPresent() || Files.isDirectory(named) ? Optional.of(named) : Optional.empty();
    }

    /** Returns the folder in which addons are looked for, unless the option is off; it need not exist. */
    public static Path named(Options options) {
        return options.get(AddonOptions.class)
                .addons()
                .orElseGet(() -> options.get(RunOptions.class).knownHome().resolve(FOLDER));
    }

    /**
     * Loads the values of all options, also those of addons.
     *
     * @param given reads the flags of the command
     * @throws OptionException if a source names an unknown option or gives an invalid value; the message also says which
     *     addons do not run, since one of them may have the option
     */
    public static void loadOptions(
            Options options, AddonFolder addons, Supplier<Map<String, String>> given, Map<String, String> environment) {
        try {
            ProductOptions.load(options, given.get(), environment, name -> false);
        } catch (OptionException e) {
            throw addons.problems().isEmpty() ? e : new OptionException(explained(e, addons), e);
        } catch (Failure e) {
            throw addons.problems().isEmpty() ? e : Failure.usage(explained(e, addons));
        }
    }

    private static String explained(Exception e, AddonFolder addons) {
        List<String> lines = new ArrayList<>();
        lines.add(e.getMessage());
        lines.addAll(addons.problems());
        return String.join("\n", lines);
    }
}
