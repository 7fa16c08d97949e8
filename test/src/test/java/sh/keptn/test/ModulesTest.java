package sh.keptn.test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The direction of dependencies between the modules: from the shell over the control plane to the core. */
class ModulesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("sh.keptn");

    @Test
    void dependenciesPointFromTheShellToTheCore() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("diagnostics")
                .definedBy("sh.keptn.diagnostics..")
                .layer("events")
                .definedBy("sh.keptn.events..")
                .layer("scenarios")
                .definedBy("sh.keptn.scenarios..")
                .layer("translator")
                .definedBy("sh.keptn.translator..")
                .layer("control plane")
                .definedBy("sh.keptn.controlplane..")
                .layer("task services")
                .definedBy("sh.keptn.services..")
                .layer("standalone")
                .definedBy("sh.keptn.standalone..")
                .layer("AWS")
                .definedBy("sh.keptn.aws..")
                .layer("command line")
                .definedBy("sh.keptn.cli..")
                .whereLayer("diagnostics")
                .mayNotAccessAnyLayer()
                .whereLayer("events")
                .mayNotAccessAnyLayer()
                .whereLayer("scenarios")
                .mayOnlyAccessLayers("diagnostics", "events")
                .whereLayer("translator")
                .mayOnlyAccessLayers("scenarios", "diagnostics", "events")
                .whereLayer("control plane")
                .mayOnlyAccessLayers("translator", "diagnostics", "events")
                .whereLayer("task services")
                .mayOnlyAccessLayers("scenarios", "diagnostics", "events")
                .whereLayer("AWS")
                .mayOnlyAccessLayers("control plane", "translator", "diagnostics", "events")
                .whereLayer("AWS")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("standalone")
                .mayOnlyAccessLayers("control plane", "task services", "translator", "diagnostics", "events")
                .check(CLASSES);
    }

    @Test
    void coreKnowsNoNetworkNoClockAndNoEnvironment() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "sh.keptn.diagnostics..",
                        "sh.keptn.events..",
                        "sh.keptn.scenarios..",
                        "sh.keptn.translator..",
                        "sh.keptn.controlplane..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.sql..", "java.nio.channels..", "java.lang.management..")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.Clock.class, "systemUTC")
                .check(CLASSES);
    }

    @Test
    void nobodyUsesSpringOrTheAwsSdkOutsideTheirModules() {
        noClasses()
                .that()
                .resideOutsideOfPackage("sh.keptn.aws..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "software.amazon.awssdk..", "software.amazon.awscdk..")
                .check(CLASSES);
    }
}
