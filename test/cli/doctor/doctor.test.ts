import { describe, expect, it } from 'vitest';
import { alarm, executionArn, FakeCloud, MACHINE, open, promoted } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111111111111:Rollback';
const AWS = 'aws --region eu-west-1';
const UPDATE_LISTENER =
  `${AWS} vpc-lattice update-listener --service-identifier svc-1 --listener-identifier listener-1 ` +
  "--default-action 'forward={targetGroups=[{targetGroupIdentifier=tg-production,weight=100}," +
  "{targetGroupIdentifier=tg-canary,weight=0}]}'";

/** The findings of a cloud in which one thing was changed. */
async function findings(change: (cloud: FakeCloud) => void) {
  const cloud = new FakeCloud();
  change(cloud);
  const { out, status } = await run('doctor --json', { cloud });
  return {
    status,
    found: out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { level: string; about: string; text: string; mend: string[] }),
  };
}

it('finds nothing where everything is as it should be', async () => {
  expect(await run('doctor')).toMatchObject({ status: 0, out: 'Shop: everything is as it should be.\n', err: '' });
});

const released = (cloud: FakeCloud) => {
  cloud.record = { revision: 2, rollout: { ...open, intendedWeight: 30 } };
  cloud.weights = { production: 70, canary: 30 };
  cloud.runs(executionArn('e1'));
  cloud.aliases = [
    { name: 'canary', versions: ['2'] },
    { name: 'previous', versions: ['1'] },
    { name: 'production', versions: ['1'] },
  ];
};

it('finds nothing in the middle of a release', async () => {
  expect(await findings(released)).toEqual({ status: 0, found: [] });
});

it('prints each finding with the command that mends it below', async () => {
  const cloud = new FakeCloud();
  cloud.weights = { production: 70, canary: 30 };
  expect(await run('doctor', { cloud })).toMatchObject({
    status: 1,
    out:
      'wrong   weights: no release runs, yet they are production 70, canary 30. The watchdog puts it right ' +
      `within two minutes; by hand:\n          ${UPDATE_LISTENER}\n`,
  });
});

const aliasesAt = (versions: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(versions).map(([name, each]) => ({ name, versions: each }));
const policyOf = (command = '') =>
  JSON.parse(/--attribute-value '(.*)'$/.exec(command)?.[1] ?? 'null') as { Statement: object[] };

describe('doctor finds', () => {
  it.each<[what: string, change: (cloud: FakeCloud) => void, about: string, text: string, mend: string]>([
    [
      'weights that a rollback has not given back',
      (cloud) => (
        (cloud.record = { revision: 2, rollout: { ...open, phase: 'rolling back', reason: 'x' } }),
        (cloud.weights = { production: 90, canary: 10 })
      ),
      'weights',
      'the release is rolled back, yet they are production 90, canary 10',
      UPDATE_LISTENER,
    ],
    [
      'weights that the release did not write',
      (cloud) => (
        (cloud.record = { revision: 2, rollout: open }),
        cloud.runs(executionArn('e1')),
        (cloud.weights = { production: 50, canary: 50 }),
        (cloud.aliases = aliasesAt({ canary: ['2'], previous: ['1'], production: ['1'] }))
      ),
      'weights',
      'they are production 50, canary 50, which the release did not write: it is at 10 %',
      'lattice-canary rollback --reason "weights drifted"',
    ],
    [
      'a claim whose execution has ended',
      (cloud) => (
        (cloud.record = { revision: 2, rollout: open }),
        (cloud.weights = { production: 90, canary: 10 }),
        cloud.ends(executionArn('e1'), 'ABORTED'),
        (cloud.aliases = aliasesAt({ canary: ['2'], previous: ['1'], production: ['1'] }))
      ),
      'record',
      'version 2 holds the claim, but its execution e1 has ended as ABORTED',
      'lattice-canary rollback --reason "its execution has ended"',
    ],
    [
      'a rollback that could not restore production',
      (cloud) => (cloud.record = { revision: 2, last: { ...promoted, outcome: 'rolled back', notRestored: true } }),
      'record',
      'version 1 does not exist any more (RUNBOOK.md#cannotrestoreproduction)',
      'lattice-canary status',
    ],
    [
      'production that was moved by hand',
      (cloud) => (
        (cloud.record = { revision: 2, lastPromoted: '1' }),
        (cloud.aliases = aliasesAt({ canary: ['1'], previous: ['1'], production: ['2'] }))
      ),
      'aliases',
      'production was moved by hand: it runs version 2, the last promotion left it at 1',
      `${AWS} lambda update-alias --function-name Shop-fn --name production --function-version 1`,
    ],
    [
      'an alias that splits',
      (cloud) => (cloud.aliases = aliasesAt({ canary: ['1'], previous: ['1'], production: ['1', '2'] })),
      'aliases',
      'production splits its requests over versions 1 and 2',
      `${AWS} lambda update-alias --function-name Shop-fn --name production --routing-config ` +
        'AdditionalVersionWeights={}',
    ],
    [
      'an alias that is gone',
      (cloud) => (cloud.aliases = aliasesAt({ canary: ['1'], production: ['1'] })),
      'aliases',
      'previous does not exist',
      `${AWS} lambda create-alias --function-name Shop-fn --name previous --function-version 1`,
    ],
    [
      'a canary that was moved in the middle of a release',
      (cloud) => (
        (cloud.record = { revision: 2, rollout: open }),
        (cloud.weights = { production: 90, canary: 10 }),
        cloud.runs(executionArn('e1'))
      ),
      'aliases',
      'canary is at version 1, the release that runs put it at 2',
      'lattice-canary rollback --reason "alias canary was moved"',
    ],
    [
      'a target group that sends elsewhere',
      (cloud) => (cloud.targets['tg-canary'] = []),
      'targets',
      "target group tg-canary sends canary's requests to nobody, expected " +
        'arn:aws:lambda:eu-west-1:111111111111:function:Shop-fn:canary',
      `${AWS} vpc-lattice register-targets --target-group-identifier tg-canary --targets ` +
        'id=arn:aws:lambda:eu-west-1:111111111111:function:Shop-fn:canary',
    ],
    [
      'an alarm that is gone',
      (cloud) => (cloud.live = cloud.live.filter(({ name }) => name !== 'production-errors')),
      'alarms',
      'production-errors does not exist; no release begins without it',
      `${AWS} cloudformation get-template --stack-name ShopStack`,
    ],
    [
      'an alarm whose actions are off',
      (cloud) =>
        (cloud.live = cloud.live.map((each) =>
          each.name === 'canary-errors' ? alarm('canary-errors', { actionsEnabled: false }) : each,
        )),
      'alarms',
      'canary-errors has its actions switched off: it calls nobody',
      `${AWS} cloudwatch enable-alarm-actions --alarm-names canary-errors`,
    ],
    [
      'a rule that is off',
      (cloud) => (cloud.rules = cloud.rules.map((rule) => ({ ...rule, enabled: rule.name !== 'ShopStack-Dead' }))),
      'rules',
      'ShopStack-Dead is switched off: what it hears starts nothing',
      `${AWS} events enable-rule --name ShopStack-Dead`,
    ],
    [
      'a watchdog that is off',
      (cloud) => (cloud.rules = cloud.rules.map((rule) => ({ ...rule, enabled: rule.name !== 'ShopStack-Watchdog' }))),
      'rules',
      'ShopStack-Watchdog is switched off: the watchdog does not run',
      `${AWS} events enable-rule --name ShopStack-Watchdog`,
    ],
    [
      'a rule that is gone',
      (cloud) => (cloud.rules = cloud.rules.filter(({ name }) => name !== 'ShopStack-Dead')),
      'rules',
      'the rule for executions that were aborted or died was deleted',
      `${AWS} cloudformation get-template --stack-name ShopStack`,
    ],
    [
      'an alarm that no rule hears',
      (cloud) =>
        (cloud.rules = cloud.rules.map((rule) =>
          rule.name === 'ShopStack-Alarm'
            ? {
                name: rule.name,
                enabled: true,
                targets: [MACHINE],
                pattern: {
                  source: ['aws.cloudwatch'],
                  resources: ['arn:aws:cloudwatch:eu-west-1:1:alarm:canary-errors'],
                },
              }
            : rule,
        )),
      'rules',
      'no rule starts a rollback for canary-duration',
      `${AWS} cloudformation get-template --stack-name ShopStack`,
    ],
    [
      'a topic that is encrypted with the managed key',
      (cloud) => (cloud.topic = { ...cloud.topic, kmsKey: 'alias/aws/sns' }),
      'topic',
      'encrypted with the AWS-managed key',
      `${AWS} sns set-topic-attributes --topic-arn ${TOPIC} --attribute-name KmsMasterKeyId --attribute-value ''`,
    ],
    [
      'a topic that no function hears',
      (cloud) => (cloud.topic = { ...cloud.topic, lambdaEndpoints: [] }),
      'topic',
      'no function hears the rollback topic',
      `${AWS} lambda list-functions --query "Functions[?contains(FunctionName, 'RollBack')].FunctionArn"`,
    ],
    [
      'a stack that cannot be deployed',
      (cloud) => (cloud.found = cloud.found.map((stack) => ({ ...stack, status: 'UPDATE_ROLLBACK_FAILED' }))),
      'stack',
      'ShopStack is UPDATE_ROLLBACK_FAILED: nothing can be deployed',
      `${AWS} cloudformation describe-stack-events --stack-name ShopStack --max-items 20`,
    ],
  ])('%s', async (_what, change, about, text, mend) => {
    const { found, status } = await findings(change);
    expect(found.filter(({ level }) => level === 'wrong')).toEqual([
      {
        level: 'wrong',
        about,
        text: expect.stringContaining(text) as string,
        mend: expect.arrayContaining([mend]) as string[],
      },
    ]);
    expect(status).toBe(1);
  });

  it('a topic whose policy keeps CloudWatch out, and gives the policy with what is missing added to it', async () => {
    const denial = { Sid: 'NoPlainHttp', Effect: 'Deny', Principal: '*', Action: 'sns:*' };
    const { found } = await findings(
      (cloud) => (cloud.topic = { ...cloud.topic, policy: { Version: '2012-10-17', Statement: [denial] } }),
    );
    expect(found).toMatchObject([{ about: 'topic', text: expect.stringContaining('does not let CloudWatch publish') }]);
    expect(policyOf(found[0]?.mend[0])).toEqual({
      Version: '2012-10-17',
      Statement: [
        denial,
        {
          Sid: 'AlarmsOfThisAccount',
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: TOPIC,
          Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
        },
      ],
    });
  });

  it('an alarm that was changed by hand, and gives it back what was deployed and nothing else', async () => {
    const { found } = await findings((cloud) => {
      cloud.resources = {
        Alarm: {
          Type: 'AWS::CloudWatch::Alarm',
          Properties: {
            AlarmName: 'canary-errors',
            Threshold: 5,
            EvaluationPeriods: 1,
            Dimensions: [{ Name: 'F', Value: { Ref: 'Fn' } }],
          },
        },
      };
      cloud.live = cloud.live.map((each) =>
        each.name === 'canary-errors'
          ? alarm('canary-errors', {
              properties: { AlarmName: 'canary-errors', Threshold: 500, EvaluationPeriods: 1, MetricName: 'Errors' },
            })
          : each,
      );
    });
    expect(found).toEqual([
      {
        level: 'wrong',
        about: 'template',
        text: 'alarm canary-errors was changed by hand: Threshold is 500, deployed was 5',
        mend: [
          `${AWS} cloudwatch put-metric-alarm --cli-input-json ` +
            `'{"AlarmName":"canary-errors","Threshold":5,"EvaluationPeriods":1,"MetricName":"Errors"}'`,
        ],
      },
    ]);
  });
});

describe('doctor notes, with status 0,', () => {
  it.each<[what: string, change: (cloud: FakeCloud) => void, text: string]>([
    [
      'an alarm that is on',
      (cloud) =>
        (cloud.live = cloud.live.map((each) =>
          each.name === 'watchdog-errors-Shop' ? alarm(each.name, { state: 'ALARM', reason: 'it fails' }) : each,
        )),
      'watchdog-errors-Shop is on: it fails RUNBOOK.md#watchdog-errors',
    ],
    [
      'a release that is held',
      (cloud) => (
        (cloud.record = { revision: 2, rollout: { ...open, holdAt: 10, heldSince: '2026-01-05T09:07:00.000Z' } }),
        (cloud.weights = { production: 90, canary: 10 }),
        cloud.runs(executionArn('e1')),
        (cloud.aliases = aliasesAt({ canary: ['2'], previous: ['1'], production: ['1'] }))
      ),
      'version 2 is held at 10 % since 2026-01-05T09:07:00.000Z',
    ],
    [
      'a deployment that is under way',
      (cloud) => (cloud.found = cloud.found.map((stack) => ({ ...stack, status: 'UPDATE_IN_PROGRESS' }))),
      'ShopStack is UPDATE_IN_PROGRESS: a deployment is under way',
    ],
  ])('%s', async (_what, change, text) => {
    expect(await findings(change)).toEqual({ status: 0, found: [expect.objectContaining({ level: 'note', text })] });
  });
});

it('says what it could not look at, with status 3, and goes on looking', async () => {
  const { found, status } = await findings((cloud) =>
    cloud.fail.set(
      'topic',
      Object.assign(new Error('no sns:GetTopicAttributes.'), { name: 'AuthorizationErrorException' }),
    ),
  );
  expect(found).toEqual([
    {
      level: 'unseen',
      about: 'topic',
      text: expect.stringContaining('not permitted: no sns:GetTopicAttributes.') as string,
      mend: [],
    },
  ]);
  expect(status).toBe(3);
});

it('says of a record that cannot be read where its entry is', async () => {
  const { found } = await findings((cloud) =>
    cloud.fail.set('record', Object.assign(new Error('item "rollout" cannot be read'), { name: 'UnreadableRecord' })),
  );
  expect(new Set(found.map(({ about, level, text }) => `${level} ${about} ${text}`))).toEqual(
    new Set(
      ['weights', 'record', 'aliases'].map(
        (about) => `unseen ${about} UnreadableRecord: item "rollout" cannot be read; RUNBOOK.md#unreadablerecord`,
      ),
    ),
  );
});
