import { describe, it } from 'vitest';
import { executionArn, open, promoted } from '../support/fake-cloud.ts';
import { aliasesAt, AWS, type Case, expectWrong, UPDATE_LISTENER } from '../support/findings.ts';

describe('doctor finds', () => {
  it.each<Case>([
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
      'an alias that no rollout moved, before the first release',
      (cloud) => (
        Object.assign(cloud.resources, {
          Production: { Type: 'AWS::Lambda::Alias', Properties: { Name: 'production', FunctionVersion: '1' } },
        }),
        (cloud.record = { revision: 0 }),
        (cloud.aliases = aliasesAt({ canary: ['1'], previous: ['1'], production: ['2'] }))
      ),
      'aliases',
      'production is at version 2, and no release put it there: the stack made it at 1',
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
  ])('%s', (...row) => expectWrong(...row));
});
