package dev.steno.cli.replay;

import dev.steno.flow.Endpoint;
import dev.steno.replay.carry.CarryPlan;
import dev.steno.replay.request.RequestChange;
import dev.steno.replay.run.RunPlan;
import dev.steno.replay.run.RunSettings;
import dev.steno.replay.run.RunTiming;
import dev.steno.text.Printable;
import dev.steno.text.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan in sentences. Pure functions. */
final class ReplayPlanText {
    /** Upper bound on the servers that are named. */
    private static final int SERVERS = 20;

    private ReplayPlanText() {}

    /** Returns what will be sent, where and when, and what will not be sent and why. */
    static List<String> lines(RunPlan plan, RunSettings run) {
        List<String> lines = new ArrayList<>();
        lines.add(Quantity.count(plan.size(), "request") + passes(run) + ", " + timing(plan, run));
        int named = 0;
        long others = plan.otherServers();
        for (Map.Entry<Endpoint, RunPlan.Server> each : plan.servers().entrySet()) {
            RunPlan.Server server = each.getValue();
            if (named++ < SERVERS) {
                lines.add("to " + Printable.line(each.getKey().toString()) + ": " + server.requests()
                        + (server.unsafe() == 0
                                ? ""
                                : ", of which " + server.unsafe() + " may change something there"));
            } else {
                others += server.requests();
            }
        }
        if (others > 0) {
            lines.add("to other servers: " + others);
        }
        refusals(plan).forEach(why -> lines.add("not sent: " + why));
        return lines;
    }

    /** Returns why flows are not sent, a clause for each of the first. */
    static List<String> refusals(RunPlan plan) {
        List<String> all = new ArrayList<>();
        plan.refusals().forEach(why -> all.add(Printable.line(why)));
        if (plan.refused() > plan.refusals().size()) {
            all.add("and " + (plan.refused() - plan.refusals().size()) + " more");
        }
        return all;
    }

    private static String passes(RunSettings run) {
        return run.passes() == 1
                ? ""
                : run.passes() == RunSettings.ENDLESS ? ", again and again" : ", " + run.passes() + " times";
    }

    private static String timing(RunPlan plan, RunSettings run) {
        RunTiming timing = run.timing();
        if (timing instanceof RunTiming.Serial) {
            return "one after the other";
        } else if (timing instanceof RunTiming.Recorded recorded) {
            return "as recorded, within about " + Quantity.duration((long) (plan.span() / recorded.speed()));
        } else if (timing instanceof RunTiming.Rate rate) {
            double perSecond = rate.perSecond();
            String number =
                    perSecond == Math.rint(perSecond) ? Long.toString((long) perSecond) : Double.toString(perSecond);
            return number + " per second" + (rate.random() ? " on average" : "");
        }
        return "as soon as possible, " + run.concurrency() + " at a time";
    }

    /** Returns which values are taken from new responses, and which could be; nothing for null. */
    static List<String> carried(@Nullable CarryPlan plan) {
        List<String> lines = new ArrayList<>();
        if (plan == null) {
            return lines;
        }
        plan.uses()
                .forEach((flow, values) -> values.forEach(value -> lines.add("flow " + flow + ", "
                        + Printable.line(value.use()) + ": taken from " + Printable.line(value.place()) + " of flow "
                        + value.source())));
        if (lines.isEmpty()) {
            lines.add("no request uses a value of a response before it");
        }
        plan.ambiguous()
                .forEach(each -> lines.add("sent as recorded, since it could come from several places: " + each));
        if (plan.moreAmbiguous() > 0) {
            lines.add("and " + plan.moreAmbiguous() + " more that could come from several places");
        }
        return lines;
    }

    /** Returns what a person should know before requests are sent. */
    static List<String> warnings(RunPlan plan) {
        List<String> warnings = new ArrayList<>();
        if (plan.expired() > 0) {
            warnings.add(Quantity.count(plan.expired(), "request")
                    + (plan.expired() == 1 ? " has" : " have")
                    + " a JSON web token that has expired, the first is of flow " + plan.firstExpired()
                    + ": replace it by --auth, or by --set header:NAME=VALUE");
        }
        for (RequestChange change : plan.unmatched()) {
            if (change instanceof RequestChange.InUrl in && plan.size() > 0) {
                warnings.add("--set url:" + Printable.line(in.regex().pattern()) + " matches none of the "
                        + Quantity.count(plan.size(), "URL") + ", so it changes nothing");
            }
        }
        return warnings;
    }
}
