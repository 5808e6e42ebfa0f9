import { CfnOutput, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { ALARM_KINDS } from '../../infra/constructs/alarm-kinds.ts';
import { LatticeCanary } from '../../infra/constructs/lattice-canary.ts';
import { addOutputs } from '../../infra/constructs/outputs.ts';
import { ownApp, ownFunction } from './own-app.ts';
import { synthesizedStack, type Resource, type SynthesizedTemplate } from './synthesized.ts';
import { USUAL_OUTPUTS } from './usual-outputs.ts';

/** Properties in which two resources of one account and Region must differ. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::Logs::LogGroup': 'LogGroupName',
};

function namesIn(templates: readonly SynthesizedTemplate[]): string[] {
  const all: Resource[] = templates.flatMap(({ Resources }) => Object.values(Resources));
  return all.flatMap(({ Type, Properties }) => {
    const name = NAMES[Type] === undefined ? undefined : Properties[NAMES[Type]];
    return name === undefined ? [] : [`${Type} ${JSON.stringify(name)}`];
  });
}

/** Of each service: the alarms on both sides, on undelivered requests and on the watchdog, and one log group. */
const NAMES_OF_TWO = 2 * (2 * ALARM_KINDS.length + 2 + 1);

function twoInOne() {
  const { app, handlerBundles } = ownApp();
  const stack = new Stack(app, 'Shop');
  const orders = new LatticeCanary(stack, 'Orders', { handlerBundles, fn: ownFunction(stack, {}, 'OrdersFunction') });
  const stock = new LatticeCanary(stack, 'Stock', { handlerBundles, fn: ownFunction(stack, {}, 'StockFunction') });
  return { orders, stock, synth: synthesizedStack(app, stack) };
}

describe('two services in one stack', () => {
  it('have no name in common', () => {
    const { orders, stock, synth } = twoInOne();
    expect([orders.serviceName, stock.serviceName]).toEqual(['Shop.Orders', 'Shop.Stock']);
    const names = namesIn([synth.template]);
    expect(names).toHaveLength(NAMES_OF_TWO);
    expect(new Set(names).size).toBe(NAMES_OF_TWO);
  });

  it('name nothing else but what VPC Lattice wants named, so that CloudFormation makes names up', () => {
    const { synth } = twoInOne();
    const properties = ['Name', 'FunctionName', 'TableName', 'TopicName', 'QueueName', 'RoleName', 'StateMachineName'];
    const named = Object.values(synth.template.Resources).flatMap(({ Type, Properties }) =>
      properties
        .filter((property) => typeof Properties[property] === 'string')
        .map((property) => [`${Type}.${property}`, Properties[property]] as const),
    );
    const ofLattice = named.filter(([property]) => property.startsWith('AWS::VpcLattice::'));
    expect(new Set(ofLattice.map(([property]) => property))).toEqual(
      new Set(['Listener', 'Service', 'ServiceNetwork', 'TargetGroup'].map((type) => `AWS::VpcLattice::${type}.Name`)),
    );
    // Five of each service. A listener's name need only differ from others of its service.
    expect(new Set(ofLattice.map(([, name]) => name)).size).toBe(10);
    const others = named.filter(([property]) => !property.startsWith('AWS::VpcLattice::'));
    expect(new Set(others.map((each) => each.join(' ')))).toEqual(
      new Set(['production', 'canary', 'previous'].map((alias) => `AWS::Lambda::Alias.Name ${alias}`)),
    );
  });

  it('have outputs of their own, by prefix', () => {
    const { orders, stock } = twoInOne();
    addOutputs(orders);
    addOutputs(stock, 'Stock');
    const names = Stack.of(orders)
      .node.children.filter((child) => child instanceof CfnOutput)
      .map(({ node }) => node.id);
    expect(names).toEqual(
      ['', 'Stock'].flatMap((prefix) => Object.keys(USUAL_OUTPUTS).map((name) => `${prefix}${name}`)),
    );
  });

  it('are told to have prefixes where they would have the same outputs', () => {
    const { orders, stock } = twoInOne();
    orders.addOutputs();
    expect(() => stock.addOutputs()).toThrow(
      /^addOutputs: expected a prefix for each service of a stack, such as addOutputs\('Orders'\): .* has an output/,
    );
    stock.addOutputs('Stock');
    expect(() => stock.addOutputs('Stock')).toThrow('has an output StockServiceNetworkId already');
  });

  it('keep records in tables of their own, under keys of their own', () => {
    const { synth } = twoInOne();
    expect(synth.all('AWS::DynamoDB::Table')).toHaveLength(2);
    const environment = (path: string) =>
      (synth.properties(path)['Environment'] as { readonly Variables: object }).Variables;
    for (const id of ['Orders', 'Stock']) {
      expect(environment(`${id}/Handlers/Claim/Function`)).toMatchObject({
        SERVICE_NAME: `Shop.${id}`,
        TABLE_NAME: synth.ref(`${id}/Records/Table`),
      });
    }
  });

  it.each([
    ['Orders', 'Stock'],
    ['Stock', 'Orders'],
  ])('%s refers to nothing of %s', (one, other) => {
    const { synth } = twoInOne();
    const all = Object.entries(synth.template.Resources);
    const ids = (prefix: string) => all.map(([id]) => id).filter((id) => id.startsWith(prefix));
    const text = JSON.stringify(all.filter(([id]) => id.startsWith(one)));
    for (const id of ids(other)) expect(text).not.toContain(`"${id}"`);
  });
});

describe('two services in two stacks', () => {
  it('have no name in common, though the constructs are named alike', () => {
    const { app, handlerBundles } = ownApp();
    const stacks = ['Orders', 'Stock'].map((name) => {
      const stack = new Stack(app, name);
      new LatticeCanary(stack, 'Canary', { handlerBundles, fn: ownFunction(stack) });
      return stack;
    });
    const names = namesIn(stacks.map((stack) => synthesizedStack(app, stack).template));
    expect(names).toHaveLength(NAMES_OF_TWO);
    expect(new Set(names).size).toBe(NAMES_OF_TWO);
  });
});

describe('a service name', () => {
  it('rejects one that another service of the same place has, naming both', () => {
    const { app, handlerBundles } = ownApp();
    const [first, second] = [new Stack(app, 'First'), new Stack(app, 'Second')];
    new LatticeCanary(first, 'Canary', { handlerBundles, fn: ownFunction(first), serviceName: 'shop' });
    expect(
      () => new LatticeCanary(second, 'Canary', { handlerBundles, fn: ownFunction(second), serviceName: 'shop' }),
    ).toThrow(
      'LatticeCanary Second/Canary: serviceName: got "shop", which First/Canary has already; expected one ' +
        'that is unique in account and Region',
    );
  });

  it('may be the same in two Regions', () => {
    const { app, handlerBundles } = ownApp();
    for (const region of ['eu-west-1', 'us-east-1']) {
      const stack = new Stack(app, `Shop-${region}`, { env: { region, account: '111122223333' } });
      expect(
        new LatticeCanary(stack, 'Canary', { handlerBundles, fn: ownFunction(stack), serviceName: 'shop' }).serviceName,
      ).toBe('shop');
    }
  });
});
