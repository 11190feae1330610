package dev.steno.rule.action;

/** The message of an exchange that a rule acts on. */
public enum RulePoint {
    REQUEST,
    RESPONSE
}
