package dev.steno.cli.addon;

import dev.steno.option.Opt;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Options on addons that are installed as jars. */
public record AddonOptions(
        @Opt(
                help = "The folder of the jars of addons, each of which is loaded at the start; without it, the folder "
                        + "addons in the home folder, if there is one; off loads none.",
                metavar = "DIR|off")
        Optional<Path> addons,

        @Opt(
                help =
                        "The jar of an addon, wherever it is; loaded beside those of the folder, also if that is off. Can be "
                                + "given several times. One that cannot be used ends the start.",
                metavar = "FILE.jar")
        List<Path> addon) {

    /** Whether no jar is loaded. A folder called off can be given as {@code ./off}. */
    public boolean off() {
        return addons.isPresent() && addons.get().equals(Path.of("off"));
    }
}
