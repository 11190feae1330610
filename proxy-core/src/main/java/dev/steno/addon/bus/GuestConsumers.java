package dev.steno.addon.bus;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.Registrar;
import dev.steno.flow.Flow;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Catches what the consumers of an addon throw, also the errors of a jar that lacks a class: they are logged and counted
 * under the addon's name, and the flow goes on. On the threads of the consumers.
 */
final class GuestConsumers {
    private static final Logger LOG = LoggerFactory.getLogger(GuestConsumers.class);

    private final String addon;
    private final HandlerFailures failures;

    GuestConsumers(String addon, HandlerFailures failures) {
        this.addon = addon;
        this.failures = failures;
    }

    <E extends FlowEvent> Consumer<E> of(Consumer<E> consumer) {
        return fact -> guard(() -> consumer.accept(fact), fact.getClass().getSimpleName());
    }

    Registrar.LatestConsumer of(Registrar.LatestConsumer consumer) {
        return new Registrar.LatestConsumer() {
            @Override
            public void changed(Flow flow) {
                guard(() -> consumer.changed(flow), "changed");
            }

            @Override
            public void fellBehind(long changes) {
                guard(() -> consumer.fellBehind(changes), "fellBehind");
            }
        };
    }

    private void guard(Runnable call, String what) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            AddonFailures.rethrowUnlessOfAddon(e);
            failures.add(addon);
            LOG.warn("addon {} failed at the fact {}", addon, what, e);
        }
    }
}
