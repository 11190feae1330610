package dev.steno.addon.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.Addon;
import dev.steno.addon.Registrar;
import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.command.Commands;
import dev.steno.flow.Sequences;
import dev.steno.option.Opt;
import dev.steno.option.OptionException;
import dev.steno.option.OptionSource;
import dev.steno.option.OptionVeto;
import dev.steno.option.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Options and commands that addons declare in the two registries. */
class RegistriesTest {

    record DelayOptions(
            @Opt(help = "Milliseconds to wait.", defaultValue = "5")
            int delay) {}

    /** An addon whose option is a delay; its command returns the delay. */
    private static final class Delay implements Addon {
        private final List<String> told = new ArrayList<>();
        private DelayOptions present = new DelayOptions(-1);

        @Override
        public void register(Registrar registrar) {
            present = registrar.options(DelayOptions.class, this::changed);
            registrar.commands(this);
        }

        private void changed(DelayOptions before, DelayOptions after) throws OptionVeto {
            if (after.delay() < 0) {
                throw new OptionVeto("no delay is negative");
            }
            told.add(before.delay() + " -> " + after.delay());
            present = after;
        }

        @Command(name = "delay.times", help = "The delay, some times over.")
        int times(@Arg(help = "How many times.") int times) {
            return times * present.delay();
        }
    }

    private final Options options = new Options();
    private final Commands commands = new Commands();
    private final Delay delay = new Delay();

    private void build(Addon... addons) {
        new AddonRuntime(List.of(addons), new Sequences(), new RecordBudget(1), Runnable::run, options, commands);
    }

    @Test
    void anAddonsOptionsCanBeSetOnceItIsRegistered() {
        build(delay);
        assertThat(delay.present).isEqualTo(new DelayOptions(5));

        options.set("delay", "7");

        assertThat(delay.told).containsExactly("5 -> 7");
        assertThat(options.get(DelayOptions.class)).isEqualTo(new DelayOptions(7));
    }

    @Test
    void anAddonBeginsWithWhatTheCommandLineGave() {
        options.register(DelayOptions.class);
        options.apply(Map.of(OptionSource.COMMAND_LINE, Map.of("delay", "9")));

        build(delay);

        assertThat(delay.present).isEqualTo(new DelayOptions(9));
        assertThat(delay.told).as("nothing changed").isEmpty();
    }

    @Test
    void anOptionThatWasNotRegisteredBeforehandIsUnknownToTheCommandLine() {
        Map<OptionSource, Map<String, String>> given = Map.of(OptionSource.COMMAND_LINE, Map.of("delay", "9"));

        assertThatThrownBy(() -> options.apply(given))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("no option delay");
    }

    @Test
    void anAddonMayRefuseAChange() {
        build(delay);

        assertThatThrownBy(() -> options.set("delay", "-1")).hasMessageContaining("no delay is negative");
        assertThat(options.get(DelayOptions.class)).isEqualTo(new DelayOptions(5));
    }

    @Test
    void anAddonsCommandsCanBeCalled() {
        build(delay);

        assertThat(commands.call("delay.times", List.of("3")).value()).isEqualTo(15);
    }

    @Test
    void aCommandOfTwoAddonsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> build(delay, new Delay()))
                .withMessageContaining("delay.times");
    }

    @Test
    void withoutRegistriesAnAddonHasItsDefaults() {
        new AddonRuntime(List.of(delay), new Sequences(), new RecordBudget(1), Runnable::run);

        assertThat(delay.present).isEqualTo(new DelayOptions(5));
        assertThat(commands.all()).isEmpty();
    }
}
