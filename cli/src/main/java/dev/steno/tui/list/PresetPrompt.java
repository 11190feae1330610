package dev.steno.tui.list;

import dev.steno.command.Completion;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.Prompt;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a preset: a name shows its flows, {@code name = filter} names a filter, {@code name =} forgets it. For the
 * interface's thread.
 */
final class PresetPrompt {
    private final Desk desk;
    private final FilterPrompt filters;
    private final Consumer<Filter> show;
    private Presets presets = new Presets(Map.of());

    /** @param show shows the flows that match a filter */
    PresetPrompt(Desk desk, FilterPrompt filters, Consumer<Filter> show) {
        this.desk = desk;
        this.filters = filters;
        this.show = show;
    }

    /** @param now the filter in effect, which Tab proposes behind the equals sign */
    void ask(Filter now) {
        desk.workToAsk(() -> desk.source().kept().read(Presets.FILE), lines -> {
            presets = Presets.of(lines);
            desk.ask(new Prompt(
                    "preset (NAME, or NAME = FILTER to keep one): ",
                    "",
                    this::check,
                    line -> complete(line, now),
                    this::accept));
        });
    }

    private Prompt.@Nullable Complaint check(String line) {
        int equals = line.indexOf('=');
        String name = (equals < 0 ? line : line.substring(0, equals)).strip();
        if (equals < 0) {
            return line.isBlank() || presets.filter(name) != null
                    ? null
                    : new Prompt.Complaint(0, "the presets are " + String.join(", ", presets.names()));
        }
        if (!Presets.isName(name)) {
            return new Prompt.Complaint(0, "a name has letters, digits, hyphens and underscores only");
        }
        Prompt.Complaint found = FilterPrompt.check(line.substring(equals + 1));
        return found == null ? null : new Prompt.Complaint(equals + 1 + found.column(), found.message());
    }

    private Completion complete(String line, Filter now) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            return new Completion(
                    0,
                    presets.names().stream()
                            .filter(name -> name.startsWith(line))
                            .toList());
        }
        if (line.substring(equals + 1).isBlank() && !(now instanceof Filter.All)) {
            return new Completion(equals + 1, List.of(" " + now));
        }
        Completion found = filters.proposed(line.substring(equals + 1));
        return new Completion(equals + 1 + found.from(), found.candidates());
    }

    private void accept(String line) {
        int equals = line.indexOf('=');
        if (equals >= 0) {
            keep(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
            return;
        }
        String filter = presets.filter(line.strip());
        if (filter != null) {
            show.accept(FilterParser.parse(filter));
        }
    }

    private void keep(String name, String filter) {
        desk.work(
                () -> {
                    var kept = desk.source().kept();
                    kept.write(
                            Presets.FILE,
                            Presets.of(kept.read(Presets.FILE))
                                    .with(name, filter)
                                    .lines());
                    return name;
                },
                done -> desk.say(filter.isEmpty() ? "forgot the preset " + name : "kept the preset " + name));
    }
}
