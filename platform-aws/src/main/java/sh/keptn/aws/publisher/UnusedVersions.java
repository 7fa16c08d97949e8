package sh.keptn.aws.publisher;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ListExecutionsResponse;
import software.amazon.awssdk.services.sfn.model.ListStateMachineVersionsResponse;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineVersionListItem;

/**
 * Deletes versions that nothing needs any more: replaced for 15 days, and without an execution in that time. An execution can
 * be redriven for 14 days after it has ended.
 */
final class UnusedVersions {

    private static final Duration KEPT = Duration.ofDays(15);

    private final SfnClient client;
    private final Installation installation;
    private final Published published;
    private final Rate rate;
    private final Rate lists;
    private final Instant since;

    UnusedVersions(
            SfnClient client, Installation installation, Published published, Rate rate, Rate lists, Instant now) {
        this.client = client;
        this.installation = installation;
        this.published = published;
        this.rate = rate;
        this.lists = lists;
        this.since = now.minus(KEPT);
    }

    /** Deletes what is neither needed nor in use. */
    void delete(NeededVersions needed) {
        String done = published.cleanedUpTo();
        for (PublishedMachine machine : published.machines()) {
            if (machine.name().compareTo(done) > 0) {
                try {
                    delete(machine, needed);
                } catch (OutOfTimeException e) {
                    published.saveCleanedUpTo(done);
                    throw e;
                }
                done = machine.name();
            }
        }
        published.saveCleanedUpTo("");
    }

    private void delete(PublishedMachine machine, NeededVersions needed) {
        String arn = installation.machines() + machine.name();
        try {
            List<StateMachineVersionListItem> versions = versions(arn);
            boolean isUsed = versions.stream().anyMatch(version -> needed.contains(version.stateMachineVersionArn()));
            if (isUsed) {
                deleteReplaced(versions, needed);
            } else if (machine.pending() == null && areUnused(versions, needed)) {
                rate.call(() -> client.deleteStateMachine(request -> request.stateMachineArn(arn)));
                published.remove(machine);
            }
        } catch (StateMachineDoesNotExistException e) {
            published.remove(machine);
        }
    }

    /** Newest first. */
    private List<StateMachineVersionListItem> versions(String machine) {
        List<StateMachineVersionListItem> all = new ArrayList<>();
        String next = null;
        do {
            String token = next;
            ListStateMachineVersionsResponse page = lists.call(() -> client.listStateMachineVersions(
                    request -> request.stateMachineArn(machine).nextToken(token)));
            all.addAll(page.stateMachineVersions());
            next = page.nextToken();
        } while (next != null);
        return all;
    }

    private boolean areUnused(List<StateMachineVersionListItem> versions, NeededVersions needed) {
        return versions.stream()
                .allMatch(version ->
                        version.creationDate().isBefore(since) && isUnused(version.stateMachineVersionArn(), needed));
    }

    private void deleteReplaced(List<StateMachineVersionListItem> versions, NeededVersions needed) {
        for (int i = 1; i < versions.size(); i++) {
            String version = versions.get(i).stateMachineVersionArn();
            boolean isLongReplaced = versions.get(i - 1).creationDate().isBefore(since);
            if (isLongReplaced && !needed.contains(version) && isUnused(version, needed)) {
                rate.call(() -> client.deleteStateMachineVersion(request -> request.stateMachineVersionArn(version)));
            }
        }
    }

    private boolean isUnused(String version, NeededVersions needed) {
        return hasNoExecution(version) && needed.startedAfter(version).stream().allMatch(this::hasNoExecution);
    }

    /** Whether no execution of the version runs, or has ended in the time in which it may be redriven. */
    private boolean hasNoExecution(String version) {
        String next = null;
        do {
            String token = next;
            ListExecutionsResponse page;
            try {
                page = lists.call(() -> client.listExecutions(
                        request -> request.stateMachineArn(version).nextToken(token)));
            } catch (StateMachineDoesNotExistException e) {
                return true; // its executions are gone with it
            }
            if (page.executions().stream().anyMatch(this::isNeeded)) {
                return false;
            }
            next = page.nextToken();
        } while (next != null);
        return true;
    }

    private boolean isNeeded(ExecutionListItem execution) {
        return execution.stopDate() == null || !execution.stopDate().isBefore(since);
    }
}
