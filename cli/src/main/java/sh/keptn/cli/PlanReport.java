package sh.keptn.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.ColorScheme;
import sh.keptn.cli.terminal.PlainText;
import sh.keptn.translator.Plan;
import sh.keptn.translator.PlanChanges;
import sh.keptn.translator.PlanCost;
import sh.keptn.translator.PlanRates;
import sh.keptn.translator.aws.AwsFigures;
import sh.keptn.translator.shipyard.QueueSettings;

/** Prints a plan for people. */
final class PlanReport {

    private final PrintWriter out;
    private final ColorScheme colours;

    PlanReport(PrintWriter out, ColorScheme colours) {
        this.out = out;
        this.colours = colours;
    }

    /** @param changes null where there is nothing to compare with */
    void print(Plan plan, @Nullable PlanChanges changes) {
        out.println("Plan of project " + plan.project() + ": "
                + count(plan.stateMachines().size(), "state machine") + ", "
                + count(plan.rules().size(), "rule") + ", "
                + count(plan.taskServices().size(), "task service"));
        title("State machines", "states, state transitions and history events of one run; redrives of one execution");
        table(plan.stateMachines().stream()
                .map(machine -> List.of(
                        machine.stage() + "." + machine.sequence()
                                + (machine.companion() == null ? "" : " " + machine.companion()),
                        count(machine.states(), "state"),
                        range(machine.minTransitions(), machine.maxTransitions()) + " transitions",
                        number(machine.historyEvents()) + " events",
                        number(machine.retriedHistoryEvents()) + " with all retries",
                        count(machine.redrives(), "redrive")))
                .toList());
        title("Rules", "what follows from which event");
        table(plan.rules().stream()
                .map(rule -> List.of(
                        rule.description(),
                        rule.source().file() + ":" + rule.source().line()))
                .toList());
        title("Task services", "who does the tasks");
        table(plan.taskServices().stream()
                .map(service -> List.of(service.name(), who(service)))
                .toList());
        List<List<String>> queues = plan.stages().stream()
                .filter(stage -> !stage.settings().equals(QueueSettings.DEFAULT))
                .map(stage -> List.of(
                        stage.name(),
                        "while waiting: " + QueueSettings.word(stage.settings().whileWaiting()),
                        "queue: " + QueueSettings.word(stage.settings().queue())))
                .toList();
        if (!queues.isEmpty()) {
            title("Queues", "stages that deliveries wait for otherwise than by default");
            table(queues);
        }
        title("Limits", "the largest use of what AWS allows; rules are those on its event bus");
        table(plan.limits().stream()
                .map(limit -> List.of(
                        limit.name().replace('-', ' '),
                        number(limit.used()) + " of " + number(limit.limit()),
                        String.format(Locale.ROOT, "%.1f %%", 100.0 * limit.used() / limit.limit())))
                .toList());
        title(
                "Rates",
                "what one run of each sequence asks of AWS at most; beyond a rate runs get slower, and none ends");
        table(PlanRates.of(plan).rates().stream()
                .map(rate -> List.of(
                        rate.name().replace('-', ' '),
                        number(rate.perRun()) + " a run",
                        number(rate.perSecond()) + " a second",
                        rounded(rate.runsPerSecond()) + " runs a second"))
                .toList());
        cost(PlanCost.of(plan));
        if (changes != null) {
            changes(changes);
        }
    }

    private void cost(PlanCost cost) {
        title("Cost", "state transitions on AWS; what the tasks themselves need comes on top");
        table(List.of(List.of(
                "one run of each sequence",
                range(cost.minTransitions(), cost.maxTransitions()) + " transitions",
                dollars(1_000 * cost.minDollars(), 1_000 * cost.maxDollars()) + " per 1,000 (" + AwsFigures.region()
                        + ", " + AwsFigures.asOf() + ")")));
    }

    private void changes(PlanChanges changes) {
        title("Changes", "against the older plan; what runs already goes on as it began");
        List<List<String>> rows = Stream.of(
                        changes.stateMachines().stream().map(change -> row("state machine", change)),
                        changes.rules().stream().map(change -> row("rule", change)),
                        changes.taskServices().stream().map(change -> row("task service", change)),
                        changes.queues().stream().map(change -> row("queue of stage", change)))
                .flatMap(each -> each)
                .toList();
        table(rows.isEmpty() ? List.of(List.of("none")) : rows);
    }

    private static List<String> row(String what, PlanChanges.Change change) {
        String sign = switch (change.kind()) {
            case ADDED -> "+";
            case CHANGED -> "~";
            case REMOVED -> "-";
        };
        return List.of(sign + " " + what, change.name());
    }

    private static String who(Plan.TaskService service) {
        String kind = service.kind().name().toLowerCase(Locale.ROOT);
        String detail = switch (service.kind()) {
            case COMMAND -> service.command().isEmpty() ? "" : service.command().get(0);
            case EXTERNAL -> "";
            default -> service.reference();
        };
        return (kind + " " + detail).strip() + (service.confirms() ? "" : ", not waited for");
    }

    private void title(String title, String explanation) {
        out.println();
        out.println(colours.ansi().string("@|bold " + title + "|@") + " (" + explanation + ")");
    }

    /** Rows with their cells below each other. */
    private void table(List<List<String>> rows) {
        if (rows.isEmpty()) {
            out.println("  none");
        }
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int width = row.get(i).codePointCount(0, row.get(i).length());
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("  ");
            for (int i = 0; i < row.size(); i++) {
                int padding =
                        widths.get(i) - row.get(i).codePointCount(0, row.get(i).length());
                line.append(row.get(i)).append(i == row.size() - 1 ? "" : " ".repeat(padding + 3));
            }
            out.println(PlainText.line(line.toString()));
        }
    }

    private static String count(long count, String what) {
        return number(count) + " " + what + (count == 1 ? "" : "s");
    }

    private static String range(long min, long max) {
        return min == max ? number(min) : number(min) + " to " + number(max);
    }

    private static String dollars(double min, double max) {
        String most = String.format(Locale.ROOT, "$%,.2f", max);
        return min == max ? most : String.format(Locale.ROOT, "$%,.2f to ", min) + most;
    }

    /** Two digits of it are enough, whether it is large or small. */
    private static String rounded(double number) {
        return new BigDecimal(number).round(new MathContext(2)).toPlainString();
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
