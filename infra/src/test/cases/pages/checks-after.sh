echo
echo "executions: $(aws stepfunctions list-executions --state-machine-arn "$started" --query 'executions[].status' --output text)"
