package dev.steno.cli.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import dev.steno.cli.ProductClasses;

/** Building blocks for the rules: the product's classes, read once, and predicates by package. */
final class Rules {
    static final JavaClasses STENO = ProductClasses.all();

    private Rules() {}

    /** Checks a rule. A rule on a package that does not exist yet passes. */
    static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(STENO);
    }

    /**
     * Matches the classes of these packages and their subpackages.
     *
     * @param packages names without {@code dev.steno.}
     */
    static DescribedPredicate<JavaClass> in(String... packages) {
        return DescribedPredicate.describe(
                "in " + String.join(", ", packages), type -> isIn(type.getPackageName(), packages));
    }

    /** Matches the product's classes outside these packages. */
    static DescribedPredicate<JavaClass> inStenoButNot(String... packages) {
        return DescribedPredicate.describe(
                "in Steno, but not in " + String.join(", ", packages),
                type -> type.getPackageName().startsWith("dev.steno.") && !isIn(type.getPackageName(), packages));
    }

    static boolean isIn(String name, String... packages) {
        for (String each : packages) {
            if (name.equals("dev.steno." + each) || name.startsWith("dev.steno." + each + ".")) {
                return true;
            }
        }
        return false;
    }

    /** Matches all classes except those that protoc generates. */
    static DescribedPredicate<JavaClass> notGenerated() {
        return DescribedPredicate.describe(
                "not generated",
                type -> type.getPackageName().startsWith("dev.steno.")
                        && !type.getPackageName().startsWith("dev.steno.codec.proto"));
    }
}
