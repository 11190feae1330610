package dev.steno.script.js;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.BaseFunction;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/** An object of JavaScript whose properties are those of a part of an exchange, and no others. Used by one thread, during a call. */
final class JsObject extends ScriptableObject {
    private static final long serialVersionUID = 1;

    private final String noun;
    private final transient Map<String, Property> properties = new LinkedHashMap<>();

    private record Property(
            Supplier<@Nullable Object> get, @Nullable Consumer<String> set) {}

    /** A method of such an object. */
    interface Method {
        /** @param arguments texts, numbers or other objects of JavaScript */
        void call(Object[] arguments);
    }

    /** @param noun what it is called in messages */
    JsObject(String noun) {
        this.noun = noun;
    }

    JsObject property(String name, Supplier<@Nullable Object> get, @Nullable Consumer<String> set) {
        properties.put(name, new Property(get, set));
        return this;
    }

    JsObject method(String name, Method method, Scriptable scope) {
        BaseFunction function = new BaseFunction() {
            private static final long serialVersionUID = 1;

            @Override
            public @Nullable Object call(Context context, Scriptable in, Scriptable self, Object[] arguments) {
                method.call(arguments);
                return null;
            }
        };
        ScriptRuntime.setFunctionProtoAndParent(function, Context.getCurrentContext(), scope);
        return property(name, () -> function, null);
    }

    @Override
    public String getClassName() {
        return noun;
    }

    @Override
    public @Nullable Object get(String name, Scriptable start) {
        Property property = properties.get(name);
        return property == null ? super.get(name, start) : property.get.get();
    }

    @Override
    public boolean has(String name, Scriptable start) {
        return properties.containsKey(name) || super.has(name, start);
    }

    @Override
    public void put(String name, Scriptable start, Object value) {
        Property property = properties.get(name);
        if (property == null || property.set == null) {
            throw new IllegalArgumentException(
                    noun + "." + name + (property == null ? " does not exist" : " cannot be set") + ": there are "
                            + String.join(", ", properties.keySet()));
        }
        property.set.accept(Context.toString(value));
    }

    @Override
    public Object[] getIds() {
        return properties.keySet().toArray();
    }
}
