# An account with a stack, events that failed, an object that was deleted, and executions.
aws cloudformation create-stack --stack-name keptn --template-body '{
  "Resources": {
    "Table": {"Type": "AWS::DynamoDB::Table", "Properties": {
      "KeySchema": [{"AttributeName": "partition", "KeyType": "HASH"}],
      "AttributeDefinitions": [{"AttributeName": "partition", "AttributeType": "S"}],
      "BillingMode": "PAY_PER_REQUEST"}},
    "Bucket": {"Type": "AWS::S3::Bucket"},
    "Queue": {"Type": "AWS::SQS::Queue"}},
  "Outputs": {
    "Table": {"Value": {"Ref": "Table"}},
    "Bucket": {"Value": {"Ref": "Bucket"}},
    "FailedEvents": {"Value": {"Fn::GetAtt": ["Queue", "QueueName"]}},
    "EventBus": {"Value": "keptn"}}}'
resource() {
  aws cloudformation describe-stack-resources --stack-name keptn --output text \
    --query "StackResources[?LogicalResourceId=='$1'].PhysicalResourceId"
}
aws dynamodb update-continuous-backups --table-name "$(resource Table)" \
  --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true
role=$(aws iam create-role --role-name any --query Role.Arn --output text --assume-role-policy-document '{
  "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}')
python3 -c 'import zipfile; zipfile.ZipFile("code.zip", "w").writestr("code.py", "")'
for name in keptn-sweep keptn-receiveEvent keptn-dispatchSequence chronicle; do
  aws lambda create-function --function-name $name --runtime python3.12 --role "$role" --handler code.any \
    --zip-file fileb://code.zip --publish
  aws lambda create-alias --function-name $name --name live --function-version 1
done
aws lambda create-alias --function-name chronicle --name blue --function-version 1
functions=arn:aws:lambda:eu-central-1:123456789012:function
# "Using dead-letter queues to process undelivered events in EventBridge"
failed() { # what a rule could not deliver: body, target, error
  aws sqs send-message --queue-url "$(resource Queue)" --message-body "$1" --message-attributes '{
    "TARGET_ARN": {"DataType": "String", "StringValue": "'"$2"'"}, "ERROR_MESSAGE": {"DataType": "String", "StringValue": "'"$3"'"}}'
}
failed '{"of": "the rule"}' "$functions:keptn-receiveEvent:live" "no permission"
# "Capturing records of Lambda asynchronous invocations"
aws sqs send-message --queue-url "$(resource Queue)" --message-body '{
  "version": "1.0", "requestContext": {"functionArn": "'$functions:keptn-receiveEvent':$LATEST", "condition": "RetriesExhausted"},
  "requestPayload": {"of": "the function"}, "responsePayload": {"errorMessage": "it failed"}}'
failed '{"detail-type": "sh.keptn.event.dev.delivery.triggered", "source": "me", "time": "2026-05-04T10:15:00Z"}' \
  "$functions:keptn-dispatchSequence:live" "throttled"
failed '{"detail-type": "sh.keptn.event.test.triggered", "source": "keptn.control-plane",
  "detail": {"event": {"type": "sh.keptn.event.test.triggered"}, "keptn": {}}}' "$functions:chronicle:blue" "no permission"
failed '{"of": "a forward"}' arn:aws:sns:eu-central-1:123456789012:deliveries "no permission"
aws s3api put-bucket-versioning --bucket "$(resource Bucket)" --versioning-configuration Status=Enabled
BACKUP=$(aws dynamodb create-backup --table-name "$(resource Table)" --backup-name daily \
  --query BackupDetails.BackupArn --output text)
aws s3api put-object --bucket "$(resource Bucket)" --key bodies/one --body code.zip
aws s3api delete-object --bucket "$(resource Bucket)" --key bodies/one
machine() { # one whose execution waits: its name, the installation
  machine=$(aws stepfunctions create-state-machine --name "$1" --role-arn "$role" --tags key=keptn:installation,value="$2" \
    --definition '{"StartAt": "wait", "States": {"wait": {"Type": "Wait", "Seconds": 9999, "End": true}}}' \
    --query stateMachineArn --output text)
  aws stepfunctions start-execution --state-machine-arn "$machine"
}
machine keptn-shop-dev-delivery second
machine keptn-carts-dev-delivery keptn
