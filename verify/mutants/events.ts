import { StateName } from '../../statemachine/contract/names.ts';
import { REFUSED, type Mutant } from './mutant.ts';
import type { Rig } from './support/rig.ts';
import { propertyAt, removeAt, resourceAt, setAt, statementsAt } from './support/template.ts';
import type { Template } from 'local-aws';

const DEAD_EXECUTION = 'Canary/Rules/DeadExecution';
const CANARY_ALARM = 'Canary/Rules/CanaryAlarm';
const ROLLBACK_TOPIC = 'Canary/Topics/Rollback';
const TARGET = ['Targets', 0];

/** Gives a rule's pattern a key that is spelt wrongly. */
function misspelt(path: string, way: readonly (string | number)[], key: string, wrong: string) {
  return (template: Template): void => {
    const fields = propertyAt(template, path, ['EventPattern', ...way]) as Record<string, unknown>;
    if (!(key in fields)) throw new Error(`${path} has no ${key}`);
    fields[wrong] = fields[key];
    delete fields[key];
  };
}

/** Values in quotes are not escaped, and a reason may have quotes of its own. */
function spliced(template: Template): void {
  setAt(template, CANARY_ALARM, [...TARGET, 'InputTransformer'], {
    InputPathsMap: { reason: '$.detail.state.reason' },
    InputTemplate: '{"rollback":{"reason":"<reason>"}}',
  });
}

async function baking(rig: Rig) {
  const execution = await rig.start();
  await rig.reach(execution, StateName.settle(50));
  return execution;
}

/** Mistakes on the ways by which a rollback is asked for. */
export const EVENTS: readonly Mutant[] = [
  {
    name: 'a misspelt key in the pattern of the rule for dead executions',
    hurts: 'an aborted execution is rolled back only by the watchdog, a minute later',
    mutate: misspelt(DEAD_EXECUTION, ['detail'], 'stateMachineArn', 'stateMachineARN'),
    caughtBy: 'cloud.log',
    exercise: async (rig) => {
      await rig.operator.stopExecution((await baking(rig)).arn);
      return rig.logLine(/asks for/);
    },
    names: ['DeadExecution', 'detail.stateMachineARN', 'does not match'],
  },
  {
    name: 'a misspelt key in the pattern of the rule for alarms',
    hurts: 'one of the two ways by which an alarm rolls back is gone',
    mutate: misspelt(CANARY_ALARM, [], 'resources', 'resource'),
    caughtBy: 'cloud.log',
    exercise: async (rig) => {
      await rig.alarm();
      return rig.logLine(/asks for/);
    },
    names: ['CanaryAlarm', 'asks for resource,', 'does not match'],
  },
  {
    name: 'the transformer of the alarm rule is a constant text',
    hurts: 'the machine is asked for a rollback and not told by what',
    mutate: (template) => {
      const target = propertyAt(template, CANARY_ALARM, TARGET) as Record<string, unknown>;
      delete target['InputTransformer'];
      target['Input'] = '{"rollback":{"event":"<aws.events.event.json>"}}';
    },
    caughtBy: 'the execution',
    exercise: async (rig) => {
      const rollout = await baking(rig);
      await rig.alarm();
      return rig.ended(await rig.otherExecution(rollout));
    },
    names: [StateName.notUnderstood, 'InvalidInput', '<aws.events.event.json>'],
  },
  {
    name: 'the reason spliced into the transformer of the alarm rule',
    hurts: 'values are not escaped: what the machine would get is not JSON',
    mutate: spliced,
    caughtBy: 'a dead letter',
    exercise: async (rig) => {
      await rig.alarm();
      return rig.deadLetter();
    },
    names: ['CanaryAlarm', 'INVALID_JSON', 'stateMachine'],
  },
  {
    name: 'the policy of the dead-letter queue missing, where an event cannot be delivered',
    hurts: 'what could not be delivered is lost without a trace, and the alarm on the queue is silent',
    mutate: (template) => {
      spliced(template);
      removeAt(template, 'Canary/Undelivered/Queue/Policy');
    },
    caughtBy: 'cloud.log',
    exercise: async (rig) => {
      await rig.alarm();
      return rig.logLine(/dead-letter queue did not take it/);
    },
    names: ['stateMachine', 'INVALID_JSON', 'events.amazonaws.com', 'sqs:SendMessage'],
  },
  {
    name: 'CloudWatch missing from the policy of the rollback topic',
    hurts: 'alarms reach nobody through the topic',
    mutate: (template) => {
      const statements = statementsAt(template, `${ROLLBACK_TOPIC}/Policy`);
      statements.splice(
        statements.findIndex(({ Sid }) => Sid === 'AlarmsOfThisAccount'),
        1,
      );
    },
    caughtBy: 'cloud.log',
    exercise: async (rig) => {
      await rig.alarm();
      return rig.logLine(/denied/);
    },
    names: ['cloudwatch.amazonaws.com', 'sns:Publish', 'Rollback', 'resource-based policy'],
  },
  {
    name: 'the rollback topic encrypted with the AWS-managed key',
    hurts: 'alarms reach nobody through the topic',
    mutate: (template) => {
      resourceAt(template, ROLLBACK_TOPIC).Properties['KmsMasterKeyId'] = 'alias/aws/sns';
    },
    caughtBy: 'cloud.log',
    exercise: async (rig) => {
      await rig.alarm();
      return rig.logLine(/refused a message/);
    },
    names: ['cloudwatch.amazonaws.com', 'Rollback', 'AWS-managed key'],
  },
  {
    name: 'SNS without a permission on the roll-back function',
    hurts: 'messages on the rollback topic do nothing',
    mutate: (template) => removeAt(template, 'Canary/Handlers/RollBack/Function/AllowInvoke'),
    caughtBy: 'cloud.log',
    exercise: async (rig) => {
      await rig.operator.publishToRollbackTopic('test');
      return rig.logLine(/was not delivered/);
    },
    names: ['sns.amazonaws.com', 'lambda:InvokeFunction', 'RollBack'],
  },
  {
    name: 'the schedule without a permission on the watchdog',
    hurts: 'nothing repairs what nobody reported',
    mutate: (template) => removeAt(template, 'Canary/WatchdogSchedule/Allow'),
    caughtBy: 'cloud.log',
    watchdog: true,
    exercise: (rig) => rig.logLine(/dropped event .*Scheduled Event/),
    names: ['events.amazonaws.com', 'NO_PERMISSIONS', 'Watchdog', 'lambda:InvokeFunction'],
  },
  {
    name: 'a rule that starts the machine without a role',
    hurts: 'EventBridge refuses the rule',
    mutate: (template) => {
      delete (propertyAt(template, DEAD_EXECUTION, TARGET) as Record<string, unknown>)['RoleArn'];
    },
    caughtBy: 'the deployment',
    exercise: REFUSED,
    names: ['DeadExecution', 'RoleArn'],
  },
  {
    name: 'an operator that EventBridge does not have in a pattern',
    hurts: 'EventBridge refuses the rule',
    mutate: (template) =>
      setAt(template, CANARY_ALARM, ['EventPattern', 'detail', 'state', 'value'], [{ equals: 'ALARM' }]),
    caughtBy: 'the deployment',
    exercise: REFUSED,
    names: ['CanaryAlarm', 'detail.state.value', 'equals'],
  },
  {
    name: 'the rule for dead executions disabled',
    hurts: 'an aborted execution is rolled back only by the watchdog, a minute later',
    mutate: (template) => setAt(template, DEAD_EXECUTION, ['State'], 'DISABLED'),
    caughtBy: 'nothing',
    watchdog: true,
    exercise: async (rig) => {
      await rig.operator.stopExecution((await baking(rig)).arn);
      await rig.atRest();
      return rig.complaints();
    },
    names: [],
    elsewhere: 'test/infra/rules.test.ts',
  },
  {
    name: 'a canary alarm that tells the rollback topic nothing',
    hurts: 'one of the two ways by which an alarm rolls back is gone',
    mutate: (template) => setAt(template, 'Canary/CanaryAlarms/LambdaErrors', ['AlarmActions'], []),
    caughtBy: 'nothing',
    exercise: async (rig) => {
      const rollout = await baking(rig);
      await rig.alarm();
      await rig.ended(rollout);
      return rig.complaints();
    },
    names: [],
    elsewhere: 'test/infra/alarms.test.ts',
  },
  {
    name: 'an alarm on a metric that has no data',
    hurts: 'errors of the canary ring no bell',
    mutate: (template) =>
      setAt(
        template,
        'Canary/CanaryAlarms/LambdaErrors',
        ['Metrics', 1, 'MetricStat', 'Metric', 'MetricName'],
        'Error',
      ),
    caughtBy: 'nothing',
    exercise: async (rig) => {
      await rig.run();
      return rig.complaints();
    },
    names: [],
    elsewhere: 'test/infra/alarms.test.ts',
  },
];
