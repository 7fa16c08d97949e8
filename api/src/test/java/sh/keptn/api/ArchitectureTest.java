package sh.keptn.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("sh.keptn.api");

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("sh.keptn.api.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void noServerAndNoPlatformIsKnown() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "software.amazon.awssdk..",
                        "org.springframework..",
                        "org.apache.hc..",
                        "java.net.http..",
                        "com.sun.net.httpserver..",
                        "java.sql..")
                .check(CLASSES);
    }
}
