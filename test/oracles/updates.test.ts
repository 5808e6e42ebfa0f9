import { rmSync } from 'node:fs';
import { type Cloud, createCloud, OPERATOR } from 'local-aws';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VARIANT_NAMES, VARIANTS, type VariantName } from '../../infra/app/variants.ts';
import { STACK_NAME } from '../../infra/app/stack.ts';
import type { Resources } from '../../verify/oracles/permissions/resolved.ts';
import { updateOf, type Changes } from '../../verify/oracles/updates/changes.ts';
import { brokenRules } from '../../verify/oracles/updates/rules.ts';
import { synthesizeVariants } from './variants.ts';

/** Some twenty syntheses and as many deploys, shared by all tests of this file. */
const PATIENCE_MS = 60_000;
let folder: string;
let variants: ReturnType<typeof synthesizeVariants>['variants'];
let cloud: Cloud;
beforeAll(async () => {
  ({ folder, variants } = synthesizeVariants());
  cloud = await createCloud({ speed: 60, outDir: join(folder, 'cloud'), warm: false });
}, PATIENCE_MS);
afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

const update = (from: VariantName, to: VariantName) => updateOf(variants[from].resources, variants[to].resources);
const broken = (from: VariantName, to: VariantName) => Object.keys(brokenRules(update(from, to)));

/** What docs/operations.md says of one deploy from some settings to others, out of the settings alone. */
function documented(from: VariantName, to: VariantName): string[] {
  const [before, after] = [VARIANTS[from], VARIANTS[to]];
  const sameVpc = before['vpcId'] !== undefined && before['vpcId'] === after['vpcId'];
  const otherNetwork = before['serviceNetworkId'] !== after['serviceNetworkId'];
  const noGroups = before['securityGroupIds'] !== undefined && after['securityGroupIds'] === undefined;
  const otherAliases = before['aliasPrefix'] !== after['aliasPrefix'];
  // Its target groups are made anew, not moved.
  const otherService = (before['customDomain'] === undefined) !== (after['customDomain'] === undefined);
  const otherVersion = before['initialVersion'] !== after['initialVersion'];
  return [
    ...(sameVpc && otherNetwork ? ['a VPC joins one network'] : []),
    ...(sameVpc && !otherNetwork && noGroups ? ['security groups are not emptied'] : []),
    ...(otherVersion || (otherAliases && !otherService) ? ['no deploy moves traffic'] : []),
    ...(otherAliases ? ['what others know stays'] : []),
  ];
}

describe('one deploy from any settings to any others', () => {
  it.each(VARIANT_NAMES)('from %s: does what docs/operations.md says, and no more is refused', (from) => {
    for (const to of VARIANT_NAMES) expect([to, broken(from, to)]).toEqual([to, documented(from, to)]);
  });

  it('changes only what the settings are about where only a protocol changes', () => {
    const { changes } = update('short plan', 'HTTP');
    expect([...changes].filter(([, change]) => change !== 'in place')).toEqual([
      [expect.stringMatching(/LatticeListener/), 'replaced'],
    ]);
  });
});

/** One deploy after the other over each variant, and then what is refused; a refused one leaves the stack as it was. */
const CHAIN: readonly VariantName[] = [
  ...VARIANT_NAMES.filter((name) => name !== 'version 42 first' && name !== 'prefixed aliases'),
  'a guarded VPC',
  'a VPC',
  'another network and the same VPC',
  'another VPC',
  'a network of others and a VPC',
  'another network and the same VPC',
  'another domain',
];

/** Physical ids by logical id. */
async function deployed(): Promise<ReadonlyMap<string, string>> {
  const { DescribeStackResources } = cloud.operations.cloudformation;
  const { StackResources } = (await DescribeStackResources({ StackName: STACK_NAME }, OPERATOR)) as {
    readonly StackResources: readonly { readonly LogicalResourceId: string; readonly PhysicalResourceId: string }[];
  };
  return new Map(StackResources.map((each) => [each.LogicalResourceId, each.PhysicalResourceId]));
}

/** What a deploy did with each resource, in words; why it was refused, where it was. */
async function deploy(to: VariantName): Promise<{ readonly did: readonly string[] } | { readonly refused: string }> {
  const before = await deployed();
  try {
    const { changes } = await cloud.deploy(variants[to].directory);
    const after = await deployed();
    const gone = [...before.keys()].filter((id) => !after.has(id));
    return {
      did: [
        ...changes.created.map((id) => `${id} created`),
        ...changes.updated.map((id) => `${id} ${before.get(id) === after.get(id) ? 'in place' : 'replaced'}`),
        ...gone.map((id) => `${id} removed`),
      ].toSorted(),
    };
  } catch (error) {
    return { refused: (error as Error).message };
  }
}

const wordsOf = (changes: Changes) => [...changes].map((each) => each.join(' ')).toSorted();

describe('the local cloud', () => {
  it(
    'does with every resource what the schemas say, and refuses what the rules say',
    async () => {
      let from: VariantName = 'short plan';
      const [told, seen]: [string[], string[]] = [[], []];
      await cloud.deploy(variants[from].directory);
      for (const to of CHAIN) {
        const outcome = await deploy(to);
        const rules = broken(from, to);
        const expected = rules.length > 0 ? 'refused' : wordsOf(update(from, to).changes).join(', ');
        told.push(`${from} -> ${to}: ${expected}`);
        seen.push(`${from} -> ${to}: ${'refused' in outcome ? 'refused' : outcome.did.join(', ')}`);
        if ('did' in outcome) from = to;
      }
      expect(seen).toEqual(told);
      expect(seen.filter((line) => line.endsWith(': refused')).length).toBeGreaterThan(4);
    },
    PATIENCE_MS,
  );
});

const propertiesOf = (resources: Resources, part: string): readonly (readonly [string, object])[] =>
  Object.entries(resources).flatMap(([id, { Properties = {} }]) =>
    id.includes(part) ? [[id, Properties] as const] : [],
  );
/** Every resource whose id has that part gets the properties. */
const give = (resources: Resources, part: string, properties: object) => {
  for (const [, its] of propertiesOf(resources, part)) Object.assign(its, properties);
};
/** As if the resources had the names that they have in the short plan. */
const keepName = (resources: Resources, part: string) => {
  for (const [id, its] of propertiesOf(resources, part)) {
    const name = variants['short plan'].resources[id]?.Properties?.['Name'];
    if (name !== undefined) Object.assign(its, { Name: name });
  }
};

/** The update from the short plan, whose later template is changed by hand. */
const planted = (to: VariantName, edit: (after: Resources) => void) => {
  const after = structuredClone(variants[to].resources);
  edit(after);
  return Object.keys(brokenRules(updateOf(variants['short plan'].resources, after)));
};

describe('a rule finds', () => {
  it.each<[what: string, to: VariantName, edit: (after: Resources) => void, rule: string]>([
    [
      'a listener that keeps its name when its protocol changes',
      'HTTP',
      (after) => keepName(after, 'LatticeListener'),
      'names are unique',
    ],
    [
      'a service that keeps its name when its domain changes',
      'own domain',
      (after) => keepName(after, 'LatticeService'),
      'names are unique',
    ],
    [
      'target groups that stay when the service does not',
      'own domain',
      (after) => keepName(after, 'TargetGroup'),
      'a target group belongs to one service',
    ],
    [
      'a tag on the listener',
      'short plan',
      (after) => give(after, 'LatticeListener', { Tags: [] }),
      'no deploy moves traffic',
    ],
    [
      'a record table that gets a name',
      'short plan',
      (after) => give(after, 'RecordsTable', { TableName: 'records' }),
      'what others know stays',
    ],
  ])('%s', (_what, to, edit, rule) => {
    expect(planted(to, edit)).toEqual([rule]);
  });

  it('a type of resource whose schema nobody has looked up', () => {
    const Type = 'AWS::S3::Bucket';
    const change = () =>
      updateOf(
        { It: { Type, Properties: { BucketName: 'one' } } },
        { It: { Type, Properties: { BucketName: 'two' } } },
      );
    expect(change).toThrow('It: what of AWS::S3::Bucket can change in place is not known here');
  });
});
