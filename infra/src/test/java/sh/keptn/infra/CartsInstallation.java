package sh.keptn.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Template;

/** A synthesized installation with all there can be in one: a project with connections, and somebody who hears of failures. */
final class CartsInstallation {

    /** The folder of its project {@code carts}. */
    static final Path PROJECT = Path.of("src/test/cases/carts");

    private final Template template;
    private final Annotations annotations;

    /** Synthesized when it is first asked for, because that takes many times as long as all that is asked of it. */
    private static final class Synthesized {
        private static final CartsInstallation ONCE = new CartsInstallation();
    }

    private CartsInstallation() {
        App app = new App();
        KeptnStack stack = new KeptnStack(
                app, new Settings("keptn", NamedArtifacts.root(), "ops@example.com", null, Map.of("carts", PROJECT)));
        Aspects.of(app).add(new AwsSolutionsChecks());
        assertThat(app.synth().getStacks()).hasSize(1);
        this.template = Template.fromStack(stack);
        this.annotations = Annotations.fromStack(stack);
    }

    /** The one of all tests of this JVM; skips the test where it cannot be synthesized. */
    static CartsInstallation get() {
        Node.assume();
        return Synthesized.ONCE;
    }

    Template template() {
        return template;
    }

    /** What was said at synthesis, cdk-nag's findings among it. */
    Annotations annotations() {
        return annotations;
    }

    /** The resources of a type such as {@code AWS::Events::Rule} by their logical ids, sorted. */
    Map<String, Map<String, Object>> resources(String type) {
        return new TreeMap<>(template.findResources(type));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> properties(Map<String, Object> resource) {
        return (Map<String, Object>) Objects.requireNonNull(resource.get("Properties"));
    }
}
