package dev.steno.rule.json;

import dev.steno.rule.json.JsonPath.Step;
import dev.steno.rule.json.JsonValues.Place;
import java.util.ArrayList;
import java.util.List;

/** Values in a valid JSON text, as they are written in it. Pure functions. */
public final class JsonSelection {
    private JsonSelection() {}

    /**
     * Returns the texts of the values to which a path leads, in the order of the text.
     *
     * @param text as of {@link JsonValues#areValues}
     */
    public static List<String> of(String text, JsonPath path) {
        List<Place> places = JsonValues.top(text);
        for (Step step : path.steps()) {
            List<Place> next = new ArrayList<>();
            for (Place place : places) {
                next.addAll(JsonChange.found(text, place, JsonValues.content(text, place), step));
            }
            places = next;
        }
        return places.stream()
                .map(place -> text.substring(place.start(), place.end()))
                .toList();
    }
}
