package dev.steno.addon.jar;

import dev.steno.addon.Addon;
import dev.steno.addon.ApiVersion;
import dev.steno.addon.Registrar;
import dev.steno.addon.bus.AddonFailures;
import dev.steno.addon.bus.GuestAddon;
import dev.steno.option.OptionException;
import dev.steno.option.Options;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An addon that was found in a jar, or a jar in which none could be found. Any thread; its state changes at most once,
 * if it is refused after it was loaded.
 */
public final class InstalledAddon {
    private final Path jar;
    private final String name;
    private final JarFacts facts;
    private final @Nullable Addon addon;
    private volatile @Nullable String problem;
    private volatile @Nullable Throwable cause;

    private InstalledAddon(Path jar, String name, JarFacts facts, @Nullable Addon addon, @Nullable String problem) {
        this.jar = jar;
        this.name = name;
        this.facts = facts;
        this.addon = addon;
        this.problem = problem;
    }

    static InstalledAddon loaded(Path jar, JarFacts facts, String name, Addon addon) {
        return new InstalledAddon(jar, name, facts, addon, null);
    }

    /** @param name the addon's, or its class's; that of the jar if it is not known */
    static InstalledAddon refused(Path jar, JarFacts facts, String name, String problem) {
        return new InstalledAddon(jar, name, facts, null, problem);
    }

    /** @param cause what the addon threw */
    static InstalledAddon failed(Path jar, JarFacts facts, String name, Throwable cause) {
        InstalledAddon failed = new InstalledAddon(jar, name, facts, null, null);
        failed.refuse(cause);
        return failed;
    }

    /** Returns the name that the addon gives itself; that of the jar if it could not be loaded. */
    public String name() {
        return name;
    }

    /** Returns the jar. */
    public Path jar() {
        return jar;
    }

    /** Returns the version of the addon from the jar's manifest ({@code Implementation-Version}); empty if it has none. */
    public String version() {
        return facts.version();
    }

    /** Returns the version of the API that the addon was compiled against; empty if the jar does not say it. */
    public Optional<ApiVersion> api() {
        return facts.api();
    }

    /** Returns why the addon does not run, as a sentence without its end that says what to do; null if it runs. */
    public @Nullable String problem() {
        return problem;
    }

    /** Returns what the addon threw, for its author; null if it runs, or was refused without. */
    public @Nullable Throwable cause() {
        return cause;
    }

    /** Whether the addon runs. */
    public boolean isLoaded() {
        return problem == null;
    }

    /** Returns the addon, which {@link #isLoaded}. */
    public Addon addon() {
        return Objects.requireNonNull(addon, name + " is not loaded");
    }

    /** Declares the addon's options, before their values are read; refuses the addon if that fails. */
    void declare(Options options) {
        Addon declaring = addon();
        try {
            for (Class<? extends Record> type : ThreadLoader.with(loader(declaring), declaring::options)) {
                options.register(type);
            }
        } catch (IllegalArgumentException | OptionException e) {
            problem = "its options cannot be declared: " + e.getMessage();
        } catch (RuntimeException | Error e) {
            AddonFailures.rethrowUnlessOfAddon(e);
            refuse(e);
        }
    }

    /** Returns what registers the addon with a runtime; the addon is refused if that fails. */
    GuestAddon guest() {
        Addon running = addon();
        Addon registering = new Addon() {
            @Override
            public void register(Registrar registrar) {
                ThreadLoader.with(loader(running), () -> {
                    running.register(registrar);
                    return name;
                });
            }

            @Override
            public void stop() throws Exception {
                running.stop();
            }
        };
        return new GuestAddon(name, registering, this::refuse);
    }

    private void refuse(Throwable failure) {
        cause = failure;
        problem = Faults.sentence(failure);
    }

    private static ClassLoader loader(Addon addon) {
        return addon.getClass().getClassLoader();
    }
}
