# An account with a stack, functions that answer what they are given, and what the CDK has made.
cp -r "$EXAMPLES" examples
mkdir infra
cd infra
aws cloudformation create-stack --stack-name keptn --template-body '{
  "Resources": {
    "Table": {"Type": "AWS::DynamoDB::Table", "Properties": {
      "KeySchema": [{"AttributeName": "partition", "KeyType": "HASH"}],
      "AttributeDefinitions": [{"AttributeName": "partition", "AttributeType": "S"}],
      "BillingMode": "PAY_PER_REQUEST", "DeletionProtectionEnabled": true}},
    "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Status": "Enabled"}}},
    "Queue": {"Type": "AWS::SQS::Queue"}},
  "Outputs": {"ApiTokens": {"Value": "tokens"}}}'
aws secretsmanager create-secret --name tokens --secret-string '{}'
bucket=$(aws s3api list-buckets --query 'Buckets[0].Name' --output text)
echo > object
for i in 1 2; do aws s3api put-object --bucket "$bucket" --key bodies/one --body object; done
aws s3api delete-object --bucket "$bucket" --key bodies/one
aws s3api create-bucket --bucket cdk-assets --create-bucket-configuration LocationConstraint=eu-central-1
aws s3api put-object --bucket cdk-assets --key one.zip --body object
aws cloudformation create-stack --stack-name CDKToolkit --template-body '{
  "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}, "Outputs": {"BucketName": {"Value": "cdk-assets"}}}'
aws events create-event-bus --name keptn
role=$(aws iam create-role --role-name any --query Role.Arn --output text --assume-role-policy-document '{
  "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}')
python3 -c 'import zipfile; zipfile.ZipFile("code.zip", "w").writestr("code.py", "")'
for name in keptn-publish keptn-control; do
  aws lambda create-function --function-name $name --runtime python3.12 --role "$role" --handler code.any \
    --zip-file fileb://code.zip --publish
  aws lambda create-alias --function-name $name --name live --function-version 1
done
KEPTN_API=http://127.0.0.1:1 KEPTN_TOKEN=any
curl() { echo "curl $*"; }
