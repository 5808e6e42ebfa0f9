import { describe, expect, it } from 'vitest';
import type { Definition } from '../../../cli/story/definition.ts';
import { DEFAULT_PLAN } from '../../../statemachine/contract/plan.ts';
import { definitionOf } from '../../../verify/definition.ts';
import { alarm, MACHINE } from '../support/fake-cloud.ts';
import { AWS, type Case, expectWrong, findings } from '../support/findings.ts';

/** The machine of a service whose answers are counted in access logs. */
const logged = definitionOf(DEFAULT_PLAN, { answersFrom: 'access-logs' }) as unknown as Definition;
const TOPIC = 'arn:aws:sns:eu-west-1:111111111111:Rollback';
const policyOf = (command = '') =>
  JSON.parse(/--attribute-value '(.*)'$/.exec(command)?.[1] ?? 'null') as { Statement: object[] };

describe('doctor finds', () => {
  it.each<Case>([
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
      `${AWS} cloudwatch put-metric-alarm --cli-input-json ` +
        `'{"AlarmName":"canary-errors","Threshold":5,"ActionsEnabled":true}'`,
    ],
    [
      'a target group that reports nothing of what Lambda was asked',
      (cloud) => (cloud.reports = { invocations: true, answers: false }),
      'answers',
      'VPC Lattice reports nothing of its target group tg-production: answers with status 5XX are not seen',
      `${AWS} cloudwatch list-metrics --namespace AWS/VpcLattice --metric-name TotalRequestCount`,
    ],
    [
      'access logs that are counted and go nowhere',
      (cloud) => (cloud.definition = logged),
      'answers',
      'VPC Lattice sends access logs of svc-1 nowhere: answers with status 5XX are not seen',
      `${AWS} vpc-lattice list-access-log-subscriptions --resource-identifier svc-1`,
    ],
    [
      'access logs in which nothing is counted of what Lambda was asked',
      (cloud) => (
        (cloud.definition = logged),
        cloud.logDestinations.push('arn:aws:logs:eu-west-1:111111111111:log-group:access:*'),
        (cloud.reports = { invocations: true, answers: false })
      ),
      'answers',
      "VPC Lattice's access log reports nothing of its target group tg-production",
      `${AWS} cloudwatch list-metrics --namespace LatticeCanary/AccessLogs --metric-name Requests`,
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
      `${AWS} sns subscribe --topic-arn ${TOPIC} --protocol lambda --notification-endpoint ` +
        'arn:aws:lambda:eu-west-1:111111111111:function:<name>',
    ],
    [
      'a stack that cannot be deployed',
      (cloud) => (cloud.found = cloud.found.map((stack) => ({ ...stack, status: 'UPDATE_ROLLBACK_FAILED' }))),
      'stack',
      'ShopStack is UPDATE_ROLLBACK_FAILED: nothing can be deployed',
      `${AWS} cloudformation describe-stack-events --stack-name ShopStack --max-items 20`,
    ],
  ])('%s', (...row) => expectWrong(...row));

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
