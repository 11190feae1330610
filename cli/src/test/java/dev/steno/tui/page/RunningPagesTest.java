package dev.steno.tui.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.bus.RecordBudget;
import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.command.Commands;
import dev.steno.hold.Holding;
import dev.steno.log.EventLog;
import dev.steno.log.LogLevel;
import dev.steno.option.Opt;
import dev.steno.option.OptionSource;
import dev.steno.option.Options;
import dev.steno.rule.Rules;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionStore;
import dev.steno.tui.Screenful;
import dev.steno.tui.data.LiveSource;
import dev.steno.view.FileFeed;
import dev.steno.view.Views;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The screens of what a process has that records: its options, its commands and its log. */
class RunningPagesTest {
    @TempDir
    private Path folder;

    private final Options options = new Options();
    private final EventLog log = new EventLog();
    private SessionStore store;
    private FileFeed feed;
    private Views views;
    private Screenful screen;

    /** Options of several kinds. */
    record Sample(
            @Opt(help = "How many.", defaultValue = "3", live = true)
            int count,

            @Opt(help = "Whether to hurry.", live = true) boolean hurry,

            @Opt(help = "Where to listen.", defaultValue = "here")
            String place) {}

    /** A row of a list. */
    record Value(String name, String value) {}

    /** Changes options as the product's commands do. */
    record OptionChanges(Options options) {
        @Command(name = "options.set", help = "Sets an option.")
        void set(@Arg(help = "The option's name.") String name, @Arg(help = "Its value.") List<String> value) {
            options.changeWhileRunning(Map.of(name, String.join(" ", value)));
        }

        @Command(name = "options.list", help = "Lists the options.")
        List<Value> list() {
            return options.all().stream()
                    .map(option -> new Value(option.name(), option.current()))
                    .toList();
        }

        @Command(name = "options.save", help = "Lists what was set while it runs.")
        List<Value> save() {
            return options.texts(OptionSource.RUNTIME).entrySet().stream()
                    .map(each -> new Value(each.getKey(), each.getValue()))
                    .toList();
        }

        @Command(name = "options.reset", help = "Resets an option.")
        void reset(@Arg(help = "The option's name.") String name) {
            options.changeWhileRunning(Collections.singletonMap(name, null));
        }
    }

    @BeforeEach
    void start() throws Exception {
        options.register(Sample.class);
        options.apply(Map.of(OptionSource.COMMAND_LINE, Map.of("place", "there")));
        Commands commands = new Commands();
        commands.register(new OptionChanges(options));
        store = SqliteSessionStore.open(folder.resolve("work.steno"), "steno test");
        feed = new FileFeed(store::reader, false);
        views = Views.of(feed);
        Session none = new Session(new RecordBudget(1 << 20));
        LiveSource.Parts parts = new LiveSource.Parts(new Holding(() -> 0).held(), none, options, new Rules());
        screen = Screenful.of(LiveSource.of(store, views, commands, log, parts), 90, 24);
    }

    @AfterEach
    void stop() throws Exception {
        screen.close();
        views.close();
        feed.close();
        store.close();
    }

    @Test
    void optionsAreListedWithTheirValuesAndWhatSetsThem() {
        screen.press("O").await("count");

        assertThat(screen.row("count").text()).matches("  count +3 +3 *");
        assertThat(screen.row("place").text()).matches("\\* place +there +command line +here *");
        assertThat(screen.text()).contains("How many.", "default 3");
        assertThat(screen.press("c").text()).contains("place", "changed only").doesNotContain("hurry");
        assertThat(screen.press("enter").text())
                .contains("place cannot change while Steno runs: set it in config.toml");
    }

    @Test
    void aValueIsCheckedAndCompletedAndReset() {
        screen.press("O").await("hurry");
        screen.press("enter", "ctrl-u").type("many");
        assertThat(screen.text()).contains("count = many", "is not");
        assertThat(screen.press("enter").text()).contains("count = many");

        screen.press("ctrl-u").type("7").press("enter").await("count is 7");
        screen.await("runtime");
        assertThat(options.get(Sample.class).count()).isEqualTo(7);

        screen.press("j", "enter", "ctrl-u").type("tr").press("tab").await("hurry = true");
        screen.press("enter").await("hurry is true");
        assertThat(options.get(Sample.class).hurry()).isTrue();

        screen.press("S").await("saved to config.toml: count, hurry");

        screen.press("k", "d").await("count was reset");
        screen.awaitWithout("* count");
        assertThat(options.get(Sample.class).count()).isEqualTo(3);
        assertThat(screen.press("d").text()).contains("there is nothing to reset");
    }

    @Test
    void theLogFollowsItsNewestLineAndFiltersByLevel() {
        for (int i = 1; i <= 30; i++) {
            log.add(LogLevel.INFO, "proxy", "line " + i);
        }
        log.add(LogLevel.ERROR, "session", "the disk is full\u001b[31m");
        screen.press("E");

        assertThat(screen.await("the disk is full"))
                .contains("line 30", "error")
                .doesNotContain("line 9\n");
        assertThat(screen.text()).doesNotContain("\u001b");

        screen.press("home");
        log.add(LogLevel.WARNING, "tls", "a certificate was refused");
        assertThat(screen.text()).contains("line 1\n").doesNotContain("line 30");
        screen.press("l").await("a certificate was refused");
        assertThat(screen.text()).contains("warnings and errors").doesNotContain("line");
        assertThat(screen.press("l").text()).doesNotContain("certificate");

        screen.press("y");
        assertThat(screen.copied()).hasSize(1);
        assertThat(screen.copied().get(0)).contains("ERROR session: the disk is full");

        screen.press("l", "F");
        log.add(LogLevel.INFO, "proxy", "the newest");
        screen.await("the newest");
    }

    @Test
    void aCommandIsExplainedWhileItIsTyped() {
        screen.press(":").type("options.set");
        screen.await("options.set name [value...] · Sets an option.");
        assertThat(screen.type(" ").text()).contains("name (text): The option's name.");
        assertThat(screen.type("count ").text()).contains("value (text): Its value.");
        assertThat(screen.type("'4 ").text()).contains("value (text): Its value.");
        screen.press("ctrl-u").type("log");
        assertThat(screen.text()).contains("The log of the Steno that records.");
    }

    @Test
    void aCommandThatFailsSaysWhyInOneLineAndIsRemembered() {
        screen.press(":").type("options.set count many").press("enter");
        assertThat(screen.await("many")).contains("option count");

        screen.press(":", "up");
        assertThat(screen.text()).contains(":options.set count many");
        screen.press("ctrl-w").type("8").press("enter").await("options.set: done");
        assertThat(options.get(Sample.class).count()).isEqualTo(8);
        screen.press(":", "up", "up");
        assertThat(screen.text()).contains(":options.set count many");
        assertThat(screen.press("down").text()).contains(":options.set count 8");
    }

    @Test
    void aLogLineThatIsWiderThanTheScreenIsShownWholeBelow() {
        log.add(LogLevel.WARNING, "tls", "a certificate that ".repeat(6) + "was refused in the end");
        screen.press("E");

        assertThat(screen.await("was refused in the end")).contains("warning tls a certificate");
    }

    @Test
    void theResultOfACommandHasColumns() {
        screen.press(":").type("options.list").press("enter");

        assertThat(screen.await("there")).contains("\ncount  3\nhurry  false\nplace  there\n");
    }
}
