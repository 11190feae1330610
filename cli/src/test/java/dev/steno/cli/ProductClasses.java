package dev.steno.cli;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The product's classes as this build compiled them, without test classes. */
public final class ProductClasses {
    private ProductClasses() {}

    /** All classes, read once per JVM. */
    public static JavaClasses all() {
        return Read.CLASSES;
    }

    private static final class Read {
        private static final JavaClasses CLASSES = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("dev.steno");
    }
}
