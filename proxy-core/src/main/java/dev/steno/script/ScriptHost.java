package dev.steno.script;

import java.util.Map;

/** What Steno gives to a script, by the class loader of its classes. Implemented by Steno; any thread. */
public interface ScriptHost {
    /** The log, with the name of the script. */
    Script.Log log();

    /** The options of the product, and those of scripts. */
    Script.Options options();

    /** The commands of the product. */
    Script.Commands commands();

    /** The recorded flows. */
    Script.Session session();

    /** Requests through the proxy itself. */
    Script.Http http();

    /** Later runs. */
    Script.Schedule schedule();

    /** The values that survive a reload. */
    Map<String, Object> state();

    /** A class loader of a script. */
    interface Carrier {
        /** Returns what its classes are given. */
        ScriptHost host();
    }
}
