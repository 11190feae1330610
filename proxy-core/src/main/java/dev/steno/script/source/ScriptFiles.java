package dev.steno.script.source;

import dev.steno.addon.jar.ApiPackages;
import dev.steno.certs.PrivateFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/**
 * The files of one compilation: sources from the folder of the script, classes of the JDK and of the API, and class files in
 * memory. Used by the thread that compiles.
 */
final class ScriptFiles extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final ScriptSource source;
    private final Map<String, ByteArrayOutputStream> written = new LinkedHashMap<>();
    private final List<String> own = new ArrayList<>();
    private final Set<Path> used = new LinkedHashSet<>();

    ScriptFiles(StandardJavaFileManager files, ScriptSource source) {
        super(files);
        this.source = source;
    }

    /** The script as a source file, whose class may have any name. */
    static final class Unit extends SimpleJavaFileObject {
        private final String text;

        Unit(ScriptSource source) {
            super(source.file().toUri(), Kind.SOURCE);
            this.text = source.text();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return true;
        }
    }

    @Override
    public Iterable<JavaFileObject> list(
            Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse) throws IOException {
        if (location == StandardLocation.CLASS_PATH) {
            return ApiPackages.have(packageName + ".Any")
                    ? super.list(location, packageName, kinds, recurse)
                    : List.of();
        }
        Iterable<JavaFileObject> found = super.list(location, packageName, kinds, recurse);
        if (location != StandardLocation.SOURCE_PATH) {
            return found;
        }
        List<JavaFileObject> others = new ArrayList<>();
        for (JavaFileObject file : found) {
            if (!Path.of(file.toUri()).equals(source.file())) {
                others.add(file);
            }
        }
        return others;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
            Location location, String className, JavaFileObject.Kind kind, @Nullable FileObject sibling)
            throws IOException {
        if (sibling instanceof Unit) {
            own.add(className);
        } else if (sibling != null) {
            Path other = Path.of(sibling.toUri());
            requireOwn(other); // before a class of another file is used
            used.add(other);
        }
        return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/') + ".class"), kind) {
            @Override
            public OutputStream openOutputStream() {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                written.put(className, bytes);
                return bytes;
            }
        };
    }

    private void requireOwn(Path file) throws IOException {
        PrivateFiles.requireUnwritable(file);
        // in a folder such as /tmp, another user may have put it there
        if (!Files.getOwner(file).equals(Files.getOwner(source.file()))) {
            throw new IOException(file + " belongs to another user than " + source.file() + ": remove it");
        }
    }

    /** The other source files whose classes the script uses. */
    Set<Path> used() {
        return Set.copyOf(used);
    }

    List<String> own() {
        return List.copyOf(own);
    }

    Map<String, byte[]> classes() {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return classes;
    }
}
