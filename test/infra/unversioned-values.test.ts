import { Aspects, Aws, CfnParameter, Fn, SecretValue, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { LatticeCanary } from '../../infra/constructs/lattice-canary.ts';
import { ownApp, ownFunction, warningsIn } from './own-app.ts';

/** What synthesis says about a function with these properties. */
function warnings(props: (stack: Stack) => Partial<lambda.FunctionProps>, after = (_stack: Stack) => {}) {
  const { app, handlerBundles } = ownApp();
  const stack = new Stack(app, 'Shop');
  new LatticeCanary(stack, 'Canary', { handlerBundles, fn: ownFunction(stack, props(stack)) });
  after(stack);
  return warningsIn(app, 'Shop').filter((each) => each.includes('lattice-canary:'));
}

const parameter = (stack: Stack, id = 'Stage') => new CfnParameter(stack, id, { type: 'String', default: 'prod' });
const variable = (STAGE: string) => ({ environment: { STAGE } });

describe('a value of the function that changes without a new version', () => {
  it.each<[what: string, props: (stack: Stack) => Partial<lambda.FunctionProps>, named: string]>([
    [
      'a parameter',
      (stack) => variable(parameter(stack).valueAsString),
      'Environment.Variables.STAGE is the parameter Stage:',
    ],
    [
      'a parameter within a text',
      (stack) => variable(Fn.sub('https://${Stage}.example.com', { Other: parameter(stack).valueAsString })),
      'Environment.Variables.STAGE is the parameter Stage:',
    ],
    [
      "a parameter's number",
      (stack) => ({ memorySize: new CfnParameter(stack, 'Memory', { type: 'Number', default: 256 }).valueAsNumber }),
      'MemorySize is the parameter Memory:',
    ],
    [
      'a parameter of Systems Manager',
      (stack) => variable(ssm.StringParameter.valueForStringParameter(stack, '/shop/stage')),
      'Environment.Variables.STAGE is the parameter SsmParameterValue',
    ],
    [
      'a dynamic reference',
      () => variable('{{resolve:ssm:/shop/stage}}'),
      'Environment.Variables.STAGE is a dynamic reference to ssm:',
    ],
    [
      'a secret',
      () => variable(SecretValue.secretsManager('shop').unsafeUnwrap()),
      'Environment.Variables.STAGE is a dynamic reference to secretsmanager:',
    ],
    [
      'a value of another stack',
      (stack) => variable(new sqs.Queue(new Stack(stack.node.scope, 'Other'), 'Queue').queueName),
      'Environment.Variables.STAGE is a value of another stack:',
    ],
  ])('is warned of by its name: %s', (_what, props, named) => {
    const found = warnings(props);
    expect(found).toEqual([expect.stringContaining(`fn: ${named}`)]);
    expect(found[0]).toContain('Expected a literal, or fn.invalidateVersionBasedOn()');
  });

  it('is warned of once for each', () => {
    const found = warnings((stack) => ({
      environment: { A: parameter(stack, 'One').valueAsString, B: parameter(stack, 'Two').valueAsString, C: 'literal' },
    }));
    expect(found.map((each) => /Variables\.\w+ is the parameter \w+/.exec(each)?.[0])).toEqual([
      'Variables.A is the parameter One',
      'Variables.B is the parameter Two',
    ]);
  });

  it('is warned of where an aspect sets it', () => {
    const found = warnings(
      () => ({}),
      (stack) => {
        const stage = parameter(stack).valueAsString;
        Aspects.of(stack).add({
          visit: (node) =>
            void (node instanceof lambda.Function && node.node.id === 'Orders' && node.addEnvironment('STAGE', stage)),
        });
      },
    );
    expect(found).toEqual([expect.stringContaining('Environment.Variables.STAGE is the parameter Stage:')]);
  });
});

describe('nothing is warned of', () => {
  it.each<[what: string, props: (stack: Stack) => Partial<lambda.FunctionProps>]>([
    ['a literal', () => variable('prod')],
    ['the name of a resource of the same stack', (stack) => variable(new sqs.Queue(stack, 'Queue').queueName)],
    ['account and Region', () => variable(`${Aws.ACCOUNT_ID} ${Aws.REGION}`)],
    ['a dynamic reference that names its version', () => variable('{{resolve:ssm:/shop/stage:3}}')],
    ['a description', (stack) => ({ description: parameter(stack).valueAsString })],
  ])('for %s', (_what, props) => {
    expect(warnings(props)).toEqual([]);
  });
});
