package sh.keptn.translator;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("sh.keptn.translator");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("sh.keptn.translator.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void stepsDoNotKnowTheEntry() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage("sh.keptn.translator.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("sh.keptn.translator")
                .check(CLASSES);
    }

    @Test
    void parsingAndEmittingNeverMeet() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage("..parse..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..emit..", "..asl..", "..lower..")
                .check(CLASSES);
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage("..asl..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..shipyard..", "..uniform..", "..parse..")
                .check(CLASSES);
    }

    @Test
    void noFrameworkAndNoNetwork() {
        ArchRuleDefinition.noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "software.amazon..", "java.net..", "java.nio.file..")
                .check(CLASSES);
    }
}
