package sh.keptn.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("sh.keptn.standalone");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("sh.keptn.standalone.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void engineBusAndStoreDoNotKnowEachOther() {
        for (String one : new String[] {"engine", "bus", "store"}) {
            for (String other : new String[] {"engine", "bus", "store"}) {
                if (!one.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage("sh.keptn.standalone." + one + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage("sh.keptn.standalone." + other + "..")
                            .allowEmptyShould(true)
                            .check(CLASSES);
                }
            }
        }
    }
}
