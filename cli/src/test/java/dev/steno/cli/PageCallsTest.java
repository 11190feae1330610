package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.command.ArgumentParser;
import dev.steno.cli.command.Subcommand;
import dev.steno.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * The calls of {@code steno} that a reader can type from a page name subcommands and options that exist. What they do is
 * tested with each subcommand, and of the pages whose lines run one after the other, by the tests of these pages.
 */
class PageCallsTest {
    private static final Pattern CALL =
            Pattern.compile("(?:^|[|&;(]|\\b(?:then|do|while|until)) *(?:\\./)?steno ([^|&;)#]*)");
    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"(?:\\\\.|[^\"\\\\])*\"");
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z0-9-]*");

    @Test
    void everyCallOnAPageNamesWhatExists() throws IOException {
        List<String> wrong = new ArrayList<>();
        int calls = 0;
        for (Path page : pages()) {
            for (String block : Recipes.blocks(page)) {
                String lines = QUOTED.matcher(block.replace("\\\n", " ")).replaceAll("_");
                for (String line : lines.lines().toList()) {
                    Matcher call = CALL.matcher(line);
                    while (call.find()) {
                        calls++;
                        problem(List.of(call.group(1).strip().split(" +")), page.getFileName() + ": " + line, wrong);
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(calls).isGreaterThan(100);
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(Checkout.file("docs"))) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static void problem(List<String> words, String where, List<String> wrong) {
        boolean named = !words.get(0).startsWith("-");
        Subcommand subcommand = Subcommands.named(named ? words.get(0) : Subcommands.DEFAULT);
        if (subcommand == null) {
            wrong.add(where + ": no subcommand " + words.get(0));
            return;
        }
        CommandLine parser = ArgumentParser.of(subcommand);
        for (String word : subcommand.own(words.subList(named ? 1 : 0, words.size()))) {
            parser = parser.getSubcommands().getOrDefault(word, parser);
            Matcher option = OPTION.matcher(word);
            if (option.lookingAt()
                    && !parser.getCommandSpec().optionsMap().containsKey(option.group())
                    && !option.group().equals("--version")) {
                wrong.add(where + ": no option " + option.group());
            }
        }
    }
}
