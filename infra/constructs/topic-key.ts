import { Annotations } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Permission } from './grant.ts';

/** What publishing to an encrypted topic takes ("Managing encryption keys" in the SNS developer guide). */
const ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * Lets the services that publish to the topics use their key: alarms and SNS on behalf of one account, and EventBridge
 * without a condition, for it brings no `aws:SourceAccount` ("not supported for EventBridge-to-encrypted topics", SNS
 * developer guide). An imported key's policy is not in the template and stays as it is: what it must say is warned of,
 * for without it alarms and announcements are dropped without a word.
 */
export function letTopicsUse(key: kms.IKey, account: string): void {
  const { statementAdded } = key.addToResourcePolicy(
    use('TopicsOfThisAccount', ['cloudwatch.amazonaws.com', 'sns.amazonaws.com'], {
      StringEquals: { 'aws:SourceAccount': account },
    }),
  );
  key.addToResourcePolicy(use('RulesThatTell', ['events.amazonaws.com']));
  if (!statementAdded)
    Annotations.of(key).addWarningV2(
      'lattice-canary:importedKey',
      `the policy of an imported key cannot be seen from here. It must allow ${ACTIONS.join(' and ')} to ` +
        'cloudwatch.amazonaws.com and sns.amazonaws.com (aws:SourceAccount may be a condition) and to ' +
        'events.amazonaws.com (without it), and to the account itself for roles; else no alarm and no announcement ' +
        'comes over the topics, without a word. Acknowledge this once it does',
    );
}

function use(sid: string, services: readonly string[], conditions?: Record<string, object>): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid,
    principals: services.map((service) => new iam.ServicePrincipal(service)),
    actions: ACTIONS,
    // In a key's policy this is the key.
    resources: ['*'],
    ...(conditions && { conditions }),
  });
}

/** What a function needs on top of sns:Publish. */
export function publishThrough(key: kms.IKey | undefined): readonly Permission[] {
  return key === undefined ? [] : [{ actions: ACTIONS, resources: [key.keyArn] }];
}
