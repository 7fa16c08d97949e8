package sh.keptn.aws;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("sh.keptn");

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("sh.keptn.aws.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nobodyElseUsesTheAwsSdk() {
        noClasses()
                .that()
                .resideOutsideOfPackage("sh.keptn.aws..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon.awssdk..", "sh.keptn.aws..")
                .check(CLASSES);
    }

    @Test
    void theAdaptersNeedNoOtherHttpClientAndNoFramework() {
        noClasses()
                .that()
                .resideInAPackage("sh.keptn.aws..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net.http..",
                        "org.springframework..",
                        "software.amazon.awssdk.enhanced..",
                        "sh.keptn.standalone..")
                .check(CLASSES);
    }
}
