echo
aws events list-targets-by-rule --event-bus-name keptn --rule keptn-answers-of-jmeter --output json |
  jq -r '.Targets[] | .Arn, .DeadLetterConfig.Arn, .InputTransformer.InputTemplate'
aws events describe-event-bus --name keptn --query Policy --output text | jq -c '.Statement[] | [.Sid, .Principal.AWS]'
