package dev.steno.rule;

import dev.steno.option.Opt;
import java.nio.file.Path;
import java.util.Optional;

/** The option that names a file of rules. */
public record RulesFileOptions(
        @Opt(help = "A TOML file of rules, which is read again whenever it changes.", metavar = "FILE", live = true)
        Optional<Path> rules) {

    /** @throws dev.steno.rule.spec.RuleException if the file cannot be read, or any rule in it is not valid */
    public RulesFileOptions {
        rules.ifPresent(file -> RulesFile.read(file, new RuleStates()));
    }
}
