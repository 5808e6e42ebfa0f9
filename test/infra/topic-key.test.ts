import * as kms from 'aws-cdk-lib/aws-kms';
import { describe, expect, it } from 'vitest';
import { Stack } from 'aws-cdk-lib';
import { LatticeCanary } from '../../infra/constructs/lattice-canary.ts';
import { constructId } from '../../infra/constructs/handlers.ts';
import { functionsOf, ROWS } from '../../statemachine/contract/functions.ts';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { ownApp, ownFunction, ownStack, warningsIn } from './own-app.ts';
import { synthesize, type Synthesized } from './synthesized.ts';

const TOPICS = ['Canary/Topics/Rollback', 'Canary/Topics/ReleaseEvents'] as const;
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const DEPLOYED = functionsOf(DEFAULT_PLAN);
const HANDLERS = DEPLOYED.map(constructId);
const ANNOUNCERS = DEPLOYED.filter((name) => ROWS[name].ports.includes('announcer')).map(constructId);

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

function kmsStatements(synth: Synthesized, handler: string): readonly Statement[] {
  const { Statement: statements } = synth.properties(`Canary/Handlers/${handler}/Role/DefaultPolicy`)[
    'PolicyDocument'
  ] as { readonly Statement: readonly Statement[] };
  return statements.filter(({ Action }) => JSON.stringify(Action).includes('kms:'));
}

const withKey = () =>
  ownStack((stack) => ({ encryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }) })).synthesize();

describe('a key of the app', () => {
  it.each(TOPICS)('encrypts %s', (topic) => {
    const synth = withKey();
    expect(synth.properties(topic)['KmsMasterKeyId']).toEqual(synth.arn('Key'));
  });

  it('lets alarms and SNS use it for this account, and rules without the condition that they could not meet', () => {
    const { Statement: statements } = withKey().properties('Key')['KeyPolicy'] as {
      readonly Statement: readonly { readonly Sid?: string }[];
    };
    const allow = { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: '*' };
    expect(statements.filter(({ Sid }) => Sid !== undefined)).toEqual([
      {
        ...allow,
        Sid: 'TopicsOfThisAccount',
        Principal: { Service: ['cloudwatch.amazonaws.com', 'sns.amazonaws.com'] },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
      { ...allow, Sid: 'RulesThatTell', Principal: { Service: 'events.amazonaws.com' } },
    ]);
  });

  it('leaves the dead-letter queue to the encryption of SQS', () => {
    expect(withKey().properties('Canary/Undelivered/Queue')).toMatchObject({ SqsManagedSseEnabled: true });
  });
});

describe('a key of the settings', () => {
  const synth = synthesize({ canary: { encryptionKeyArn: KEY } });

  it.each(TOPICS)('encrypts %s', (topic) => {
    expect(synth.properties(topic)['KmsMasterKeyId']).toBe(KEY);
  });

  it.each(ANNOUNCERS)('may be used by %s, which announces', (handler) => {
    expect(kmsStatements(synth, handler)).toEqual([
      { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: KEY },
    ]);
  });

  it.each(HANDLERS.filter((handler) => !ANNOUNCERS.includes(handler)))(
    'may not be used by %s, which does not',
    (handler) => {
      expect(kmsStatements(synth, handler)).toEqual([]);
    },
  );
});

describe('without a key', () => {
  it.each(HANDLERS)('%s gets no permission on any', (handler) => {
    expect(kmsStatements(synthesize(), handler)).toEqual([]);
  });
});

const warnings = (key: (stack: Stack) => kms.IKey) => {
  const { app, handlerBundles } = ownApp();
  const stack = new Stack(app, 'Shop');
  new LatticeCanary(stack, 'Canary', { handlerBundles, fn: ownFunction(stack), encryptionKey: key(stack) });
  return warningsIn(app, 'Shop');
};

describe('the policy of a key', () => {
  it('that is imported is warned of, with what it must say', () => {
    expect(warnings((stack) => kms.Key.fromKeyArn(stack, 'Key', KEY))).toEqual([
      expect.stringMatching(
        /must allow kms:Decrypt and kms:GenerateDataKey to cloudwatch\.amazonaws\.com and sns.*events/,
      ),
    ]);
  });

  it('of this app is not', () => {
    expect(warnings((stack) => new kms.Key(stack, 'Key', { enableKeyRotation: true }))).toEqual([]);
  });
});
