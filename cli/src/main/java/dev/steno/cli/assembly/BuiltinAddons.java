package dev.steno.cli.assembly;

import dev.steno.addon.Addon;
import dev.steno.addon.PassThroughKeeper;
import dev.steno.builtin.AutoPassThrough;
import dev.steno.builtin.CaPage;
import dev.steno.builtin.FlowPrinter;
import dev.steno.builtin.IgnoredHosts;
import dev.steno.builtin.InterceptionOptions;
import dev.steno.certs.CertificateAuthority;
import dev.steno.cli.option.Settings;
import dev.steno.command.Commands;
import dev.steno.flow.Endpoint;
import dev.steno.hold.HoldOptions;
import dev.steno.hold.Holding;
import dev.steno.mock.Mock;
import dev.steno.mock.MockOptions;
import dev.steno.option.Options;
import dev.steno.rule.NetworkOptions;
import dev.steno.rule.RuleOptions;
import dev.steno.rule.Rules;
import dev.steno.rule.RulesFileOptions;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionReader;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The built-in addons. Each has an entry: how it is constructed, the record of its options, and its commands. Options
 * and commands are known before an addon is constructed, since help pages and the command line need them. Immutable.
 */
final class BuiltinAddons {
    /** In the order in which the addons see traffic. To add an addon, only an entry here is needed. */
    private static final List<Entry<?>> ALL = List.of(
            new Entry<>(IgnoredHosts.class, parts -> new IgnoredHosts(), List.of(InterceptionOptions.class), null),
            new Entry<>(
                    AutoPassThrough.class,
                    parts -> new AutoPassThrough(
                            parts.passThroughs(), parts.ca().certificateFile().toString(), parts.notices()),
                    List.of(InterceptionOptions.class),
                    PassThroughRegistryCommands::new),
            new Entry<>(
                    CaPage.class,
                    parts -> new CaPage(now -> Settings.documents(parts.ca(), now), parts.reachable(), parts.web()),
                    List.of(),
                    null),
            new Entry<>(
                    Rules.class,
                    parts -> new Rules(),
                    List.of(RuleOptions.class, NetworkOptions.class, RulesFileOptions.class),
                    null),
            new Entry<>(
                    Mock.class,
                    parts -> new Mock(parts.session(), SqliteSessionReader::open),
                    List.of(MockOptions.class),
                    null),
            new Entry<>(Holding.class, parts -> new Holding(parts.heldBytes()), List.of(HoldOptions.class), null),
            new Entry<>(FlowPrinter.class, Parts::printer, List.of(), null));

    private final List<? extends Addon> made;

    BuiltinAddons(Parts parts) {
        made = ALL.stream().map(entry -> entry.make.apply(parts)).toList();
    }

    /**
     * The parts that addons are constructed with.
     *
     * @param passThroughs stores which clients are passed through
     * @param notices receives messages for people, on any thread
     * @param printer prints the flows
     * @param web supplies the URL of the web interface; empty if there is none
     * @param session supplies the session in use
     * @param heldBytes supplies the bytes of the bodies that are held
     * @param reachable supplies the addresses at which other machines reach the proxy
     */
    record Parts(
            CertificateAuthority ca,
            PassThroughKeeper passThroughs,
            Consumer<String> notices,
            FlowPrinter printer,
            Supplier<List<Endpoint>> reachable,
            Supplier<String> web,
            Supplier<Session> session,
            LongSupplier heldBytes) {}

    /**
     * One addon.
     *
     * @param options the records of its options
     * @param commands creates the object whose annotated methods are its commands; null if it has none
     */
    private record Entry<A extends Addon>(
            Class<A> type,
            Function<Parts, A> make,
            List<Class<? extends Record>> options,
            @Nullable Function<Supplier<A>, Object> commands) {

        void declare(Commands registry, Supplier<BuiltinAddons> addons) {
            if (commands != null) {
                registry.register(commands.apply(() -> addons.get().get(type)));
            }
        }
    }

    /** Registers the options of all addons with their defaults. */
    static void declare(Options options) {
        for (Entry<?> entry : ALL) {
            entry.options.forEach(options::register);
        }
    }

    /** @param addons supplies the addons each time a command needs them */
    static void declare(Commands registry, Supplier<BuiltinAddons> addons) {
        ALL.forEach(entry -> entry.declare(registry, addons));
    }

    /** Returns all addons, in the order in which they see traffic. */
    List<? extends Addon> list() {
        return made;
    }

    /** Returns the addon of a class. */
    <A extends Addon> A get(Class<A> type) {
        return made.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }
}
