package sh.keptn.infra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sh.keptn.translator.aws.AwsFigures;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.events.CfnRule;
import software.constructs.Construct;

/** Everything that an installation consists of. */
final class KeptnStack extends Stack {

    KeptnStack(Construct app, Settings settings) {
        super(
                app,
                settings.name(),
                StackProps.builder()
                        .description("Keptn Serverless: delivery and operations by state machines and events")
                        .build());
        Storage storage = new Storage(this, settings);
        DeadLetters deadLetters = new DeadLetters(this, settings);
        Events events = new Events(this, settings, deadLetters);
        Permissions permissions = new Permissions(this, storage, events);
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("KEPTN_TABLE", storage.table().getTableName());
        environment.put("KEPTN_BUCKET", storage.bucket().getBucketName());
        environment.put("KEPTN_BUS", events.bus().getEventBusName());
        Map<String, String> sweeping = new LinkedHashMap<>(environment);
        sweeping.put("KEPTN_SWEEP_RULE", events.sweepRuleName());
        Api api = new Api(this, settings, deadLetters, permissions, sweeping);
        Map<String, String> linking = new LinkedHashMap<>(environment);
        linking.put("KEPTN_API_URL", api.url());
        TaskServices taskServices = new TaskServices(this, settings, deadLetters, permissions, linking);
        ControlPlane controlPlane = new ControlPlane(this, settings, deadLetters, permissions, sweeping);
        events.connect(controlPlane, taskServices, api);
        Publishing publishing = new Publishing(this, settings, deadLetters, permissions, controlPlane, environment);
        events.keepAlive(Stream.of(
                        controlPlane.functions(),
                        taskServices.functions(),
                        api.functions(),
                        List.of(publishing.publish()))
                .flatMap(List::stream)
                .toList());
        OtherSystems others = new OtherSystems(this, settings, deadLetters, events, controlPlane.dispatchSequence());
        String table = storage.table().getTableName();
        int rulesOfTaskServices = settings.projects().entrySet().stream()
                .map(project -> new KeptnProject(this, project.getKey(), project.getValue(), table, publishing, others))
                .mapToInt(KeptnProject::rulesOfTaskServices)
                .sum();
        checkRules(rulesOfTaskServices);
        output("ApiUrl", "Where the HTTP API is reached", api.url());
        output("ApiTokens", "The secret with the tokens of the HTTP API", api.tokensName());
        output("EventBus", "Where other systems put their events", events.bus().getEventBusName());
        output("Table", "The event log and all state", table);
        output("Bucket", "What is too large for the table", storage.bucket().getBucketName());
        output(
                "Control",
                "Invoke it to pause, resume, abort or redrive",
                controlPlane.control().name() + ":live");
        output(
                "Publish",
                "Invoke it to bring a project here, or to remove one",
                publishing.publish().name() + ":live");
        output(
                "FailedEvents",
                "What could not be done after all retries",
                deadLetters.queue().getQueueName());
    }

    /** Tells of a bus that would get more rules than AWS allows: those of the installation, of connections and of task services. */
    private void checkRules(int ofTaskServices) {
        List<CfnRule> rules = getNode().findAll().stream()
                .filter(CfnRule.class::isInstance)
                .map(CfnRule.class::cast)
                .toList();
        long onDefaultBus = rules.stream()
                .map(CfnRule::getEventBusName)
                .filter(bus -> bus == null || bus.equals("default"))
                .count();
        warnOfRules("Keptn's bus", rules.size() - onDefaultBus + ofTaskServices);
        warnOfRules("the default bus", onDefaultBus);
    }

    private void warnOfRules(String bus, long rules) {
        int limit = AwsFigures.quota("rules");
        if (rules > limit) {
            Annotations.of(this)
                    .addWarningV2(
                            "keptn:rules-too-many",
                            "the projects of this stack need " + rules + " rules on " + bus + ", and AWS takes " + limit
                                    + "; have the quota raised before you deploy");
        }
    }

    private void output(String id, String description, String value) {
        CfnOutput.Builder.create(this, id).description(description).value(value).build();
    }
}
