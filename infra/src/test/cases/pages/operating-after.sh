echo
aws sqs set-queue-attributes --queue-url "$QUEUE" --attributes VisibilityTimeout=0
aws sqs change-message-visibility --queue-url "$QUEUE" --visibility-timeout 0 \
  --receipt-handle "$(jq -r '.Messages[4].ReceiptHandle' failed.json)"
echo "left in the queue: $(aws sqs receive-message --queue-url "$QUEUE" --query 'Messages[].Body' --output json |
  jq -c '.[] | fromjson')"
aws s3api head-object --bucket "$(output Bucket)" --key bodies/one > head.json && echo "bodies/one is there"
status() {
  aws stepfunctions list-executions --state-machine-arn "$1" --query 'executions[].status' --output text
}
echo "executions: $(status "$machine"), of another installation: $(status "${machine/keptn-carts/keptn-shop}")"
