package dev.steno.testing.addon;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A jar with compiled classes, a list of services and a manifest. */
public final class AddonJar {
    private static final String IMPORTS = "import dev.steno.addon.*; import dev.steno.flow.*; import java.util.*; ";

    private static final Map<String, Map<String, byte[]>> COMPILED = new ConcurrentHashMap<>();

    private final List<Source> sources = new ArrayList<>();
    private final List<String> services = new ArrayList<>();
    private final Map<String, String> manifest = new LinkedHashMap<>(Map.of("Steno-Api", "1.0"));
    private UnaryOperator<byte[]> classes = bytes -> bytes;

    private AddonJar() {}

    public static AddonJar empty() {
        return new AddonJar();
    }

    /** A jar with one addon: a class with this body. */
    public static AddonJar of(String type, String body) {
        return new AddonJar()
                .source(type, IMPORTS + "public final class " + type + " implements Addon { " + body + " }")
                .service(type);
    }

    /** A jar with one addon whose {@code register} has these statements, with {@code r} for the registrar. */
    public static AddonJar registering(String type, String statements) {
        return of(type, "@Override public void register(Registrar r) { " + statements + " }");
    }

    /** @param type the full name */
    public AddonJar source(String type, String text) {
        sources.add(new Source(type, text));
        return this;
    }

    public AddonJar service(String type) {
        services.add(type);
        return this;
    }

    public AddonJar withoutServices() {
        services.clear();
        return this;
    }

    public AddonJar attribute(String name, String value) {
        manifest.put(name, value);
        return this;
    }

    public AddonJar without(String attribute) {
        manifest.remove(attribute);
        return this;
    }

    /** Changes the bytes of each class. */
    public AddonJar classes(UnaryOperator<byte[]> change) {
        classes = change;
        return this;
    }

    /** Compiles the sources, and writes the jar. */
    public Path write(Path jar) throws IOException {
        Manifest attributes = new Manifest();
        attributes.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach((name, value) -> attributes.getMainAttributes().putValue(name, value));
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, attributes)) {
            for (Map.Entry<String, byte[]> each : compiled().entrySet()) {
                entry(out, each.getKey(), classes.apply(each.getValue()));
            }
            if (!services.isEmpty()) {
                entry(
                        out,
                        "META-INF/services/dev.steno.addon.Addon",
                        String.join("\n", services).getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static void entry(JarOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(bytes);
        out.closeEntry();
    }

    /** Returns the bytes of each class by its name in the jar. Equal sources are compiled once, since that takes a second. */
    private Map<String, byte[]> compiled() throws IOException {
        String key = sources.stream().map(Source::text).collect(Collectors.joining("\n"));
        Map<String, byte[]> known = COMPILED.get(key);
        if (known != null) {
            return known;
        }
        Map<String, byte[]> made = new TreeMap<>();
        Path folder = Files.createTempDirectory("addon-classes");
        if (!sources.isEmpty()) {
            compile(sources, folder);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                if (Files.isRegularFile(each)) {
                    made.put(folder.relativize(each).toString().replace('\\', '/'), Files.readAllBytes(each));
                }
                Files.delete(each);
            }
        }
        COMPILED.put(key, made);
        return made;
    }

    private static void compile(List<Source> sources, Path folder) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of("-proc:none", "-d", folder.toString(), "-cp", classPath());
        StringWriter errors = new StringWriter();
        if (!compiler.getTask(errors, null, null, options, null, sources).call()) {
            throw new AssertionError(errors.toString());
        }
    }

    /** The class path of the test process. */
    public static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String type, String text) {
            super(URI.create("string:///" + type.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        String text() {
            return text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
