package sh.keptn.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every permission as it was reviewed: {@code roles.txt} and {@code resources.txt}; {@code -Dgolden} writes these. */
class ReviewedPermissionsTest {

    private static final boolean REWRITE =
            !System.getProperty("golden", "false").equals("false");

    private final CartsInstallation carts = CartsInstallation.get();

    @Test
    void roleStatementsAreTheReviewedOnes() throws IOException {
        compare(described("AWS::IAM::Policy", Statement::of), "roles.txt");
    }

    @Test
    void policiesOfResourcesAreTheReviewedOnes() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String type : List.of(
                "AWS::Events::EventBusPolicy",
                "AWS::S3::BucketPolicy",
                "AWS::SNS::TopicPolicy",
                "AWS::SQS::QueuePolicy")) {
            text.append(described(type, Statement::of));
        }
        text.append(described("AWS::Lambda::Permission", permission -> List.of(Statement.ofPermission(permission))));
        compare(text.toString(), "resources.txt");
    }

    /** The resources of a type with what each of them allows or denies. */
    private String described(String type, Function<Map<String, Object>, List<Statement>> statements) {
        StringBuilder text = new StringBuilder();
        carts.resources(type).forEach((id, resource) -> {
            text.append(TemplateText.withoutHash(id)).append('\n');
            statements.apply(resource).forEach(statement -> describe(statement, text));
        });
        return text.toString();
    }

    private static void describe(Statement statement, StringBuilder text) {
        text.append("  ")
                .append(statement.effect())
                .append(' ')
                .append(String.join(", ", new TreeSet<>(statement.actions())))
                .append('\n');
        line("to", statement.principal(), text);
        line("on", statement.resource(), text);
        line("where", statement.condition(), text);
    }

    private static void line(String word, @Nullable Object value, StringBuilder text) {
        if (value != null) {
            text.append("    ")
                    .append(word)
                    .append(' ')
                    .append(TemplateText.of(value))
                    .append('\n');
        }
    }

    private static void compare(String text, String file) throws IOException {
        Path golden = Path.of("src/test/cases", file);
        if (REWRITE) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, text);
        }
        assertThat(text).isEqualTo(Files.readString(golden));
    }
}
