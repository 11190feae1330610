package dev.steno.cli.tui;

import dev.steno.cli.assembly.ProductOptions;
import dev.steno.cli.remote.JsonTree;
import dev.steno.option.OptionSource;
import dev.steno.option.OptionSpec;
import dev.steno.option.ValueType;
import dev.steno.option.ValueTypes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of a Steno that runs elsewhere. The types of their values are those of this program, so that a value is checked
 * and completed while it is typed; one that this program does not have, such as of an addon, is a text. Stateless.
 */
final class ApiOptions {
    private ApiOptions() {}

    /** @param answer of the API */
    static List<OptionSpec> of(List<Map<String, @Nullable Object>> answer) {
        List<OptionSpec> declared = ProductOptions.declared().all();
        return answer.stream().map(each -> option(each, declared)).toList();
    }

    private static OptionSpec option(Map<String, @Nullable Object> told, List<OptionSpec> declared) {
        String name = JsonTree.text(told, "name");
        ValueType<?> type = declared.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .<ValueType<?>>map(OptionSpec::type)
                .orElseGet(() -> ValueTypes.STANDARD.of(String.class));
        return new OptionSpec(
                name,
                type,
                JsonTree.text(told, "default"),
                JsonTree.text(told, "value"),
                OptionSource.valueOf(JsonTree.text(told, "source").toUpperCase(Locale.ROOT)),
                JsonTree.text(told, "help"),
                List.of(),
                type.metavar(),
                false,
                Boolean.TRUE.equals(told.get("secret")),
                Boolean.TRUE.equals(told.get("live")));
    }
}
