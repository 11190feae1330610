package dev.steno.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandReferenceTest {

    @Test
    void thePageListsEveryCommandThatIsNotHiddenWithItsArguments() {
        Commands commands = new Commands();
        commands.register(new TestCommands());

        assertThat(CommandReference.markdown(commands)).isEqualTo("""
                        # Commands

                        This page is generated from the declarations; a test compares it with them.
                        Arguments in brackets are optional; `...` marks one that may be repeated any number of times.

                        | Command | Result | What it does |
                        |---|---|---|
                        | `flow.mark mark [ids...]` | number | Marks flows. |
                        | `flow.names [how-many]` | list of text | Gives names. |
                        | `flow.wait` | number | Answers later. |
                        | `session.export target [format] [patience] [ids...]` | nothing | Writes flows \\| in a format. |
                        | `session.info file` | record of file, flows, size, comment | Says what the session holds. |
                        | `session.list` | list of record of file, flows, size, comment | Lists sessions. |

                        ## flow.mark

                        | Argument | Type | Default | Meaning |
                        |---|---|---|---|
                        | `mark` | `red\\|green` |  | The mark. |
                        | `[ids...]` | `number` |  | Which flows. |

                        ## flow.names

                        | Argument | Type | Default | Meaning |
                        |---|---|---|---|
                        | `[how-many]` | `number` | `2` | How many. |

                        ## session.export

                        | Argument | Type | Default | Meaning |
                        |---|---|---|---|
                        | `target` | `path` |  | Where to. |
                        | `[format]` | `har\\|curl` | `har` | The format. |
                        | `[patience]` | `duration` |  | How long to wait. |
                        | `[ids...]` | `number` |  | Which flows. |

                        ## session.info

                        | Argument | Type | Default | Meaning |
                        |---|---|---|---|
                        | `file` | `path` |  | The session's file. |
                        """);
    }
}
