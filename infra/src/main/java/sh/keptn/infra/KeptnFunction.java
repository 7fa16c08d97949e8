package sh.keptn.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.EventInvokeConfigOptions;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.IDestination;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/**
 * One function with a role of its own, its log, and the alias that everybody calls: SnapStart works for published versions
 * only.
 */
final class KeptnFunction extends Construct {

    private static final int MEMORY_MEGABYTES = 1024;
    private static final int RETRIES = 2;
    private static final int RETRY_HOURS = 6;

    private final Role role;
    private final Function function;
    private final Alias alias;

    /**
     * Makes a function.
     *
     * @param environment what all functions are told; the function's own name is added
     * @param mayDo beside writing its log and traces
     */
    KeptnFunction(
            Construct scope,
            Settings settings,
            Spec spec,
            Map<String, String> environment,
            List<PolicyStatement> mayDo) {
        super(scope, spec.name());
        String fullName = settings.name() + "-" + spec.name();
        LogGroup log = LogGroup.Builder.create(this, "Log")
                .logGroupName("/aws/lambda/" + fullName)
                .retention(RetentionDays.ONE_MONTH)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        role = Role.Builder.create(this, "Role")
                .description("What the function " + fullName + " may do")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        role.addToPolicy(PolicyStatement.Builder.create()
                .actions(List.of("logs:CreateLogStream", "logs:PutLogEvents"))
                .resources(List.of(log.getLogGroupArn()))
                .build());
        mayDo.forEach(role::addToPolicy);
        Map<String, String> variables = new LinkedHashMap<>(environment);
        variables.put("SPRING_CLOUD_FUNCTION_DEFINITION", spec.name());
        function = Function.Builder.create(this, "Function")
                .functionName(fullName)
                .description(spec.does())
                .runtime(Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .handler(spec.family().handler())
                .code(spec.family().code(settings.root()))
                .memorySize(MEMORY_MEGABYTES)
                .timeout(spec.timeout())
                .tracing(Tracing.ACTIVE)
                .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
                .role(role)
                .logGroup(log)
                .environment(variables)
                .build();
        Annotations.of(function)
                .acknowledgeWarning(
                        "@aws-cdk/aws-lambda:snapStartRequirePublish", "The alias has a published version.");
        alias = Alias.Builder.create(this, "Live")
                .aliasName("live")
                .version(function.getCurrentVersion())
                .build();
        alias.configureAsyncInvoke(EventInvokeConfigOptions.builder()
                .retryAttempts(RETRIES)
                .maxEventAge(Duration.hours(RETRY_HOURS))
                .onFailure(spec.onFailure())
                .build());
        NagSuppressions.addResourceSuppressions(
                role,
                List.of(NagPackSuppression.builder()
                        .id("AwsSolutions-IAM5")
                        .reason("X-Ray and the metrics of CloudWatch have no resources to name; secrets of uniforms"
                                + " begin with keptn/; machines and executions begin with keptn- and are made at"
                                + " run time; large bodies are the objects below bodies/.")
                        .build()),
                true);
    }

    /**
     * What is special about a function.
     *
     * @param name of the function in its artifact
     * @param does one sentence for the console
     * @param onFailure where a call goes that failed after all retries
     */
    record Spec(FunctionFamily family, String name, String does, Duration timeout, IDestination onFailure) {}

    /** What everybody calls. */
    Alias alias() {
        return alias;
    }

    Role role() {
        return role;
    }

    String name() {
        return function.getFunctionName();
    }
}
