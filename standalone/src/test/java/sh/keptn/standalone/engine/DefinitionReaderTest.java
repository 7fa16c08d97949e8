package sh.keptn.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keptn.expressions.Expression;
import sh.keptn.expressions.StatesFunctions;

final class DefinitionReaderTest {

    private static final String TASK = "'Type':'Task','Resource':'arn:aws:states:::lambda:invoke',"
            + "'Arguments':{'FunctionName':'f'},'End':true";

    private final StatesFunctions functions = new StatesFunctions(Clock::systemUTC, () -> 0.5);
    private final DefinitionReader reader = new DefinitionReader(source -> new Expression(source, functions));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'a':{'Type':'Loop','End':true} | state type Loop is not known (state `a`), expected one of [Choice, Fail, Map, Parallel, Pass, Succeed, Task, Wait]",
                "'a':{'End':true} | state `a` has no Type",
                "'a':1 | state `a` is not an object",
                "'a':{'Type':'Pass'} | state `a` has neither Next nor End, expected exactly one of Next and End",
                "'a':{'Type':'Pass','End':true,'Next':'a'} | state `a` has both Next and End, expected exactly one of Next and End",
                "'a':{'Type':'Pass','End':'yes'} | End of state `a` is \"yes\", expected true",
                "'a':{'Type':'Pass','Next':'x'} | state `a` names the state `x`, which does not exist beside it",
                "'a':{'Type':'Pass','Next':7} | state `a` has a Next that is no name",
                "'a':{'Type':'Succeed'},'b':{'Type':'Succeed'} | state `b` is never reached from StartAt of the definition",
                "'a':{'Type':'Pass','Outputs':1,'End':true} | field Outputs of state `a` is not known, expected one of [Assign, Comment, End, Next, Output, QueryLanguage, Type]",
                "'a':{'Type':'Pass','Result':1,'End':true} | field Result of state `a` belongs to the query language JSONPath, in JSONata definitions use Output",
                "'a':{'Type':'Pass','Parameters':1,'End':true} | field Parameters of state `a` belongs to the query language JSONPath, in JSONata definitions use Output",
                "'a':{TASK,'Parameters':1} | field Parameters of state `a` belongs to the query language JSONPath, in JSONata definitions use Arguments",
                "'a':{'Type':'Pass','QueryLanguage':'JSONPath','End':true} | state `a` uses the query language JSONPath, only JSONata is supported",
                "'a':{'Type':'Pass','Output':'{% 1 + %}','End':true} | Output of state `a`: `1 +` is no JSONata expression: Unexpected end of expression",
                "'a':{'Type':'Pass','Assign':1,'End':true} | Assign of state `a` is not an object",
                "'a':{'Type':'Pass','Assign':{'states':1},'End':true} | Assign of state `a` sets the reserved variable `states`",
                "'a':{'Type':'Pass','Assign':{'1x':1},'End':true} | Assign of state `a` sets `1x`, expected the name of a variable: a letter, then letters, digits and underscores, at most 80 characters",
                "'a':{'Type':'Pass','Assign':{'_x':1},'End':true} | Assign of state `a` sets `_x`, expected the name of a variable: a letter, then letters, digits and underscores, at most 80 characters",
                "'a':{'Type':'Parallel','Assign':{'x':1},'Branches':[{'StartAt':'b','States':{'b':{'Type':'Pass','Assign':{'x':2},'End':true}}}],'End':true} | state `b` sets the variable `x`, which state `a` around its branch or iteration sets too; give one of them another name",
                "'a':{'Type':'Map','ItemProcessor':{'StartAt':'b','States':{'b':{TASK,'Catch':[{'ErrorEquals':['E'],'Assign':{'x':2},'Next':'b'}]}}},'Next':'c'},'c':{'Type':'Pass','Assign':{'x':'{% 1 %}'},'End':true} | state `b` sets the variable `x`, which state `c` around its branch or iteration sets too; give one of them another name",
                "'a':{'Type':'Map','ItemProcessor':{'StartAt':'b','States':{'b':{'Type':'Parallel','Branches':[{'StartAt':'c','States':{'c':{'Type':'Choice','Choices':[{'Condition':true,'Assign':{'x':2},'Next':'c'}]}}}],'Assign':{'x':1},'End':true}}},'End':true} | state `c` sets the variable `x`, which state `b` around its branch or iteration sets too; give one of them another name",
                "'a':{'Type':'Pass','Output':'{% $states.result %}','End':true} | Output of state `a` reads $states.result, which only Output and Assign of Task, Parallel and Map states can",
                "'a':{'Type':'Pass','Assign':{'x':[{'y':'{% $sum($states.`result`.n[0]) %}'}]},'End':true} | Assign of state `a` reads $states.result, which only Output and Assign of Task, Parallel and Map states can",
                "'a':{TASK,'Credentials':{'RoleArn':'{% function($x) { $states.result } %}'}} | Credentials of state `a` reads $states.result, which only Output and Assign of Task, Parallel and Map states can",
                "'a':{TASK,'Output':'{% $states.errorOutput.Error %}'} | Output of state `a` reads $states.errorOutput, which only Output and Assign in a Catch can",
                "'a':{TASK,'Catch':[{'ErrorEquals':['E'],'Output':'{% $states.result %}','Next':'a'}]} | Output of Catch[0] of state `a` reads $states.result, which only Output and Assign of Task, Parallel and Map states can",
                "'a':{'Type':'Choice','Choices':[{'Condition':'{% $states.result = 1 %}','Next':'a'}]} | Condition of Choices[0] of state `a` reads $states.result, which only Output and Assign of Task, Parallel and Map states can",
                "'a':{'Type':'Wait','Seconds':'{% $x ? 1 : $states.result.n %}','End':true} | Seconds of state `a` reads $states.result, which only Output and Assign of Task, Parallel and Map states can",
                "'a':{'Type':'Task','End':true} | state `a` has no Resource",
                "'a':{'Type':'Task','Resource':'arn:aws:states:::sqs:sendMessage','End':true} | resource `arn:aws:states:::sqs:sendMessage` of state `a` is the service integration sqs:sendMessage, which is not supported: use lambda:invoke, lambda:invoke.waitForTaskToken or a function's ARN",
                "'a':{'Type':'Task','Resource':'arn:aws:states:::states:startExecution.sync:2','End':true} | resource `arn:aws:states:::states:startExecution.sync:2` of state `a` waits for a job (.sync), which is not supported: use lambda:invoke, lambda:invoke.waitForTaskToken or a function's ARN",
                "'a':{'Type':'Task','Resource':'arn:aws:states:eu-west-1:123456789012:activity:x','End':true} | resource `arn:aws:states:eu-west-1:123456789012:activity:x` of state `a` is an activity, activities are not supported: use lambda:invoke, lambda:invoke.waitForTaskToken or a function's ARN",
                "'a':{'Type':'Task','Resource':'f','End':true} | resource `f` of state `a` is no resource that the engine knows: use lambda:invoke, lambda:invoke.waitForTaskToken or a function's ARN",
                "'a':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':{'Payload':1},'End':true} | Arguments of state `a` have no FunctionName",
                "'a':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionName':'f','Body':1},'End':true} | Arguments of state `a` have the field Body, which lambda:invoke does not know",
                "'a':{TASK,'TimeoutSeconds':0} | TimeoutSeconds of state `a` is 0, expected a whole number of seconds from 1 to 99999999 or an expression",
                "'a':{TASK,'TimeoutSeconds':'5'} | TimeoutSeconds of state `a` is \"5\", expected a whole number of seconds from 1 to 99999999 or an expression",
                "'a':{TASK,'TimeoutSeconds':5,'HeartbeatSeconds':5} | HeartbeatSeconds of state `a` is not less than its TimeoutSeconds",
                "'a':{TASK,'Retry':{}} | Retry of state `a` is not a list",
                "'a':{TASK,'Retry':[{}]} | Retry[0] of state `a` has no ErrorEquals, expected a list of names of errors",
                "'a':{TASK,'Retry':[{'ErrorEquals':[1]}]} | ErrorEquals of Retry[0] of state `a` holds 1, expected the name of an error",
                "'a':{TASK,'Retry':[{'ErrorEquals':['States.ALL','E']}]} | States.ALL of Retry[0] of state `a` must stand alone",
                "'a':{TASK,'Retry':[{'ErrorEquals':['States.ALL']},{'ErrorEquals':['E']}]} | States.ALL of Retry[0] of state `a` must stand in the last one",
                "'a':{TASK,'Retry':[{'ErrorEquals':['E'],'IntervalSeconds':0}]} | IntervalSeconds of Retry[0] of state `a` is 0, expected a whole number from 1 to 99999999",
                "'a':{TASK,'Retry':[{'ErrorEquals':['E'],'MaxAttempts':-1}]} | MaxAttempts of Retry[0] of state `a` is -1, expected a whole number from 0 to 99999999",
                "'a':{TASK,'Retry':[{'ErrorEquals':['E'],'BackoffRate':0.5}]} | BackoffRate of Retry[0] of state `a` is 0.5, expected a number from 1",
                "'a':{TASK,'Retry':[{'ErrorEquals':['E'],'MaxDelaySeconds':31622400}]} | MaxDelaySeconds of Retry[0] of state `a` is 31622400, expected a whole number from 1 to 31622399",
                "'a':{TASK,'Retry':[{'ErrorEquals':['E'],'JitterStrategy':'HALF'}]} | JitterStrategy of Retry[0] of state `a` is \"HALF\", expected FULL or NONE",
                "'a':{TASK,'Retry':[{'ErrorEquals':['E'],'Backoff':1}]} | field Backoff of Retry[0] of state `a` is not known, expected one of [BackoffRate, Comment, ErrorEquals, IntervalSeconds, JitterStrategy, MaxAttempts, MaxDelaySeconds]",
                "'a':{TASK,'Catch':[{'ErrorEquals':['E']}]} | Catch[0] of state `a` has no Next",
                "'a':{TASK,'Catch':[{'ErrorEquals':['E'],'ResultPath':'$','Next':'a'}]} | field ResultPath of Catch[0] of state `a` belongs to the query language JSONPath, in JSONata definitions use Output or Assign",
                "'a':{'Type':'Wait','End':true} | state `a` needs exactly one of Seconds and Timestamp",
                "'a':{'Type':'Wait','Seconds':1.5,'End':true} | Seconds of state `a` is 1.5, expected a whole number of seconds from 0 to 99999999 or an expression",
                "'a':{'Type':'Wait','Timestamp':'tomorrow','End':true} | Timestamp of state `a` is \"tomorrow\", expected a timestamp such as 2026-01-31T12:00:00Z or an expression",
                "'a':{'Type':'Choice','Choices':[]} | state `a` has no Choices",
                "'a':{'Type':'Choice','Choices':[{'Next':'a'}]} | Choices[0] of state `a` has no Condition",
                "'a':{'Type':'Choice','Choices':[{'Condition':'yes','Next':'a'}]} | Condition of Choices[0] of state `a` is \"yes\", expected true, false or an expression",
                "'a':{'Type':'Choice','Choices':[{'Variable':'$.x','Condition':true,'Next':'a'}]} | field Variable of Choices[0] of state `a` belongs to the query language JSONPath, in JSONata definitions use Condition",
                "'a':{'Type':'Parallel','Branches':[],'End':true} | state `a` has no Branches",
                "'a':{'Type':'Parallel','Branches':[{'StartAt':'a','States':{'a':{'Type':'Succeed'}}}],'End':true} | state `a` exists twice, names are unique in the whole machine",
                "'a':{'Type':'Parallel','Branches':[{'StartAt':'b','States':{'b':{'Type':'Pass','Next':'a'}}}],'End':true} | state `b` names the state `a`, which does not exist beside it",
                "'a':{'Type':'Map','End':true} | ItemProcessor of state `a` is missing",
                "'a':{'Type':'Map','ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED'},'StartAt':'b','States':{'b':{'Type':'Succeed'}}},'End':true} | the mode DISTRIBUTED of ItemProcessor of state `a` is not supported, only INLINE is",
                "'a':{'Type':'Map','ItemReader':{},'ItemProcessor':{'StartAt':'b','States':{'b':{'Type':'Succeed'}}},'End':true} | field ItemReader of state `a` belongs to Map states of the mode DISTRIBUTED, only INLINE is supported",
                "'a':{'Type':'Map','MaxConcurrency':-1,'ItemProcessor':{'StartAt':'b','States':{'b':{'Type':'Succeed'}}},'End':true} | MaxConcurrency of state `a` is -1, expected a whole number from 0 or an expression",
                "'a':{'Type':'Map','ToleratedFailurePercentage':101,'ItemProcessor':{'StartAt':'b','States':{'b':{'Type':'Succeed'}}},'End':true} | ToleratedFailurePercentage of state `a` is 101, expected a number from 0 to 100 or an expression",
                "'a':{'Type':'Fail','Error':7} | Error of state `a` is 7, expected a string or an expression"
            })
    void whatIsWrongWithAStateIsOneSentence(String states, String problem) {
        assertThat(problems(machine(states))).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'QueryLanguage':'JSONata','StartAt':'b','States':{'a':{'Type':'Succeed'}}} | StartAt of the definition names the state `b`, which does not exist beside it",
                "{'QueryLanguage':'JSONata','StartAt':'a','States':{}} | the definition has no States",
                "{'QueryLanguage':'JSONata','StartAt':'a','States':{'a':{'Type':'Succeed'}},'TimeoutSeconds':0} | TimeoutSeconds of the definition is 0, expected a whole number from 1 to 99999999",
                "{'QueryLanguage':'JSONata','StartAt':'a','States':{'a':{'Type':'Succeed'}},'Timeout':1} | field Timeout of the definition is not known, expected one of [Comment, QueryLanguage, StartAt, States, TimeoutSeconds, Version]",
                "{'StartAt':'a','States':{'a':{'Type':'Pass','Result':1,'End':true}}} | the definition uses the query language JSONPath (no QueryLanguage is given), only JSONata is supported: set QueryLanguage to JSONata",
                "{'QueryLanguage':'JSONPath','StartAt':'a','States':{'a':{'Type':'Pass','End':true}}} | the definition uses the query language JSONPath, only JSONata is supported: set QueryLanguage to JSONata",
                "[] | the definition is no JSON object: a JSON object was expected"
            })
    void whatIsWrongWithTheMachineIsOneSentence(String definition, String problem) {
        assertThat(problems(definition.replace('\'', '"'))).contains(problem);
    }

    @Test
    void everythingIsFoundAtOnce() {
        String text = machine("'a':{'Type':'Pass','Result':1,'Next':'x'},"
                + "'b':{'Type':'Task','Resource':'arn:aws:states:::sqs:sendMessage','Retry':[{'ErrorEquals':[]}],'End':true},"
                + "'c':{'Type':'Parallel','Branches':[{'StartAt':'d','States':{'d':{'Type':'Wait','Seconds':-1,'End':true}}},"
                + "{'StartAt':'e','States':{'e':{'Type':'Fail','Cause':'{% ( %}'}}}],'End':true}");
        assertThat(problems(text))
                .hasSize(8)
                .contains(
                        "state `a` names the state `x`, which does not exist beside it",
                        "state `c` is never reached from StartAt of the definition");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'a':{'Type':'Foo','Next':'b'},'b':{'Type':'Pass','Next':'x'} | 2",
                "'a':{'Type':'Pass','Next':'b'},'b':{'Type':'Foo'},'c':{'Type':'Pass','Next':'a'} | 1",
                "'a':{'Type':'Pass'},'b':{'Type':'Succeed'} | 1",
                "'a':{'Type':'Choice','Choices':[]},'b':{'Type':'Succeed'} | 1",
                "'a':{TASK,'Catch':[{'ErrorEquals':['E']}]},'b':{'Type':'Succeed'} | 1",
                "'a':{TASK,'TimeoutSeconds':0},'b':{'Type':'Succeed'} | 2"
            })
    void statesThatMayBeReachedAreNotSaidToBeUnreachable(String states, int problems) {
        assertThat(problems(machine(states))).hasSize(problems);
    }

    @Test
    void aSyntaxErrorHasALineAndAColumn() {
        assertThat(problems("{\n  \"StartAt\": 'a'\n}"))
                .singleElement()
                .asString()
                .contains("at line 2, column ");
    }

    @Test
    void namesAndDefinitionsAreLimited() {
        String name = "x".repeat(81);
        assertThat(problems(machine("'a':{'Type':'Pass','Next':'" + name + "'},'" + name + "':{'Type':'Succeed'}")))
                .containsExactly("state `" + name + "` has a name of 81 characters, expected 1 to 80");
        assertThat(problems(machine("'a':{'Type':'Pass','Comment':'" + "x".repeat(1024 * 1024) + "','End':true}")))
                .containsExactly("the definition is larger than 1 MB");
        assertThatThrownBy(() -> reader.read("m", "[".repeat(100_000))).isInstanceOf(InvalidDefinitionException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'a':{'Type':'Parallel','Branches':[{'StartAt':'b','States':{'b':{'Type':'Pass','Assign':{'x':1},'Output':'{% $y %}','End':true}}},{'StartAt':'c','States':{'c':{'Type':'Pass','Assign':{'x':2},'End':true}}}],'Assign':{'y':'{% $states.result %}'},'Catch':[{'ErrorEquals':['E'],'Assign':{'y':2},'Next':'a'}],'End':true}",
                "'a':{'Type':'Pass','Comment':'c','Assign':{'x_':1,'größe2':2},'End':true}",
                "'a':{TASK,'Assign':{'r':'{% $states.result.x %}'},'Output':['{% $states.result %}'],'Catch':[{'ErrorEquals':['E'],'Assign':{'e':'{% $states.errorOutput %}'},'Next':'a'}]}",
                "'a':{'Type':'Pass','Output':'{% ($states := {\\\"result\\\": 1}; $states.result) %}','End':true}",
                "'a':{'Type':'Pass','Output':'{% /* $states.result */ $states.input.result & \\\"$states.result\\\" & $states.context.errorOutput %}','End':true}",
                "'a':{'Type':'Wait','Seconds':0,'End':false,'Next':'b'},'b':{'Type':'Wait','Timestamp':'2026-01-31T12:00:00+01:00','End':true}",
                "'a':{TASK,'TimeoutSeconds':'{% 1 %}','HeartbeatSeconds':99,'Retry':[{'ErrorEquals':['States.ALL'],'MaxAttempts':0,'Comment':'c'}]}",
                "'a':{'Type':'Choice','Choices':[{'Condition':true,'Comment':'c','Next':'b'}]},'b':{'Type':'Succeed','Output':null}"
            })
    void whatStepFunctionsTakesIsTaken(String states) {
        assertThat(reader.read("m", machine(states)).graph().states()).isNotEmpty();
    }

    private List<String> problems(String text) {
        InvalidDefinitionException found =
                catchThrowableOfType(InvalidDefinitionException.class, () -> reader.read("m", text));
        assertThat(found).isNotNull();
        return found.problems();
    }

    private static String machine(String states) {
        return "{'QueryLanguage':'JSONata','StartAt':'a','States':{STATES}}"
                .replace("STATES", states)
                .replace("TASK", TASK)
                .replace('\'', '"');
    }
}
