package sh.keptn.standalone.crash;

import static sh.keptn.standalone.crash.RandomShipyard.PROJECT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ControlPlane;

/** What people ask for while others deliver: pauses, resumes, aborts and redrives of contexts or of single stages. */
final class RandomCommands {

    private static final int MOST = 8;

    /** Most runs end within it, so that some commands come when everything has ended. */
    private static final int WITHIN_SECONDS = 7_200;

    /** A pause is over when nobody is told of it any more. */
    private static final int AFTER_SECONDS = 600;

    private final Set<String> cut = new LinkedHashSet<>();
    private final List<Command> commands = new ArrayList<>();

    private record Command(Duration when, Consumer<ControlPlane> what) {}

    private RandomCommands() {}

    /** Every second run has some. */
    static RandomCommands draw(Random random, List<String> contexts, List<String> stages) {
        RandomCommands drawn = new RandomCommands();
        if (random.nextBoolean()) {
            for (int i = 1 + random.nextInt(MOST); i > 0; i--) {
                String context = contexts.get(random.nextInt(contexts.size()));
                String stage = random.nextBoolean() ? null : stages.get(random.nextInt(stages.size()));
                drawn.add(random, context, stage);
            }
        }
        return drawn;
    }

    private void add(Random random, String context, @Nullable String stage) {
        Duration when = Duration.ofSeconds(random.nextInt(WITHIN_SECONDS));
        Duration later = when.plusSeconds(AFTER_SECONDS + random.nextInt(WITHIN_SECONDS));
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                add(when, control -> control.pause(PROJECT, context, stage));
                add(later, control -> control.resume(PROJECT, context, stage));
            }
            case 2 -> add(when, control -> control.resume(PROJECT, context, stage));
            case 3 -> {
                cut.add(context);
                add(when, control -> control.abort(PROJECT, context, stage, "not wanted"));
            }
            default -> {
                cut.add(context);
                add(when, control -> control.redrive(PROJECT, context, stage));
            }
        }
    }

    private void add(Duration when, Consumer<ControlPlane> what) {
        commands.add(new Command(when, what));
    }

    /** Each with when it is given. */
    void forEach(BiConsumer<Duration, Consumer<ControlPlane>> giver) {
        commands.forEach(command -> giver.accept(command.when(), command.what()));
    }

    /** Whether a context was aborted or redriven, so that not all of its ends lead to something. */
    boolean hasCut(String context) {
        return cut.contains(context);
    }
}
