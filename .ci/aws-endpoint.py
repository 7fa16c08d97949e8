"""Main paths of `keptn standalone --aws-endpoint` with boto3: aws-endpoint.py KEPTN (the launcher)."""

import json
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import boto3
from botocore.exceptions import ClientError

ROLE = "arn:aws:iam::000000000000:role/any"
PASS = {"Type": "Pass", "Output": {"done": True}, "End": True}
TASK = {
    "Type": "Task",
    "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
    "Arguments": {"FunctionName": "work", "Payload": {"token": "{% $states.context.Task.Token %}"}},
    "End": True,
}


def machine(state):
    return json.dumps({"QueryLanguage": "JSONata", "StartAt": "s", "States": {"s": state}})


def refused(code, call, **members):
    try:
        call(**members)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
    else:
        raise AssertionError("expected " + code)


def wait_for(what):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        value = what()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError("nothing happened for a minute")


def step_functions(sfn):
    created = sfn.create_state_machine(name="m", definition=machine(PASS), roleArn=ROLE, publish=True)
    arn = created["stateMachineArn"]
    assert created["stateMachineVersionArn"] == arn + ":1"
    again = sfn.create_state_machine(name="m", definition=machine(PASS), roleArn=ROLE, publish=True)
    assert again["creationDate"] == created["creationDate"]
    refused("StateMachineAlreadyExists", sfn.create_state_machine, name="m", definition=machine(TASK), roleArn=ROLE)
    refused("InvalidDefinition", sfn.create_state_machine, name="n", definition="{}", roleArn=ROLE)
    for number in range(5):
        sfn.start_execution(stateMachineArn=arn, name="e%d" % number, input=json.dumps({"n": number}))
    pages = sfn.get_paginator("list_executions").paginate(stateMachineArn=arn, PaginationConfig={"PageSize": 2})
    assert [each["name"] for page in pages for each in page["executions"]] == ["e4", "e3", "e2", "e1", "e0"]
    execution = arn.replace("stateMachine", "execution") + ":e3"
    shown = sfn.describe_execution(executionArn=execution)
    assert shown["status"] == "SUCCEEDED" and shown["input"] == '{"n": 3}', shown
    events = sfn.get_execution_history(executionArn=execution, reverseOrder=True)["events"]
    assert [event["id"] for event in events] == [4, 3, 2, 1]
    refused("ExecutionAlreadyExists", sfn.start_execution, stateMachineArn=arn, name="e3", input="{}")
    refused("ExecutionNotRedrivable", sfn.redrive_execution, executionArn=execution)
    sfn.update_state_machine(stateMachineArn=arn, definition=machine({"Type": "Fail", "Error": "E"}), publish=True)
    versions = sfn.list_state_machine_versions(stateMachineArn=arn)["stateMachineVersions"]
    assert [each["stateMachineVersionArn"] for each in versions] == [arn + ":2", arn + ":1"]
    failed = sfn.start_execution(stateMachineArn=arn)["executionArn"]
    sfn.redrive_execution(executionArn=failed)
    assert sfn.describe_execution(executionArn=failed)["redriveCount"] == 1
    sfn.tag_resource(resourceArn=arn, tags=[{"key": "a", "value": "b"}])
    assert sfn.list_tags_for_resource(resourceArn=arn)["tags"] == [{"key": "a", "value": "b"}]
    sfn.delete_state_machine(stateMachineArn=arn)
    refused("StateMachineDoesNotExist", sfn.describe_state_machine, stateMachineArn=arn)


def tokens(sfn, url):
    """A runtime that answers by the token, as a function of the AWS SDK would."""

    def runtime():
        base = url + "/runtime/work/2018-06-01/runtime/invocation/"
        with urllib.request.urlopen(base + "next") as invocation:
            request_id = invocation.headers["Lambda-Runtime-Aws-Request-Id"]
            token = json.load(invocation)["token"]
        sfn.send_task_heartbeat(taskToken=token)
        sfn.send_task_success(taskToken=token, output='{"ok": true}')
        urllib.request.urlopen(urllib.request.Request(base + request_id + "/response", b"{}")).close()
        refused("TaskTimedOut", sfn.send_task_success, taskToken=token, output="{}")
        refused("InvalidToken", sfn.send_task_failure, taskToken="nonsense")

    thread = threading.Thread(target=runtime)
    thread.start()
    arn = sfn.create_state_machine(name="task", definition=machine(TASK), roleArn=ROLE)["stateMachineArn"]
    execution = sfn.start_execution(stateMachineArn=arn)["executionArn"]
    ended = wait_for(lambda: (lambda e: e if e["status"] != "RUNNING" else None)(sfn.describe_execution(executionArn=execution)))
    thread.join()
    assert json.loads(ended["output"]) == {"ok": True}, ended


def event_bridge(events, sfn):
    target = sfn.create_state_machine(name="target", definition=machine(PASS), roleArn=ROLE)["stateMachineArn"]
    events.create_event_bus(Name="own")
    events.put_rule(Name="orders", EventBusName="own", EventPattern='{"source": ["shop"]}')
    refused("InvalidEventPatternException", events.put_rule, Name="r", EventPattern='{"source": "shop"}')
    events.put_targets(
        Rule="orders",
        EventBusName="own",
        Targets=[{"Id": "t", "Arn": target, "RoleArn": ROLE, "InputTransformer": {
            "InputPathsMap": {"number": "$.detail.number"}, "InputTemplate": '{"order": <number>}'}}],
    )
    put = events.put_events(Entries=[
        {"Source": "shop", "DetailType": "order", "Detail": '{"number": 7}', "EventBusName": "own"},
        {"Source": "shop", "DetailType": "order", "Detail": "no json", "EventBusName": "own"},
    ])
    assert put["FailedEntryCount"] == 1 and put["Entries"][1]["ErrorCode"] == "MalformedDetail", put
    started = wait_for(lambda: sfn.list_executions(stateMachineArn=target)["executions"])
    assert sfn.describe_execution(executionArn=started[0]["executionArn"])["input"] == '{"order":7}'
    events.remove_targets(Rule="orders", EventBusName="own", Ids=["t"])
    events.delete_rule(Name="orders", EventBusName="own")
    events.delete_event_bus(Name="own")
    assert [bus["Name"] for bus in events.list_event_buses()["EventBuses"]] == ["default"]


def main():
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.argv[1], "standalone", "--aws-endpoint", "0", "--data-dir", folder]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as endpoint:
            try:
                ready = endpoint.stdout.readline().split()
                assert ready[:1] == ["ready"], ready
                options = {
                    "endpoint_url": ready[1],
                    "region_name": "eu-west-1",
                    "aws_access_key_id": "any",
                    "aws_secret_access_key": "any",
                }
                sfn = boto3.client("stepfunctions", **options)
                step_functions(sfn)
                tokens(sfn, ready[1])
                event_bridge(boto3.client("events", **options), sfn)
            finally:
                endpoint.terminate()
            assert endpoint.wait(30) == 143, endpoint.returncode
    print("boto3", boto3.__version__, "is content")


main()
