# An account with a stack, its bus, and the function that takes answers.
aws cloudformation create-stack --stack-name keptn --template-body '{
  "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}, "Outputs": {"FailedEvents": {"Value": "failed"}}}'
aws events create-event-bus --name keptn
role=$(aws iam create-role --role-name any --query Role.Arn --output text --assume-role-policy-document '{
  "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}')
python3 -c 'import zipfile; zipfile.ZipFile("code.zip", "w").writestr("code.py", "")'
aws lambda create-function --function-name keptn-receiveEvent --runtime python3.12 --role "$role" --handler code.any \
  --zip-file fileb://code.zip --publish
aws lambda create-alias --function-name keptn-receiveEvent --name live --function-version 1
