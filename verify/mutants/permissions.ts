import type { Template } from 'local-aws';
import { StateName } from '../../statemachine/contract/names.ts';
import { REFUSED, type Mutant } from './mutant.ts';
import type { Rig } from './support/rig.ts';
import { type Mutation, propertyAt, resourceAt, setAt, statementsAt, withoutAction } from './support/template.ts';

const policyOf = (handler: string): string => `Canary/Handlers/${handler}/Role/DefaultPolicy`;
const MACHINE_POLICY = 'Canary/Rollout/Machine/Role/DefaultPolicy';
const RULES_POLICY = 'Canary/Rollout/Machine/EventsRole/DefaultPolicy';

/** A role that may do something on other resources than it does it on. */
function onlyOn(path: string, action: string, resource: (template: Template) => unknown): Mutation {
  return (template) => {
    withoutAction(path, action)(template);
    statementsAt(template, path).push({ Effect: 'Allow', Action: action, Resource: resource(template) });
  };
}

/**
 * The service that may use a role is another one. What uses the role is written too, for only then does its service
 * look at it.
 */
function trusting(path: string, service: string, user: Mutation): Mutation {
  return (template) => {
    setAt(template, path, ['AssumeRolePolicyDocument', 'Statement', 0, 'Principal', 'Service'], service);
    user(template);
  };
}

const written =
  (handler: string): Mutation =>
  (template) =>
    setAt(template, `Canary/Handlers/${handler}/Function`, ['Description'], 'written anew');

/**
 * Lambda has no room for the roll-back function, so that the machine does with its own role what it can do alone; and
 * that role lacks an action.
 */
function aloneWithout(action: string): Mutation {
  return (template) => {
    resourceAt(template, 'Canary/Handlers/RollBack/Function').Properties['ReservedConcurrentExecutions'] = 0;
    withoutAction(MACHINE_POLICY, action)(template);
  };
}

/** What is said of the state that needs it. */
const rolledBackAlone =
  (state: string) =>
  async (rig: Rig): Promise<string> => {
    await rig.reach(await rig.start(), StateName.settle(50));
    await rig.start({ rollback: { reason: 'test' } });
    return rig.taskFailure(state);
  };

async function askForRollback(rig: Rig): Promise<void> {
  const execution = await rig.start();
  await rig.reach(execution, StateName.settle(50));
  await rig.operator.publishToRollbackTopic('test');
}

/** What fails the rollout: its own cause says who may not do what. */
const release = (rig: Rig): Promise<string> => rig.run();

/** Mistakes in what roles are allowed. */
export const PERMISSIONS: readonly Mutant[] = [
  {
    name: 'claim may not write the record',
    hurts: 'no rollout can begin',
    mutate: withoutAction(policyOf('Claim'), 'dynamodb:PutItem'),
    caughtBy: 'the execution',
    exercise: release,
    names: ['HandlersClaim', 'dynamodb:PutItem', 'table/'],
  },
  {
    name: 'smoke-test may not invoke the aliases',
    hurts: 'no rollout gets to its first step',
    mutate: withoutAction(policyOf('SmokeTest'), 'lambda:InvokeFunction'),
    caughtBy: 'the execution',
    exercise: release,
    names: ['HandlersSmokeTest', 'lambda:InvokeFunction', ':canary'],
  },
  {
    name: 'shift may not write the listener',
    hurts: 'no rollout gets to its first step',
    mutate: withoutAction(policyOf('Shift'), 'vpc-lattice:UpdateListener'),
    caughtBy: 'the execution',
    exercise: release,
    names: ['HandlersShift', 'vpc-lattice:UpdateListener', 'listener/'],
  },
  {
    name: 'shift may publish the metric of its weight only in another namespace',
    hurts: 'the dashboard shows no weight; rollouts go on',
    mutate: (template) => {
      const statement = statementsAt(template, policyOf('Shift')).find(
        ({ Action }) => Action === 'cloudwatch:PutMetricData',
      );
      Object.assign(statement ?? {}, { Condition: { StringEquals: { 'cloudwatch:namespace': 'Canary' } } });
    },
    caughtBy: 'cloud.log',
    exercise: async (rig) => {
      await rig.run();
      return rig.logLine(/denied/);
    },
    names: ['HandlersShift', 'cloudwatch:PutMetricData'],
  },
  {
    name: 'check may not read alarms',
    hurts: 'every rollout is rolled back at its first step',
    mutate: withoutAction(policyOf('Check'), 'cloudwatch:DescribeAlarms'),
    caughtBy: 'the execution',
    exercise: release,
    names: ['HandlersCheck', 'cloudwatch:DescribeAlarms'],
  },
  {
    name: 'promote may not move aliases',
    hurts: 'every rollout is rolled back after its last step',
    mutate: withoutAction(policyOf('Promote'), 'lambda:UpdateAlias'),
    caughtBy: 'the execution',
    exercise: release,
    names: ['HandlersPromote', 'lambda:UpdateAlias', 'function:'],
  },
  {
    name: "promote may move aliases on the alias's ARN",
    hurts: 'Lambda asks for the permission on the function: every rollout is rolled back after its last step',
    mutate: onlyOn(policyOf('Promote'), 'lambda:UpdateAlias', (template) =>
      propertyAt(template, 'Canary/Aliases/Production/ProductionTargetGroup', ['FunctionName']),
    ),
    caughtBy: 'the execution',
    exercise: release,
    names: ['HandlersPromote', 'lambda:UpdateAlias', 'function:'],
  },
  {
    name: 'close may not write the record',
    hurts: 'a good release is rolled back at the very end',
    mutate: withoutAction(policyOf('Close'), 'dynamodb:PutItem'),
    caughtBy: 'cloud.log',
    exercise: async (rig) => {
      await rig.start();
      return rig.logLine(/denied/);
    },
    names: ['HandlersClose', 'dynamodb:PutItem', 'table/'],
  },
  {
    name: 'close may not announce',
    hurts: 'nobody is told how a rollout ended',
    mutate: withoutAction(policyOf('Close'), 'sns:Publish'),
    caughtBy: 'cloud.log',
    exercise: async (rig) => {
      await rig.start();
      return rig.logLine(/denied/);
    },
    names: ['HandlersClose', 'sns:Publish', 'ReleaseEvents'],
  },
  {
    name: 'revert may not move aliases',
    hurts: 'a bad version that was promoted stays',
    mutate: withoutAction(policyOf('Revert'), 'lambda:UpdateAlias'),
    caughtBy: 'the execution',
    exercise: async (rig) => {
      await rig.run();
      return rig.run({ revert: true });
    },
    names: ['HandlersRevert', 'lambda:UpdateAlias', 'function:'],
  },
  {
    name: 'go-on may not read the record',
    hurts: 'a rollout that is held cannot be told to go on',
    mutate: withoutAction(policyOf('GoOn'), 'dynamodb:GetItem'),
    caughtBy: 'the execution',
    exercise: (rig) => rig.run({ goOn: true }),
    names: ['HandlersGoOn', 'dynamodb:GetItem', 'table/'],
  },
  {
    name: 'roll-back may not write the listener',
    hurts: 'the canary keeps its weight until the watchdog comes',
    mutate: withoutAction(policyOf('RollBack'), 'vpc-lattice:UpdateListener'),
    caughtBy: 'cloud.log',
    exercise: async (rig) => {
      await askForRollback(rig);
      return rig.logLine(/denied/);
    },
    names: ['HandlersRollBack', 'vpc-lattice:UpdateListener', 'listener/'],
  },
  {
    name: 'roll-back may not send to its dead-letter queue',
    hurts: 'Lambda refuses the function',
    mutate: (template) => {
      withoutAction(policyOf('RollBack'), 'sqs:SendMessage')(template);
      written('RollBack')(template);
    },
    caughtBy: 'the deployment',
    exercise: REFUSED,
    names: ['RollBack', 'SendMessage'],
  },
  {
    name: 'confirm may not read the listener',
    hurts: 'no rollback is ever finished',
    mutate: withoutAction(policyOf('Confirm'), 'vpc-lattice:GetListener'),
    caughtBy: 'the execution',
    exercise: async (rig) => {
      await askForRollback(rig);
      return rig.taskFailure(StateName.confirmRollback);
    },
    names: ['HandlersConfirm', 'vpc-lattice:GetListener', 'listener/'],
  },
  {
    name: 'the watchdog may not look at executions',
    hurts: 'a dead rollout is never found',
    mutate: withoutAction(policyOf('Watchdog'), 'states:DescribeExecution'),
    caughtBy: 'cloud.log',
    watchdog: true,
    exercise: async (rig) => {
      await rig.start();
      return rig.logLine(/denied/);
    },
    names: ['HandlersWatchdog', 'states:DescribeExecution', 'execution:'],
  },
  {
    name: 'the machine may not invoke one of its functions',
    hurts: 'every rollout is rolled back at its first step',
    mutate: (template) => {
      const statement = statementsAt(template, MACHINE_POLICY).find(({ Action }) => Action === 'lambda:InvokeFunction');
      const functions = (statement?.Resource ?? []) as unknown[];
      const shift = functions.findIndex((arn) => JSON.stringify(arn).includes('HandlersShift'));
      if (shift === -1) throw new Error('the machine may not invoke shift anyhow');
      functions.splice(shift, 1);
    },
    caughtBy: 'the execution',
    exercise: release,
    names: ['Machine', 'lambda:InvokeFunction', 'HandlersShift'],
  },
  {
    name: 'the machine may not read the record',
    hurts: 'while Lambda has no room for the roll-back function, users stay on the canary',
    mutate: aloneWithout('dynamodb:GetItem'),
    caughtBy: 'the execution',
    exercise: rolledBackAlone(StateName.readRecord),
    names: ['Machine', 'dynamodb:GetItem', 'table/'],
  },
  {
    name: 'the machine may not write the record',
    hurts: 'while Lambda has no room for the roll-back function, users stay on the canary',
    mutate: aloneWithout('dynamodb:UpdateItem'),
    caughtBy: 'the execution',
    exercise: rolledBackAlone(StateName.revoke),
    names: ['Machine', 'dynamodb:UpdateItem', 'table/'],
  },
  {
    name: 'the machine may not write the listener',
    hurts: 'while Lambda has no room for the roll-back function, users stay on a canary that nobody claims any more',
    mutate: aloneWithout('vpc-lattice:UpdateListener'),
    caughtBy: 'the execution',
    exercise: rolledBackAlone(StateName.returnWithoutLambda),
    names: ['Machine', 'vpc-lattice:UpdateListener', 'listener/'],
  },
  {
    name: 'the rules may not start the machine',
    hurts: 'no event rolls back',
    mutate: (template) => {
      for (const statement of statementsAt(template, RULES_POLICY)) statement.Action = 'states:StartSyncExecution';
    },
    caughtBy: 'a dead letter',
    exercise: async (rig) => {
      await rig.alarm();
      return rig.deadLetter();
    },
    names: ['CanaryAlarm', 'NO_PERMISSIONS', 'states:StartExecution', 'MachineEvent'],
  },
  {
    name: "a function's role that trusts another service",
    hurts: 'Lambda refuses the function',
    mutate: trusting('Canary/Handlers/Shift/Role', 'ecs-tasks.amazonaws.com', written('Shift')),
    caughtBy: 'the deployment',
    exercise: REFUSED,
    names: ['Shift', 'lambda.amazonaws.com', 'assume'],
  },
  {
    name: "the machine's role trusts another service",
    hurts: 'Step Functions refuses the machine',
    mutate: trusting('Canary/Rollout/Machine/Role', 'lambda.amazonaws.com', (template) =>
      setAt(template, 'Canary/Rollout/Machine', ['TracingConfiguration', 'Enabled'], false),
    ),
    caughtBy: 'the deployment',
    exercise: REFUSED,
    names: ['Machine', 'states.amazonaws.com', 'assume'],
  },
];
