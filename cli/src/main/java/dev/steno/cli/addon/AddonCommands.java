package dev.steno.cli.addon;

import dev.steno.command.Command;
import java.util.List;
import java.util.function.Supplier;

/** The commands on addons of a running proxy. Any thread. */
public final class AddonCommands {
    private final Supplier<AddonList> addons;

    public AddonCommands(Supplier<AddonList> addons) {
        this.addons = addons;
    }

    @Command(
            name = "addons.list",
            help =
                    "Lists the addons, in the order in which they see traffic: built-in ones, then those in jars, with the "
                            + "failures of their handlers and why one does not run.")
    List<AddonList.Listed> list() {
        return addons.get().rows();
    }
}
