package dev.steno.script.run;

import dev.steno.addon.BlockingTerms;
import dev.steno.addon.FlowLocal;
import dev.steno.addon.Handler;
import dev.steno.addon.Handlers;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.PreparedHandler;
import dev.steno.addon.Verdict;
import dev.steno.flow.Flow;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Function;

/**
 * Registers the handlers that some versions of a script need, which run inline if each of their methods does. Used by one
 * thread, during a registration.
 */
record VersionHandlers(
        String script,
        Handlers handlers,
        Collection<ScriptVersion> versions,
        BlockingTerms terms,
        FlowLocal<ScriptFlowScope> scopes) {

    /** Whether a version has one of some methods. */
    boolean has(HookName... names) {
        return Arrays.stream(names).anyMatch(name -> versions.stream().anyMatch(version -> version.has(name)));
    }

    /** Whether no version has one of these methods that may block. */
    boolean inline(HookName... names) {
        return Arrays.stream(names)
                .allMatch(name -> versions.stream()
                        .map(version -> version.hooks().get(name))
                        .allMatch(hooked -> hooked == null || hooked.inline()));
    }

    <T> void add(Hook<T> hook, HookName name, Handler<T> handler) {
        if (!has(name)) {
            return;
        }
        if (inline(name)) {
            handlers.on(hook, Phase.MODIFY, handler);
        } else {
            handlers.onBlocking(hook, Phase.MODIFY, handler, terms);
        }
    }

    /** Calls run with the version of the script that the flow began with. */
    <T> void addOfFlow(Hook<T> hook, boolean inline, Function<T, ? extends Flow> flow, ScriptFlowScope.Step<T> step) {
        if (inline) {
            handlers.on(hook, Phase.MODIFY, (subject, context) -> {
                Flow of = flow.apply(subject);
                return isOwn(of) ? Verdict.pass() : step.run(subject, scopes.get(of.id()), context);
            });
        } else {
            // the version is looked up now: the flow may have ended when a thread runs the call
            PreparedHandler<T> prepared = subject -> {
                Flow of = flow.apply(subject);
                return isOwn(of) ? null : scopes.get(of.id()).begin(step);
            };
            handlers.onBlocking(hook, Phase.MODIFY, prepared, terms);
        }
    }

    /** Whether this script sent the request: it would be called for it without end. */
    private boolean isOwn(Flow flow) {
        return script.equals(flow.notes().metadata().get(ScriptHttp.ANNOTATION));
    }
}
