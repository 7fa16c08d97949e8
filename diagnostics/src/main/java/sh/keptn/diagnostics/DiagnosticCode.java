package sh.keptn.diagnostics;

import java.util.Locale;

/** The rules a file can break. An id is the name in kebab case; it is never renamed or reused. */
public enum DiagnosticCode {
    // Every file
    FILE_UNREADABLE(Severity.ERROR),
    YAML_SYNTAX(Severity.ERROR),
    DOCUMENT_NOT_A_MAPPING(Severity.ERROR),
    DOCUMENT_LEFT_OUT(Severity.WARNING),
    OPENSLO_FILE(Severity.ERROR),
    KIND_NOT_CHECKED(Severity.INFO),

    // Shipyards
    NO_STAGES(Severity.ERROR),
    STAGES_NOT_A_LIST(Severity.ERROR),
    STAGE_NOT_A_MAPPING(Severity.ERROR),
    STAGE_WITHOUT_NAME(Severity.ERROR),
    STAGE_NAME_INVALID(Severity.ERROR),
    STAGE_DUPLICATE(Severity.ERROR),
    APIVERSION_NOT_A_VERSION(Severity.ERROR),
    APIVERSION_BELOW_0_2("apiversion-below-0.2", Severity.ERROR),
    KIND_NOT_SHIPYARD(Severity.ERROR),
    SEQUENCES_NOT_A_LIST(Severity.ERROR),
    SEQUENCE_WITHOUT_NAME(Severity.ERROR),
    SEQUENCE_DUPLICATE(Severity.ERROR),
    SEQUENCE_TOO_LARGE(Severity.ERROR),
    TASKS_NOT_A_LIST(Severity.ERROR),
    TASK_NOT_A_MAPPING(Severity.ERROR),
    TASK_WITHOUT_NAME(Severity.ERROR),
    TASK_NAME_WITH_DOT(Severity.ERROR),
    TRIGGER_NOT_A_MAPPING(Severity.ERROR),
    SELECTOR_MATCH_NOT_A_MAPPING(Severity.ERROR),
    DEPLOYMENT_STRATEGY_UNKNOWN(Severity.ERROR),
    PROGRESS_NESTED(Severity.ERROR),
    PARALLEL_NOT_A_LIST(Severity.ERROR),
    PARALLEL_EMPTY(Severity.ERROR),
    PARALLEL_NESTED(Severity.ERROR),
    STAGE_WITHOUT_SEQUENCES(Severity.WARNING),
    SEQUENCE_WITHOUT_TASKS(Severity.WARNING),
    PROPERTIES_NOT_A_MAPPING(Severity.WARNING),
    TRIGGER_UNKNOWN_SEQUENCE(Severity.WARNING),
    TRIGGERS_IS_PRE_RELEASE(Severity.WARNING),
    TRIGGEREDAFTER_NOT_A_DURATION(Severity.WARNING),
    TIMEOUT_NOT_A_DURATION(Severity.WARNING),
    TIMEFRAME_NOT_TEXT(Severity.WARNING),
    QUEUE_SETTING_UNKNOWN(Severity.WARNING),
    SELECTOR_VALUE_UNKNOWN(Severity.WARNING),
    SELECTOR_NEVER_MATCHES(Severity.WARNING),
    PROGRESS_UNKNOWN(Severity.WARNING),
    PROGRESS_WITHOUT_TASKS(Severity.WARNING),
    SELECTOR_WITHOUT_MATCH(Severity.WARNING),
    KEY_MISSPELLED(Severity.WARNING),
    WORD_MISSPELLED(Severity.INFO),
    LEGACY_FORMAT(Severity.INFO),
    PULL_WITHOUT_SOURCE(Severity.INFO),

    // Uniforms
    NO_SERVICES(Severity.ERROR),
    SERVICES_NOT_A_LIST(Severity.ERROR),
    SERVICE_NOT_A_MAPPING(Severity.ERROR),
    SERVICE_WITHOUT_NAME(Severity.ERROR),
    SERVICE_DUPLICATE(Severity.ERROR),
    SERVICE_KIND_MISSING(Severity.ERROR),
    SERVICE_KIND_AMBIGUOUS(Severity.ERROR),
    SERVICE_VALUE_INVALID(Severity.ERROR),
    BUILTIN_UNKNOWN(Severity.ERROR),
    PROVIDER_WITHOUT_URL(Severity.ERROR),
    EVENTS_NOT_A_LIST(Severity.ERROR),
    EVENT_NOT_UNDERSTOOD(Severity.ERROR),
    SELECTOR_NOT_A_MAPPING(Severity.ERROR),
    SELECTOR_OPERATOR_UNKNOWN(Severity.ERROR),
    SELECTOR_VALUES_MISSING(Severity.ERROR),
    FILTER_NOT_UNDERSTOOD(Severity.ERROR),
    SERVICE_WITHOUT_EVENTS(Severity.WARNING),
    PROVIDER_LISTENS_ELSEWHERE(Severity.WARNING),
    ENDPOINT_UNUSED(Severity.WARNING),
    SECRET_IN_UNIFORM(Severity.WARNING),
    IMAGE_WITHOUT_URL(Severity.WARNING),
    VALUE_FROM_SECRET(Severity.WARNING),
    CHANNEL_MAPPED(Severity.INFO),
    IMAGE_MAPPED_TO_BUILTIN(Severity.INFO),

    // Service level objectives
    SLO_VALUE_INVALID(Severity.ERROR),
    CRITERIA_UNREADABLE(Severity.WARNING),
    CRITERIA_SET_EMPTY(Severity.WARNING),
    TOTAL_SCORE_MISSING(Severity.WARNING),
    TOTAL_SCORE_UNREADABLE(Severity.WARNING),
    TOTAL_SCORE_UNREACHABLE(Severity.WARNING),
    NO_OBJECTIVES(Severity.WARNING),
    SLI_REPEATED(Severity.WARNING),
    OBJECTIVE_WITHOUT_SLI(Severity.WARNING),
    KEY_SLI_WITHOUT_PASS(Severity.WARNING),
    WEIGHT_NOT_POSITIVE(Severity.WARNING),
    COMPARISON_VALUE_UNKNOWN(Severity.WARNING),
    CRITERIA_IS_RELATIVE(Severity.INFO),

    // Service level indicators
    SLI_VALUE_INVALID(Severity.ERROR),
    NO_INDICATORS(Severity.WARNING),
    QUERY_EMPTY(Severity.WARNING),

    // Tests
    TEST_VALUE_INVALID(Severity.ERROR),
    TEST_WITHOUT_STEPS(Severity.ERROR),
    TEST_STEP_DUPLICATE(Severity.ERROR),
    TEST_INDICATOR_UNKNOWN(Severity.ERROR),
    WORKLOAD_VALUE_INVALID(Severity.ERROR),
    WORKLOAD_NEVER_RUN(Severity.WARNING),
    WORKLOAD_ACCEPTS_ALL_ERRORS(Severity.WARNING),

    // A shipyard and a uniform together
    TASK_HANDLED_BY_BUILTIN(Severity.WARNING),
    TASK_WITHOUT_SERVICE(Severity.WARNING),
    SELECTOR_KEY_NOT_A_VALUE(Severity.WARNING),
    PATTERN_TOO_LONG(Severity.WARNING),
    RULES_TOO_MANY(Severity.WARNING),
    EVENT_TYPE_CUT(Severity.INFO),

    // On AWS
    SERVICE_NOT_ON_AWS(Severity.WARNING),
    CONNECTION_INVALID(Severity.ERROR),
    CONNECTION_SEQUENCE_UNKNOWN(Severity.ERROR);

    private final String id;
    private final Severity severity;

    DiagnosticCode(Severity severity) {
        this.id = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.severity = severity;
    }

    DiagnosticCode(String id, Severity severity) {
        this.id = id;
        this.severity = severity;
    }

    /** The severity that a finding of this code has unless its format says otherwise. */
    public Severity severity() {
        return severity;
    }

    /** The id as users and JSON see it, for example {@code file-unreadable}. */
    public String id() {
        return id;
    }
}
