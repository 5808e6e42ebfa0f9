import { describe, expect, it } from 'vitest';
import { lineContext } from '../../../handlers/middleware/context.ts';

const execution = { id: 'execution-1', redrives: 0 };

describe('what a log line is about', () => {
  it.each<[string, unknown, object]>([
    [
      'a shift: the execution is the rollout',
      { execution, version: '8', weight: 10 },
      { rollout: 'execution-1', execution: 'execution-1', version: '8', weight: 10 },
    ],
    [
      'a confirm: the rollout is named',
      { execution, rollout: 'execution-0' },
      { rollout: 'execution-0', execution: 'execution-1' },
    ],
    [
      'its own rollback',
      { execution, trigger: { kind: 'own', error: '', cause: '' } },
      { rollout: 'execution-1', execution: 'execution-1' },
    ],
    [
      'a rollback that was asked for: the rollout is not known yet',
      { execution, trigger: { kind: 'asked', input: {} } },
      { execution: 'execution-1' },
    ],
    [
      'the second round of one: the rollout is known',
      { execution, trigger: { kind: 'asked', input: {}, rollout: 'execution-0' } },
      { rollout: 'execution-0', execution: 'execution-1' },
    ],
    ['an SNS event', { Records: [] }, {}],
    ['fields of the wrong kind', { execution: 'x', version: 8, weight: 'ten', rollout: 7 }, {}],
    ['no object', 'text', {}],
  ])('of %s', (_what, event, expected) => {
    expect(lineContext(event)).toEqual(expected);
  });
});
