package dev.steno.cli.assembly;

import dev.steno.addon.FlowsInFlight;
import dev.steno.cli.addon.AddonCommands;
import dev.steno.cli.addon.AddonList;
import dev.steno.cli.command.Failure;
import dev.steno.cli.daemon.ConfigReload;
import dev.steno.cli.daemon.ProxyCommands;
import dev.steno.command.Commands;
import dev.steno.hold.Holding;
import dev.steno.mock.Mock;
import dev.steno.mock.MockCommands;
import dev.steno.option.Options;
import dev.steno.option.ValueTypes;
import dev.steno.replay.ClientReplay;
import dev.steno.replay.ReplayCommands;
import dev.steno.rule.RuleCommands;
import dev.steno.rule.Rules;
import dev.steno.script.run.ScriptAddon;
import dev.steno.script.run.ScriptCommands;
import dev.steno.session.Session;
import dev.steno.session.SessionCommands;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.tool.SessionToolCommands;
import dev.steno.trial.RuleTrialCommands;
import dev.steno.view.Views;
import dev.steno.view.command.HeldCommands;
import dev.steno.view.command.KillCommand;
import dev.steno.view.command.StreamCommands;
import dev.steno.view.command.ViewCommands;
import dev.steno.view.command.ViewTypes;
import java.util.List;
import java.util.function.Supplier;

/** Builds the registry of the product's commands. Stateless. */
public final class ProductCommands {
    private ProductCommands() {}

    /**
     * Returns all commands.
     *
     * @param reload supplies what reads the configuration again, each time a command needs it
     * @param stop supplies what stops the proxy, each time a command needs it
     * @param session supplies the session each time a command needs it
     * @param views supplies the views each time a command needs them
     * @param inFlight supplies the flows in progress each time a command needs them
     * @param addons supplies the built-in addons each time a command needs them
     * @param replay supplies what sends requests again, each time a command needs it
     * @param list supplies the list of all addons each time a command needs it
     * @param scripts supplies the scripts each time a command needs them
     */
    static Commands of(
            Options options,
            Supplier<ConfigReload> reload,
            Supplier<Runnable> stop,
            Supplier<Session> session,
            Supplier<Views> views,
            Supplier<FlowsInFlight> inFlight,
            Supplier<BuiltinAddons> addons,
            Supplier<ClientReplay> replay,
            Supplier<AddonList> list,
            Supplier<List<ScriptAddon>> scripts) {
        Commands commands = new Commands(ViewTypes.over(ValueTypes.STANDARD));
        commands.register(new OptionCommands(options, reload));
        commands.register(new ProxyCommands(stop));
        BuiltinAddons.declare(commands, addons);
        commands.register(new AddonCommands(list));
        commands.register(new ScriptCommands(scripts));
        commands.register(new RuleCommands(options, () -> addons.get().get(Rules.class)));
        commands.register(new RuleTrialCommands(session));
        commands.register(new SessionCommands(session));
        commands.register(new SessionToolCommands(session));
        ViewCommands.register(commands, views, session, SqliteSessionReader::open);
        commands.register(new HeldCommands(
                () -> addons.get().get(Holding.class).held(),
                () -> views.get().main(),
                ViewCommands.editor(views, session, SqliteSessionReader::open)));
        commands.register(new KillCommand(() -> views.get().main(), inFlight));
        commands.register(new StreamCommands(
                () -> addons.get().get(Holding.class).held(), () -> views.get().main()));
        commands.register(new ReplayCommands(() -> views.get().main(), replay));
        commands.register(
                new MockCommands(() -> views.get().main(), () -> addons.get().get(Mock.class)));
        return commands;
    }

    /** Returns the commands for listings only; calling one fails, as there is no session. */
    public static Commands declared() {
        return of(
                ProductOptions.declared(),
                ProductCommands::none,
                ProductCommands::none,
                ProductCommands::none,
                ProductCommands::none,
                ProductCommands::none,
                ProductCommands::none,
                ProductCommands::none,
                ProductCommands::none,
                ProductCommands::none);
    }

    private static <T> T none() {
        throw Failure.because("no session is being recorded here");
    }
}
