import { isDeepStrictEqual } from 'node:util';
import type { Resource } from '../permissions/resolved.ts';
import { refersTo, replacedIn, type Update } from './changes.ts';

/** Something that an update must not do, or that AWS refuses. */
export interface UpdateRule {
  readonly name: string;
  /** Who says so. */
  readonly source: string;
  /** Sentences; none when it is kept. */
  readonly faults: (update: Update) => readonly string[];
}

type Entry = readonly [id: string, resource: Resource];
const property = ([, { Properties = {} }]: Entry, name: string): unknown => Properties[name];

const ofType = (resources: Update['before'], type: string): Entry[] =>
  Object.entries(resources).filter(([, { Type }]) => Type === type);

/** Those that CloudFormation makes in this update. */
const made = ({ after, changes }: Update, type: string): Entry[] =>
  ofType(after, type).filter(([id]) => ['created', 'replaced'].includes(changes.get(id) ?? ''));
const sameIn = (update: Update, name: string, entry: Entry, other: Entry): boolean =>
  isDeepStrictEqual(property(entry, name), property(other, name)) &&
  !refersTo(property(entry, name), replacedIn(update.changes));

/** What must differ from others of its type: the property, and what else must be the same for two to collide. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  'AWS::CloudWatch::Alarm': ['AlarmName'],
  'AWS::CloudWatch::Dashboard': ['DashboardName'],
  'AWS::DynamoDB::Table': ['TableName'],
  'AWS::IAM::Role': ['RoleName'],
  'AWS::Lambda::Alias': ['Name', 'FunctionName'],
  'AWS::Lambda::EventInvokeConfig': ['Qualifier', 'FunctionName'],
  'AWS::Lambda::Function': ['FunctionName'],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::VpcLattice::Listener': ['Name', 'ServiceIdentifier'],
  'AWS::VpcLattice::Rule': ['Name', 'ListenerIdentifier'],
  'AWS::VpcLattice::Service': ['Name'],
  'AWS::VpcLattice::ServiceNetwork': ['Name'],
  'AWS::VpcLattice::TargetGroup': ['Name'],
};

/** What CloudFormation names by itself is never the same twice. */
const named = (entries: readonly Entry[], names: readonly string[]): readonly Entry[] =>
  entries.filter((entry) => names.every((name) => property(entry, name) !== undefined));

/** What rollouts own at run time: the live value is another than the template's. */
const OWNED = ['AWS::Lambda::Alias', 'AWS::VpcLattice::Listener', 'AWS::VpcLattice::TargetGroup'];

/** What others know by its ARN, or what holds what must not be lost. */
const KEPT = [
  'AWS::DynamoDB::Table',
  'AWS::Lambda::Alias',
  'AWS::Lambda::Function',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::StepFunctions::StateMachine',
];

/** Parts of an option, which go with it; docs/operations.md says what that does to a running release. */
const goesWithItsOption = (id: string, change: string): boolean =>
  change === 'removed' &&
  /^Canary(HandlersAskHooksFunction|HandlersProvisionFunction|HandlersListenerFunction|AnswersMachine)/.test(id);

/** What forwards to target groups, and by which property. */
const ACTIONS = { 'AWS::VpcLattice::Listener': 'DefaultAction', 'AWS::VpcLattice::Rule': 'Action' };

/** The alias that only testers know, and that goes with its setting. */
const isPreview = ({ Type, Properties = {} }: Resource): boolean =>
  Type === 'AWS::Lambda::Alias' && Properties['Name'] === 'preview';

export const UPDATE_RULES: readonly UpdateRule[] = [
  {
    name: 'names are unique',
    source:
      'the new resource is made before the old one is removed ("Update behaviors of stack resources", CloudFormation)',
    faults: (update) =>
      Object.entries(NAMES).flatMap(([type, names]) =>
        named(made(update, type), names).flatMap((entry) =>
          ofType(update.before, type)
            .filter((other) => names.every((name) => sameIn(update, name, entry, other)))
            .map(([id]) => `${entry[0]} is made while ${id} has its name still`),
        ),
      ),
  },
  {
    name: 'a target group belongs to one service',
    source: '"Create a target group" in the VPC Lattice user guide',
    faults: (update) => {
      const known = ofType(update.before, 'AWS::VpcLattice::TargetGroup').filter(
        ([id]) => update.after[id] !== undefined && update.changes.get(id) !== 'replaced',
      );
      return Object.entries(ACTIONS).flatMap(([type, action]) =>
        made(update, type).flatMap((entry) =>
          ofType(update.before, type)
            .filter((other) => !sameIn(update, 'ServiceIdentifier', entry, other))
            .flatMap((other) =>
              known
                .filter(([id]) => [entry, other].every((each) => refersTo(property(each, action), new Set([id]))))
                .map(([id]) => `${entry[0]} of another service uses ${id}, which the old ${other[0]} has still`),
            ),
        ),
      );
    },
  },
  {
    name: 'a VPC joins one network',
    source: '"Manage associations for a service network" in the VPC Lattice user guide',
    faults: (update) =>
      made(update, 'AWS::VpcLattice::ServiceNetworkVpcAssociation').flatMap((entry) =>
        ofType(update.before, 'AWS::VpcLattice::ServiceNetworkVpcAssociation')
          .filter((other) => sameIn(update, 'VpcIdentifier', entry, other))
          .map(([id]) => `${entry[0]} is made while ${id} has the same VPC still`),
      ),
  },
  {
    name: 'security groups are not emptied',
    source: 'UpdateServiceNetworkVpcAssociation in the VPC Lattice API reference',
    faults: ({ before, after, changes }) =>
      ofType(after, 'AWS::VpcLattice::ServiceNetworkVpcAssociation')
        .filter(([id]) => changes.get(id) === 'in place')
        .filter(([id]) => groupsOf(before[id]) > 0 && groupsOf(after[id]) === 0)
        .map(([id]) => `${id} loses all of its security groups`),
  },
  {
    name: 'no deploy moves traffic',
    source: 'CloudFormation writes the whole desired state of what changes; docs/operations.md',
    faults: ({ before, after, changes }) =>
      OWNED.flatMap((type) =>
        ofType(after, type)
          .filter(([id]) => before[id] !== undefined && changes.get(id) === 'in place')
          .map(([id]) => `${id} is written, with the template's traffic`),
      ),
  },
  {
    name: 'what others know stays',
    source: 'outputs, permissions and the record name these by their ARNs',
    faults: ({ after, before, changes }) =>
      [...changes]
        .filter(([, change]) => change === 'replaced' || change === 'removed')
        .filter(([id, change]) => !goesWithItsOption(id, change))
        .flatMap(([id, change]) => {
          const resource = before[id] ?? after[id];
          const keeps = resource !== undefined && KEPT.includes(resource.Type);
          return keeps && !(change === 'removed' && isPreview(resource)) ? [`${id} is ${change}`] : [];
        }),
  },
];

const groupsOf = (association: Resource | undefined): number =>
  ((association?.Properties?.['SecurityGroupIds'] as readonly unknown[] | undefined) ?? []).length;

/** The rules that an update breaks, by name, each with its faults. */
export function brokenRules(update: Update): Readonly<Record<string, readonly string[]>> {
  const found = UPDATE_RULES.map(({ name, faults }) => [name, faults(update)] as const);
  return Object.fromEntries(found.filter(([, faults]) => faults.length > 0));
}
