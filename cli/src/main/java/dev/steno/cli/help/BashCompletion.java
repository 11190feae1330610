package dev.steno.cli.help;

import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes the completion script for bash, which zsh reads as well. Stateless. */
final class BashCompletion {
    /** Asks the running Steno for its commands and for values of their arguments, which the script cannot know. */
    private static final String CALL = """

            # Completes steno call and the flows of steno hold by asking the running Steno; all other words as above.
            function _complete_steno_call() {
              if [[ "${COMP_WORDS[1]}" == call && COMP_CWORD -gt 1 && "${COMP_WORDS[COMP_CWORD]}" != -* \\
                    && ! "${COMP_WORDS[COMP_CWORD-1]}" =~ ^(-s|--session|--home|--color)$ ]]; then
                local IFS=$'\\n'
                COMPREPLY=( $("${COMP_WORDS[0]}" call --complete "${COMP_WORDS[@]:2:COMP_CWORD-1}" 2>/dev/null) )
                return 0
              fi
              if [[ "${COMP_WORDS[1]}" == hold && COMP_CWORD -gt 2 && "${COMP_WORDS[COMP_CWORD]}" != -* \\
                    && ! "${COMP_WORDS[COMP_CWORD-1]}" =~ ^- ]]; then
                COMPREPLY=( $(compgen -W "$("${COMP_WORDS[0]}" hold --complete 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}") )
                return 0
              fi
              _complete_steno
            }
            complete -F _complete_steno_call -o default steno steno.sh steno.bash
            """;

    private BashCompletion() {}

    /** @param tree all commands, as {@link CommandTree} makes them */
    static String of(CommandLine tree) {
        return AutoComplete.bash("steno", tree) + (tree.getSubcommands().containsKey("call") ? CALL : "");
    }
}
