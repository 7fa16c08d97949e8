package sh.keptn.cli;

import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import sh.keptn.cli.run.RunListener;
import sh.keptn.cli.run.RunOutcome;
import sh.keptn.cli.run.RunRequest;
import sh.keptn.cli.terminal.PlainText;
import sh.keptn.cli.terminal.RunView;
import sh.keptn.cli.terminal.Terminal;
import sh.keptn.cli.terminal.YesOrNo;
import sh.keptn.controlplane.lifecycle.ContextStatus;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/** Shows a run: as a tree or lines for people, or as one JSON event a line for programs. */
abstract class RunOutput implements RunListener, AutoCloseable {

    private final PrintWriter err;
    private final RunRequest request;
    private final boolean isKept;
    private boolean isQueued;
    private boolean canBeApproved;
    private boolean isPaused;

    private RunOutput(PrintWriter err, RunRequest request, boolean isKept) {
        this.err = err;
        this.request = request;
        this.isKept = isKept;
    }

    /**
     * The output of a format.
     *
     * @param isKept the data folder stays, so that the run can be continued
     */
    static RunOutput of(
            CommandLine command, Terminal terminal, OutputFormat format, RunRequest request, boolean isKept) {
        return format == OutputFormat.JSON
                ? new Events(command, request, isKept)
                : new View(command, terminal, request, isKept);
    }

    /** Says on stderr how a run goes on that waits for a person. */
    void ended(RunOutcome outcome) {
        if (outcome == RunOutcome.WAITING && isPaused) {
            String where = " --data-dir " + request.dataFolder() + " --context " + request.context();
            tell("To go on, run keptn sequence resume" + where + ", then the same command with" + where + ".");
        } else if (outcome == RunOutcome.WAITING && isKept) {
            tell("To go on, run the same command with --data-dir " + request.dataFolder() + " --context "
                    + request.context()
                    + (isQueued
                            ? " then."
                            : canBeApproved ? " on a terminal, or with --answers FILE." : " and --answers FILE."));
        } else if (outcome == RunOutcome.WAITING) {
            tell("The run is not kept; name a folder with --data-dir to continue it later.");
        }
    }

    @Override
    public void stillOpen(OpenTask task) {
        canBeApproved |= task.task().equals("approval");
        String result = task.result().isEmpty() ? "" : " (result so far: " + task.result() + ")";
        // Approvals are given by a person, whoever asks for them.
        String whose = task.task().equals("approval") ? "" : " of " + task.sender();
        tell("open: " + task.state() + " in " + task.stage() + "." + task.sequence() + result + " waits for an answer"
                + whose + ", triggeredid " + task.triggeredId());
    }

    @Override
    public void stillHeld(ContextStatus.Held task) {
        isPaused = true;
        tell("held: " + task.task() + " in " + task.stage() + "." + task.sequence()
                + " is not asked for while the context is paused");
    }

    @Override
    public void stillQueued(ContextStatus.Queued sequence) {
        if (sequence.full()) {
            isQueued = true;
            tell("open: " + sequence.stage() + "." + sequence.sequence() + " waits until stage " + sequence.stage()
                    + " has room for more services; others have to end first");
            return;
        }
        if (sequence.contexts().isEmpty()) {
            isPaused = true;
            tell("held: " + sequence.stage() + "." + sequence.sequence()
                    + " does not start while the context is paused");
            return;
        }
        isQueued = true;
        tell("open: " + sequence.stage() + "." + sequence.sequence() + " waits until "
                + String.join(", ", sequence.services()) + " is free in stage " + sequence.stage()
                + "; it is taken by context " + String.join(", ", sequence.contexts()) + ", which has to end first");
    }

    private void tell(String line) {
        err.println(PlainText.line(line));
    }

    @Override
    public abstract void close();

    /** For programs: stdout carries events and nothing else. */
    private static final class Events extends RunOutput {
        private final PrintWriter out;

        private Events(CommandLine command, RunRequest request, boolean isKept) {
            super(command.getErr(), request, isKept);
            this.out = command.getOut();
        }

        @Override
        public void event(KeptnEvent event) {
            out.println(Json.write(event.toJson()));
            out.flush();
        }

        @Override
        public void tick(Instant now) {}

        @Override
        public Optional<Boolean> approve(OpenTask task, BooleanSupplier isOpen) {
            return Optional.empty();
        }

        @Override
        public void close() {
            out.flush();
        }
    }

    /** For people. */
    private static final class View extends RunOutput {
        private final RunView view;
        private final YesOrNo typed =
                new YesOrNo(new InputStreamReader(System.in, Charset.defaultCharset()), View::readAside);
        private boolean isAnnounced;

        /** Gives the terminal back when the process is interrupted. */
        private final Thread interrupted = new Thread(this::closeView, "close-view");

        private View(CommandLine command, Terminal terminal, RunRequest request, boolean isKept) {
            super(command.getErr(), request, isKept);
            this.view = RunView.of(terminal, command.getOut());
            Runtime.getRuntime().addShutdownHook(interrupted);
        }

        @Override
        public synchronized void event(KeptnEvent event) {
            if (!isAnnounced) {
                view.print("ID of Keptn context: " + event.context());
                isAnnounced = true;
            }
            view.show(event);
        }

        @Override
        public synchronized void tick(Instant now) {
            view.tick(now);
        }

        @Override
        public Optional<Boolean> approve(OpenTask task, BooleanSupplier isOpen) {
            if (!Terminal.canAsk()) {
                return Optional.empty();
            }
            String result = task.result().isEmpty() ? "" : ", result so far " + task.result();
            String which = task.state().equals(task.task()) ? "" : ", " + task.state();
            String question = "Approve " + task.stage() + "." + task.sequence() + which + result + "? [y/n] ";
            Optional<Boolean> answer = typed.read(() -> view.print(PlainText.line(question)), isOpen);
            if (answer.isEmpty() && !isOpen.getAsBoolean()) {
                view.print(PlainText.line("Nobody is asked any more: " + task.state() + " in " + task.stage() + "."
                        + task.sequence() + " has ended without an answer."));
            }
            return answer;
        }

        @Override
        public void stillOpen(OpenTask task) {
            closeView();
            super.stillOpen(task);
        }

        @Override
        public void stillHeld(ContextStatus.Held task) {
            closeView();
            super.stillHeld(task);
        }

        @Override
        public void stillQueued(ContextStatus.Queued sequence) {
            closeView();
            super.stillQueued(sequence);
        }

        @Override
        public void close() {
            closeView();
            try {
                Runtime.getRuntime().removeShutdownHook(interrupted);
            } catch (IllegalStateException e) {
                // The process ends already; closing twice does no harm.
            }
        }

        private synchronized void closeView() {
            view.close();
        }

        /** Somebody who never types anything does not keep the process alive. */
        private static void readAside(Runnable reading) {
            Thread thread = new Thread(reading, "stdin");
            thread.setDaemon(true);
            thread.start();
        }
    }
}
