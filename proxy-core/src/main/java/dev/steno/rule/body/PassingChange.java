package dev.steno.rule.body;

/** A change of a rule to the text of a body while that passes. */
public sealed interface PassingChange permits TextChange, JsonPass {}
