package dev.steno.cli.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import dev.steno.cli.ProductClasses;

/** What rules are made of: the product's classes, read once for all of them, and parts of them by package. */
final class Rules {
    static final JavaClasses STENO = ProductClasses.all();

    private Rules() {}

    /** A rule about a package that does not exist yet holds. */
    static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(STENO);
    }

    /**
     * Classes of packages and of those below them.
     *
     * @param packages names without {@code dev.steno.}
     */
    static DescribedPredicate<JavaClass> in(String... packages) {
        return DescribedPredicate.describe(
                "in " + String.join(", ", packages), type -> isIn(type.getPackageName(), packages));
    }

    /** Classes of the product outside some packages. */
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

    /** All but what protoc writes, which follows its own rules. */
    static DescribedPredicate<JavaClass> notGenerated() {
        return DescribedPredicate.describe(
                "not generated",
                type -> type.getPackageName().startsWith("dev.steno.")
                        && !type.getPackageName().startsWith("dev.steno.codec.proto"));
    }
}
