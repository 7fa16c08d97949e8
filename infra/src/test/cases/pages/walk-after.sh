echo
jq -r '"published: " + .operation + " " + .project + ([.shipyard | scan("name: (?:delivery|approval)")] | tostring)' published.json
jq -r '.[0].Detail | fromjson | "triggered: \(.data)"' trigger.json
{ aws dynamodb list-tables; aws s3api list-buckets; aws sqs list-queues; aws secretsmanager list-secrets; } |
  jq -rs 'map(.TableNames // .Buckets // .QueueUrls // .SecretList) | "left: \(add)"'
