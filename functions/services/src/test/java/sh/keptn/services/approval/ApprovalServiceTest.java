package sh.keptn.services.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.services.Requests;
import sh.keptn.services.TaskAnswer;

class ApprovalServiceTest {

    private final ApprovalService service = new ApprovalService();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'result':'pass','approval':{'pass':'automatic','warning':'manual'}}    | approved: the strategy for the result pass is automatic",
                "{'result':'warning','approval':{'pass':'manual','warning':'automatic'}} | approved: the strategy for the result warning is automatic",
                "{'evaluation':{'result':'pass'},'approval':{'pass':'automatic'}}        | approved: the strategy for the result pass is automatic",
                "{'result':'','evaluation':{'result':'pass'},'approval':{'pass':'automatic'}} | approved: the strategy for the result pass is automatic",
            })
    void approvesWhatItsStrategyLetsPass(String data, String message) {
        assertThat(answer(data)).isEqualTo(TaskAnswer.Finished.pass(message, Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'result':'pass','approval':{'pass':'manual'}}         | waits for a manual decision: the strategy for the result pass is manual",
                "{'result':'pass','approval':{'warning':'automatic'}}   | waits for a manual decision: the strategy for the result pass is not set",
                "{'result':'pass'}                                      | waits for a manual decision: the strategy for the result pass is not set",
                "{'result':'warning','approval':{'warning':'Automatic'}} | waits for a manual decision: the strategy for the result warning is `Automatic`, expected automatic or manual",
                "{'result':'pass','approval':{'pass':true}}             | waits for a manual decision: the strategy for the result pass is `true`, expected automatic or manual",
                "{'approval':{'pass':'automatic','warning':'automatic'}} | waits for a manual decision: there is no result to decide by",
                "{'result':'failed','approval':{'pass':'automatic'}}    | waits for a manual decision: the result is `failed`, expected pass, warning or fail",
            })
    void leavesTheRestToAPerson(String data, String message) {
        assertThat(answer(data)).isEqualTo(new TaskAnswer.Pending(message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'result':'fail','approval':{'pass':'automatic','warning':'automatic'}}",
                "{'result':'fail','approval':{'pass':'manual','warning':'manual'}}",
                "{'result':'fail','evaluation':{'result':'pass'}}",
                "{'evaluation':{'result':'fail'}}",
            })
    void declinesAFailWhateverTheStrategies(String data) {
        assertThat(answer(data))
                .isEqualTo(
                        TaskAnswer.Finished.fail("declined by the automatic strategy: the result is fail", Map.of()));
    }

    private TaskAnswer answer(String data) {
        return service.apply(Requests.of("approval", data.replace('\'', '"')));
    }
}
