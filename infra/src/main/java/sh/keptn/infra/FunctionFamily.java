package sh.keptn.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import software.amazon.awscdk.services.lambda.Code;

/** Functions that share an artifact, one for each module {@code functions/lambda-<name>}. */
enum FunctionFamily {
    CONTROL("lambda-control", "sh.keptn.lambda.control.aws.ControlHandler"),
    SERVICES("lambda-services", "sh.keptn.lambda.services.aws.ServiceHandler"),
    API("lambda-api", "sh.keptn.lambda.api.aws.ApiHandler"),
    PUBLISHER("lambda-publisher", "sh.keptn.lambda.publisher.aws.PublisherHandler");

    private final String module;
    private final String handler;

    FunctionFamily(String module, String handler) {
        this.module = module;
        this.handler = handler;
    }

    String module() {
        return module;
    }

    String handler() {
        return handler;
    }

    /** Where the build puts the artifact. */
    Path folder(Path root) {
        return root.resolve("functions").resolve(module).resolve("target");
    }

    /**
     * The code of its functions.
     *
     * @throws IllegalStateException if it has not been built
     */
    Code code(Path root) {
        return Code.fromAsset(artifact(root).toString());
    }

    /**
     * The file with it.
     *
     * @throws IllegalStateException if it has not been built
     */
    Path artifact(Path root) {
        Path folder = folder(root);
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, module + "-*-lambda.jar")) {
                Iterator<Path> artifacts = found.iterator();
                if (artifacts.hasNext()) {
                    return artifacts.next();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + folder, e);
            }
        }
        throw new IllegalStateException("no " + module + "-*-lambda.jar in " + folder
                + ": build the functions first, with ./mvnw -DskipTests package");
    }
}
