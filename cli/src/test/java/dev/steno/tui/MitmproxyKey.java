package dev.steno.tui;

import java.util.List;

/**
 * A key of mitmproxy's console, and where Steno's terminal interface has the same. Immutable.
 *
 * @param key there
 * @param meaning what it does there
 * @param steno the key here
 * @param word part of what the key does here, by which it is known that it does the same
 * @param instead what is said in place of a key if none does the same
 * @param command the command, or the screen, that does the same; empty if there is none
 */
record MitmproxyKey(String key, String meaning, String steno, String word, String instead, String command) {
    static final List<MitmproxyKey> ALL = List.of(
            same("?", "help for this view", "keys", "keys"),
            same(":", "command prompt", "command line", ""),
            same("q", "leave this view", "back", ""),
            same("Q", "exit at once", "quit", ""),
            same("C", "list of commands", "commands", "commands"),
            same("K", "key bindings", "keys", "keys"),
            same("O", "options", "options", "options"),
            same("E", "event log", "log", "log"),
            same("-", "next layout", "list alone", ""),
            new MitmproxyKey("shift tab", "next pane", "tab", "pane", "", ""),
            other("B", "browser with the proxy", "`steno browser`", ""),
            new MitmproxyKey("P", "details of the flow", "enter", "open the flow", "", ""),
            new MitmproxyKey("space", "page down", "ctrl-f", "page down", "", ""),
            same("f", "filter of the list", "filter", "view.filter.set FILTER"),
            same("F", "follow new flows", "follow", ""),
            same("o", "order of the list", "order", "view.order.set ORDER"),
            same("v", "reverse the list", "reverse", "view.order.reverse true"),
            same("m", "mark", "mark", "flow.mark.toggle @focus"),
            same("M", "only marked flows", "only marked", "view.properties.marked.toggle"),
            same("U", "no marks any more", "unmark", "flow.mark @all ''"),
            same("d", "delete the flow", "remove", "view.flows.remove @focus"),
            same("D", "duplicate the flow", "duplicate", "view.flows.duplicate @focus"),
            same("z", "delete all flows", "remove all", "view.clear"),
            same("Z", "delete the flows that the filter hides", "hidden", "view.flows.remove @hidden"),
            same("L", "load flows from a file", "load", "view.flows.load FILE"),
            same("w", "save flows to a file", "save", "session.save FILE"),
            other("W", "record to a file", "always: `--session FILE`", ""),
            same("n", "new flow", "new flow", "view.flows.create GET https://example.com/"),
            same("i", "filter of what is intercepted", "held", "options.set intercept FILTER"),
            same("I", "intercept, or no longer", "hold", "options.set intercept-active false"),
            same("a", "resume the flow", "resume", "flow.resume @focus"),
            same("A", "resume all", "resume all", "flow.resume.all"),
            same("X", "kill the flow", "kill", "flow.kill @focus"),
            new MitmproxyKey("e", "edit, in a flow", "e", "edit", "", "flow.set @focus CHANGE"),
            new MitmproxyKey("e", "export, in the list", "y c", "curl", "", ""),
            new MitmproxyKey("ctrl l", "copy parts of a flow", "y b", "body", "", ""),
            same("b", "save the body of the response", "body", ""),
            new MitmproxyKey("|", "run a script on the flow", "|", "script", "pipes the body to a command", ""),
            same("V", "revert the flow", "revert", "flow.revert @focus"),
            same("r", "send the request again", "again", ""),
            other("S", "answer from recorded flows", "not yet", ""),
            new MitmproxyKey("m", "content view, in a flow", "v", "content view", "", ""),
            new MitmproxyKey("v", "body in another program", "|", "pipe", "", ""),
            new MitmproxyKey("space", "next flow, in a flow", "space", "next flow", "", "view.focus.next"),
            new MitmproxyKey("p", "previous flow, in a flow", "p", "previous flow", "", "view.focus.prev"),
            new MitmproxyKey("enter", "change the option", "enter", "change the value", "", "options.set NAME VALUE"),
            new MitmproxyKey("d", "reset the option", "d", "reset", "", "options.reset NAME"),
            new MitmproxyKey("S", "save the options", "S", "save what was changed", "", "options.save"),
            new MitmproxyKey("L", "load the options", "", "", "", "options.reload"));

    /** The same key does the same here. */
    private static MitmproxyKey same(String key, String meaning, String word, String command) {
        return new MitmproxyKey(key, meaning, key, word, "", command);
    }

    private static MitmproxyKey other(String key, String meaning, String instead, String command) {
        return new MitmproxyKey(key, meaning, "", "", instead, command);
    }
}
