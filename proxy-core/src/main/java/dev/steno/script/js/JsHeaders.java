package dev.steno.script.js;

import dev.steno.flow.Headers;
import dev.steno.script.Script;
import java.util.ArrayList;
import java.util.List;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Undefined;

/** The fields of a message as an object of JavaScript: {@code headers["x"]}. Used by one thread, during a call. */
final class JsHeaders extends ScriptableObject {
    private static final long serialVersionUID = 1;

    private final transient Script.Part part;

    JsHeaders(Script.Part part) {
        this.part = part;
    }

    @Override
    public String getClassName() {
        return "Headers";
    }

    @Override
    public Object get(String name, Scriptable start) {
        String value = part.header(name);
        return value == null ? super.get(name, start) : value;
    }

    @Override
    public boolean has(String name, Scriptable start) {
        return part.header(name) != null || super.has(name, start);
    }

    @Override
    public void put(String name, Scriptable start, Object value) {
        if (value == null || Undefined.isUndefined(value)) {
            part.removeHeader(name);
        } else {
            part.header(name, Context.toString(value));
        }
    }

    @Override
    public void delete(String name) {
        part.removeHeader(name);
    }

    @Override
    public Object[] getIds() {
        Headers headers = part.headers();
        List<Object> names = new ArrayList<>();
        for (int i = 0; i < headers.size(); i++) {
            names.add(headers.name(i));
        }
        return names.toArray();
    }
}
