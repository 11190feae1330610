package dev.steno.option;

/**
 * An option whose text in a layer was found to have changed, and what became of the change. Immutable.
 *
 * @param value the value that the layers give now; {@link OptionSpec#HIDDEN_TEXT} for a secret that is set
 * @param outcome what became of the change
 * @param source the layer that decides the value
 */
public record ReloadedOption(String name, String value, Outcome outcome, OptionSource source) {

    /** What became of a change. */
    public enum Outcome {
        /** The value is in effect. */
        CHANGED,

        /** The value will be in effect after a restart. */
        NEEDS_RESTART,

        /** A stronger layer sets the option as well, so the value is without effect. */
        OVERRIDDEN
    }

    /** @param option as all texts of the layer make it */
    static ReloadedOption of(OptionSpec option, OptionSource changed) {
        Outcome outcome = option.source().compareTo(changed) > 0
                ? Outcome.OVERRIDDEN
                : option.live() ? Outcome.CHANGED : Outcome.NEEDS_RESTART;
        return new ReloadedOption(option.name(), option.current(), outcome, option.source());
    }

    /** A sentence for people, without a full stop: {@code keep is 1gb now}. */
    public String sentence() {
        String shown = value.isEmpty() ? "not set" : value;
        return switch (outcome) {
            case CHANGED -> name + " is " + shown + " now";
            case NEEDS_RESTART -> name + " will be " + shown + " after a restart";
            case OVERRIDDEN -> name + " stays " + shown + ", from the " + source;
        };
    }
}
