package dev.steno.addon.jar;

import dev.steno.addon.Addon;
import dev.steno.addon.bus.AddonFailures;
import dev.steno.addon.bus.GuestAddon;
import dev.steno.certs.PrivateFiles;
import dev.steno.option.Options;
import dev.steno.text.FileErrors;
import dev.steno.text.Printable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.slf4j.LoggerFactory;

/**
 * The addons of a folder, in the order of the names of their jars, then those of jars that are named one by one. Loading runs
 * code of the jars: their constructors.
 * Used by the thread that starts the proxy; {@link #close} when no addon runs any more.
 */
public final class AddonFolder implements AutoCloseable {
    /** After this number of faults in one list of services, the rest of it is not read. */
    private static final int MOST_FAULTS = 10;

    private final List<InstalledAddon> addons = new ArrayList<>();
    private final Map<String, InstalledAddon> byName = new TreeMap<>();
    private final List<AddonClassLoader> loaders = new ArrayList<>();
    private final Set<Path> files = new HashSet<>(); // that were loaded, without symbolic links
    private final Set<Path> named = new LinkedHashSet<>();

    private AddonFolder() {}

    /** Returns a folder without addons. */
    public static AddonFolder none() {
        return new AddonFolder();
    }

    /**
     * Loads every jar of a folder.
     *
     * @throws IOException if the folder cannot be read
     */
    public static AddonFolder load(Path folder) throws IOException {
        AddonFolder loaded = new AddonFolder();
        for (Path jar : jars(folder)) {
            loaded.add(jar, folder);
        }
        return loaded;
    }

    /** Loads a jar wherever it is, behind those that were loaded before; once, however often it is named. */
    public void add(Path jar) {
        Path file = real(jar);
        named.add(file);
        if (!files.add(file)) {
            return;
        }
        if (!Files.exists(jar)) {
            addons.add(InstalledAddon.refused(
                    jar, JarFacts.UNKNOWN, nameOf(jar), "there is no such file: name the jar of an addon"));
        } else if (Files.isDirectory(jar)) {
            addons.add(InstalledAddon.refused(
                    jar,
                    JarFacts.UNKNOWN,
                    nameOf(jar),
                    "it is a folder: name a jar, or name a folder of jars with --addons"));
        } else {
            add(jar, jar);
        }
    }

    private static Path real(Path jar) {
        try {
            return jar.toRealPath();
        } catch (IOException e) {
            return jar.toAbsolutePath().normalize(); // reading it fails too, and says why
        }
    }

    private static String nameOf(Path jar) {
        return String.valueOf(jar.getFileName());
    }

    /** Returns a line for each jar that was named one by one and cannot be used. */
    public List<String> refusedOfNamed() {
        return named.isEmpty()
                ? List.of()
                : addons.stream()
                        .filter(each -> !each.isLoaded() && named.contains(real(each.jar())))
                        .map(each -> Printable.line("the addon " + each.jar() + " cannot be used: " + each.problem()))
                        .toList();
    }

    private static List<Path> jars(Path folder) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
            files.forEach(jars::add);
        }
        jars.sort(null);
        return jars;
    }

    /** @param place the folder or the jar, which others must not be able to write */
    private void add(Path jar, Path place) {
        String name = nameOf(jar);
        JarFacts facts = JarFacts.UNKNOWN;
        try {
            // before anything of the jar is read: a user who may write here could run code as this one
            PrivateFiles.requireUnwritable(place);
            PrivateFiles.requireUnwritable(jar);
            files.add(real(jar));
            facts = JarFacts.read(jar);
            AddonClassLoader loader = new AddonClassLoader(name, jar.toUri().toURL());
            loaders.add(loader);
            find(jar, facts, loader);
        } catch (UnusableJarException e) {
            addons.add(InstalledAddon.refused(jar, e.facts(), name, String.valueOf(e.getMessage())));
        } catch (ZipException e) {
            addons.add(InstalledAddon.refused(
                    jar, facts, name, "it is not a jar (" + e.getMessage() + "): copy it again"));
        } catch (IOException e) {
            addons.add(InstalledAddon.refused(jar, facts, name, FileErrors.reason(e)));
        }
    }

    private void find(Path jar, JarFacts facts, AddonClassLoader loader) {
        Iterator<ServiceLoader.Provider<Addon>> services =
                ServiceLoader.load(Addon.class, loader).stream().iterator();
        String name = nameOf(jar);
        int found = addons.size();
        int faults = 0;
        while (faults < MOST_FAULTS) {
            String current = name;
            try {
                if (!services.hasNext()) {
                    break;
                }
                ServiceLoader.Provider<Addon> service = services.next();
                current = service.type().getName();
                addons.add(checked(jar, facts, service, loader));
            } catch (RuntimeException | Error e) {
                AddonFailures.rethrowUnlessOfAddon(e);
                faults++;
                addons.add(InstalledAddon.failed(jar, facts, current, e));
            }
        }
        if (addons.size() == found) {
            addons.add(InstalledAddon.refused(
                    jar, facts, name, "its list of services names no class: add the name of the addon's class"));
        }
    }

    /** Constructs an addon, with its own class loader as that of the thread, by which libraries find their parts. */
    private InstalledAddon checked(
            Path jar, JarFacts facts, ServiceLoader.Provider<Addon> service, AddonClassLoader loader) {
        return ThreadLoader.with(loader, () -> {
            Addon addon = service.get();
            String name = addon.name();
            if (name == null || name.isBlank()) {
                return InstalledAddon.refused(
                        jar, facts, service.type().getName(), "it has no name: name() must not return a blank text");
            }
            InstalledAddon same = byName.get(name);
            if (same != null) {
                return InstalledAddon.refused(
                        jar,
                        facts,
                        name,
                        "there is an addon of this name in " + Printable.line(String.valueOf(same.jar()))
                                + ": remove one of them");
            }
            InstalledAddon loaded = InstalledAddon.loaded(jar, facts, name, addon);
            byName.put(name, loaded);
            return loaded;
        });
    }

    /** Returns all addons, and the jars that could not be used; in the order in which the addons see traffic. */
    public List<InstalledAddon> addons() {
        return List.copyOf(addons);
    }

    /** Declares the options of all addons, before their values are read; an addon that fails is refused. */
    public void declare(Options options) {
        loaded().forEach(each -> each.declare(options));
    }

    /** Returns the addons to register with a runtime; one that fails to is refused then. */
    public List<GuestAddon> guests() {
        return addons.isEmpty()
                ? List.of()
                : loaded().map(InstalledAddon::guest).toList();
    }

    /** Returns a line for each addon that does not run. */
    public List<String> problems() {
        if (addons.isEmpty()) {
            return List.of(); // without streams, whose first use costs a start some milliseconds
        }
        return addons.stream()
                .filter(each -> !each.isLoaded())
                .map(each -> Printable.line(
                        "addon " + each.name() + " of " + each.jar() + " does not run: " + each.problem()))
                .toList();
    }

    /** Logs what addons threw that do not run, for their authors. To be called once logging is configured. */
    public void logCauses() {
        for (InstalledAddon addon : addons) {
            if (addon.cause() != null) {
                // not a field: a start without addons would wait for the logging to be set up
                LoggerFactory.getLogger(AddonFolder.class)
                        .info("addon {} of {} failed", addon.name(), addon.jar(), addon.cause());
            }
        }
    }

    private Stream<InstalledAddon> loaded() {
        return addons.stream().filter(InstalledAddon::isLoaded);
    }

    /** Closes the jars. Classes that were not loaded until now cannot be loaded any more. */
    @Override
    public void close() {
        for (AddonClassLoader loader : loaders) {
            try {
                loader.close();
            } catch (IOException e) {
                continue; // the process ends, which closes it
            }
        }
    }
}
