# An account with what the checks look at.
for group in lambda/keptn-dispatchSequence lambda/keptn-receiveEvent lambda/keptn-dispatchTask lambda/keptn-api vendedlogs/keptn-api; do
  aws logs create-log-group --log-group-name /aws/$group
done
for alarm in keptn-failed-events keptn-api-errors; do
  aws cloudwatch put-metric-alarm --alarm-name $alarm --metric-name any --namespace any --statistic Sum --period 60 \
    --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanThreshold
done
aws events create-event-bus --name keptn
aws events put-rule --event-bus-name keptn --name keptn-carts-jmeter-1 --event-pattern '{"source": ["any"]}'
QUEUE=$(aws sqs create-queue --queue-name jmeter --query QueueUrl --output text)
QUEUE_ARN=arn:aws:sqs:eu-central-1:123456789012:jmeter
role=$(aws iam create-role --role-name checks --query Role.Arn --output text --assume-role-policy-document '{
  "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}')
python3 -c 'import zipfile; zipfile.ZipFile("code.zip", "w").writestr("code.py", "")'
aws lambda create-function --function-name keptn-control --runtime python3.12 --role "$role" --handler code.any \
  --zip-file fileb://code.zip --publish
aws lambda create-alias --function-name keptn-control --name live --function-version 1
started=$(aws stepfunctions create-state-machine --name keptn-carts-dev-delivery --role-arn "$role" \
  --definition '{"StartAt": "wait before release", "States": {"wait before release": {"Type": "Wait", "Seconds": 9999, "End": true}}}' \
  --query stateMachineArn --output text)
aws stepfunctions start-execution --state-machine-arn "$started"
echo '{"machines": [{"stage": "dev", "sequence": "delivery", "companion": "onFailure", "name": "keptn-carts-dev-delivery_on-failure-d6edcdfc"},
  {"stage": "dev", "sequence": "delivery", "name": "keptn-carts-dev-delivery"}]}' > published.json
CONTEXT=6a3a5d9e-0000-4000-8000-000000000001 KEPTN_API=http://127.0.0.1:1 KEPTN_TOKEN=any LINK=http://127.0.0.1:1/api/links/any
curl() { echo "curl $*"; }
