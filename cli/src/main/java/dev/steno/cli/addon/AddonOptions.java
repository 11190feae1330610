package dev.steno.cli.addon;

import dev.steno.option.Opt;
import java.nio.file.Path;
import java.util.Optional;

/** Options on addons that are installed as jars. */
public record AddonOptions(
        @Opt(
                help = "The folder of the jars of addons, each of which is loaded at the start; without it, the folder "
                        + "addons in the home folder, if there is one; off loads none.",
                metavar = "DIR|off")
        Optional<Path> addons) {

    /** Whether no jar is loaded. A folder called off can be given as {@code ./off}. */
    public boolean off() {
        return addons.filter(Path.of("off")::equals).isPresent();
    }
}
