package dev.steno.script.js;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/**
 * The engine of all rules in JavaScript: code is interpreted, finds no class of Java, and has a budget of instructions and of
 * time for each call. The standard objects are shared and sealed. Any thread; each call has a context of its own.
 */
final class JsEngine extends ContextFactory {
    /** Upper bound on instructions of one call, which include steps of expressions. */
    static final long MOST_INSTRUCTIONS = 10_000_000;

    /** Upper bound on the time of one call. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final int OBSERVED = 10_000;

    /** Upper bound on calls within calls, whose frames are on the heap. */
    private static final int MOST_CALLS = 1_000;

    /** Functions that work for seconds, or fill the heap, within one instruction. */
    private static final List<String> TAKEN_AWAY = List.of(
            "delete String.prototype.repeat",
            "delete String.prototype.padStart",
            "delete String.prototype.padEnd",
            "delete Array.prototype.fill",
            "delete Array.from");

    /** Constructors of memory of any size, and of code. */
    private static final List<String> TYPES_TAKEN_AWAY = List.of(
            "ArrayBuffer",
            "DataView",
            "Int8Array",
            "Uint8Array",
            "Uint8ClampedArray",
            "Int16Array",
            "Uint16Array",
            "Int32Array",
            "Uint32Array",
            "Float32Array",
            "Float64Array",
            "BigInt64Array",
            "BigUint64Array");

    private static final String SPENT = "spent";

    private final ScriptableObject standard;

    /** The code has used up its budget: no error of the language, so that it cannot catch it. */
    static final class Spent extends Error {
        private static final long serialVersionUID = 1;

        Spent(String message) {
            super(message, null, false, false);
        }
    }

    /** What a call has used. */
    private static final class Budget {
        private final long begun = System.nanoTime();
        private long instructions;
    }

    JsEngine() {
        standard = Objects.requireNonNull(call(context -> {
            ScriptableObject made = context.initSafeStandardObjects(null, false);
            for (String code : TAKEN_AWAY) {
                context.evaluateString(made, code, "standard", 1, null);
            }
            TYPES_TAKEN_AWAY.forEach(made::delete);
            for (Object id : made.getAllIds()) {
                if (id instanceof String name && made.get(name, made) instanceof ScriptableObject object) {
                    object.sealObject();
                    if (object.get("prototype", object) instanceof ScriptableObject prototype) {
                        prototype.sealObject();
                    }
                }
            }
            made.sealObject();
            return made;
        }));
    }

    /** A new scope, in which code finds the standard objects and leaves nothing behind. */
    Scriptable scope(Context context) {
        Scriptable scope = context.newObject(standard);
        scope.setPrototype(standard);
        scope.setParentScope(null);
        return scope;
    }

    @Override
    protected Context makeContext() {
        Context context = super.makeContext();
        context.setInterpretedMode(true); // compiled code would be classes that stay, and counts no instructions
        context.setMaximumInterpreterStackDepth(MOST_CALLS);
        context.setLanguageVersion(Context.VERSION_ES6);
        context.setClassShutter(className -> false);
        context.setInstructionObserverThreshold(OBSERVED);
        context.putThreadLocal(SPENT, new Budget());
        return context;
    }

    @Override
    protected boolean hasFeature(Context context, int feature) {
        return switch (feature) {
            case Context.FEATURE_E4X, Context.FEATURE_ENHANCED_JAVA_ACCESS -> false;
            default -> super.hasFeature(context, feature);
        };
    }

    @Override
    protected void observeInstructionCount(Context context, int count) {
        if (context.getThreadLocal(SPENT) instanceof Budget budget) {
            budget.instructions += count;
            if (budget.instructions > MOST_INSTRUCTIONS) {
                throw new Spent("it has used up its " + MOST_INSTRUCTIONS + " instructions");
            }
            if (System.nanoTime() - budget.begun > MOST_NANOS
                    || Thread.currentThread().isInterrupted()) {
                throw new Spent("it has not ended within " + TimeUnit.NANOSECONDS.toSeconds(MOST_NANOS) + " s");
            }
        }
    }
}
