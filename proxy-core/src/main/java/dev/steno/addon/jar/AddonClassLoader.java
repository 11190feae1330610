package dev.steno.addon.jar;

import dev.steno.addon.Addon;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * Loads the classes of one jar. Of the product, it finds only the {@link ApiPackages}; other classes come from the JDK
 * or the jar. So two jars can contain different versions of a library, and a library of the product can change without
 * any addon. Any thread.
 */
final class AddonClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final ClassLoader product;

    AddonClassLoader(String name, URL jar) {
        super("addon " + name, new URL[] {jar}, ClassLoader.getPlatformClassLoader());
        this.product = Addon.class.getClassLoader();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (ApiPackages.have(name)) {
            return product.loadClass(name);
        }
        try {
            return super.loadClass(name, resolve);
        } catch (ClassNotFoundException e) {
            if (name.startsWith("dev.steno.")) {
                throw new ClassNotFoundException(name + ", which is not part of the API of addons", e);
            }
            throw e;
        }
    }
}
