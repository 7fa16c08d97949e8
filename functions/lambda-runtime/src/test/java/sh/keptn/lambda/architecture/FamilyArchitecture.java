package sh.keptn.lambda.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rules for a family of functions; each runs them over the classes of its artifact. */
public abstract class FamilyArchitecture {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("sh.keptn.lambda");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("sh.keptn.lambda.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void functionsKnowNoSpring() {
        noClasses()
                .that()
                .resideOutsideOfPackage("sh.keptn.lambda.spring")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "org.crac..")
                .check(CLASSES);
    }

    @Test
    void theSdkIsKnownByTheWiringOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..aws")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon.awssdk..", "sh.keptn.aws..")
                .check(CLASSES);
    }
}
