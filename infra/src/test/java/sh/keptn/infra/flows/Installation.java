package sh.keptn.infra.flows;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.infra.SynthesizedStack;

/**
 * An installation in an account: the resources of the synthesized template through which events and rows run, and the roles of
 * those who do something, made with AWS's own APIs and removed at the end. What watches it (alarms, queues) is left out.
 */
final class Installation implements Door, AutoCloseable {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Account account;
    private final String run;
    private final HttpApi gateway = HttpApi.start();
    private final ApiClient api = new ApiClient(gateway.url());
    private final CleanUp cleanUp = new CleanUp();
    private final Clients clients;
    private final Parts parts;

    /** What was made, for those who use it. */
    private record Parts(Store store, Bus bus, ApiTokens tokens, Functions functions) {}

    /**
     * Makes everything that is not there at once, and leaves nothing behind if it cannot.
     *
     * @param run a few letters and digits that nothing has in its name which others have left in the account
     * @param stack whose name has them too
     */
    Installation(Account account, String run, SynthesizedStack stack) {
        this.account = account;
        this.run = run;
        this.clients = Clients.of(account);
        try {
            this.parts = make(stack);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Parts make(SynthesizedStack stack) {
        ResolvedTemplate template = new ResolvedTemplate(
                stack.template(), stack.name(), account.number(), Account.REGION.id(), gateway.url());
        BusAndRules rules = new BusAndRules(clients.events(), cleanUp);
        Store store = Storage.make(clients, template, cleanUp);
        Bus bus = rules.makeBus(template);
        ApiTokens tokens = ApiTokens.make(clients.secrets(), template, cleanUp);
        new Roles(clients.iam(), cleanUp).make(template);
        Functions functions = Functions.make(account, clients.lambda(), template, stack, cleanUp);
        rules.makeRules(template);
        gateway.serve(account.number(), Routes.of(template), functions::invokeByArn);
        return new Parts(store, bus, tokens, functions);
    }

    @Override
    public Store store() {
        return parts.store();
    }

    @Override
    public void put(String source, String type, Map<String, ? extends @Nullable Object> detail) {
        parts.bus().put(source, type, detail);
    }

    Functions functions() {
        return parts.functions();
    }

    Executions executions() {
        return new Executions(clients.stepFunctions(), account.number(), run);
    }

    ApiClient api() {
        return api;
    }

    /** The first token of the HTTP API. */
    String token() {
        return parts.tokens().first();
    }

    /** Host under which functions find a server of this machine; empty where that is not known. */
    Optional<String> thisMachine() {
        return account.thisMachine();
    }

    /** The name of a project that is called like this in golden files; a dash in it would put a hash into the names of machines. */
    String project(String flow) {
        return flow + run;
    }

    /** Brings a project here as a user does. */
    void publish(String project, String shipyard, @Nullable String uniform) {
        cleanUp.add("project " + project, () -> delete(project));
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("operation", "publish");
        request.put("project", project);
        request.put("shipyard", shipyard);
        request.put("uniform", uniform);
        Map<String, @Nullable Object> answer = functions().invoke("publish", request);
        if (!"done".equals(answer.get("verdict"))) {
            throw new AssertionError("publishing " + project + ": " + answer);
        }
    }

    /** Removes a project as a user does; that may take more than one function call. */
    private void delete(String project) {
        long end = System.nanoTime() + Account.PATIENCE.toNanos();
        while (true) {
            Map<String, @Nullable Object> answer =
                    functions().invoke("publish", Map.of("operation", "delete", "project", project));
            if ("done".equals(answer.get("verdict"))) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("deleting " + project + ": " + answer);
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    @Override
    public void close() {
        cleanUp.close();
        gateway.close();
        clients.close();
        account.close();
    }
}
