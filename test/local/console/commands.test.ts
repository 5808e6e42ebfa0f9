import { expect, test } from 'vitest';
import { controlSchema } from '../../../local/console/control-schema.ts';
import { callOf, type Control, shellCommand } from '../../../local/console/model/commands.ts';

const HERE = { endpoint: 'http://127.0.0.1:4566', region: 'eu-west-1', console: 'http://127.0.0.1:4567' };
const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:m';
const EXECUTION = 'arn:aws:states:eu-west-1:123456789012:execution:m:e';
const AWS =
  'AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1 ' +
  'AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local aws';
const PAGE = "curl -sS --fail-with-body -H 'x-lattice-canary-console: 1' -H 'content-type: application/json'";

const COMMANDS: readonly (readonly [Control, string])[] = [
  [
    { kind: 'start', machineArn: MACHINE },
    `${AWS} stepfunctions start-execution --state-machine-arn ${MACHINE} --input '{}'`,
  ],
  [
    { kind: 'start', machineArn: MACHINE, version: '7', holdAt: 30 },
    `${AWS} stepfunctions start-execution --state-machine-arn ${MACHINE} --input '{"version":"7","holdAt":30}'`,
  ],
  [
    { kind: 'goOn', machineArn: MACHINE },
    `${AWS} stepfunctions start-execution --state-machine-arn ${MACHINE} --input '{"goOn":true}'`,
  ],
  [
    { kind: 'goOn', machineArn: MACHINE, at: 30, promote: true },
    `${AWS} stepfunctions start-execution --state-machine-arn ${MACHINE} --input '{"goOn":{"at":30,"promote":true}}'`,
  ],
  [
    { kind: 'goOn', machineArn: MACHINE, at: 30, by: 'ann', reason: "it's fine" },
    `${AWS} stepfunctions start-execution --state-machine-arn ${MACHINE} --input ` +
      `'{"goOn":{"at":30,"by":"ann","reason":"it'\\''s fine"}}'`,
  ],
  [
    { kind: 'goOn', machineArn: MACHINE, promote: true },
    `${AWS} stepfunctions start-execution --state-machine-arn ${MACHINE} --input '{"goOn":"promote"}'`,
  ],
  [
    { kind: 'pause', machineArn: MACHINE },
    `${AWS} stepfunctions start-execution --state-machine-arn ${MACHINE} --input '{"pause":true}'`,
  ],
  [
    { kind: 'revert', machineArn: MACHINE },
    `${AWS} stepfunctions start-execution --state-machine-arn ${MACHINE} --input '{"revert":true}'`,
  ],
  [
    { kind: 'revert', machineArn: MACHINE, to: '5' },
    `${AWS} stepfunctions start-execution --state-machine-arn ${MACHINE} --input '{"revert":{"to":"5"}}'`,
  ],
  [{ kind: 'abort', executionArn: EXECUTION }, `${AWS} stepfunctions stop-execution --execution-arn ${EXECUTION}`],
  [
    { kind: 'abort', executionArn: EXECUTION, cause: "it's slow" },
    `${AWS} stepfunctions stop-execution --execution-arn ${EXECUTION} --cause 'it'\\''s slow'`,
  ],
  [
    { kind: 'rollBack', topicArn: 'arn:aws:sns:eu-west-1:123456789012:t', reason: 'slow' },
    `${AWS} sns publish --topic-arn arn:aws:sns:eu-west-1:123456789012:t --message '{"reason":"slow"}'`,
  ],
  [
    { kind: 'setAlarm', alarm: 'canary-lambda-errors-s', state: 'ALARM', reason: 'a drill' },
    `${AWS} cloudwatch set-alarm-state --alarm-name canary-lambda-errors-s --state-value ALARM ` +
      `--state-reason 'a drill'`,
  ],
  [
    { kind: 'publish', release: '2.0.0' },
    `${PAGE} -d '{"kind":"publish","release":"2.0.0"}' http://127.0.0.1:4567/control`,
  ],
  [{ kind: 'speed', speed: 120 }, `${PAGE} -d '{"kind":"speed","speed":120}' http://127.0.0.1:4567/control`],
];

test.each(COMMANDS)('%o is done by the command %s', (control, command) => {
  expect(shellCommand(control, HERE)).toBe(command);
  expect(controlSchema.parse(control)).toEqual(control);
});

test('what the AWS CLI does is what the server calls', () => {
  expect(callOf({ kind: 'goOn', machineArn: MACHINE })).toEqual({
    service: 'stepfunctions',
    operation: 'StartExecution',
    input: { stateMachineArn: MACHINE, input: '{"goOn":true}' },
  });
  expect(callOf({ kind: 'speed', speed: 1 })).toBeUndefined();
});

test.each([
  {},
  { kind: 'delete' },
  { kind: 'speed', speed: 0 },
  { kind: 'speed', speed: '60' },
  { kind: 'goOn', machineArn: MACHINE, more: 1 },
  { kind: 'rollBack', topicArn: MACHINE, reason: '' },
])('rejects the control %o', (control) => {
  expect(controlSchema.safeParse(control).success).toBe(false);
});
