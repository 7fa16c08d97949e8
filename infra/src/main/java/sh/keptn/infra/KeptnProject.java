package sh.keptn.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.translator.Plan;
import sh.keptn.translator.RulesOnAws;
import sh.keptn.translator.ServicesOnAws;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.CustomResource;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.constructs.Construct;

/**
 * A project whose files come with the stack: {@code shipyard.yaml} and, if there are any, {@code uniform.yaml}, {@code
 * connections.yaml} and what else is in the folder, which tasks find as resources. The former are
 * translated when the stack is synthesized, so that their errors fail it, and published when it is deployed. A
 * project that is gone from the stack stays until the function {@code publish} is told to delete it.
 */
final class KeptnProject extends Construct {

    private static final String SHIPYARD = "shipyard.yaml";
    private static final String UNIFORM = "uniform.yaml";
    private static final String CONNECTIONS = "connections.yaml";

    private final int rules;

    /**
     * Declares a project.
     *
     * @param table in which the project is kept: in another one it has to be published once more
     * @throws IllegalArgumentException if its files cannot be translated; the message has all errors with their positions
     */
    KeptnProject(Construct scope, String name, Path folder, String table, Publishing publishing, OtherSystems others) {
        super(scope, "Project-" + name);
        Path shipyard = folder.resolve(SHIPYARD);
        Path uniform = folder.resolve(UNIFORM);
        boolean hasUniform = Files.isRegularFile(uniform);
        Plan plan =
                accepted(Translator.translateWithGates(name, read(shipyard), hasUniform ? read(uniform) : null), name);
        report(plan);
        this.rules = RulesOnAws.of(plan).size();
        Path connections = folder.resolve(CONNECTIONS);
        if (Files.isRegularFile(connections)) {
            others.connect(this, accepted(Translator.connections(read(connections), plan), name));
        }

        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("Project", name);
        properties.put("Table", table);
        Asset first = upload("Shipyard", shipyard, publishing);
        properties.put("Bucket", first.getS3BucketName());
        properties.put("Shipyard", first.getS3ObjectKey());
        if (hasUniform) {
            properties.put("Uniform", upload("Uniform", uniform, publishing).getS3ObjectKey());
        }
        properties.put("Resources", upload("Resources", folder, publishing).getS3ObjectKey());
        CustomResource.Builder.create(this, "Plan")
                .resourceType("Custom::KeptnProject")
                .serviceToken(publishing.publish().alias().getFunctionArn())
                .properties(properties)
                // Who forgets a setting of the stack must not lose a project whose deliveries run.
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
    }

    /** How many rules the publisher will put on Keptn's bus for its task services. */
    int rulesOfTaskServices() {
        return rules;
    }

    private Asset upload(String id, Path file, Publishing publishing) {
        Asset asset = Asset.Builder.create(this, id).path(file.toString()).build();
        publishing.mayRead(asset.getBucket().arnForObjects(asset.getS3ObjectKey()));
        return asset;
    }

    private static <T> T accepted(Checked<T> read, String name) {
        return read.value()
                .orElseThrow(() -> new IllegalArgumentException("the project " + name + " cannot be deployed:\n"
                        + read.diagnostics().stream().map(Diagnostic::toString).collect(Collectors.joining("\n"))));
    }

    private void report(Plan plan) {
        Annotations annotations = Annotations.of(this);
        for (Diagnostic diagnostic : plan.diagnostics()) {
            switch (diagnostic.severity()) {
                case ERROR, WARNING ->
                    annotations.addWarningV2("keptn:" + diagnostic.code().id(), diagnostic.toString());
                case INFO -> annotations.addInfo(diagnostic.toString());
            }
        }
        ServicesOnAws.missing(plan)
                .forEach(missing ->
                        annotations.addWarningV2("keptn:" + missing.code().id(), missing.toString()));
    }

    private static SourceFile read(Path file) {
        try {
            return new SourceFile(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + ": a project's folder has a " + SHIPYARD, e);
        }
    }
}
