package dev.steno.addon.jar;

import java.util.List;

/** The packages that addons may use, beside those of the JDK: the API, and what its methods take and return. */
public final class ApiPackages {
    /** The packages of the product, by name. */
    public static final List<String> OURS = List.of(
            "dev.steno.addon",
            "dev.steno.command",
            "dev.steno.content",
            "dev.steno.content.encode",
            "dev.steno.filter",
            "dev.steno.flow",
            "dev.steno.option",
            "dev.steno.script",
            "dev.steno.source",
            "dev.steno.text");

    /** Packages of libraries: the interface of logging, and annotations for null. */
    public static final List<String> LIBRARIES = List.of("org.slf4j", "org.jspecify.annotations");

    private ApiPackages() {}

    /** Whether a class belongs to the API, by its name. */
    public static boolean have(String className) {
        int dot = className.lastIndexOf('.');
        String name = dot < 0 ? "" : className.substring(0, dot);
        return OURS.contains(name) || LIBRARIES.contains(name);
    }
}
