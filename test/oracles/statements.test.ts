import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { describe, expect, it } from 'vitest';
import { RICHEST, VARIANTS } from '../../infra/app/variants.ts';
import { faultsOf } from '../../verify/oracles/permissions/reference.ts';
import { statementsOf, type Document, type Statement } from '../../verify/oracles/permissions/statement.ts';
import { templateStatements } from '../../verify/oracles/permissions/template-statements.ts';
import { readText } from '../docs/pages.ts';
import { ownStack } from '../infra/own-app.ts';
import { synthesize } from '../infra/synthesized.ts';

const faultsIn = async (statements: readonly Statement[]) => (await Promise.all(statements.map(faultsOf))).flat();
const ofSample = (canary: object) => templateStatements(synthesize({ canary }).template.Resources);
const ofOwnKey = () =>
  templateStatements(ownStack((stack) => ({ encryptionKey: new Key(stack, 'Key') })).synthesize().template.Resources);

/** What the construct's methods give to a role of somebody else's. */
const ofGrants = () => {
  const { stack, canary, synthesize: synth } = ownStack((it) => ({ encryptionKey: new Key(it, 'Key') }));
  const somebody = new Role(stack, 'Somebody', { assumedBy: new AccountRootPrincipal() });
  for (const grant of ['grantStart', 'grantAbort', 'grantRollBack'] as const) canary[grant](somebody).assertSuccess();
  return templateStatements(synth().template.Resources).filter(({ place }) => place.startsWith('Somebody'));
};

const policy = (name: string): Statement[] => {
  const text = readText(`docs/policies/${name}.json`)
    // Placeholders that stand for a whole ARN, and those that stand for a part of one.
    .replaceAll('<StateMachineArn>', 'arn:aws:states:<Region>:<Account>:stateMachine:<Machine>')
    .replaceAll('<AnswerMachineArn>', 'arn:aws:states:<Region>:<Account>:stateMachine:<Answers>')
    .replaceAll('<AnswerExecutionArn>', 'arn:aws:states:<Region>:<Account>:execution:<Answers>')
    .replaceAll('<ExecutionArn>', 'arn:aws:states:<Region>:<Account>:execution:<Machine>')
    .replaceAll('<RollbackTopicArn>', 'arn:aws:sns:<Region>:<Account>:<Topic>')
    .replaceAll('<UndeliveredQueueArn>', 'arn:aws:sqs:<Region>:<Account>:<Queue>');
  return statementsOf(JSON.parse(text) as Document, name, false);
};

describe('the service authorization reference has nothing against', () => {
  it.each<[what: string, statements: () => readonly Statement[], atLeast: number]>([
    ['the statements of the default', () => ofSample(VARIANTS['short plan']), 60],
    ['the statements of every option', () => ofSample(RICHEST), 70],
    ["the statements of a key of the app's own", ofOwnKey, 60],
    ['the grants to others', ofGrants, 5],
    ['the policy of an operator', () => policy('operator'), 12],
    ['the policy of a pipeline', () => policy('pipeline'), 3],
    ['the policy of an approver', () => policy('approver'), 4],
    ['the policy of an emergency', () => policy('by-hand'), 4],
  ])('%s', async (_what, statementsNow, atLeast) => {
    const statements = statementsNow();
    expect(statements.length).toBeGreaterThanOrEqual(atLeast);
    expect(await faultsIn(statements)).toEqual([]);
  });
});

const on = (resource: string): Partial<Statement> => ({ resources: [resource] });
const keys = (operator: string, key: string): Partial<Statement> => ({ conditions: { [operator]: { [key]: 'x' } } });

describe('the reference finds', () => {
  const good: Statement = {
    place: 'Policy[0]',
    actions: ['vpc-lattice:UpdateListener'],
    resources: ['arn:aws:vpc-lattice:eu-west-1:111122223333:service/svc-1/listener/listener-1'],
    conditions: {},
    ofResource: false,
  };
  const invoking: Partial<Statement> = { actions: ['lambda:InvokeFunction'] };
  const reading: Partial<Statement> = {
    actions: ['dynamodb:GetItem'],
    ...on('arn:aws:dynamodb:eu-west-1:111122223333:table/records'),
  };

  it.each<[what: string, planted: Partial<Statement>, fault: string | undefined]>([
    ['nothing in a right one', {}, undefined],
    ['an action of the wrong service', { actions: ['vpclattice:UpdateListener'] }, 'is no action'],
    ['an action that is spelt wrong', { actions: ['vpc-lattice:UpdateListeners'] }, 'is no action'],
    [
      'an ARN of the wrong kind',
      on('arn:aws:vpc-lattice:eu-west-1:111122223333:service/svc-1'),
      'is nothing that vpc-lattice:UpdateListener is authorized on',
    ],
    [
      "an alias's ARN for an action on the function",
      { actions: ['lambda:UpdateAlias'], ...on('arn:aws:lambda:eu-west-1:111122223333:function:orders:production') },
      'is nothing that lambda:UpdateAlias is authorized on',
    ],
    [
      'not an alias that is invoked',
      { ...invoking, ...on('arn:aws:lambda:eu-west-1:1:function:orders:canary') },
      undefined,
    ],
    [
      'an action without a resource of its own',
      { actions: [...good.actions, 'sns:Publish'] },
      'is authorized on none of',
    ],
    ['a needless wildcard', on('*'), 'could name what it is for'],
    ["not that of a resource's own policy", { ...on('*'), ofResource: true }, undefined],
    ['a condition key that there is not', keys('StringEquals', 'vpc-lattice:Weights'), 'is no condition key'],
    [
      'a condition key of another action',
      keys('StringEquals', 'cloudwatch:namespace'),
      'brings no cloudwatch:namespace',
    ],
    ['an operator for another type', keys('Bool', 'aws:SourceAccount'), 'Bool is not for aws:SourceAccount'],
    [
      'one value asked of a key that has many',
      { ...reading, ...keys('StringEquals', 'dynamodb:LeadingKeys') },
      'dynamodb:LeadingKeys has many values',
    ],
    ['not all of them', { ...reading, ...keys('ForAllValues:StringEquals', 'dynamodb:LeadingKeys') }, undefined],
  ])('%s', async (_what, planted, fault) => {
    const faults = await faultsOf({ ...good, ...planted });
    expect(faults).toHaveLength(fault === undefined ? 0 : 1);
    expect(faults.join('')).toContain(fault ?? '');
  });

  it('a policy in a place that nobody thought of', () => {
    const Properties = { AccessPolicies: { Statement: [{ Effect: 'Allow', Action: 'es:*', Resource: '*' }] } };
    expect(() => templateStatements({ Domain: { Type: 'AWS::OpenSearchService::Domain', Properties } })).toThrow(
      'Domain (AWS::OpenSearchService::Domain) holds a policy in a property that the oracle does not know',
    );
  });
});
