import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, NestedStack, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latticeName, type LatticeKind } from '../../infra/constructs/lattice-names.ts';
import { synthesize } from './synthesized.ts';

/** `name` in VPC Lattice's own model: its pattern, its shortest and its longest. */
const ALLOWED: Readonly<Record<LatticeKind, readonly [pattern: RegExp, longest: number]>> = {
  network: [/^(?!servicenetwork-)(?![-])(?!.*[-]$)(?!.*[-]{2})[a-z0-9-]+$/, 63],
  service: [/^(?!svc-)(?![-])(?!.*[-]$)(?!.*[-]{2})[a-z0-9-]+$/, 40],
  listener: [/^(?!listener-)(?![-])(?!.*[-]$)(?!.*[-]{2})[a-z0-9-]+$/, 63],
  targetGroup: [/^(?!tg-)(?![-])(?!.*[-]$)(?!.*[-]{2})[a-z0-9-]+$/, 128],
  rule: [/^(?!rule-)(?![-])(?!.*[-]$)(?!.*[-]{2})[a-z0-9-]+$/, 63],
};
const SHORTEST = 3;
const KINDS = Object.keys(ALLOWED) as LatticeKind[];

function expectAllowed(kind: LatticeKind, name: string): void {
  const [pattern, longest] = ALLOWED[kind];
  expect(name).toMatch(pattern);
  expect(name.length).toBeGreaterThanOrEqual(SHORTEST);
  expect(name.length).toBeLessThanOrEqual(longest);
}

/** Nothing is written there; without it each of thousands of apps makes a folder of its own, and leaves it. */
const OUT = join(tmpdir(), 'lattice-canary-names');
const newApp = () => new App({ outdir: OUT });

const canaryOf = (stackName: string, id = 'Canary') => new Construct(new Stack(newApp(), 'Stack', { stackName }), id);
const nameIn = (stackName: string, kind: LatticeKind = 'service', replacedBy: readonly unknown[] = []) =>
  latticeName(canaryOf(stackName), kind, '', replacedBy);

/** What CloudFormation takes for the name of a stack, often with the words that VPC Lattice keeps for its ids. */
const word = fc.constantFrom('svc', 'tg', 'listener', 'servicenetwork', 'checkout', 'prod', 'Team', '7', '-', '--');
const stackName = fc.oneof(
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,127}$/),
  fc
    .array(word, { minLength: 1, maxLength: 12 })
    .map((words) => words.join('-').slice(0, 128))
    .filter((name) => /^[A-Za-z]/.test(name)),
);
/** Not `valueOf` and the like, with which the constructs library fails. */
const constructId = fc.oneof(
  word,
  fc.string({ minLength: 1, maxLength: 200 }).filter((id) => !id.includes('/') && !(id in Object.prototype)),
);

describe('names of networks, services, listeners and target groups', () => {
  it('are such as VPC Lattice takes, whatever stack and construct are called', () => {
    fc.assert(
      fc.property(
        stackName,
        constructId,
        fc.constantFrom(...KINDS),
        fc.constantFrom('', 'production', 'canary'),
        (stack, id, kind, what) => {
          expectAllowed(kind, latticeName(canaryOf(stack, id), kind, what, []));
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('are there for stacks whose names CloudFormation would cut at a hyphen', () => {
    for (const stack of ['checkout-svc-prod', 'team-payments-production-lattice'])
      KINDS.forEach((kind) => expectAllowed(kind, nameIn(stack, kind)));
  });

  it('can be read', () => {
    expect(nameIn('checkout-svc-prod')).toMatch(/^checkout-svc-prod-canary-[0-9a-f]{8}$/);
    expect(latticeName(canaryOf('Shop', 'Orders'), 'targetGroup', 'production', [])).toMatch(
      /^shop-orders-production-[0-9a-f]{8}$/,
    );
  });

  it('leave out what is reserved for ids, and only that', () => {
    expect(nameIn('svc-orders')).toMatch(/^orders-canary-[0-9a-f]{8}$/);
    expect(nameIn('svc-orders', 'listener')).toMatch(/^svc-orders-canary-[0-9a-f]{8}$/);
    expect(latticeName(canaryOf('svc', 'svc'), 'service', '', [])).toMatch(/^canary-[0-9a-f]{8}$/);
  });

  it('are the same in every synthesis', () => {
    expect(nameIn('Shop', 'listener', ['HTTPS', 443])).toBe(nameIn('Shop', 'listener', ['HTTPS', 443]));
  });

  it('differ with the stack, also where only the part differs that is cut off, and in upper and lower case', () => {
    const long = 'a'.repeat(100);
    expect(new Set(['shop', 'Shop', `${long}1`, `${long}2`].map((stack) => nameIn(stack))).size).toBe(4);
  });

  it('differ with the construct, also where the paths read alike', () => {
    const stack = new Stack(newApp(), 'Shop');
    const constructs = [
      new Construct(stack, 'A-B'),
      new Construct(new Construct(stack, 'A'), 'B'),
      new Construct(stack, 'a-b'),
    ];
    expect(new Set(constructs.map((each) => latticeName(each, 'service', '', []))).size).toBe(3);
  });

  it('differ with what replaces the resource', () => {
    expect(nameIn('Shop', 'listener', ['HTTP', 80])).not.toBe(nameIn('Shop', 'listener', ['HTTPS', 443]));
  });

  it('are literal in a nested stack, whose own name only CloudFormation knows', () => {
    const nested = new NestedStack(new Stack(newApp(), 'Shop'), 'Inner');
    expectAllowed('service', latticeName(new Construct(nested, 'Canary'), 'service', '', []));
  });
});

const namesIn = (canary: object): Record<string, unknown> => {
  const { template } = synthesize({ canary });
  const named = Object.values(template.Resources).filter(({ Type }) =>
    /^AWS::VpcLattice::(Service|ServiceNetwork|Listener|TargetGroup)$/.test(Type),
  );
  return Object.fromEntries(named.map(({ Type, Properties }, i) => [`${i} ${Type}`, Properties['Name']]));
};
/** Which of the resources another setting gives another name, so that it meets none that is there. */
const renamed = (canary: object) => {
  const [before, after] = [namesIn({}), namesIn(canary)];
  return Object.keys(before)
    .filter((key) => before[key] !== after[key])
    .map((key) => key.replace(/^.*::/, ''));
};

describe('the template', () => {
  it('names each of them', () => {
    expect(Object.values(namesIn({})).map(String)).toEqual(Object.values(namesIn({})));
    expect(new Set(Object.values(namesIn({}))).size).toBe(5);
  });

  it(
    'has other names for what another domain replaces: the service, and its target groups, which can serve no ' +
      'other',
    () => {
      const customDomain = {
        name: 'shop.example.com',
        certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1234abcd',
      };
      expect(renamed({ customDomain }).toSorted()).toEqual(['Service', 'TargetGroup', 'TargetGroup']);
    },
  );

  it('has another name for the listener that another protocol replaces', () => {
    expect(renamed({ protocol: 'HTTP' })).toEqual(['Listener']);
  });

  it('keeps the names whatever replaces nothing', () => {
    expect(
      renamed({
        auth: { type: 'AWS_IAM', allow: 'account' },
        vpcId: 'vpc-0123456789abcdef0',
        alarms: { errors: 1 },
        initialVersion: '42',
      }),
    ).toEqual([]);
  });
});
