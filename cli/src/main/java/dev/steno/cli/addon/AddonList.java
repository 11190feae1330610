package dev.steno.cli.addon;

import dev.steno.addon.Addon;
import dev.steno.addon.ApiVersion;
import dev.steno.addon.jar.AddonFolder;
import dev.steno.addon.jar.InstalledAddon;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The addons, as they are listed for people and programs: first the built-in ones, then those in jars, each in the order
 * in which they see traffic. Immutable; any thread.
 *
 * @param failures the number of failures of the handlers of an addon, by its name
 */
public record AddonList(List<? extends Addon> builtin, AddonFolder installed, ToLongFunction<String> failures) {

    /**
     * One addon.
     *
     * @param version its version; none for a built-in addon
     * @param api the version of the API that it was compiled against
     * @param state built-in, loaded or refused
     * @param failures the number of times that one of its handlers failed since the start
     * @param jar the file; none for a built-in addon
     * @param problem why it does not run, and what to do
     */
    public record Listed(
            String name,
            Optional<String> version,
            Optional<String> api,
            String state,
            long failures,
            Optional<String> jar,
            Optional<String> problem) {}

    /** Returns the rows of the list. */
    public List<Listed> rows() {
        List<Listed> rows = new ArrayList<>();
        for (Addon addon : builtin) {
            String name = addon.name();
            rows.add(new Listed(
                    name,
                    Optional.empty(),
                    Optional.of(ApiVersion.CURRENT.toString()),
                    "built-in",
                    failures.applyAsLong(name),
                    Optional.empty(),
                    Optional.empty()));
        }
        for (InstalledAddon addon : installed.addons()) {
            rows.add(new Listed(
                    addon.name(),
                    Optional.of(addon.version()).filter(version -> !version.isEmpty()),
                    addon.api().map(ApiVersion::toString),
                    addon.isLoaded() ? "loaded" : "refused",
                    failures.applyAsLong(addon.name()),
                    Optional.of(addon.jar().toString()),
                    Optional.ofNullable(addon.problem())));
        }
        return rows;
    }
}
