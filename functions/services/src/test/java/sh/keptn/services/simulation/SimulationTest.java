package sh.keptn.services.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.services.Requests;
import sh.keptn.services.TaskAnswer;

class SimulationTest {

    private static final SimulatedAnswer PASS =
            new SimulatedAnswer(TaskAnswer.Finished.pass("simulated", Map.of()), Duration.ZERO);

    @Test
    void withoutAnEntryATaskPasses() throws Exception {
        assertThat(Simulation.withoutAnswers().answer(Requests.of("test", "{}")))
                .isEqualTo(PASS);
        assertThat(simulation("[{'task':'release','result':'fail'}]").answer(Requests.of("test", "{}")))
                .isEqualTo(PASS);
        assertThat(simulation("[{'task':'release','result':'fail'}]").find(Requests.of("test", "{}")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{}                                                                | true",
                "{'stage':'dev','sequence':'delivery','task':'test','occurrence':2} | true",
                "{'stage':null,'task':'test'}                                      | true",
                "{'stage':'production'}                                            | false",
                "{'sequence':'rollback'}                                           | false",
                "{'task':'Test'}                                                   | false",
                "{'occurrence':1}                                                  | false",
                "{'occurrence':2}                                                  | true",
            })
    void missingKeysMatchAnything(String entry, boolean matches) throws Exception {
        Simulation simulation = simulation("[" + entry + "]");

        assertThat(simulation.find(Requests.of("test", "{}", 2)).isPresent()).isEqualTo(matches);
    }

    @Test
    void theFirstMatchCounts() throws Exception {
        Simulation simulation = simulation(
                "[{'task':'test','occurrence':2,'result':'fail'},{'task':'test','result':'warning'},{'task':'test'}]");

        assertThat(finished(simulation, 1).result()).isEqualTo("warning");
        assertThat(finished(simulation, 2).result()).isEqualTo("fail");
        assertThat(finished(simulation, 3).result()).isEqualTo("warning");
    }

    @Test
    void answersAllThatTheEntrySays() throws Exception {
        Simulation simulation = simulation("[{'result':'warning','status':'errored','message':'slow',"
                + "'data':{'test':{'p95':12}},'delay':'PT1M5S'}]");

        assertThat(simulation.answer(Requests.of("test", "{}")))
                .isEqualTo(new SimulatedAnswer(
                        new TaskAnswer.Finished("warning", "errored", "slow", Map.of("test", Map.of("p95", 12L))),
                        Duration.ofSeconds(65)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{}                           | 1 | 50",
                "{'release':{}}               | 1 | 50",
                "{'release':{'iteration':0}}  | 1 | 50",
                "{'release':{'iteration':1}}  | 2 | 100",
                "{'release':{'iteration':1}}  | 7 | 100",
            })
    void progressIsUsedOnePerDispatch(String data, int occurrence, long percent) throws Exception {
        assertThat(canary("").answer(Requests.of("release", json(data), occurrence)))
                .isEqualTo(new SimulatedAnswer(
                        new TaskAnswer.Progressed("simulated", Map.of("release", Map.of("percent", percent))),
                        Duration.ofSeconds(5)));
    }

    @Test
    void theAnswerComesAfterAllProgress() throws Exception {
        assertThat(canary("").answer(Requests.of("release", json("{'release':{'iteration':2}}"), 3)))
                .isEqualTo(new SimulatedAnswer(TaskAnswer.Finished.fail("simulated", Map.of()), Duration.ofSeconds(5)));
    }

    @Test
    void anOccurrenceWithProgressNamesTheStartOfTheLoop() throws Exception {
        Simulation second = canary("'occurrence':2,");

        assertThat(second.find(Requests.of("release", json("{'release':{'iteration':0}}"), 1)))
                .isEmpty();
        assertThat(second.find(Requests.of("release", json("{'release':{'iteration':2}}"), 4)))
                .hasValueSatisfying(answer -> assertThat(answer.answer()).isInstanceOf(TaskAnswer.Finished.class));
        assertThat(second.find(Requests.of("release", json("{'release':{'iteration':0}}"), 3)))
                .isEmpty();
    }

    @Test
    void aProgressEntryMayBeEmpty() throws Exception {
        assertThat(simulation("[{'progress':[{}]}]")
                        .answer(Requests.of("test", "{}"))
                        .answer())
                .isEqualTo(new TaskAnswer.Progressed("simulated", Map.of()));
    }

    @Test
    void anApprovalDecidesByItselfUnlessAnEntryNamesIt() throws Exception {
        String automatic = json("{'result':'pass','approval':{'pass':'automatic'}}");

        assertThat(simulation("[{'result':'fail'}]")
                        .answer(Requests.of("approval", automatic))
                        .answer())
                .isEqualTo(
                        TaskAnswer.Finished.pass("approved: the strategy for the result pass is automatic", Map.of()));
        assertThat(simulation("[{'result':'fail'}]")
                        .answer(Requests.of("approval", "{}"))
                        .answer())
                .isInstanceOf(TaskAnswer.Pending.class);
        assertThat(simulation("[{'task':'approval','result':'fail'}]")
                        .answer(Requests.of("approval", automatic))
                        .answer())
                .isEqualTo(TaskAnswer.Finished.fail("simulated", Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{}                        | a.json: expected a list of answers, found an object",
                "[1]                       | a.json: [0]: expected an object, found `1`",
                "[{},{'reslut':'fail'}]    | a.json: [1]: unknown key `reslut`, expected stage, sequence, task, occurrence, result, status, message, data, delay, progress",
                "[{'stage':1}]             | a.json: [0].stage: expected a string, found `1`",
                "[{'occurrence':0}]        | a.json: [0].occurrence: expected a whole number from 1, found `0`",
                "[{'occurrence':'1'}]      | a.json: [0].occurrence: expected a whole number from 1, found `1`",
                "[{'occurrence':1.5}]      | a.json: [0].occurrence: expected a whole number from 1, found `1.5`",
                "[{'result':'failed'}]     | a.json: [0]: `result`: expected pass, warning, fail, found `failed`",
                "[{'status':'done'}]       | a.json: [0]: `status`: expected succeeded, errored, aborted, found `done`",
                "[{'data':'x'}]            | a.json: [0]: `data`: expected an object, found a string",
                "[{'delay':'5s'}]          | a.json: [0].delay: expected an ISO 8601 duration such as PT5S, found `5s`",
                "[{'delay':'PT-5S'}]       | a.json: [0].delay: expected an ISO 8601 duration such as PT5S, found `PT-5S`",
                "[{'delay':5}]             | a.json: [0].delay: expected a string, found `5`",
                "[{'progress':{}}]         | a.json: [0].progress: expected a list, found an object",
                "[{'progress':[{'data':{}},{'data':[]}]}] | a.json: [0].progress[1].data: expected an object, found a list",
                "[{'progress':[{'percent':50}]}] | a.json: [0].progress[0]: unknown key `percent`, expected data",
            })
    void aBadFileIsRefusedWithItsNameAndIndex(String text, String problem) {
        assertThat(problems(text).problems()).containsExactly(problem);
    }

    @Test
    void allProblemsAreSaidAtOnce() {
        AnswersFileException failure = problems("[{'stage':1,'delay':'x'},{'result':'ok'}]");

        assertThat(failure.problems()).hasSize(3);
        assertThat(failure).hasMessage(String.join("\n", failure.problems()));
    }

    @Test
    void textThatIsNoJsonIsRefusedWithItsPosition() {
        assertThat(problems("[{'stage':'dev'},\n {'stage' 'x'}]").problems())
                .singleElement()
                .asString()
                .startsWith("a.json: ")
                .contains("line 2");
    }

    private static Simulation canary(String more) throws AnswersFileException {
        return simulation("[{'task':'release'," + more + "'result':'fail','delay':'PT5S',"
                + "'progress':[{'data':{'release':{'percent':50}}},{'data':{'release':{'percent':100}}}]}]");
    }

    private static TaskAnswer.Finished finished(Simulation simulation, int occurrence) {
        return (TaskAnswer.Finished)
                simulation.answer(Requests.of("test", "{}", occurrence)).answer();
    }

    private static AnswersFileException problems(String text) {
        return catchThrowableOfType(AnswersFileException.class, () -> simulation(text));
    }

    private static Simulation simulation(String text) throws AnswersFileException {
        return Simulation.parse("a.json", json(text));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
