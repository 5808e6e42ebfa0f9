import { constructId } from '../../infra/constructs/handlers.ts';
import { FUNCTION_NAMES, hasFunction, ROWS } from '../../statemachine/contract/functions.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { REFUSED, type Mutant } from './mutant.ts';
import { propertyAt, resourceAt, setAt } from './support/template.ts';

const PERMISSION = 'Canary/Aliases/Production/ProductionTargetGroup';
const LISTENER = 'Canary/Lattice/Listener';
const WEIGHTS = ['DefaultAction', 'Forward', 'TargetGroups'];
const PRODUCTION_GROUP = 'Canary/Lattice/ProductionTargetGroup';
const CANARY_GROUP = 'Canary/Lattice/CanaryTargetGroup';
const HANDLERS_OF_LISTENER = FUNCTION_NAMES.filter((name) => hasFunction(DEFAULT_PLAN, name))
  .filter((name) => ROWS[name].ports.some((port) => port === 'listener' || port === 'listenerRead'))
  .map(constructId);

/** Mistakes on the users' way. */
export const TRAFFIC: readonly Mutant[] = [
  {
    name: 'the permission for VPC Lattice on the function instead of the alias',
    hurts: 'every request of a user fails',
    mutate: (template) =>
      setAt(
        template,
        PERMISSION,
        ['FunctionName'],
        propertyAt(template, 'Canary/Aliases/Production', ['FunctionName']),
      ),
    caughtBy: 'cloud.log',
    exercise: async (rig) => {
      await rig.request();
      return rig.logLine(/could not be served/);
    },
    names: ['vpc-lattice.amazonaws.com', 'lambda:InvokeFunction', ':production'],
  },
  {
    name: 'the permission for VPC Lattice names the other target group',
    hurts: 'every request of a user fails',
    mutate: (template) =>
      setAt(
        template,
        PERMISSION,
        ['SourceArn'],
        propertyAt(template, 'Canary/Aliases/Canary/CanaryTargetGroup', ['SourceArn']),
      ),
    caughtBy: 'cloud.log',
    exercise: async (rig) => {
      await rig.request();
      return rig.logLine(/could not be served/);
    },
    names: ['targetgroup/', 'lambda:InvokeFunction', ':production'],
  },
  {
    name: 'the targets of the two target groups swapped',
    hurts: 'the canary gets what production should have, and the other way round',
    mutate: (template) => {
      const targets = [PRODUCTION_GROUP, CANARY_GROUP].map((path) => propertyAt(template, path, ['Targets']));
      setAt(template, PRODUCTION_GROUP, ['Targets'], targets[1]);
      setAt(template, CANARY_GROUP, ['Targets'], targets[0]);
    },
    caughtBy: 'cloud.log',
    exercise: async (rig) => {
      await rig.request();
      return rig.logLine(/could not be served/);
    },
    names: ['vpc-lattice.amazonaws.com', 'lambda:InvokeFunction', ':canary'],
  },
  {
    name: 'the ids of the two target groups swapped in what the handlers are told',
    hurts: 'a rollout would begin with all the traffic on the canary',
    mutate: (template) => {
      for (const handler of HANDLERS_OF_LISTENER) {
        const variables = propertyAt(template, `Canary/Handlers/${handler}/Function`, [
          'Environment',
          'Variables',
        ]) as Record<string, unknown>;
        [variables['PRODUCTION_TARGET_GROUP_ID'], variables['CANARY_TARGET_GROUP_ID']] = [
          variables['CANARY_TARGET_GROUP_ID'],
          variables['PRODUCTION_TARGET_GROUP_ID'],
        ];
      }
    },
    caughtBy: 'the execution',
    exercise: (rig) => rig.run(),
    names: ['WeightsDrifted', 'production 0', 'canary 100'],
  },
  {
    name: 'the listener begins with everything on the canary',
    hurts: 'a deploy moves the traffic',
    mutate: (template) => {
      setAt(template, LISTENER, [...WEIGHTS, 0, 'Weight'], 0);
      setAt(template, LISTENER, [...WEIGHTS, 1, 'Weight'], 100);
    },
    caughtBy: 'the execution',
    exercise: (rig) => rig.run(),
    names: ['WeightsDrifted', 'production 0', 'canary 100'],
  },
  {
    name: 'the alias production follows the newest version',
    hurts: 'every deploy releases at once, past any canary',
    mutate: (template) =>
      setAt(template, 'Canary/Aliases/Production', ['FunctionVersion'], {
        'Fn::GetAtt': [idOf(template, 'Service/Function/CurrentVersion'), 'Version'],
      }),
    caughtBy: 'the execution',
    exercise: (rig) => rig.run(),
    names: [StateName.nothingToRelease, 'version 2', 'production'],
  },
  {
    name: 'the target group speaks event structure V1',
    hurts: 'the function does not understand the requests, and V1 cannot be changed later',
    mutate: (template) => setAt(template, PRODUCTION_GROUP, ['Config', 'LambdaEventStructureVersion'], 'V1'),
    caughtBy: 'the deployment',
    exercise: REFUSED,
    names: ['ProductionTargetGroup', 'LambdaEventStructureVersion'],
  },
];

function idOf(template: Parameters<Mutant['mutate']>[0], path: string): string {
  const resource = resourceAt(template, path);
  return Object.entries(template.Resources).find(([, each]) => each === resource)?.[0] ?? '';
}
