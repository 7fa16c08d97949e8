package sh.keptn.services;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("sh.keptn.services");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("sh.keptn.services.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theContractKnowsNoService() {
        noClasses()
                .that()
                .resideInAPackage("sh.keptn.services")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("sh.keptn.services.*..")
                .check(CLASSES);
    }

    @Test
    void servicesKnowTheCoreAndTheJdkOnly() {
        classes()
                .that()
                .resideOutsideOfPackage("sh.keptn.services.http")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "sh.keptn.services..",
                        "sh.keptn.events..",
                        "sh.keptn.evaluation..",
                        "sh.keptn.diagnostics..",
                        "sh.keptn.expressions..",
                        "sh.keptn.scenarios..",
                        "java..",
                        "javax.xml..",
                        "org.w3c.dom..",
                        "org.xml.sax..",
                        "org.jspecify..",
                        "org.HdrHistogram..")
                .check(CLASSES);
    }
}
