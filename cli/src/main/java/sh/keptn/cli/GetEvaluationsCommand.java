package sh.keptn.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sh.keptn.events.Json;

/** {@code keptn get evaluations}: shows the results of quality gates, one below the other or build beside build. */
@Command(
        name = "evaluations",
        description = {
            "Shows the results of the quality gates of a service, newest first.",
            "With --compare: stage by stage, the values of each indicator run beside run, newest last. Each is called by"
                    + " its label buildId or build, else by the tag of its image, else by the start of its context."
        },
        mixinStandardHelpOptions = true)
final class GetEvaluationsCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KeptServiceOptions options;

    @Option(names = "--compare", description = "Show the values of each indicator run beside run.")
    private boolean compare;

    @Option(names = "--limit", paramLabel = "N", description = "How many runs, the newest; default ${DEFAULT-VALUE}.")
    private int limit = 10;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private OutputFormat output = OutputFormat.TEXT;

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit is " + limit + "; expected 1 or more");
        }
        return options.with(stages -> {
            EvaluationReport report = EvaluationReport.of(stages, limit);
            PrintWriter out = spec.commandLine().getOut();
            if (output == OutputFormat.JSON) {
                out.println(Json.write(report.json(options.project(), options.service(), compare)));
            } else {
                List<String> lines = compare ? report.comparison() : report.table();
                lines.forEach(out::println);
            }
            return 0;
        });
    }
}
