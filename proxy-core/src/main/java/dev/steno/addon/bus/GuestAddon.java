package dev.steno.addon.bus;

import dev.steno.addon.Addon;
import dev.steno.addon.Registrar;
import java.util.List;
import java.util.function.Consumer;

/**
 * An addon that is not part of the product: if it fails to register, it is removed and the start continues, and what its
 * consumers of facts throw is counted under its name. Used on the thread that constructs the runtime.
 *
 * @param name its name, which is asked for only once
 * @param failed called if it fails to register; it then has no handlers, subscriptions or commands
 */
public record GuestAddon(String name, Addon addon, Consumer<Throwable> failed) implements Addon {
    @Override
    public List<Class<? extends Record>> options() {
        return addon.options();
    }

    @Override
    public void register(Registrar registrar) {
        addon.register(registrar);
    }

    @Override
    public void stop() throws Exception {
        addon.stop();
    }
}
