import type { Log } from '../core/types.ts';
import { AccessControl } from '../iam/access-control.ts';
import type { Statement, TrustPolicy } from '../iam/document.ts';

export const PLACE = { account: '123456789012', region: 'eu-west-1' };

/** Lets everybody use a role. */
const TRUST: TrustPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
};
const EVERYTHING: readonly Statement[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

/** IAM where every role may do everything unless told; services need permissions all the same. */
export function accessOf({
  statements = EVERYTHING,
  trust = TRUST,
  log = () => undefined,
}: { statements?: readonly Statement[]; trust?: TrustPolicy; log?: Log } = {}): AccessControl {
  return new AccessControl({
    place: PLACE,
    identities: { find: (arn) => ({ name: arn.split('/').at(-1) ?? '', trust, statements }) },
    log,
  });
}
