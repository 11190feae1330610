package dev.steno.script.run;

import dev.steno.option.NearestName;
import dev.steno.script.Inline;
import dev.steno.script.Script;
import dev.steno.script.source.ScriptException;
import dev.steno.script.source.ScriptProblem;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The object of a script, and its methods that Steno calls. Immutable.
 *
 * @param script null if the code is no script in Java
 * @param answersFor takes a host as an object, and returns whether the script may answer for it; null if it has none
 * @param warnings about methods that are probably meant to be hooks
 */
record ScriptMethods(
        @Nullable Script script,
        Map<HookName, Hooked> hooks,
        @Nullable MethodHandle answersFor,
        List<String> warnings) {
    /** The method that declares for which hosts a script answers. */
    static final String ANSWERS_FOR = "answersFor";

    /**
     * One method.
     *
     * @param handle takes its arguments as objects
     */
    record Hooked(MethodHandle handle, boolean inline) {}

    /** The methods of a class that Steno calls, and warnings as above. */
    record Declared(Map<HookName, Method> hooks, @Nullable Method answersFor, List<String> warnings) {}

    /**
     * Constructs a script.
     *
     * @param type found in its file
     * @throws ScriptException if it cannot be constructed, or a hook is not declared as it has to be
     */
    static ScriptMethods of(String file, Class<? extends Script> type) throws ScriptException {
        Declared declared = declared(file, type);
        Script script = construct(file, type);
        Map<HookName, Hooked> hooks = new EnumMap<>(HookName.class);
        declared.hooks.forEach((hook, method) -> hooks.put(hook, hooked(script, type, method)));
        MethodHandle answersFor = declared.answersFor == null
                ? null
                : handle(script, declared.answersFor).asType(MethodType.methodType(boolean.class, Object.class));
        return new ScriptMethods(script, hooks, answersFor, declared.warnings);
    }

    /**
     * Looks at the methods of a script without constructing it.
     *
     * @throws ScriptException if a hook is not declared as it has to be
     */
    static Declared declared(String file, Class<? extends Script> type) throws ScriptException {
        Map<HookName, Method> hooks = new EnumMap<>(HookName.class);
        List<ScriptProblem> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Method answersFor = null;
        for (Class<?> at = type; at != null && at != Script.class; at = at.getSuperclass()) {
            for (Method method : at.getDeclaredMethods()) {
                if (method.isSynthetic()) {
                    continue;
                }
                Optional<HookName> hook = HookName.of(method.getName());
                if (method.getName().equals(ANSWERS_FOR)) {
                    if (method.getReturnType() == boolean.class
                            && List.of(method.getParameterTypes()).equals(List.of(String.class))) {
                        answersFor = method;
                    } else {
                        problems.add(new ScriptProblem(
                                file, 0, 0, "answersFor is declared as boolean answersFor(String host)"));
                    }
                } else if (hook.isEmpty()) {
                    warning(method).ifPresent(warnings::add);
                } else if (!hooks.containsKey(hook.get())) {
                    String wrong = wrong(hook.get(), method);
                    if (wrong == null) {
                        hooks.put(hook.get(), method);
                    } else {
                        problems.add(new ScriptProblem(file, 0, 0, wrong));
                    }
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new ScriptException(problems);
        }
        return new Declared(hooks, answersFor, List.copyOf(warnings));
    }

    private static Script construct(String file, Class<? extends Script> type) throws ScriptException {
        try {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ScriptException(file, "its constructor or a field failed: " + ScriptErrors.sentence(cause, file));
        } catch (ExceptionInInitializerError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ScriptException(file, "a static field failed: " + ScriptErrors.sentence(cause, file));
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new ScriptException(
                    file, "its class " + type.getSimpleName() + " needs a constructor without parameters (" + e + ")");
        }
    }

    private static @Nullable String wrong(HookName hook, Method method) {
        if (!List.of(method.getParameterTypes()).equals(hook.parameters)
                || method.getReturnType() != void.class
                || Modifier.isStatic(method.getModifiers())) {
            return "the hook " + hook.method() + " is declared as " + hook.declaration() + ", not as "
                    + method.getReturnType().getSimpleName() + " " + method.getName() + "("
                    + String.join(
                            ", ",
                            Arrays.stream(method.getParameterTypes())
                                    .map(Class::getSimpleName)
                                    .toList())
                    + ")";
        }
        return null;
    }

    /** A method with the parameters of hooks and almost the name of one. */
    private static Optional<String> warning(Method method) {
        Class<?>[] taken = method.getParameterTypes();
        if (taken.length == 0
                || taken[0].getEnclosingClass() != Script.class
                || Modifier.isPrivate(method.getModifiers())) {
            return Optional.empty();
        }
        String bare = method.getName().replace("_", "").toLowerCase(Locale.ROOT);
        List<String> known =
                Arrays.stream(HookName.values()).map(HookName::method).toList();
        Optional<String> near = known.stream()
                .filter(name -> name.replace("_", "").equals(bare))
                .findFirst()
                .or(() -> NearestName.to(method.getName(), known));
        return near.map(name -> "no hook is called " + method.getName() + ": did you mean " + name + "?");
    }

    private static Hooked hooked(Script script, Class<?> type, Method method) {
        MethodType general =
                MethodType.genericMethodType(method.getParameterCount()).changeReturnType(void.class);
        boolean inline = method.isAnnotationPresent(Inline.class) || type.isAnnotationPresent(Inline.class);
        return new Hooked(handle(script, method).asType(general), inline);
    }

    private static MethodHandle handle(Script script, Method method) {
        try {
            method.setAccessible(true);
            MethodHandle handle = MethodHandles.lookup().unreflect(method);
            return Modifier.isStatic(method.getModifiers()) ? handle : handle.bindTo(script);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("an accessible method is not: " + method, e);
        }
    }
}
