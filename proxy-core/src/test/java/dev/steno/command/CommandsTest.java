package dev.steno.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.command.TestCommands.Info;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private final TestCommands holder = new TestCommands();
    private final Commands commands = new Commands();

    @BeforeEach
    void register() {
        commands.register(holder);
    }

    @Test
    void argumentsArriveTypedAndTheResultComesBackTyped() {
        CommandResult result = commands.call("session.info", List.of("a.steno"));

        assertThat(result.value()).isInstanceOf(Info.class).hasFieldOrPropertyWithValue("file", Path.of("a.steno"));
    }

    @Test
    void aRecordIsPrintedALineForEachComponent() {
        assertThat(commands.call("session.info", List.of("a.steno")).text())
                .isEqualTo("file: a.steno\nflows: 3\nsize: 2mib\ncomment: ");
    }

    @Test
    void aListOfRecordsIsPrintedAsTabSeparatedLinesUnderAHeading() {
        assertThat(commands.call("session.list", List.of()).text())
                .isEqualTo("file\tflows\tsize\tcomment\na.steno\t1\t1b\ttab\\there\nb.steno\t2\t2b\t");
    }

    @Test
    void aListOfValuesIsPrintedALineForEach() {
        assertThat(commands.call("flow.names", List.of()).text()).isEqualTo("one\ntwo\\nlines");
        assertThat(commands.call("flow.mark", List.of("red", "7", "8")).text()).isEqualTo("2");
        assertThat(commands.call("session.export", List.of("x")).text()).isEmpty();
        assertThat(commands.call("session.export", List.of("x")).value()).isNull();
    }

    @Test
    void argumentsLeftOutHaveTheirDefaults() {
        commands.call("session.export", List.of("x"));
        commands.call("session.export", List.of("x", "curl"));
        commands.call("session.export", List.of("x", "curl", "5s"));

        assertThat(holder.done)
                .containsExactly("x HAR Optional.empty []", "x CURL Optional.empty []", "x CURL Optional[PT5S] []");
    }

    @Test
    void theLastParameterTakesAllThatIsLeft() {
        commands.call("session.export", List.of("x", "har", "", "1", "2"));
        commands.call("flow.mark", List.of("red", "1", "2", "3"));
        commands.call("flow.mark", List.of("green"));

        assertThat(holder.done).containsExactly("x HAR Optional.empty [1, 2]", "red[1, 2, 3]", "green[]");
    }

    @Test
    void aWrongNumberOfArgumentsIsAnsweredWithTheUsageLine() {
        String end = System.lineSeparator() + "usage: ";
        assertThatThrownBy(() -> commands.call("session.info", List.of()))
                .hasMessage("session.info takes 1 argument, not 0" + end + "session.info file");
        assertThatThrownBy(() -> commands.call("session.list", List.of("x")))
                .hasMessage("session.list takes no arguments, not 1" + end + "session.list");
        assertThatThrownBy(() -> commands.call("flow.names", List.of("1", "2")))
                .hasMessage("flow.names takes 0 to 1 argument, not 2" + end + "flow.names [how-many]");
        assertThatThrownBy(() -> commands.call("session.export", List.of()))
                .hasMessage("session.export takes at least 1 argument, not 0" + end
                        + "session.export target [format] [patience] [ids...]");
        assertThat(holder.done).isEmpty();
    }

    @Test
    void aBadArgumentIsAnsweredWithItsNameWhatIsAcceptedAndTheUsageLine() {
        assertThatThrownBy(() -> commands.call("flow.mark", List.of("blue", "1")))
                .isInstanceOf(CommandException.class)
                .hasMessage("flow.mark: mark: \"blue\" is not one of the choices; accepted: red or green"
                        + System.lineSeparator() + "usage: flow.mark mark [ids...]")
                .extracting(e -> ((CommandException) e).usage().orElseThrow())
                .isEqualTo("flow.mark mark [ids...]");
        assertThatThrownBy(() -> commands.call("flow.mark", List.of("red", "1", "two")))
                .hasMessageContaining("flow.mark: ids: \"two\" is not a whole number");
    }

    @Test
    void anUnknownCommandIsAnsweredWithTheNearest() {
        assertThatThrownBy(() -> commands.call("sesion.info", List.of()))
                .isInstanceOf(CommandException.class)
                .hasMessage("there is no command sesion.info; did you mean session.info?");
        assertThat(commands.find("sesion.info")).isEmpty();
    }

    @Test
    void aCommandThatFailsSaysWhy() {
        assertThatThrownBy(() -> commands.call("flow.fail", List.of("told")))
                .isInstanceOf(CommandException.class)
                .hasMessage("the disk is full")
                .extracting(e -> ((CommandException) e).usage().isPresent())
                .isEqualTo(false);
        assertThatThrownBy(() -> commands.call("flow.fail", List.of("checked")))
                .isInstanceOf(CommandException.class)
                .hasMessage("flow.fail: broken pipe")
                .hasCauseInstanceOf(java.io.IOException.class);
        assertThatThrownBy(() -> commands.call("flow.fail", List.of("silent")))
                .hasMessage("flow.fail: java.lang.IllegalStateException");
        assertThatThrownBy(() -> commands.call("flow.fail", List.of("error"))).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> commands.call("flow.nothing", List.of()))
                .isInstanceOf(CommandException.class)
                .hasMessage("flow.nothing: a command returned null for a value");
    }

    @Test
    void aCommandThatAnswersLaterEndsItsStageLater() {
        CompletableFuture<CommandResult> answer =
                commands.callAsync("flow.wait", List.of()).toCompletableFuture();
        assertThat(answer).isNotDone();

        holder.later.complete(5);

        assertThat(answer).isCompletedWithValue(new CommandResult(5, "5"));
        assertThat(commands.call("flow.wait", List.of()).value()).isEqualTo(5);
        assertThat(commands.find("flow.wait").orElseThrow().result()).isEqualTo("number");
    }

    @Test
    void aCommandThatFailsLaterEndsItsStageWithACommandException() {
        CompletableFuture<CommandResult> answer =
                commands.callAsync("flow.wait", List.of()).toCompletableFuture();

        holder.later.completeExceptionally(new IllegalStateException("gone"));

        assertThat(answer).isCompletedExceptionally();
        assertThatThrownBy(answer::get)
                .cause()
                .isInstanceOf(CommandException.class)
                .hasMessage("flow.wait: gone");
        assertThatThrownBy(() -> commands.call("flow.wait", List.of()))
                .isInstanceOf(CommandException.class)
                .hasMessage("flow.wait: gone");
    }

    @Test
    void aWrongCallEndsTheStageInsteadOfThrowing() {
        assertThat(commands.callAsync("session.info", List.of()).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(commands.callAsync("none", List.of()).toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void aListingSaysAllOfACommand() {
        CommandSpec spec = commands.find("session.export").orElseThrow();

        assertThat(spec.usage()).isEqualTo("session.export target [format] [patience] [ids...]");
        assertThat(spec.result()).isEqualTo("nothing");
        assertThat(spec.parameters())
                .extracting(CommandParameter::name)
                .containsExactly("target", "format", "patience", "ids");
        assertThat(spec.parameters())
                .extracting(p -> p.type().name())
                .containsExactly("path", "har|curl", "duration", "number");
        assertThat(commands.find("session.list").orElseThrow().result())
                .isEqualTo("list of record of file, flows, size, comment");
        assertThat(commands.all()).extracting(CommandSpec::name).isSorted().hasSize(8);
    }

    @Test
    void namesAndArgumentsAreCompleted(@TempDir Path directory) throws Exception {
        Files.createFile(directory.resolve("my flows.har"));

        assertThat(commands.complete("ses"))
                .isEqualTo(new Completion(0, List.of("session.export", "session.info", "session.list")));
        assertThat(commands.complete("  ").from()).isEqualTo(2);
        assertThat(commands.complete("").candidates())
                .hasSize(6)
                .contains("flow.mark")
                .doesNotContain("flow.fail");
        assertThat(commands.complete("flow.f").candidates()).as("hidden").isEmpty();
        assertThat(commands.complete("flow.mark ")).isEqualTo(new Completion(10, List.of("red", "green")));
        assertThat(commands.complete("session.export x C")).isEqualTo(new Completion(17, List.of("curl")));
        assertThat(commands.complete("session.export '" + directory + "/my fl"))
                .isEqualTo(new Completion(15, List.of("'" + directory + "/my flows.har'")));
        assertThat(commands.complete("session.info a b").candidates()).isEmpty();
        assertThat(commands.complete("no.such x").candidates()).isEmpty();
    }

    @Test
    void aDeclarationThatCannotWorkIsRefusedWhenRegistered() {
        assertThatThrownBy(() -> commands.register(new TestCommands())).hasMessageContaining("is already declared");
        assertThatThrownBy(() -> commands.register("text")).hasMessageContaining("has no method with @Command");
        assertThatThrownBy(() -> commands.register(new WrongCommands.NoArg())).hasMessageContaining("@Arg");
        assertThatThrownBy(() -> commands.register(new WrongCommands.NoType()))
                .hasMessageContaining("java.lang.Thread");
        assertThatThrownBy(() -> commands.register(new WrongCommands.NoResult()))
                .hasMessageContaining("cannot be printed");
        assertThatThrownBy(() -> commands.register(new WrongCommands.ListFirst()))
                .hasMessageContaining("no parameter may follow all");
        assertThatThrownBy(() -> commands.register(new WrongCommands.OptionalFirst()))
                .hasMessageContaining("no parameter may follow first");
        assertThatThrownBy(() -> commands.register(new WrongCommands.BadName())).hasMessageContaining("is not a name");
        assertThatThrownBy(() -> commands.register(new WrongCommands.BadDefault()))
                .hasMessageContaining("not a whole number");
        assertThatThrownBy(() -> commands.register(new WrongCommands.GoodThenBad()))
                .hasMessageContaining("@Arg");
        assertThat(commands.all()).hasSize(8);
    }
}
