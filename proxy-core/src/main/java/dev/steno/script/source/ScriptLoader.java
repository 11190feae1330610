package dev.steno.script.source;

import dev.steno.addon.jar.ApiPackages;
import dev.steno.script.Script;
import dev.steno.script.ScriptHost;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Loads the compiled classes of one version of a script. Of the product, it finds only the packages of the API. Any thread;
 * collected with the version.
 */
public final class ScriptLoader extends ClassLoader implements ScriptHost.Carrier {
    private final Map<String, byte[]> classes;
    private final @Nullable ScriptHost host;
    private final ClassLoader product;

    /**
     * @param classes by their binary names
     * @param host null if the classes are looked at and never run
     */
    public ScriptLoader(String name, Map<String, byte[]> classes, @Nullable ScriptHost host) {
        super("script " + name, ClassLoader.getPlatformClassLoader());
        this.classes = Map.copyOf(classes);
        this.host = host;
        this.product = Script.class.getClassLoader();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return ApiPackages.have(name) ? product.loadClass(name) : super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(
                    name.startsWith("dev.steno.") ? name + ", which is not part of the API of scripts" : name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    public ScriptHost host() {
        if (host == null) {
            throw new IllegalStateException("the script is only looked at");
        }
        return host;
    }
}
