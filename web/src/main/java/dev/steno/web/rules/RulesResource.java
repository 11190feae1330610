package dev.steno.web.rules;

import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.flow.Times;
import dev.steno.json.FlowIdJson;
import dev.steno.json.Json;
import dev.steno.option.OptionException;
import dev.steno.option.Options;
import dev.steno.rule.Rule;
import dev.steno.rule.RuleKind;
import dev.steno.rule.RuleTally;
import dev.steno.rule.Rules;
import dev.steno.rule.spec.RuleException;
import dev.steno.store.SessionReader;
import dev.steno.text.Timestamps;
import dev.steno.trial.RuleTrial;
import dev.steno.trial.RuleTrialCommands;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.RequestJson;
import dev.steno.web.http.Route;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The rules of the running proxy. */
public final class RulesResource {
    private final Options options;
    private final Rules rules;
    private final RecordedSession session;

    public RulesResource(Options options, Rules rules, RecordedSession session) {
        this.options = options;
        this.rules = rules;
        this.session = session;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(
                new Route(
                        "GET",
                        "/api/v1/rules",
                        "Lists the rules in the order in which they act, with how often they did.",
                        request -> list()),
                new Route(
                        "PUT",
                        "/api/v1/rules/{name}",
                        "Sets the rules of the kind of this name: {\"rules\": [texts]}, or, of a kind that has no list, {\"value\": text or true or false}.",
                        this::set),
                new Route(
                        "PATCH",
                        "/api/v1/rules/{name}",
                        "Switches a rule on or off: {\"on\": true}. {name} is that of the rule.",
                        this::switchRule),
                new Route(
                        "POST",
                        "/api/v1/rules/test",
                        "Tells what a rule would have done to the newest recorded flows: {\"kind\", \"spec\", \"filter\", \"limit\"}.",
                        this::test));
    }

    private ApiResponse list() {
        List<Rule> all = rules.list();
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("rules");
            for (int i = 0; i < all.size(); i++) {
                write(json, i + 1, all.get(i));
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("kinds");
            for (RuleKind kind : RuleKind.values()) {
                json.writeStartObject();
                json.writeStringProperty("kind", kind.label());
                json.writeStringProperty("form", kind.form());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private static void write(JsonGenerator json, int order, Rule rule) {
        RuleTally tally = rule.tally();
        json.writeStartObject();
        json.writeStringProperty("name", rule.name());
        json.writeStringProperty("kind", rule.kind().label());
        json.writeStringProperty("spec", rule.spec());
        json.writeStringProperty("filter", rule.filterText());
        json.writeBooleanProperty("on", rule.on());
        json.writeStringProperty("source", rule.source());
        json.writeNumberProperty("order", order);
        json.writeNumberProperty("hits", tally.hits());
        json.writeStringProperty("last", Times.isSet(tally.last()) ? Timestamps.iso(tally.last()) : null);
        json.writeNumberProperty("failed", tally.failures());
        json.writeEndObject();
    }

    private ApiResponse set(ApiRequest request) {
        Map<String, @Nullable Object> body = RequestJson.object(request.body());
        try {
            String option = RuleKind.of(request.variable("name")).label();
            Object given = body.containsKey("rules") ? body.get("rules") : body.get("value");
            if (given == null) {
                throw ApiProblem.badRequest("the body must have rules, a list of texts, or value");
            }
            String text = given instanceof List<?> several
                    ? options.require(option)
                            .join(several.stream().map(String::valueOf).toList())
                    : String.valueOf(given);
            options.changeWhileRunning(Map.of(option, text));
        } catch (OptionException | RuleException e) {
            throw ApiProblem.of(422, String.valueOf(e.getMessage()));
        }
        return list();
    }

    private ApiResponse switchRule(ApiRequest request) {
        if (!(RequestJson.object(request.body()).get("on") instanceof Boolean on)) {
            throw ApiProblem.badRequest("the body must have on, which is true or false");
        }
        try {
            rules.switchRule(request.variable("name"), on);
        } catch (RuleException e) {
            throw ApiProblem.of(404, String.valueOf(e.getMessage()));
        }
        return list();
    }

    private ApiResponse test(ApiRequest request) throws IOException {
        Map<String, @Nullable Object> body = RequestJson.object(request.body());
        try (SessionReader reader = session.reader()) {
            Rule rule = Rule.of("tested", RuleKind.of(text(body, "kind")), text(body, "spec"), "");
            Object limit = body.get("limit");
            RuleTrial trial = RuleTrial.run(
                    reader,
                    rule,
                    FilterParser.parseOrAll(text(body, "filter")),
                    limit instanceof Number number ? number.longValue() : RuleTrialCommands.USUAL);
            return ApiResponse.json(Json.bytes(json -> write(json, trial)));
        } catch (RuleException | FilterSyntaxException e) {
            throw ApiProblem.of(422, String.valueOf(e.getMessage()));
        }
    }

    private static String text(Map<String, @Nullable Object> body, String key) {
        Object value = body.get(key);
        return value == null ? "" : value.toString();
    }

    private static void write(JsonGenerator json, RuleTrial trial) {
        json.writeStartObject();
        json.writeNumberProperty("tested", trial.tested());
        json.writeNumberProperty("acted", trial.acted());
        json.writeNumberProperty("failed", trial.failed());
        json.writeArrayPropertyStart("flows");
        trial.flows().forEach(flow -> FlowIdJson.write(json, flow));
        json.writeEndArray();
        RuleTrial.First first = trial.first();
        if (first == null) {
            json.writeNullProperty("first");
        } else {
            json.writeObjectPropertyStart("first");
            FlowIdJson.property(json, "id", first.flow());
            json.writeStringProperty("point", first.point());
            json.writeStringProperty("before", first.before());
            json.writeStringProperty("after", first.after());
            json.writeStringProperty("failure", first.failure());
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
