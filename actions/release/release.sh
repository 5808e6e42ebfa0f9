#!/usr/bin/env bash
# Starts a release, waits for its end, fails with its cause. Needs the AWS CLI and docs/policies/pipeline.json.
set -euo pipefail

# A message as an annotation: what stands in it can neither end it nor begin a command of its own.
annotate() { # level, text
  local text=${2//'%'/'%25'}
  text=${text//$'\r'/'%0D'}
  printf '::%s::%s\n' "$1" "${text//$'\n'/'%0A'}"
}

refuse() {
  annotate error "$1"
  exit 64
}

# Any text as an output: nobody can guess what ends it.
output() { # name, value
  local end
  end="end_$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
  printf '%s<<%s\n%s\n%s\n' "$1" "$end" "$2" "$end" >>"$GITHUB_OUTPUT"
}

[[ -n $STACK ]] || refuse 'stack: name the stack that has the service'
[[ $SERVICE =~ ^[A-Za-z0-9]*$ ]] || refuse 'service: expected the prefix of its outputs, letters and digits'
[[ $VERSION =~ ^([1-9][0-9]*)?$ ]] || refuse 'version: expected a published version number such as 7'
[[ $HOLD_AT =~ ^([1-9][0-9]?|100)?$ ]] || refuse 'hold-at: expected a weight of the plan, in whole percent'
[[ $NAME =~ ^[A-Za-z0-9_-]{0,80}$ ]] || refuse 'name: expected at most 80 letters, digits, - and _'
[[ $WAIT =~ ^(true|false)$ ]] || refuse 'wait: expected true or false'
[[ $POLL_SECONDS =~ ^([1-9][0-9]?|[12][0-9][0-9]|300)$ ]] || refuse 'poll-seconds: expected 1 to 300'

machines=$(aws cloudformation describe-stacks --stack-name "$STACK" --output text \
  --query "Stacks[0].Outputs[?ends_with(OutputKey, 'StateMachineArn')].[OutputKey,OutputValue]")
[[ $machines == 'None' ]] && machines=''
arn=''
while read -r key value; do
  [[ $key == "${SERVICE}StateMachineArn" ]] && arn=$value
done <<<"$machines"
# One service alone is meant, whatever its prefix.
if [[ -z $arn && -z $SERVICE && -n $machines && $machines != *$'\n'* ]]; then
  read -r _ arn <<<"$machines"
fi
if [[ -z $arn ]]; then
  found=$(cut -f1 <<<"$machines" | sed 's/StateMachineArn$//' | paste -sd ' ' -)
  refuse "service: stack $STACK has no service \"$SERVICE\"; it has ${found:-none}"
fi

fields=()
[[ -n $VERSION ]] && fields+=("\"version\":\"$VERSION\"")
[[ -n $HOLD_AT ]] && fields+=("\"holdAt\":$HOLD_AT")
input="{$(IFS=,; echo "${fields[*]-}")}"
execution=$(aws stepfunctions start-execution --state-machine-arn "$arn" --input "$input" --output text \
  --name "${NAME:-github-$GITHUB_RUN_ID-$GITHUB_RUN_ATTEMPT}" --query executionArn)
echo "$execution"
output execution "$execution"

look() { aws stepfunctions describe-execution --execution-arn "$execution" --output text --query "$1"; }

# The release goes on whether or not somebody sees it: a look may fail now and then.
status=RUNNING
failures=0
while [[ $WAIT == true ]]; do
  if status=$(look status); then
    failures=0
    [[ $status == RUNNING || $status == PENDING_REDRIVE ]] || break
  else
    failures=$((failures + 1))
    status=RUNNING
    [[ $failures -lt 10 ]] || { annotate error "$execution cannot be looked at; the release goes on"; exit 3; }
  fi
  sleep "$POLL_SECONDS"
done
output status "$status"
if [[ $status == RUNNING || $status == SUCCEEDED ]]; then
  output error ''
  output cause ''
  printf 'Release %s: %s\n' "${execution##*:}" "$status" | tee -a "$GITHUB_STEP_SUMMARY"
  exit 0
fi

error=$(look error)
[[ $error == None ]] && error=$status
cause=$(look cause)
[[ $cause == None ]] && cause='no cause was given'
output error "$error"
output cause "$cause"
annotate error "$error: $cause"
{
  printf 'Release %s: %s\n\n' "${execution##*:}" "$status"
  # Four spaces make it text that Markdown leaves alone.
  printf '%s: %s\n' "$error" "$cause" | sed 's/^/    /'
} >>"$GITHUB_STEP_SUMMARY"
exit 1
