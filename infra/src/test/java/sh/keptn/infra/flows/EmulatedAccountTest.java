package sh.keptn.infra.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.aws.Moto;
import sh.keptn.infra.SynthesizedStack;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** An installation in an account that is somebody's, up to where functions would have to run, which those of moto do not. */
class EmulatedAccountTest {

    private static final Path ROOT = Path.of(System.getProperty("root", ".."));
    private static final String NAME = "keptn-5c0e1f";

    @Test
    void everythingIsMadeAndEverythingRemoved(@TempDir Path folder) {
        assumeTrue(
                System.getProperty("aws.flows") != null,
                "skipped: it takes more time than `verify` has; run it with -Daws.flows");
        SynthesizedStack.assumePossible(ROOT);
        URI endpoint = Moto.endpoint();
        EmulatedAccount.Place place = new EmulatedAccount.Place(endpoint, Optional.empty(), Optional.empty());
        SynthesizedStack stack = SynthesizedStack.of(NAME, ROOT, folder);
        int functions = new ResolvedTemplate(stack.template(), NAME, "", "", "")
                .resources("AWS::Lambda::Function")
                .size();

        try (EmulatedAccount account = new EmulatedAccount(place, () -> {})) {
            Installation installation = new Installation(account, "5c0e1f", stack);
            assertThat(installation.thisMachine()).isEmpty();
            assertThat(installation.token()).hasSize(40);
            assertThat(roleAccounts(account))
                    .as("roles in the account of the caller")
                    .containsOnly(account.number());
            assertThat(namesIn(account).stream().filter(name -> name.startsWith("function ")))
                    .hasSize(functions);
            installation.close();
        }
        try (EmulatedAccount again = new EmulatedAccount(place, () -> {})) {
            assertThat(namesIn(again)).isEmpty();
        }
    }

    private static List<String> roleAccounts(Account account) {
        try (IamClient iam = account.client(IamClient.builder(), "IAM")) {
            return iam.listRolesPaginator().roles().stream()
                    .filter(role -> role.roleName().startsWith(NAME))
                    .map(role -> role.arn().split(":", -1)[4])
                    .toList();
        }
    }

    /** What has the installation's name. */
    private static List<String> namesIn(Account account) {
        List<String> found = new ArrayList<>();
        try (Clients clients = Clients.of(account)) {
            clients.dynamoDb().listTablesPaginator().tableNames().forEach(name -> found.add("table " + name));
            clients.s3().listBuckets().buckets().forEach(bucket -> found.add("bucket " + bucket.name()));
            clients.events().listEventBuses(request -> {}).eventBuses().forEach(bus -> found.add("bus " + bus.name()));
            clients.events().listRules(request -> {}).rules().stream()
                    .map(Rule::name)
                    .forEach(name -> found.add("rule " + name));
            clients.lambda().listFunctionsPaginator().functions().stream()
                    .map(FunctionConfiguration::functionName)
                    .forEach(name -> found.add("function " + name));
            clients.secrets().listSecretsPaginator().stream()
                    .flatMap(page -> page.secretList().stream())
                    .forEach(secret -> found.add("secret " + secret.name()));
            clients.iam().listRolesPaginator().roles().stream()
                    .map(Role::roleName)
                    .forEach(name -> found.add("role " + name));
        }
        return found.stream().filter(each -> each.contains(NAME)).toList();
    }
}
