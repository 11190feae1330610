package dev.steno.command;

import dev.steno.option.ByteSize;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Commands that several tests use. */
final class TestCommands {
    final List<String> done = new ArrayList<>();
    final CompletableFuture<Integer> later = new CompletableFuture<>();

    enum Format {
        HAR,
        CURL
    }

    record Info(Path file, long flows, ByteSize size, Optional<String> comment) {}

    @Command(name = "session.info", help = "Says what the session holds.")
    Info info(@Arg(help = "The session's file.") Path file) {
        return new Info(file, 3, ByteSize.parse("2mib"), Optional.empty());
    }

    @Command(name = "session.list", help = "Lists sessions.")
    List<Info> list() {
        return List.of(
                new Info(Path.of("a.steno"), 1, new ByteSize(1), Optional.of("tab\there")),
                new Info(Path.of("b.steno"), 2, new ByteSize(2), Optional.empty()));
    }

    @Command(name = "session.export", help = "Writes flows | in a format.")
    void export(
            @Arg(help = "Where to.") Path target,
            @Arg(help = "The format.", defaultValue = "har") Format format,
            @Arg(help = "How long to wait.") Optional<Duration> patience,
            @Arg(help = "Which flows.") long... ids) {
        done.add(target + " " + format + " " + patience + " "
                + List.of(Arrays.stream(ids).boxed().toArray()));
    }

    @Command(name = "flow.mark", help = "Marks flows.")
    int mark(
            @Arg(
                            help = "The mark.",
                            allowed = {"red", "green"})
                    String mark,
            @Arg(help = "Which flows.") List<Integer> ids) {
        done.add(mark + ids);
        return ids.size();
    }

    @Command(name = "flow.names", help = "Gives names.")
    List<String> names(@Arg(name = "how-many", help = "How many.", defaultValue = "2") int count) {
        return List.of("one", "two\nlines", "three").subList(0, count);
    }

    @Command(name = "flow.wait", help = "Answers later.")
    CompletionStage<Integer> await() {
        return later;
    }

    @Command(name = "flow.fail", help = "Fails.", hidden = true)
    void fail(@Arg(help = "With what.") String how) throws Exception {
        switch (how) {
            case "told" -> throw new CommandException("the disk is full");
            case "checked" -> throw new IOException("broken pipe");
            case "silent" -> throw new IllegalStateException();
            default -> throw new AssertionError(how);
        }
    }

    @Command(name = "flow.nothing", help = "Returns null where it must not.", hidden = true)
    @Nullable
    String nothing() {
        return null;
    }
}
