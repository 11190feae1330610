package dev.steno.tui.data;

import dev.steno.edit.MessagePart;

/**
 * A message as one text that a person edits. Immutable.
 *
 * @param part the message
 * @param held whether it is held; otherwise it is that of a recorded flow that has ended
 * @param revision of the flow, on which an edit is based
 * @param text as {@link dev.steno.edit.RawText} prints it
 */
public record Draft(long flow, MessagePart part, boolean held, int revision, String text) {}
